//! Accounts: what a day begins with for those who keep money with an operator: first balances, the end of a prepaid card, new airtime,
//! claims that lapse, SIMs that no longer meet a terminal.

use crate::actors::stage::{Desk, post_lapses};
use crate::domain::person::Status;
use crate::domain::product::{Credential, ProductId};
use crate::protocol::Observer;

/// Opens balances on the first day, and closes prepaid cards and strands SIMs on the day that ends them.
pub fn open<O: Observer>(desk: &mut Desk<'_, O>) {
    let before = std::mem::replace(&mut desk.branch.epoch, desk.day.epoch);
    let is_new = before != desk.day.epoch;
    desk.recharge_airtime();
    post_lapses(desk);
    for product in (0..desk.market.market.products.len()).map(|p| ProductId(p as u8)) {
        if desk.day.day == 0 && desk.product(product).stored.is_some() {
            for person in 0..desk.branch.people.len() as u32 {
                if desk.branch.holding(person, product).status().can_pay() {
                    desk.open_balance(person, product);
                }
            }
        }
        if is_new && desk.product(product).prepaid.is_some_and(|prepaid| !prepaid.is_enabled) {
            close_prepaid(desk, product);
        }
        if is_new && is_stranded(desk, product, before) {
            for person in 0..desk.branch.people.len() as u32 {
                if desk.branch.holding(person, product).status().can_pay() {
                    desk.strand(person, product);
                }
            }
        }
    }
}

/// True if the radio of yesterday's SIMs is none of those that the product uses today.
fn is_stranded<O: Observer>(desk: &Desk<'_, O>, product: ProductId, before: usize) -> bool {
    let old = desk.rules.markets[before].market.products[product.index()].technologies;
    let new = desk.product(product);
    new.credential == Credential::SimElement && !old.is_empty() && old.and(new.technologies).is_empty()
}

/// The prepaid card is no more: balances go back to their holders' banks, and its users to a card that works, or away until one does.
fn close_prepaid<O: Observer>(desk: &mut Desk<'_, O>, product: ProductId) {
    for person in 0..desk.branch.people.len() as u32 {
        let holding = desk.branch.holding(person, product);
        if !holding.pays_from_account() {
            continue;
        }
        desk.withdraw(person, product);
        let choice = desk.funding_choice(person, product);
        let holding = desk.branch.holding_mut(person, product);
        holding.fund_from_card();
        let is_user = holding.status().is_user();
        match choice {
            Some(choice) => holding.fund_with(choice),
            None if is_user => {
                desk.set_status(person, product, Status::Considered);
                desk.branch.mandates.revoke(person, product);
            }
            None => {}
        }
    }
}
