//! Support: scenarios written in a test, runs of them, and what tests ask of the results.

use paycosm::experiment::RunSummary;
use paycosm::experiment::simulate::{Order, simulate, world_plan};
use paycosm::kernel::time::Span;
use paycosm::metrics::{Frame, Series, StudiedProduct};
use paycosm::protocol::Observer;
use paycosm::scenario::text::{Loader, Look};
use paycosm::scenario::{Plan, load};
use paycosm::world::{Ended, Scale, World};
use std::ops::ControlFlow;
use std::sync::Arc;

/// Serves one text under `scenarios/test.toml` and everything else from disk.
struct Written<'a>(&'a str);

impl Loader for Written<'_> {
    fn load(&self, path: &str) -> Result<String, String> {
        if path.ends_with("test.toml") {
            return Ok(self.0.to_owned());
        }
        std::fs::read_to_string(path).map_err(|e| e.to_string())
    }
}

/// The plan of a scenario text, which may extend a shipped one by its file name.
pub fn plan(text: &str) -> Plan {
    load(&Written(text), "scenarios/test.toml").unwrap_or_else(|rejected| panic!("{}", rejected.render(Look::Plain { width: 120 })))
}

/// The order of replicate `replicate` of arm `arm` at the plan's own scale and seed.
pub fn order(plan: &Plan, arm: usize, replicate: u32) -> Order {
    Order { arm, replicate, seed: plan.seed, persons_per_agent: plan.persons_per_agent }
}

/// Runs one order to the end; every audit must pass.
pub fn run(plan: &Plan, order: Order, threads: usize) -> RunSummary {
    let summary = simulate(plan, order, threads, || (), |_| ControlFlow::Continue(())).unwrap();
    for (check, is_passed, detail) in &summary.findings {
        assert!(is_passed, "{check} failed: {detail}; replay: arm {}, replicate {}, seed {}", order.arm, order.replicate, order.seed);
    }
    summary
}

/// Runs one order with windows of `window` and an observer of one's own in each district.
pub fn watch<O: Observer + Send>(plan: &Plan, order: Order, window: Span, observer: impl Fn() -> O) -> Ended<O> {
    let world_plan = paycosm::world::WorldPlan { window, ..world_plan(plan, order) };
    let mut world = World::build(&world_plan, |_| observer()).unwrap();
    world.run(1, |_| ControlFlow::Continue(())).unwrap();
    world.end()
}

/// A series for each district of a run.
pub fn series_frame(plan: &Plan, order: Order) -> Arc<Frame> {
    let market = &plan.arms[order.arm].stages[0].market;
    let scale = Scale::of(market, order.persons_per_agent).unwrap();
    let products = market.products.iter().map(StudiedProduct::of).collect();
    let most = (0..scale.districts).map(|d| scale.agents_in(d)).max().unwrap();
    Arc::new(Frame::new(&market.calendar, plan.days(), scale.persons_per_agent, most, products, market.parties.clone()))
}

/// The sum of what all districts' series saw.
pub fn summed(frame: &Arc<Frame>, seen: &[Series]) -> Series {
    let mut total = Series::total(Arc::clone(frame));
    for series in seen {
        total.absorb(series);
    }
    total
}
