//! Published: reads `[[target]]`, the published figures, and refuses those that no table can answer.

use jiff::civil::Date;

use super::basket::Basket;
use super::target::{Confidence, Over, Size, Target, TargetKind, TargetMetric};
use super::text::shape::{Choice, Name, Refusal, Shape};
use super::text::{Node, Place, Problem, ReadLog, Reader};
use crate::domain::currency::Currency;

/// Most targets of one scenario.
const MOST: usize = 100;

/// A figure is divided by, so it is more than nothing; only a profit may be less.
const LEAST_VALUE: f64 = 1e-9;
const MOST_VALUE: f64 = 1e15;

/// What a figure tolerates unless it says so, per cent.
const TOLERANCE_PCT: f64 = 5.0;

/// What a scenario states once: names that a target may refer to, whatever the strategy, and its money.
#[derive(Clone, Debug)]
pub(super) struct Known {
    /// The strategies.
    pub strategies: Vec<String>,
    /// The products of the scenario and of all strategies.
    pub products: Vec<String>,
    /// The parties of the scenario and of all strategies.
    pub parties: Vec<String>,
    /// The money of all amounts.
    pub currency: Currency,
}

/// The first day of a run and the day after its last, with the places where they are written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Horizon<'n> {
    pub start: (Date, &'n Place),
    pub end: (Date, &'n Place),
}

/// Reads all targets. Those that a file leaves behind which moves the horizon of the file it extends are left out.
pub(super) fn read(nodes: &[&Node], baskets: &[Basket], known: &Known, horizon: Horizon<'_>, log: &mut ReadLog) -> Vec<Target> {
    if let Some(extra) = nodes.get(MOST) {
        log.problems.push(Problem::at(&extra.place, "there are too many targets").label(format!("at most {MOST}")));
    }
    let mut targets: Vec<Target> = nodes
        .iter()
        .take(MOST)
        .filter(|node| !horizon.leaves_behind(node))
        .map(|node| target(node, baskets, known, horizon, log))
        .collect();
    give_handles(&mut targets);
    targets
}

/// Gives each figure a handle of its own: names first, then what is left.
fn give_handles(targets: &mut [Target]) {
    let mut given: Vec<String> = Vec::new();
    for has_name in [true, false] {
        for target in targets.iter_mut().filter(|target| target.name.is_empty() != has_name) {
            let wanted = if has_name { target.name.clone() } else { target.default_handle() };
            let further = (2..).map(|n| format!("{wanted}-{n}"));
            target.handle = std::iter::once(wanted.clone()).chain(further).find(|handle| !given.contains(handle)).unwrap_or_default();
            given.push(target.handle.clone());
        }
    }
}

impl Horizon<'_> {
    /// True if the target fits into the horizon of its own file, for all we know, but not into that of a file above.
    fn leaves_behind(&self, node: &Node) -> bool {
        let mut log = ReadLog::new();
        let mut reader = Reader::open(node, "target", &mut log);
        let (metric, date) = (metric(node, &mut reader), reader.date("date"));
        let over = over(&mut reader, metric);
        let is_above = |place: &Place| place.source < node.place.source;
        log.problems.is_empty() && self.bound_crossed(over, date).is_some_and(|(_, place)| is_above(place))
    }

    /// The start or the end, whichever the figure's period crosses.
    fn bound_crossed(&self, over: Over, date: Date) -> Option<(Date, &Place)> {
        let (first, last) = over.days(date);
        if first < self.start.0 {
            return Some(self.start);
        }
        (last >= self.end.0).then_some(self.end)
    }
}

/// The metric; nothing after a mistake, so that what depends on it is not refused as well.
fn metric(node: &Node, reader: &mut Reader<'_, '_>) -> Option<TargetMetric> {
    let given = node.table().and_then(|table| table.get("metric")).and_then(Node::text);
    let metric = reader.choice("metric", &TargetMetric::ALL.map(|metric| (metric.name(), metric)));
    given.filter(|text| *text == metric.name()).map(|_| metric)
}

