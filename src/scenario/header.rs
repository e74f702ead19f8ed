//! Header: what a scenario states once, for all its strategies and days.

use jiff::civil::Date;

use super::basket::Basket;
use super::section;
use super::target::Target;
use super::text::shape::{Code, Day, List, Repeats};
use super::text::{Node, Reader};
use super::worlds::{self, Worlds};
use crate::domain::currency::Currency;

/// Longest horizon, days: 60 years.
const LONGEST: i32 = 60 * 366;

/// The smallest differences worth naming a winner for, by the metric of a comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Materiality {
    /// Users, millions.
    pub users_m: f64,
    /// Active users, millions.
    pub active_users_m: f64,
    /// Volume a year, billions of the currency.
    pub volume_bn: f64,
    /// Fraud of the focus product, basis points of its volume.
    pub fraud_bp: f64,
    /// Yearly profit of the focus product's operator, millions of the currency.
    pub operator_profit_m: f64,
}

/// The keys at the head of a scenario.
#[derive(Clone, Debug)]
pub(super) struct Header {
    pub name: String,
    pub about: String,
    pub question: String,
    pub currency: Currency,
    pub start: Date,
    /// The first day that is not simulated any more.
    pub end: Date,
    pub persons_per_agent: u32,
    pub replicates: u32,
    pub seed: u64,
    pub plastic_sample: u32,
    pub holidays: Vec<Date>,
    pub focus: Option<usize>,
    pub baseline: usize,
    pub materiality: Materiality,
    pub worlds: Option<Worlds>,
    pub baskets: Vec<Basket>,
    pub targets: Vec<Target>,
}

impl Header {
    /// Reads it but for baskets and targets; `strategies` and `products` are the names that `baseline` and `focus` may be.
    pub fn read(root: &mut Reader<'_, '_>, node: &Node, strategies: &[String], products: &[String]) -> Self {
        let header = Self {
            name: root.name(),
            about: root.text_or("about", ""),
            question: root.text_or("question", ""),
            currency: root.defaulted("currency", Currency::USD, &Code),
            start: root.date("start"),
            end: root.date("end"),
            persons_per_agent: root.whole_or("persons_per_agent", 4_000, 1..=10_000_000),
            replicates: root.whole_or("replicates", 8, 1..=10_000),
            seed: root.whole_or("seed", 1_i64, 0..=i64::MAX).unsigned_abs(),
            plastic_sample: root.whole_or("plastic_sample", 1_000, 1..=1_000_000_000),
            holidays: root.defaulted("holidays", Vec::new(), &List { element: Day, repeats: Repeats::Refused }),
            focus: root.opt_reference("focus", products),
            baseline: root.opt_reference("baseline", strategies).unwrap_or(0),
            materiality: section::optional(root, node, "materiality", materiality),
            worlds: worlds::read(root, node),
            baskets: Vec::new(),
            targets: Vec::new(),
        };
        header.check_horizon(root, node);
        header
    }

    fn check_horizon(&self, root: &mut Reader<'_, '_>, node: &Node) {
        let is_date = |key: &str| node.table().and_then(|table| table.get(key)).is_some_and(|n| n.what() == "a date");
        if !is_date("start") || !is_date("end") {
            return;
        }
        let days = (self.end - self.start).get_days();
        if days <= 0 {
            let label = format!("expected a date after the start, {}; the end itself is not simulated", self.start);
            root.refuse("end", "is not after its start", &label, None);
        } else if days > LONGEST {
            root.refuse("end", "is too far away", &format!("at most 60 years after the start, {}", self.start), None);
        }
    }
}

fn materiality(reader: &mut Reader<'_, '_>) -> Materiality {
    Materiality {
        users_m: reader.number_or("users_m", 0.0, 0.0..=1e4),
        active_users_m: reader.number_or("active_users_m", 0.0, 0.0..=1e4),
        volume_bn: reader.number_or("volume_bn", 0.0, 0.0..=1e6),
        fraud_bp: reader.number_or("fraud_bp", 0.0, 0.0..=1e4),
        operator_profit_m: reader.number_or("operator_profit_m", 0.0, 0.0..=1e6),
    }
}
