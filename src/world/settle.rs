//! Settle: what happens to the books before a day begins: net settlement, payouts, the month's statements, and the price of plain plastic.

use crate::actors::stage::{Desk, post_plastic};
use crate::domain::card::CardId;
use crate::domain::money::{Money, split};
use crate::ledger::Account;
use crate::protocol::{Fact, Observer, PlasticFact, What};

/// Opens the day's books.
pub fn open<O: Observer>(desk: &mut Desk<'_, O>) {
    if desk.day.prices_tally {
        price_tally(desk);
    }
    if desk.day.is_business_day {
        settle(desk);
    }
    if desk.day.day == desk.day.month_start {
        sweep(desk, &[Account::Cardholders, Account::OwedToIssuers], What::Statement);
        for count in &mut desk.branch.report.products {
            count.active = 0;
        }
    }
}

/// What cleared before today settles net; then acquirers pay merchants, and wallets what their virtual cards spent.
fn settle<O: Observer>(desk: &mut Desk<'_, O>) {
    sweep(desk, &[Account::Settlement], What::Settlement);
    sweep(desk, &[Account::MerchantsPayable, Account::OwedByAcquirer], What::Payout);
    sweep(desk, &[Account::ProxyFunding], What::FundsTransfer);
}

fn sweep<O: Observer>(desk: &mut Desk<'_, O>, accounts: &[Account], what: What) {
    let observer = &mut *desk.observer;
    let ledger = &mut desk.branch.ledger;
    for &account in accounts {
        ledger.sweep(account, &mut |party, amount| observer.fact(Fact::Settled { party, amount, what }));
    }
}

/// Plain payments since the last pricing, by card and group of shops.
fn price_tally<O: Observer>(desk: &mut Desk<'_, O>) {
    let market = &desk.rules.markets[desk.day.tally_epoch];
    let weight = i64::from(desk.rules.weight);
    for category in 0..market.market.categories.len() {
        let groups: Vec<(usize, i64)> = market
            .market
            .merchants
            .iter()
            .enumerate()
            .filter(|(_, g)| g.category == category)
            .map(|(i, g)| (i, (g.share * 1e9) as i64))
            .collect();
        let weights: Vec<i64> = groups.iter().map(|g| g.1).collect();
        for card in 0..market.market.cards.len() {
            let card = CardId(card as u8);
            let cell = desk.branch.tally.cell(card, category as u8);
            let (at_mean, known) = (i64::from(desk.branch.tally.at_mean[cell]), i64::from(desk.branch.tally.known[cell]));
            let value = desk.branch.tally.known_value[cell] + (at_mean as f64 * market.mean_ticket[category] + 0.5) as i64;
            desk.branch.tally.at_mean[cell] = 0;
            desk.branch.tally.known[cell] = 0;
            desk.branch.tally.known_value[cell] = 0;
            if at_mean + known == 0 || groups.is_empty() {
                continue;
            }
            let counts = split(Money::from_minor((at_mean + known) * weight), &weights);
            let values = split(Money::from_minor(value * weight), &weights);
            for ((merchant, _), (count, value)) in groups.iter().zip(counts.into_iter().zip(values)) {
                let fact = PlasticFact { at: desk.now, card, merchant: *merchant, count: count.minor(), value };
                if fact.count != 0 || fact.value != Money::ZERO {
                    post_plastic(desk, fact);
                }
            }
        }
    }
}