fn over(reader: &mut Reader<'_, '_>, metric: Option<TargetMetric>) -> Over {
    const WORDS: [&str; 3] = ["year", "quarter", "month"];
    let given = reader.optional("over", &Choice { options: WORDS.to_vec() });
    match (metric.filter(|metric| metric.is_stock()), given) {
        (Some(_), None) => Over::MonthEnd,
        (Some(metric), Some(_)) => {
            let label = format!("`{}` is counted at the end of the month that `date` is in", metric.name());
            reader.refuse("over", "has no meaning", &label, Some("leave it out".to_string()));
            Over::MonthEnd
        }
        (None, Some(1)) => Over::Quarter,
        (None, Some(2)) => Over::Month,
        (None, _) => Over::Year,
    }
}

fn target(node: &Node, baskets: &[Basket], known: &Known, horizon: Horizon<'_>, log: &mut ReadLog) -> Target {
    let mistakes = log.problems.sorted().len();
    let mut reader = Reader::open(node, "target", log);
    let name = reader.optional("name", &Name).unwrap_or_default();
    let metric = metric(node, &mut reader);
    let date = reader.date("date");
    let over = over(&mut reader, metric);
    let least = if metric.is_some_and(TargetMetric::is_signed) { -MOST_VALUE } else { LEAST_VALUE };
    let value = reader.number("value", least..=MOST_VALUE);
    let unit = unit(&mut reader);
    let names: Vec<&str> = baskets.iter().map(|basket| basket.name.as_str()).collect();
    let basket = reader.opt_reference("basket", &names).map(|at| &baskets[at]);
    let mut target = Target {
        title: reader.text_or("title", &name.replace('-', " ")),
        name,
        handle: String::new(),
        metric: metric.unwrap_or(TargetMetric::Users),
        over,
        date,
        value,
        product: subject(node, known, &mut reader),
        basket: basket.map(|basket| basket.name.clone()),
        strategy: followed(node, known, &mut reader),
        kind: reader.choice_or("kind", TargetKind::Count, &TargetKind::WORDS),
        confidence: reader
            .optional("confidence", &Choice { options: Confidence::WORDS.map(|(word, _)| word).to_vec() })
            .map(|at| Confidence::WORDS[at].1),
        tolerance_pct: reader.number_or("tolerance_pct", TOLERANCE_PCT, 0.01..=1_000.0),
        definition: stated(&mut reader, "definition", "say which people and payments it counts"),
        source: stated(&mut reader, "source", "say who published it, and when"),
    };
    if metric.is_some() {
        target.value = in_unit_of(target.metric, value, unit, &mut reader);
        check(&target, &mut reader);
        check_subject(&target, basket, &mut reader);
    }
    if target.title.trim().is_empty() {
        target.title = target.measure();
    }
    reader.finish();
    if log.problems.sorted().len() == mistakes && horizon.bound_crossed(over, date).is_some() {
        log.problems.push(outside(&target, node, horizon));
    }
    target
}

/// The product that the figure is about; plain cards go by a name of their own.
fn subject(node: &Node, known: &Known, reader: &mut Reader<'_, '_>) -> Option<String> {
    let given = node.table().and_then(|table| table.get("product")).and_then(Node::text);
    if given == Some(PLASTIC) {
        reader.pass("product");
        return Some(PLASTIC.to_string());
    }
    reader.opt_reference("product", &known.products).and_then(|at| known.products.get(at).cloned())
}

/// The strategy that the world followed. A file that picks strategies of its own leaves that of an inherited target behind, not the target.
fn followed(node: &Node, known: &Known, reader: &mut Reader<'_, '_>) -> Option<String> {
    let given = node.table().and_then(|table| table.get("strategy"));
    let is_inherited = given.is_some_and(|given| given.place.source.ordinal() > 0);
    let is_known = given.and_then(Node::text).is_some_and(|name| known.strategies.iter().any(|known| known == name));
    if is_inherited && !is_known {
        reader.pass("strategy");
        return None;
    }
    reader.opt_reference("strategy", &known.strategies).and_then(|at| known.strategies.get(at).cloned())
}

/// A text that says something.
fn stated(reader: &mut Reader<'_, '_>, key: &str, help: &str) -> String {
    let text = reader.text(key);
    if text.trim().is_empty() && reader.holds(key) {
        reader.refuse(key, "is empty", "a figure without it cannot be compared with anything", Some(help.to_string()));
    }
    text
}

/// The unit of a figure: many words are understood, and few are proposed.
struct UnitWords {
    units: Vec<(String, Unit)>,
}

impl UnitWords {
    fn proposed(&self) -> Choice<'_> {
        Choice { options: self.units.iter().take(PROPOSED).map(|(words, _)| words.as_str()).collect() }
    }
}

