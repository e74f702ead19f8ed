//! Scales: a small world tells what a large one tells.

use crate::support::{order, plan, run};
use paycosm::experiment::statistics::Estimate;

/// Everybody can have the wallet, so that thousands of agents do.
const WIDE: &str = r#"
extends = "google-wallet.toml"
name = "wide"
strategy = []
baseline = "base"
start = 2012-07-01
end = 2012-12-01
replicates = 4
[people]
smartphone_share_pct = [[2012-01-01, 80.0]]
nfc_share_pct = [[2012-01-01, 80.0]]
[[product]]
name = "google-wallet"
flow = "proxy-nested"
bank_gate = "any"
launch = 2012-07-01
integrated = []
credential = "host"
supported_phone_share = 1.0
[product.monitoring]
enabled = true
"#;

#[test]
fn ten_thousand_and_two_thousand_persons_per_agent_agree() {
    let plan = plan(WIDE);
    let at = |persons_per_agent| {
        let (mut users, mut payments, mut volume) = (Vec::new(), Vec::new(), Vec::new());
        for replicate in 1..=plan.replicates {
            let mut order = order(&plan, 0, replicate);
            order.persons_per_agent = persons_per_agent;
            let row = &run(&plan, order, 2).tables.annual[0];
            users.push(row.users as f64);
            payments.push(row.payments as f64);
            volume.push(row.volume as f64);
        }
        [("users", users), ("payments", payments), ("volume", volume)]
    };
    for ((name, coarse), (_, fine)) in at(10_000).into_iter().zip(at(2_000)) {
        let (a, b) = (Estimate::of(&coarse), Estimate::of(&fine));
        assert!(a.mean > 400.0 * 10_000.0 || name != "users", "only {} users", a.mean);
        let error = |values: &[f64], mean: f64| {
            let n = values.len() as f64;
            (values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0) / n).sqrt()
        };
        let allowed = 0.02 * b.mean + 3.0 * error(&coarse, a.mean).hypot(error(&fine, b.mean));
        assert!((a.mean - b.mean).abs() <= allowed, "{name}: {} against {}, allowed {allowed}", a.mean, b.mean);
    }
}
