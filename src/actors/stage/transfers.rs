//! Transfers: whom somebody sends money, the letter that takes it there, and the books on both sides.
//!
//! The receiver is drawn at the payment, in the sender's own district or in any other, so that districts of more people get more. The
//! sender's district owes what is under way until the receiver's has it; over all districts nothing is under way once all letters have
//! arrived. A letter to another district arrives in its next window, one to the own district as fast as a message.

use super::desk::Desk;
use super::luck::{Draw, mark};
use super::posting::Amounts;
use crate::domain::card::CardId;
use crate::domain::line::Line;
use crate::domain::market::LinkKind;
use crate::domain::money::Money;
use crate::domain::payment::Leg;
use crate::kernel::random::{below, unit};
use crate::ledger::Account;
use crate::protocol::{Fact, Message, Observer, Payment, TransferFact, TransferStage, What};

/// Thousandths of a cent in a cent.
const MILLI: i64 = 1_000;

impl<O: Observer> Desk<'_, O> {
    /// The district of whoever gets the money of `payment`, and the receiver's ordinal there.
    #[must_use]
    pub fn receiver(&self, payment: &Payment) -> (u32, u32) {
        let (own, here) = (self.branch.district, self.branch.people.len() as u64);
        let home_share = self.market.market.categories[usize::from(payment.category)].home_share;
        let others = self.rules.agents.saturating_sub(here);
        let who = mark(payment.luck, Draw::Receiver, 0);
        if others == 0 || unit(mark(payment.luck, Draw::ReceiverHome, 0)) < home_share {
            // Anybody but the sender, if there is anybody.
            let drawn = below(who, (here as u32).saturating_sub(1));
            let is_alone = here == 1;
            return (own, if is_alone { 0 } else { drawn + u32::from(drawn >= payment.person) });
        }
        let drawn = ((u128::from(who) * u128::from(others)) >> 32) as u64;
        let first = self.branch.first_agent;
        self.rules.place_of(if drawn >= first { drawn + here } else { drawn })
    }

    /// Sends what somebody paid on to its receiver.
    pub fn send_letter(&mut self, payment: &Payment) {
        if payment.thief.is_some() {
            return self.pay_mule(payment);
        }
        let (district, person) = self.receiver(payment);
        let operator = self.operator(payment.product);
        let letter = Message::about(person, operator, operator, What::Transfer, Leg::Outer);
        let letter = Message { note: payment.product.0, detail: payment.amount.minor() as u32, ..letter };
        let at = self.now + self.usual(LinkKind::Cloud);
        let (amount, people, sent) = (payment.amount, payment.weight, self.now);
        self.observer.fact(Fact::Transfer(TransferFact {
            at: sent,
            product: payment.product,
            district,
            person,
            stage: TransferStage::Sent,
            amount,
            people,
        }));
        if district == self.branch.district {
            self.write(at, letter);
            return;
        }
        self.branch.hops += 1;
        self.observer.sent(sent, Some(at), &letter, Some(payment));
        self.agenda.send(district, at, letter);
    }

    /// What a thief is sent leaves in cash, by somebody who lends an account for it: nobody among the people has it.
    fn pay_mule(&mut self, payment: &Payment) {
        let sent = TransferFact {
            at: self.now,
            product: payment.product,
            district: self.branch.district,
            person: payment.person,
            stage: TransferStage::Sent,
            amount: payment.amount,
            people: payment.weight,
        };
        self.observer.fact(Fact::Transfer(sent));
        post_arrival(self, TransferFact { stage: TransferStage::PaidOut, ..sent });
    }

    /// Where a letter's money goes: to the receiver's balance with the operator, else to the bank, else out in cash.
    #[must_use]
    pub fn destination(&self, person: u32, product: crate::domain::product::ProductId) -> TransferStage {
        let keeps = self.product(product).stored.is_some() && !self.rules.conditions.sends_to_bank;
        if keeps && self.branch.holding(person, product).status().can_pay() && self.may_operate_for(person, product) {
            TransferStage::OnBalance
        } else if self.branch.people[person as usize].everyday_card() == CardId::NONE {
            TransferStage::PaidOut
        } else {
            TransferStage::AtBank(self.home_bank(person))
        }
    }
}

/// The sender's side: the operator owes the amount to whom it is for; a fee is billed to the sender.
pub(super) fn post_transfer_outer<O: Observer>(desk: &mut Desk<'_, O>, payment: &Payment, amounts: &Amounts) {
    let (operator, people) = (desk.product(payment.product).operator, desk.market.people);
    let ledger = &mut desk.branch.ledger;
    ledger.post(people, Account::UnderWay, Account::InTransit, amounts.value);
    ledger.post(operator, Account::InTransit, Account::UnderWay, amounts.value);
    let lines = (Account::Line(Line::Fees), Account::Line(Line::Withdrawal));
    ledger.transfer((people, lines.0), (operator, lines.1), Account::Bills, amounts.discount);
}

/// The receiver's side.
pub fn post_arrival<O: Observer>(desk: &mut Desk<'_, O>, fact: TransferFact) {
    let operator = desk.product(fact.product).operator;
    let people = desk.market.people;
    let full = fact.amount * i64::from(fact.people);
    if fact.stage == TransferStage::OnBalance {
        desk.move_balance(fact.person, fact.product, fact.amount);
    }
    let terms = desk.market.market.processor(operator).copied();
    let ledger = &mut desk.branch.ledger;
    match fact.stage {
        TransferStage::Sent => return,
        TransferStage::OnBalance => {
            ledger.post(people, Account::StoredBalance, Account::UnderWay, full);
            ledger.post(operator, Account::UnderWay, Account::StoredBalance, full);
        }
        TransferStage::AtBank(bank) => {
            ledger.post(people, Account::OwedToIssuers, Account::UnderWay, full);
            ledger.post(operator, Account::UnderWay, Account::Settlement, full);
            ledger.post(bank, Account::Settlement, Account::Cardholders, full);
            let cost = terms.map_or(0, |terms| terms.transfer_millicents * i64::from(fact.people) / MILLI);
            ledger.post(operator, Account::Line(Line::FreeTransfers), Account::Outside, Money::from_minor(cost));
        }
        TransferStage::PaidOut => {
            ledger.post(people, Account::Cash, Account::UnderWay, full);
            ledger.post(operator, Account::UnderWay, Account::Cash, full);
        }
    }
    desk.observer.fact(Fact::Transfer(fact));
}
