//! Chooser: somebody who weighs a product, and what it takes to have it.
//!
//! Hears considerations and the card that comes over the air. Says enrolment requests, and that the card is there. Keeps the person's status, the
//! funding chosen and whether money made the choice.

use super::stage::{Desk, SECOND_THOUGHT, Trait};
use crate::domain::card::CardId;
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::person::{Choice, Status};
use crate::domain::product::ProductId;
use crate::policy::choice::{Outlook, Verdict, weigh};
use crate::protocol::{Actor, Message, Observer, What};

/// A person weighs a product: gates first, then taste.
pub fn on_consideration<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let (person, product) = (message.subject, ProductId(message.note));
    let status = desk.branch.holding(person, product).status();
    let thinks = match message.detail {
        SECOND_THOUGHT => status == Status::Considered,
        _ => status == Status::Unaware,
    };
    if !thinks || !desk.day.is_trading || !desk.notice(product).is_open {
        return;
    }
    let verdict = |backing| {
        let seen = desk.outlook(person, product);
        let outlook = Outlook { trouble: trouble(desk, person, product, backing), ..seen };
        weigh(&desk.market.market.adoption, &outlook, desk.taste(person, product))
    };
    let taken = open_gate(desk, person, product).map(|way| (way, verdict(way.1))).filter(|taken| taken.1 != Verdict::Declines);
    let Some(((choice, backing), verdict)) = taken else {
        desk.set_status(person, product, Status::Considered);
        return;
    };
    let holding = desk.branch.holding_mut(person, product);
    holding.fund_with(choice);
    holding.set_came_for_incentive(verdict == Verdict::TakesForMoney);
    match backing {
        Backing::Card => holding.fund_from_card(),
        Backing::Account => holding.fund_from_account(),
    }
    if draws_short(desk, person, product, 0, desk.product(product).enrolment.drop_out_share) {
        desk.set_status(person, product, Status::Considered);
        return;
    }
    desk.set_status(person, product, Status::Enrolled);
    let operator = desk.operator(product);
    let wait = desk.usual(if operator.actor == Actor::Biller { LinkKind::ShortMessage } else { LinkKind::Mobile });
    desk.write(desk.now + wait, Message { to: operator, from: message.to, what: What::EnrolmentRequest, ..message });
}

/// What stands between the chosen card and the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Backing {
    /// Nothing: the card pays.
    Card,
    /// An account with the operator: a prepaid balance that the card loads, or the bank account behind it.
    Account,
}

/// Handset, carrier and bank: the card that would fund the product, if every gate is open; where no card works, a prepaid one may.
fn open_gate<O: Observer>(desk: &Desk<'_, O>, person: u32, product: ProductId) -> Option<(Choice, Backing)> {
    if !(desk.has_phone_for(person, product) && desk.is_let_in(person, product) && desk.is_on_offer(person, product)) {
        return None;
    }
    if let Some(choice) = desk.funding_choice(person, product) {
        let debits_bank = desk.product(product).account.map_or(0.0, |terms| terms.bank_share);
        let card = desk.card_of(person, choice);
        let is_linkable = desk.market.market.links_accounts(desk.product(product), desk.market.issuer(card));
        let is_linked = is_linkable && desk.trait_of(person, product, Trait::LetsDebitBank) < debits_bank;
        return Some((choice, if is_linked { Backing::Account } else { Backing::Card }));
    }
    desk.product(product).prepaid.filter(|prepaid| prepaid.is_enabled)?;
    let holder = desk.branch.people[person as usize];
    match holder.everyday_card() {
        CardId::NONE => None,
        card if card == holder.credit => Some((Choice::Credit, Backing::Account)),
        _ => Some((Choice::Debit, Backing::Account)),
    }
}

/// Trouble of getting the product, in utility: less for those who know the operator or its partner, more for those who must load money
/// first.
fn trouble<O: Observer>(desk: &Desk<'_, O>, person: u32, product: ProductId, backing: Backing) -> f64 {
    own_trouble(desk, person, product, backing) - desk.ease(person, product)
}

fn own_trouble<O: Observer>(desk: &Desk<'_, O>, person: u32, product: ProductId, backing: Backing) -> f64 {
    let rules = desk.product(product);
    if let Some(terms) = rules.account
        && desk.trait_of(person, product, Trait::HasOnlineAccount) < terms.online_share
    {
        return terms.online_trouble;
    }
    let loading = if backing == Backing::Account { rules.prepaid.map_or(0.0, |prepaid| prepaid.trouble) } else { 0.0 };
    rules.enrolment.trouble + loading
}

/// A step of the funnel, keyed by person, product and step: the same in every strategy.
fn draws_short<O: Observer>(desk: &Desk<'_, O>, person: u32, product: ProductId, step: u32, share: f64) -> bool {
    desk.rules.keys.funnel.uniform(desk.branch.district, person, u32::from(product.0) * 4 + step) < share
}

/// The card arrives in the phone, or fails to.
pub fn on_provisioning<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let (person, product) = (message.subject, ProductId(message.note));
    if message.code != ResponseCode::Approved {
        desk.set_status(person, product, Status::Considered);
        return;
    }
    let failed = draws_short(desk, person, product, 2, desk.product(product).enrolment.provisioning_failure_share);
    let code = if failed { ResponseCode::DoNotHonour } else { ResponseCode::Approved };
    let wait = desk.usual(LinkKind::Mobile);
    desk.write(desk.now + wait, Message { to: message.from, from: message.to, what: What::Provisioned, code, ..message });
}
