//! README: what it shows is what the program says.

use crate::support::plan;
use paycosm::domain::card::Funding;
use paycosm::domain::money::Money;
use paycosm::experiment::trace::{Errand, Request, Wanted, trace};
use paycosm::report::ladder;

fn readme() -> String {
    std::fs::read_to_string("README.md").unwrap()
}

#[test]
fn its_ladder_is_what_trace_prints() {
    let plan = plan("extends = \"google-wallet.toml\"\n");
    let date = jiff::civil::date(2012, 10, 2);
    let arm = &plan.arms[plan.arm("go-cloud").unwrap()];
    let market = arm.market(u32::try_from(arm.stages[0].market.calendar.day(date)).unwrap());
    let request = Request {
        product: 0,
        funding: Funding::DebitRegulated,
        amount: Money::from_minor(10_000),
        date,
        merchant: None,
        errand: Errand::Purchase,
        wanted: Wanted::Approve,
    };
    let told = ladder::text(&trace(market, &request).unwrap());
    let readme = readme();
    let shown = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let lines: Vec<&str> = shown.lines().filter(|line| !line.is_empty() && !line.trim_start().starts_with('[')).collect();
    assert!(lines.len() > 20, "the ladder is there");
    for line in lines {
        assert!(told.lines().any(|l| l == line), "trace does not print: {line}");
    }
}

#[test]
fn it_names_every_shipped_scenario_and_both_commands() {
    let readme = readme();
    for entry in std::fs::read_dir("scenarios").unwrap() {
        let path = entry.unwrap().path();
        assert!(readme.contains(&path.display().to_string()), "{} is not in the README", path.display());
    }
    for command in ["cargo run --release -- compare scenarios/google-wallet.toml", "cargo test"] {
        assert!(readme.contains(command), "{command}");
    }
}

/// What a fitted file says of how it came about, flags that have their usual values apart, is a command that the README shows.
#[test]
fn it_shows_how_the_fitted_scenarios_came_about() {
    let readme = readme();
    for fitted in ["scenarios/china-forecast.toml", "scenarios/china-history.toml"] {
        let text = std::fs::read_to_string(fitted).unwrap();
        let told = text.lines().find(|line| line.starts_with("# paycosm calibrate ")).unwrap_or_else(|| panic!("{fitted} says no command"));
        let ordered = told.trim_start_matches("# paycosm ").split(" --strategy ").next().unwrap();
        let command = readme.lines().find(|line| line.contains(ordered)).unwrap_or_else(|| panic!("the README does not show `{ordered}`"));
        assert!(command.ends_with(&format!("--out {fitted}")), "{command}");
        for flag in ["--replicates", "--persons-per-agent"] {
            let value = |line: &str| line.split(flag).nth(1).and_then(|rest| rest.split_whitespace().next()).map(str::to_owned);
            assert_eq!(value(told), value(command), "{flag} of {fitted}");
        }
    }
}
