//! The whole market: messages a second under load, and time against the number of agents.
//!
//! The promise is 10 million messages a CPU-second under load, observers included; here nobody looks on. On a shared machine compare user time of
//! alternating runs: `paycosm run scenarios/everyone-taps.toml --threads 1`, then `messages` over `cpu_seconds` in its manifest. Instructions are
//! steadier: callgrind with `--toggle-collect='*World*run*'`.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use paycosm::experiment::simulate::{Order, world_plan};
use paycosm::protocol::Silent;
use paycosm::scenario::text::Loader;
use paycosm::scenario::{Plan, load};
use paycosm::world::World;
use std::ops::ControlFlow;

fn main() {
    divan::main();
}

/// A text that shortens a shipped scenario; the rest from disk.
struct Shortened(&'static str);

impl Loader for Shortened {
    fn load(&self, path: &str) -> Result<String, String> {
        if path.ends_with("bench.toml") {
            return Ok(self.0.to_owned());
        }
        std::fs::read_to_string(path).map_err(|e| e.to_string())
    }
}

const LOAD: &str = "extends = \"everyone-taps.toml\"\nend = 2012-10-15\n";
const MARKET: &str = "extends = \"google-wallet.toml\"\nend = 2012-03-01\n";

fn plan(text: &'static str) -> Plan {
    load(&Shortened(text), "scenarios/bench.toml").unwrap_or_else(|_| panic!("the shipped scenarios are right"))
}

fn order(plan: &Plan, persons_per_agent: u32) -> Order {
    Order { arm: plan.baseline, replicate: 1, seed: plan.seed, persons_per_agent }
}

/// Two weeks in which everybody pays by phone: every message of every payment, unobserved, on one thread.
#[divan::bench(sample_count = 5, sample_size = 1, args = [40_000, 10_000])]
fn everyone_taps(bencher: Bencher, persons_per_agent: u32) {
    let plan = plan(LOAD);
    let world_plan = world_plan(&plan, order(&plan, persons_per_agent));
    let messages = {
        let mut world = World::build(&world_plan, |_| Silent).expect("fits");
        world.run(1, |_| ControlFlow::Continue(())).expect("nobody stops it");
        world.end().messages
    };
    bencher.counter(ItemsCount::new(messages)).with_inputs(|| World::build(&world_plan, |_| Silent).expect("fits")).bench_local_values(
        |mut world| {
            world.run(1, |_| ControlFlow::Continue(())).expect("nobody stops it");
            black_box(world.end().messages)
        },
    );
}

/// Half a year of the shipped market: time against agents; the counter is candidate points.
#[divan::bench(sample_count = 3, sample_size = 1, args = [40_000, 10_000, 2_500])]
fn google_wallet(bencher: Bencher, persons_per_agent: u32) {
    let plan = plan(MARKET);
    let world_plan = world_plan(&plan, order(&plan, persons_per_agent));
    let points = {
        let mut world = World::build(&world_plan, |_| Silent).expect("fits");
        world.run(1, |_| ControlFlow::Continue(())).expect("nobody stops it");
        world.end().candidate_points
    };
    bencher.counter(ItemsCount::new(points)).with_inputs(|| World::build(&world_plan, |_| Silent).expect("fits")).bench_local_values(
        |mut world| {
            world.run(1, |_| ControlFlow::Continue(())).expect("nobody stops it");
            black_box(world.end().candidate_points)
        },
    );
}