impl Shape for UnitWords {
    type Value = usize;

    fn expected(&self) -> String {
        self.proposed().expected()
    }

    fn read(&self, node: &Node) -> Result<usize, Vec<Refusal>> {
        let understood = node.text().and_then(|text| self.units.iter().position(|(words, _)| words == text));
        understood.map_or_else(|| self.proposed().read(node), Ok)
    }

    fn stand_in(&self) -> usize {
        0
    }

    fn show(&self, value: &usize) -> String {
        self.units.get(*value).map_or_else(String::new, |(words, _)| words.clone())
    }

    fn range(&self) -> Option<String> {
        Some(self.expected())
    }
}

fn unit(reader: &mut Reader<'_, '_>) -> Unit {
    let words = UnitWords { units: units(reader.currency()) };
    let at = reader.required("unit", &words);
    words.units[at].1
}

/// A unit that a figure may be given in.
#[derive(Clone, Copy, Debug)]
struct Unit {
    /// Its size.
    size: Size,
    /// What it is a unit of for certain, if it says.
    of: Option<Counted>,
}

/// What a unit may say that it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Counted {
    Money,
    Heads(&'static str),
}

/// Words for powers of ten, and those powers.
const POWERS: [(&str, i32); 4] = [("one", 0), ("k", 3), ("m", 6), ("bn", 9)];

/// The name of plain cards, as tables have it.
const PLASTIC: &str = "plastic";

/// As many units come first: the powers of ten, those of money, per cent and basis points.
const PROPOSED: usize = 2 * POWERS.len() + 2;

/// All units with their words: first those that a message proposes, then others that are understood.
fn units(currency: Currency) -> Vec<(String, Unit)> {
    let code = currency.code();
    let with = |noun: &str, of: Counted| {
        POWERS.map(|(word, power)| {
            let words = if power == 0 { noun.to_string() } else { format!("{word} {noun}") };
            (words, Unit { size: Size::Amount(power), of: Some(of) })
        })
    };
    let mut units: Vec<(String, Unit)> =
        POWERS.map(|(word, power)| (word.to_string(), Unit { size: Size::Amount(power), of: None })).into_iter().collect();
    units.extend(with(code, Counted::Money));
    units.extend([("pct", -2), ("bp", -4)].map(|(word, power)| (word.to_string(), Unit { size: Size::Rate(power), of: None })));
    units.extend(with(&code.to_ascii_lowercase(), Counted::Money));
    let mut nouns: Vec<&'static str> = TargetMetric::ALL.into_iter().filter_map(TargetMetric::heads).collect();
    nouns.sort_unstable();
    nouns.dedup();
    for noun in nouns {
        units.extend(with(noun, Counted::Heads(noun)));
    }
    units
}

/// True if figures of `metric` may be given in the unit.
fn fits(unit: Unit, metric: TargetMetric) -> bool {
    let is_counted = match unit.of {
        None => true,
        Some(Counted::Money) => metric.is_money(),
        Some(Counted::Heads(noun)) => metric.heads() == Some(noun),
    };
    is_counted && unit.size.over(metric.size()).is_some()
}

/// The figure in the metric's own unit.
fn in_unit_of(metric: TargetMetric, value: f64, unit: Unit, reader: &mut Reader<'_, '_>) -> f64 {
    match unit.size.over(metric.size()) {
        _ if !fits(unit, metric) => {
            let known = units(reader.currency());
            let proposed = known.iter().take(PROPOSED).filter(|(_, unit)| fits(*unit, metric));
            let words: Vec<&str> = proposed.map(|(words, _)| words.as_str()).collect();
            let label = format!("`{}` is given in {}", metric.name(), words.join(", "));
            reader.refuse("unit", "does not fit the metric", &label, None);
            value
        }
        Some(more) if more > 0 => value * libm::exp10(f64::from(more)).round(),
        Some(less) => value / libm::exp10(f64::from(-less)).round(),
        None => value,
    }
}

