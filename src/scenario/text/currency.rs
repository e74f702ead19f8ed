//! Currency: how the keys of amounts are spelled in a file whose money is not the dollar, and which money a file is in.
//!
//! Keys of amounts say their currency: `fee_usd`, `rent_usd_per_year`. The program's text has dollars everywhere; a file with
//! `currency = "CNY"` has `fee_cny` and `rent_cny_per_year`, and [`spelled`] is the one place that knows.

use std::borrow::Cow;

use super::document::Document;
use super::log::ReadLog;
use super::node::{Node, Value};
use super::problem::{Problem, Problems};
use super::reader::Reader;
use super::shape::Code;
use super::source::Place;
use super::words::quote;
use crate::domain::currency::{Currency, NoCurrency};

/// How the program's own text marks an amount.
const OWN: &str = "_usd";

/// A key of the program's text as a file in `currency` spells it.
pub(super) fn spelled(key: &str, currency: Currency) -> Cow<'_, str> {
    match marked(key, Currency::USD) {
        Some(at) if currency != Currency::USD => {
            Cow::Owned(format!("{}{}{}", &key[..=at], currency.code().to_ascii_lowercase(), &key[at + OWN.len()..]))
        }
        _ => Cow::Borrowed(key),
    }
}

/// Where in a key the mark of `currency` begins, at its end or before another word.
fn marked(key: &str, currency: Currency) -> Option<usize> {
    let is_mark = |at: &usize| {
        let mark = key.get(at + 1..at + OWN.len()).is_some_and(|word| word.eq_ignore_ascii_case(currency.code()));
        let is_whole = key.get(at + OWN.len()..).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'));
        mark && is_whole
    };
    key.match_indices('_').map(|(at, _)| at).filter(|at| *at > 0).find(is_mark)
}

/// True if `key` is `known`, which a file in `currency` has, but for being in another money.
pub(super) fn is_in_another_money(key: &str, known: &str, currency: Currency) -> bool {
    let Some(at) = marked(known, currency) else { return false };
    let (before, after) = (&known[..=at], &known[at + OWN.len()..]);
    let between = key.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
    let is_code = |word: &str| Currency::find(&word.to_ascii_uppercase()) != Err(NoCurrency::Unknown);
    key != known && between.is_some_and(is_code)
}

impl Document {
    /// The money of all amounts: what `currency` says, or US dollars.
    ///
    /// # Errors
    /// It names none, or one that is not kept in hundredths.
    pub fn currency(&self) -> Result<Currency, Problems> {
        let mut log = ReadLog::new();
        let currency = Reader::open_root(&self.root, &mut log).defaulted("currency", Currency::USD, &Code);
        log.problems.or(currency)
    }
}

/// Refuses a file that extends amounts in another money; `trees` are those of a chain, the file asked for first.
pub(super) fn refuse_mixed(trees: &[Node], problems: &mut Problems) {
    for (at, tree) in trees.iter().enumerate() {
        let Some((stated, currency)) = stated(tree) else { continue };
        let below = &trees[at + 1..];
        let other = match below.iter().find_map(self::stated) {
            Some((place, other)) => Some((place.clone(), other)).filter(|(_, other)| *other != currency),
            None if currency == Currency::USD => None,
            None => below.iter().find_map(in_dollars).map(|place| (place.clone(), Currency::USD)),
        };
        if let Some((place, other)) = other {
            let problem = Problem::at(stated, format!("this file is in {currency}, what it extends is in {other}"))
                .label(format!("its amounts in {other} would be taken for {currency}"))
                .also(&place, format!("in {other}"))
                .help(format!("extend a file in {currency}, or copy that one and restate every amount"));
            problems.push(problem);
            return;
        }
    }
}

/// What a file itself says its currency is, if that is one.
fn stated(tree: &Node) -> Option<(&Place, Currency)> {
    let node = tree.table()?.get("currency")?;
    Some((&node.place, Currency::find(node.text()?).ok()?))
}

/// The first key of an amount in dollars, however deep.
fn in_dollars(node: &Node) -> Option<&Place> {
    match &node.value {
        Value::Table(table) => table.entries().iter().find_map(|entry| {
            let is_dollars = marked(&entry.key, Currency::USD).is_some();
            if is_dollars { Some(&entry.key_place) } else { in_dollars(&entry.node) }
        }),
        Value::Array(nodes) => nodes.iter().find_map(in_dollars),
        _ => None,
    }
}

/// What to write instead of a key in another money.
pub(super) fn advice(known: &str, currency: Currency) -> String {
    format!("this file's currency is {currency}: write {}", quote(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn yuan() -> Currency {
        Currency::find("CNY").expect("a code")
    }

    #[test]
    fn keys_of_amounts_have_the_money_of_the_file() {
        let keys = ["fee_usd", "rent_usd_per_year", "cost_usd_per_thousand", "usd", "usda_share", "x_usda", "count"];
        let yuan = keys.map(|key| spelled(key, yuan()));
        assert_eq!(yuan, ["fee_cny", "rent_cny_per_year", "cost_cny_per_thousand", "usd", "usda_share", "x_usda", "count"]);
        assert_eq!(keys.map(|key| spelled(key, Currency::USD)), keys);
    }

    #[test]
    fn the_same_key_in_another_money_is_recognised() {
        assert!(is_in_another_money("rent_usd_per_year", "rent_cny_per_year", yuan()));
        assert!(is_in_another_money("fee_jpy", "fee_cny", yuan()));
        for other in ["fee_cny", "fee_xyz", "tax_usd", "fee_usd_per_year", "fee"] {
            assert!(!is_in_another_money(other, "fee_cny", yuan()), "{other}");
        }
        assert!(!is_in_another_money("fee_usd", "fee_share", yuan()));
    }
}
