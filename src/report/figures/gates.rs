//! Gates: how many people come how far towards using the focus product.

use super::super::chart::{BarSeries, Bars, Figure, Kind};
use super::super::wording::Digits;
use super::{Story, count, source};
use crate::domain::gate::Gate;
use crate::experiment::statistics::Estimate;
use crate::experiment::{Passed, RunSummary, arms};

/// The crowd before each gate, a bar per gate and strategy; `year` in words.
pub(super) fn passed(runs: &[RunSummary], rows: &[Passed], baseline: &str, story: &Story, year: &str) -> Figure {
    let strategies = arms(runs);
    let digits = |people: f64| Digits::of([people]);
    let series = strategies.iter().map(|arm| {
        let people = Gate::ALL.map(|gate| rows.iter().find(|row| row.gate == gate && row.strategy == arm.strategy).map(|row| row.people_m));
        let has_interval = people.iter().flatten().any(Estimate::has_interval);
        let ends = || people.iter().map(|people| people.map_or((f64::NAN, f64::NAN), |people| people.ends())).collect();
        let values = people.iter().map(|people| people.map_or(f64::NAN, |people| people.mean)).collect();
        let text = |people: &Option<Estimate>| people.map_or_else(String::new, |people| digits(people.mean).show(people.mean));
        let texts = people.iter().map(text).collect();
        BarSeries { name: arm.strategy.into(), values, error: has_interval.then(ends), texts }
    });
    Figure {
        title: title(rows, baseline, story),
        subtitle: format!("People who have come so far on the way to {} at the end of {year}, millions", story.focus),
        note: source(story, "gates.csv", "Whisker", count(runs)),
        kind: Kind::Bars(Bars {
            groups: Gate::ALL.map(|gate| gate.words().to_string()).to_vec(),
            y_label: "people, m".into(),
            series: series.collect(),
            stacked: false,
            horizontal: true,
            colours: Vec::new(),
        }),
    }
}

/// The narrowest gate under the baseline.
fn title(rows: &[Passed], baseline: &str, story: &Story) -> String {
    let base = || rows.iter().filter(|row| row.strategy == baseline);
    let people = base().find(|row| row.gate == Gate::People).map_or(0.0, |row| row.people_m.mean);
    let steps = base().filter(|row| row.gate != Gate::People && row.people_m.mean > 0.0);
    let Some(narrowest) = steps.min_by(|a, b| a.of_previous_pct.mean.total_cmp(&b.of_previous_pct.mean)) else {
        return format!("Nobody uses {} under {baseline}", story.focus);
    };
    let share = narrowest.of_previous_pct.mean;
    let (people, share) = (Digits::of([people]).show(people), Digits::of([share]).show(share));
    format!(
        "Of {people} m people under {baseline}, the narrowest step is \"{}\": {share} % of those before it get there",
        narrowest.gate.words()
    )
}
