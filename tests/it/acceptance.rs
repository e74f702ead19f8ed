//! Acceptance: how many locations have contactless terminals, in the tables of a run.

use crate::support::{order, plan, run};
use paycosm::domain::merchant::Technology;

/// Locations by month under the first strategy.
fn locations(plan: &paycosm::scenario::Plan) -> Vec<i64> {
    run(plan, order(plan, 0, 1), 1).tables.locations.iter().map(|(_, count)| *count).collect()
}

#[test]
fn where_every_shop_has_a_terminal_all_locations_count() {
    let plan =
        plan("extends = \"everyone-taps.toml\"\npersons_per_agent = 400_000\nend = 2012-11-15\n[acceptance]\nreviews_per_year = 0\n");
    let groups = &plan.arms[0].stages[0].market.merchants;
    let taking = groups.iter().filter(|group| group.taken_share[Technology::Contactless as usize] >= 1.0);
    let all: u64 = taking.clone().map(|group| group.locations).sum();
    assert!(taking.count() >= groups.len() - 1, "but for the shops online");
    assert_eq!(locations(&plan), [all as i64; 2]);
}

#[test]
fn terminals_stay_as_they_are_where_nobody_reviews_them() {
    let plan =
        plan("extends = \"google-wallet.toml\"\npersons_per_agent = 400_000\nend = 2012-07-01\n[acceptance]\nreviews_per_year = 0\n");
    let months = locations(&plan);
    assert_eq!(months.len(), 10);
    assert!(months.windows(2).all(|pair| pair[0] == pair[1]), "{months:?}");
    assert!(months[0] >= 76_000, "the chains of the first day: {months:?}");
}
