//! Settle: what happens to the books before a day begins (net settlement, payouts, the month's statements) and as it ends (the price of
//! plain plastic, the month's phone bills).

use crate::actors::stage::{Desk, Tally, post_plastic};
use crate::domain::card::CardId;
use crate::domain::money::{Money, split};
use crate::domain::person::Status;
use crate::domain::product::{Credential, Flow, ProductId};
use crate::ledger::Account;
use crate::protocol::{Fact, Observer, PlasticFact, What};

/// Opens the day's books.
pub fn open<O: Observer>(desk: &mut Desk<'_, O>) {
    if desk.day.is_business_day {
        settle(desk);
        desk.release_escrow();
    }
    if desk.day.day == desk.day.month_start {
        sweep(desk, &[Account::Cardholders, Account::OwedToIssuers, Account::Bills, Account::PhoneBills], What::Statement);
        for count in &mut desk.branch.report.products {
            count.active = 0;
        }
    }
}

/// Closes the day's books: on the last day of a month, a tariff, a market or of trading, plain plastic is priced on that day's terms.
pub fn close<O: Observer>(desk: &mut Desk<'_, O>) {
    if desk.day.prices_tally {
        price_tally(desk);
    }
    if desk.day.closes_month {
        desk.issue_bills();
        count_sims(desk);
    }
    if desk.day.closes_day {
        count_prefunded(desk);
    }
}

/// Who holds a wallet on whose SIM, with whose card, and who paid with it this month.
fn count_sims<O: Observer>(desk: &mut Desk<'_, O>) {
    let market = &desk.market.market;
    let (products, banks, carriers) = (market.products.len(), market.banks.len(), market.carriers.len());
    desk.branch.report.sims.active = vec![0; products * carriers];
    desk.branch.report.sims.accounts = vec![0; products * banks * carriers];
    for (ordinal, _) in
        market.products.iter().enumerate().filter(|(_, p)| p.credential == Credential::SimElement && p.flow != Flow::PhoneBill)
    {
        let id = ProductId(ordinal as u8);
        for person in 0..desk.branch.people.len() as u32 {
            let (holder, holding) = (desk.branch.people[person as usize], desk.branch.holding(person, id));
            let bank =
                if holding.status().can_pay() { desk.market.bank_ordinal(desk.market.issuer(holder.funding_card(holding))) } else { None };
            let Some(bank) = bank else { continue };
            let weight = i64::from(desk.rules.weight);
            let sims = &mut desk.branch.report.sims;
            sims.accounts[(ordinal * banks + bank) * carriers + holder.carrier_ordinal()] += weight;
            if holding.status() == Status::Active && u32::from(holding.last_use) > desk.day.month_start {
                sims.active[ordinal * carriers + holder.carrier_ordinal()] += weight;
            }
        }
    }
}

/// What each operator has lying with its virtual card's issuer tonight, or has paid out on outer legs and not collected yet.
fn count_prefunded<O: Observer>(desk: &mut Desk<'_, O>) {
    let products = &desk.market.market.products;
    for (ordinal, product) in products.iter().enumerate() {
        // An operator's books are one: its first such product stands for all.
        let is_first = products[..ordinal].iter().all(|before| before.operator != product.operator || !before.flow.is_proxied());
        if product.flow.is_proxied() && is_first {
            let net = |account| desk.branch.ledger.balance(product.operator, account).net();
            let (owed, outstanding) = (net(Account::ProxyFunding), -net(Account::InTransit));
            desk.branch.report.products[ordinal].prefunded = owed.max(outstanding).max(0);
        }
    }
}

/// What cleared before today settles net; then acquirers pay merchants, and wallets what their virtual cards spent. Carriers pay shops on
/// the first business day of a month.
fn settle<O: Observer>(desk: &mut Desk<'_, O>) {
    sweep(desk, &[Account::Settlement], What::Settlement);
    sweep(desk, &[Account::MerchantsPayable, Account::OwedByAcquirer], What::Payout);
    sweep(desk, &[Account::ProxyFunding], What::FundsTransfer);
    let is_first = (desk.day.month_start..desk.day.day).all(|day| !desk.market.market.calendar.is_business_day(day));
    if is_first {
        sweep(desk, &[Account::CarrierPayouts], What::Payout);
    }
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
    let market = desk.market;
    for category in 0..market.market.categories.len() {
        let groups: Vec<usize> = (0..market.market.merchants.len()).filter(|&g| market.market.merchants[g].category == category).collect();
        let weights: Vec<i64> = groups.iter().map(|&g| (market.market.merchants[g].share * 1e9) as i64).collect();
        for card in (0..market.market.cards.len()).map(|c| CardId(c as u8)) {
            let (mut at_mean, mut value) = (0, 0);
            for (ordinal, segment) in market.market.segments.iter().enumerate() {
                let cell = desk.branch.tally.cell(ordinal, card, category as u8);
                let tallied = &mut desk.branch.tally.at_mean[cell];
                let count = (*tallied + Tally::ONE / 2).div_euclid(Tally::ONE);
                // What is more or less than whole payments waits for the next time.
                *tallied -= count * Tally::ONE;
                at_mean += count;
                value += (count as f64 * market.mean_ticket[category] * segment.ticket_scale + 0.5) as i64;
            }
            price(desk, card, &groups, &weights, (at_mean, value));
        }
    }
}

/// Prices one card's payments: what people buy on average falls on groups by their share, less what the phone paid in each. Where the phone paid
/// more than the average, for chance or because it pays nearly all, that waits to be made up for.
fn price<O: Observer>(desk: &mut Desk<'_, O>, card: CardId, groups: &[usize], weights: &[i64], (at_mean, value): (i64, i64)) {
    let (market, weight) = (desk.market, i64::from(desk.rules.weight));
    let counts = split(Money::from_minor(at_mean), weights);
    let values = split(Money::from_minor(value), weights);
    for (&merchant, (count, value)) in groups.iter().zip(counts.into_iter().zip(values)) {
        let tally = &mut desk.branch.tally;
        let cell = tally.known_cell(card, merchant);
        let left = (count.minor() + tally.known[cell], value.minor() + tally.known_value[cell]);
        if left.0 <= 0 || left.1 <= 0 {
            (tally.known[cell], tally.known_value[cell]) = left;
            continue;
        }
        (tally.known[cell], tally.known_value[cell]) = (0, 0);
        let place = market.market.categories[market.market.merchants[merchant].category].place;
        let (count, value) = (left.0 * weight, Money::from_minor(left.1 * weight));
        post_plastic(desk, PlasticFact { at: desk.now, card, merchant, place, count, value });
    }
}