/// Refuses what the tables do not count.
fn check(target: &Target, reader: &mut Reader<'_, '_>) {
    let (metric, name) = (target.metric, target.metric.name());
    if metric == TargetMetric::ContactlessLocations && target.product.is_some() {
        let label = format!("`{name}` counts locations whatever the product");
        reader.refuse("product", "has no meaning", &label, Some("leave it out".to_string()));
    }
    if metric == TargetMetric::OperatorProfit && target.subject().is_none() && !reader.holds("product") {
        reader.refuse(
            "product",
            "is missing",
            &format!("`{name}` is that of one product's operator"),
            Some("name the product".to_string()),
        );
    }
    let is_yearly = metric == TargetMetric::OperatorProfit || metric.is_of_books() || (metric.is_fraud() && target.product.is_some());
    let is_short = matches!(target.over, Over::Month | Over::Quarter);
    if metric.is_of_books() && is_short {
        let help = "leave `over` out for a year".to_string();
        reader.refuse("over", "is too short", &format!("`{name}` is counted by the year"), Some(help));
    } else if is_yearly && is_short {
        let help = "leave `over` out for a year".to_string();
        reader.refuse("over", "is too short", &format!("`{name}` of one product is counted by the year"), Some(help));
    } else if target.over == Over::Quarter && !metric.is_of_payments() {
        let counted =
            [TargetMetric::Payments, TargetMetric::Volume, TargetMetric::VolumeShare].map(|metric| format!("`{}`", metric.name()));
        let label = format!("only {} are counted by the quarter", counted.join(", "));
        reader.refuse("over", "does not fit the metric", &label, Some("choose a year or a month".to_string()));
    }
}

/// Refuses a product or basket that has no such figure.
fn check_subject(target: &Target, basket: Option<&Basket>, reader: &mut Reader<'_, '_>) {
    let (metric, name) = (target.metric, target.metric.name());
    if target.product.is_some() && reader.holds("basket") {
        reader.refuse("basket", "has no meaning", "`product` says already whose figure it is", Some("leave one of them out".to_string()));
        return;
    }
    if metric.is_of_books() && target.product.is_some() {
        let instead = if metric == TargetMetric::Profit { "; that of its operator is `operator_profit_m`" } else { "" };
        reader.refuse("product", "has no meaning", &format!("`{name}` is that of a basket's parties{instead}"), None);
        return;
    }
    let Some(basket) = basket else {
        let is_given = reader.holds("basket") || reader.holds("product");
        if (metric.is_of_books() || metric == TargetMetric::VolumeShare) && !is_given {
            let (whose, help) = match metric {
                TargetMetric::VolumeShare => ("a product or a basket", "name the product or the basket"),
                _ => ("a basket's parties", "name the basket"),
            };
            reader.refuse("basket", "is missing", &format!("`{name}` is that of {whose}"), Some(help.to_string()));
        }
        return;
    };
    if !metric.is_of_baskets() {
        let counted: Vec<&str> = TargetMetric::ALL.into_iter().filter(|metric| metric.is_of_baskets()).map(TargetMetric::name).collect();
        let label = format!("`{name}` is not counted over a basket; {} are", counted.join(", "));
        let instead = (metric == TargetMetric::OperatorProfit).then(|| "write `profit_m`".to_string());
        reader.refuse("metric", "does not fit a basket", &label, instead);
    } else if metric != TargetMetric::Profit && !basket.has_products() {
        let label = format!("basket \"{}\" names no products, so it has no `{name}`", basket.name);
        reader.refuse("basket", "does not fit the metric", &label, None);
    } else if metric.is_of_books() && !basket.has_parties() {
        let label = format!("basket \"{}\" names no parties, so it has no `{name}`", basket.name);
        reader.refuse("basket", "does not fit the metric", &label, None);
    }
}

fn outside(target: &Target, node: &Node, horizon: Horizon<'_>) -> Problem {
    let place = node.table().and_then(|table| table.get("date")).map_or(&node.place, |date| &date.place);
    let (start, end) = (horizon.start.0, horizon.end.0);
    let message = format!("`date` of target \"{}\" is outside the run", if target.name.is_empty() { &target.title } else { &target.name });
    let whole = match target.over {
        Over::Year => format!("the figure is of all {}", target.date.year()),
        Over::Quarter => format!("the figure is of all {}", target.period()),
        Over::Month => format!("the figure is of all {}", target.date.strftime("%Y-%m")),
        Over::MonthEnd => "the figure is of that day".to_string(),
    };
    let help = "choose a period that the run covers, or keep the figure in a comment".to_string();
    Problem::at(place, message).label(format!("{whole}; the run starts on {start} and ends before {end}")).help(help)
}
