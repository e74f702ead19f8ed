//! Remote migration: people who paid at a computer move to the phone, one category after the other, and buy as much as before.

use crate::remote::{also, market};
use crate::support::{order, plan, run, watch};
use paycosm::domain::product::{Flow, ProductId};
use paycosm::kernel::time::Span;
use paycosm::protocol::{Fact, Observer, PaymentKind};
use std::collections::BTreeMap;

/// Everybody pays at a computer for two kinds of things; habit stays at a half.
fn moving(stickiness: f64, habit: f64) -> String {
    let more = format!(
        "[people]\ncomputer_payers_pct = [[2012-01-01, 100.0]]\n\
         [[category]]\nname = \"travel\"\nplace = \"computer\"\nstickiness = {stickiness:.1}\npayments_per_year = 200\nticket_median_usd = 60.00\n\
         [[merchant]]\nname = \"travel-sites\"\ncategory = \"travel\"\nacquirer = \"first-data\"\nshare = 1.0\nlocations = 1_000\n\
         discount_bps = 250\nmargin_share = 0.1\nonline_share = 1.0\n"
    );
    let text = also(&market("", "", &more), "zhifu", "categories = [\"online\", \"travel\"]");
    let text = also(&text, "online", &format!("place = \"computer\"\nstickiness = {stickiness:.1}"));
    text.replace("habit_start = 1.0\nhabit_cap = 1.0", &format!("habit_start = {habit:.2}\nhabit_cap = {habit:.2}\nhabit_loss = 0.0"))
}

/// Phone payments by person and category, of one district.
#[derive(Clone, Default)]
struct Moved(BTreeMap<(u32, u8), u64>);

impl Observer for Moved {
    fn fact(&mut self, fact: Fact<'_>) {
        if let Fact::Payment(payment) = fact
            && payment.flow == Flow::RemoteAccount
            && payment.kind == PaymentKind::Purchase
        {
            *self.0.entry((payment.person, payment.category)).or_default() += 1;
        }
    }
}

/// People who pay by phone in neither category, in one, in both.
fn people_by_categories(text: &str) -> [usize; 3] {
    let plan = plan(text);
    let ended = watch(&plan, order(&plan, 0, 1), Span::DAY, Moved::default);
    let mut sum = [0; 3];
    let mut people = 0;
    for district in &ended.observers {
        let mut categories: BTreeMap<u32, usize> = BTreeMap::new();
        district.0.keys().for_each(|(person, _)| *categories.entry(*person).or_default() += 1);
        categories.values().for_each(|n| sum[*n] += 1);
        people += categories.len();
    }
    sum[0] = usize::try_from(ended.scale.agents).unwrap() - people;
    sum
}

#[test]
fn a_person_moves_category_by_category_where_habits_are_sticky() {
    // Over 33 payments a person and category in two months, so that chance alone would show both in nearly everybody.
    let [none, one, both] = people_by_categories(&moving(1.0, 0.5));
    let all = (none + one + both) as f64;
    for (share, expected) in [(none, 0.25), (one, 0.5), (both, 0.25)] {
        assert!((share as f64 / all - expected).abs() < 0.08, "{none} none, {one} one, {both} both");
    }
    let [_, one, both] = people_by_categories(&moving(0.0, 0.5));
    assert!(both > 20 * one.max(1), "{one} one, {both} both: the occasion alone decides");
}

#[test]
fn what_moves_to_the_phone_is_missing_at_the_computer_and_nothing_else_changes() {
    let counts = |habit: f64| {
        let plan = plan(&moving(1.0, habit));
        let summary = run(&plan, order(&plan, 0, 1), 1);
        let zhifu = plan.arms[0].stages[0].market.products.iter().position(|p| p.name == "zhifu").unwrap();
        let paid = |product: ProductId| -> i64 {
            summary.tables.products.iter().filter(|row| row.product == product).map(|row| row.counts.payments).sum()
        };
        (paid(ProductId(zhifu as u8)), paid(ProductId::PLASTIC))
    };
    let (few, many) = (counts(0.2), counts(0.8));
    assert!(many.0 > 3 * few.0, "{few:?} and {many:?}");
    let (before, after) = (few.0 + few.1, many.0 + many.1);
    // A purchase that the phone declined is paid at the computer: all that differs is card repayments, which are no purchases.
    assert!((before as f64 / after as f64 - 1.0).abs() < 0.01, "{before} and {after}");
}
