//! Shopper: somebody at a checkout: the bank's pages, the one-time password.
//!
//! Hears redirects and passwords. Says payments on the bank's pages, typed passwords, or nothing more and that it was given up. Keeps nothing.

use super::stage::{Desk, Draw, mark, orderer};
use crate::domain::market::LinkKind;
use crate::domain::payment::Leg;
use crate::kernel::normal::lognormal_quantile;
use crate::kernel::random::unit;
use crate::kernel::time::Span;
use crate::protocol::{Actor, Address, Message, Observer, What};

/// Spread of what people take for a page or a password (sigma of the logarithm).
const SIGMA: f64 = 0.6;

/// A one-time password comes: read it, type it in.
pub fn on_password<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    if let Some(thief) = payment.thief.filter(|thief| !thief.vector.is_by_owner())
        && desk.now >= desk.branch.runs.get(thief.run).reads_until
    {
        // The owner reads a password for a payment that is not theirs; the thief, who does not, gives up.
        let (from, to) = (Address::new(Actor::Thief, desk.market.people), desk.operator(payment.product));
        desk.send(LinkKind::Mobile, Span::ZERO, Message::about(message.subject, from, to, What::GivenUp, Leg::Inner));
        return;
    }
    let median_ms = desk.product(payment.product).remote.map_or(0.0, |terms| terms.password_ms);
    let share = desk.roll(payment.luck, Draw::PasswordTime);
    let typed = Span::from_secs_f64(lognormal_quantile(share, median_ms, SIGMA) / 1e3);
    let from = orderer(&payment, desk.market.people);
    let entry = Message::about(
        message.subject,
        if payment.thief.is_some() { from } else { message.to },
        desk.operator(payment.product),
        What::PasswordEntry,
        Leg::Inner,
    );
    desk.send(LinkKind::Mobile, typed, entry);
}

/// Off to the bank's pages: one after the other, and on any of them people give up.
pub fn on_redirect<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let payment = *desk.payment(message.subject);
    let Some(terms) = desk.product(payment.product).remote else { return };
    let is_plain = desk.rules.conditions.is_plain;
    let seen = pages_seen(desk.roll(payment.luck, Draw::PageDrop), terms.page_drop_share, terms.gateway_pages);
    let root = u64::from(mark(payment.luck, Draw::PageTime, 0)) << 32 | u64::from(mark(payment.luck, Draw::PageTime, 1));
    let time = |page: u32| {
        let share = if is_plain { 0.5 } else { unit(mark(root, Draw::PageTime, page)) };
        lognormal_quantile(share, terms.page_ms, SIGMA)
    };
    let stays_ms: f64 = (0..seen.max(1)).map(time).sum();
    let stays = Span::from_secs_f64(stays_ms / 1e3);
    if seen < terms.gateway_pages {
        let word = Message::about(message.subject, message.to, desk.operator(payment.product), What::GivenUp, Leg::Inner);
        desk.send(LinkKind::Mobile, stays, word);
        return;
    }
    let bank = Address::new(Actor::Issuer, desk.market.issuer(payment.card));
    desk.send(LinkKind::Mobile, stays, Message::about(message.subject, message.to, bank, What::GatewayEntry, Leg::Inner));
}

/// Pages that somebody passes before giving up, all of `pages` for most: each loses a share `drop`.
fn pages_seen(roll: f64, drop: f64, pages: u32) -> u32 {
    let mut stays = 1.0;
    for page in 0..pages {
        stays *= 1.0 - drop;
        if roll >= stays {
            return page;
        }
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_page_loses_its_share() {
        let rolls = (0..100_000).map(|i| (f64::from(i) + 0.5) / 100_000.0);
        let mut left = [0_u32; 4];
        rolls.for_each(|roll| left[pages_seen(roll, 0.1, 3) as usize] += 1);
        assert_eq!(left, [10_000, 9_000, 8_100, 72_900]);
        assert_eq!((pages_seen(0.999, 0.0, 7), pages_seen(0.0, 1.0, 7)), (7, 0));
    }
}
