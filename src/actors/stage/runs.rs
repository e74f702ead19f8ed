//! Runs: how a thief's series of payments begins and ends, and how a payment ends; the bookkeeping of the district's side tables.

use super::balances::Trait;
use super::branch::{Case, Cause, Run};
use super::desk::Desk;
use super::luck::{Draw, Luck, mark};
use super::posting::post_charge_back;
use crate::domain::dispute::Stage;
use crate::domain::money::Money;
use crate::domain::payment::{Leg, LegState, Outcome};
use crate::domain::product::{Flow, ProductId};
use crate::domain::threat::{Path, Vector};
use crate::kernel::random::{below, exponential, unit};
use crate::kernel::time::{Span, Time};
use crate::protocol::{Actor, Address, CredentialStage, Fact, FraudFact, FraudStage, Message, NO_CASE, Observer, Payment, What};

/// No thief tries more often than this on one credential; bounds every run.
const LONGEST_RUN: u16 = 40;

const DAY: f64 = 86_400.0;

/// Payments of a run, geometric with this mean, and never more than [`LONGEST_RUN`].
fn run_of(mean: f64, word: u32) -> u16 {
    if mean <= 1.0 {
        return 1;
    }
    let further = exponential(word) / -libm::log(1.0 - 1.0 / mean);
    1 + (further as u16).min(LONGEST_RUN - 1)
}

/// Whole cases first, then one more with what is left: the mean is exact.
#[must_use]
pub fn cases_of(expected: f64, roll: f64) -> u32 {
    expected as u32 + u32::from(roll < expected - f64::from(expected as u32))
}

/// The root of a case's draws, apart from those of the payment it came from.
fn luck_of_case(luck: Luck, vector: Vector, case: u32) -> Luck {
    luck.rotate_left(23 + vector as u32).wrapping_add(u64::from(case + 1).wrapping_mul(0x9fb2_1c65_1e98_df25))
}

impl<O: Observer> Desk<'_, O> {
    /// A credential falls into a thief's hands; the first payment is tried after `delay`.
    pub fn begin_run(&mut self, vector: Vector, person: u32, product: ProductId, luck: u64, delay: Span) -> u32 {
        let holder = self.branch.people[person as usize];
        let is_plastic = product == ProductId::PLASTIC;
        let card = if is_plastic { holder.everyday_card() } else { holder.funding_card(self.branch.holding(person, product)) };
        let wanted = run_of(self.market.market.threats.run_length, mark(luck, Draw::RunLength, 0));
        let run = Run {
            vector,
            person,
            product,
            card,
            luck,
            tried: 0,
            wanted,
            wrong_pins: 0,
            references: 1,
            is_blocked: false,
            is_real: below(mark(luck, Draw::RunLength, 1), self.rules.boost_of(vector)) == 0,
            reported_at: self.now,
            leaked_in: Flow::CardInElement,
            has_taken: false,
            path: match vector {
                Vector::StolenCredential | Vector::CloudBreach | Vector::MerchantBreach => Path::CardAbsent,
                _ if is_plastic => Path::Plastic,
                _ => Path::Product(product),
            },
            got_at: self.now,
            reads_until: Time::ZERO,
            dies_at: Time::MAX,
            is_enrolled: false,
            is_in_stock: false,
        };
        let slot = self.branch.runs.insert(run);
        self.stock_credential(slot);
        let thief = Address::new(Actor::Thief, self.market.people);
        self.write(self.now + delay, Message::about(slot, thief, thief, What::ThiefTries, Leg::Outer));
        slot
    }

    /// A phone is lost to somebody who opens its wallet; the owner will report it where it can be shut.
    pub fn begin_loss(&mut self, person: u32, product: ProductId, luck: u64) {
        let threats = &self.market.market.threats;
        let delay = Span::from_secs_f64(exponential(mark(luck, Draw::RunGap, 0)) * threats.run_gap_hours * 3600.0);
        let hours = crate::kernel::normal::lognormal_quantile(unit(mark(luck, Draw::Discovery, 0)), threats.loss_report_hours, 1.0);
        // Without a switch, the owner must find the bank's number and be believed first.
        let bank_hours = exponential(mark(luck, Draw::BankReport, 0)) * threats.bank_report_hours;
        let hours = if self.product(product).has_remote_disable { hours } else { hours + bank_hours };
        let slot = self.begin_run(Vector::LostDevice, person, product, luck, delay);
        let reported_at = self.now + Span::from_secs_f64(hours * 3600.0);
        let run = self.branch.runs.get_mut(slot);
        run.reported_at = reported_at;
        run.references += 1;
        let (is_real, card) = (run.is_real, run.card);
        if is_real {
            self.branch.holding_mut(person, product).lose();
        }
        let owner = Address::new(Actor::Phone, self.market.people);
        let to = if self.product(product).has_remote_disable {
            Address::new(Actor::Wallet, self.product(product).operator)
        } else if let (Some(prepaid), true) = (self.product(product).prepaid, self.branch.holding(person, product).pays_from_account()) {
            Address::new(Actor::ProxyIssuer, prepaid.issuer)
        } else {
            Address::new(Actor::Issuer, self.market.issuer(card))
        };
        self.write(reported_at, Message::about(slot, owner, to, What::LossReport, Leg::Outer));
    }

    /// A virus on a handset whose thief waits so long, and reads what the bank sends for so long.
    pub fn begin_reading(&mut self, person: u32, product: ProductId, luck: Luck, (waits, lasts): (Span, Span)) {
        let slot = self.begin_run(Vector::Malware, person, product, luck, waits);
        self.branch.runs.get_mut(slot).reads_until = self.now + lasts;
    }

    /// Somebody who knows an account's phone number tries the commonest PINs, one at a till, before shopping with it.
    pub fn begin_guesses(&mut self, person: u32, product: ProductId, luck: u64) {
        self.begin_run(Vector::GuessableCredential, person, product, luck, Span::ZERO);
    }

    /// True if the account's PIN is the one that thieves try as number `guess`, the first being 0.
    #[must_use]
    pub fn is_pin(&self, person: u32, product: ProductId, guess: usize) -> bool {
        let shares = &self.market.market.threats.common_pin_shares;
        if self.rules.conditions.is_plain {
            // The second guess, so that a trace shows both answers.
            return guess == 1 || shares.len() < 2;
        }
        let before: f64 = shares.iter().take(guess).sum();
        let rank = self.trait_of(person, product, Trait::Pin);
        shares.get(guess).is_some_and(|share| (before..before + share).contains(&rank))
    }

    /// Card data seen at a shop leaks and is tried elsewhere some days later.
    pub fn begin_leak(&mut self, payment: &Payment, case: u32) {
        let luck = payment.luck.rotate_left(17).wrapping_add(u64::from(case).wrapping_mul(0x9fb2_1c65_1e98_df25));
        let days = exponential(mark(luck, Draw::Exposure, 1)) * self.market.market.threats.breach_misuse_days;
        let slot = self.begin_run(Vector::StolenCredential, payment.person, payment.product, luck, Span::from_secs_f64(days * 86_400.0));
        self.branch.runs.get_mut(slot).leaked_in = payment.flow;
    }

    /// A session with an operator whose name leads elsewhere: some of the people behind it type what they know into a thief's pages, and
    /// while the hijack lasts the thief uses at once what the bank sends them.
    pub fn divert(&mut self, slot: u32) {
        let payment = *self.payment(slot);
        let Some(terms) = self.market.market.threats.hijack else { return };
        let hijack = self.day.hijack_of(self.product(payment.product).operator, self.now);
        let (Some(hijack), true, None) = (hijack, payment.flow == Flow::RemoteAccount, payment.thief) else { return };
        let expected = terms.diverted_share * f64::from(self.rules.boost_of(Vector::DomainHijack));
        for case in 0..cases_of(expected, unit(mark(payment.luck, Draw::Diverted, 0))) {
            let luck = luck_of_case(payment.luck, Vector::DomainHijack, case);
            let delay = Span::from_secs_f64(60.0 * (1.0 + exponential(mark(luck, Draw::Infection, 0))));
            let run = self.begin_run(Vector::DomainHijack, payment.person, payment.product, luck, delay);
            self.branch.runs.get_mut(run).reads_until = hijack.until;
        }
    }

    /// A card that was read at a shop whose cards are copied: some of them are misused once the batch is sold, unless the bank has
    /// replaced them by then.
    pub fn copy_card(&mut self, payment: &Payment) {
        let Some(terms) = self.market.market.threats.compromise else { return };
        let group = self.branch.shops.list[usize::from(payment.shop)].group;
        let Some(copied) = self.day.compromised.iter().copied().find(|copied| copied.group == group) else { return };
        let left = self.market.market.threats.contactless_exposure_share;
        let expected = terms.misused_share * left * f64::from(self.rules.boost_of(Vector::MerchantBreach));
        for case in 0..cases_of(expected, unit(mark(payment.luck, Draw::Diverted, 1))) {
            let luck = luck_of_case(payment.luck, Vector::MerchantBreach, case);
            let days = exponential(mark(luck, Draw::Exposure, 1)) * terms.misuse_days;
            let delay = copied.until - self.now + Span::from_secs_f64(days * DAY);
            let slot = self.begin_run(Vector::MerchantBreach, payment.person, payment.product, luck, delay);
            let is_replaced = unit(mark(luck, Draw::Replaced, 0)) < terms.reissue_share;
            let run = self.branch.runs.get_mut(slot);
            run.leaked_in = payment.flow;
            if is_replaced {
                run.dies_at = copied.until + Span::from_secs_f64(terms.detection_days * DAY);
            }
        }
    }

    /// Whether, and when, the bank replaces a card that a breach has reached.
    pub fn may_replace(&mut self, slot: u32) {
        let threats = &self.market.market.threats;
        let run = self.branch.runs.get_mut(slot);
        if unit(mark(run.luck, Draw::Replaced, 0)) < threats.breach_reissue_share {
            run.dies_at = self.now + Span::from_secs_f64((threats.breach_detection_days + threats.breach_reissue_days) * DAY);
        }
    }

    /// Banks replace their share of the cards that a breach of this product's vault has reached; each costs them one.
    pub fn replace_cards(&mut self, product: ProductId, reach: f64) {
        let replaced = self.market.market.threats.breach_reissue_share * reach;
        let per_agent = (replaced * f64::from(self.rules.weight) + 0.5) as i64;
        for person in 0..self.branch.people.len() as u32 {
            let holding = self.branch.holding(person, product);
            let card = self.branch.people[person as usize].funding_card(holding);
            if let (true, Some(bank)) = (holding.status().can_pay(), self.market.bank_ordinal(self.market.issuer(card))) {
                self.branch.report.reissued[bank] += per_agent;
            }
        }
    }

    /// The lost credential is shut; a real owner is back with a new phone.
    pub fn shut_lost(&mut self, slot: u32) {
        let run = self.branch.runs.get_mut(slot);
        run.is_blocked = true;
        let (is_real, person, product) = (run.is_real, run.person, run.product);
        if is_real {
            self.branch.holding_mut(person, product).replace();
        }
        self.release_run(slot);
    }

    /// One thing less points to the run; the last one frees it.
    pub fn release_run(&mut self, slot: u32) {
        let run = self.branch.runs.get_mut(slot);
        run.references -= 1;
        if run.references == 0 {
            // Nothing is left that would try it; a slot that is free holds no stock.
            self.take_from_stock(slot, CredentialStage::Stale);
            self.branch.runs.remove(slot);
        }
    }

    /// The merchant of record pays for what a thief took, without a word.
    pub fn accept_theft(&mut self, slot: u32, leg: Leg) {
        self.move_case(slot, leg, Stage::Accepted);
        self.settle_theft(slot);
    }

    /// Whoever is liable pays for what a thief took.
    pub fn settle_theft(&mut self, slot: u32) {
        let Case { payment, cause: Cause::Theft(theft), .. } = *self.case(slot) else { return };
        if let (true, Some(thief)) = (theft.is_recovered, payment.thief) {
            for (bearer, amount) in theft.shares.into_iter().filter(|share| share.1 > Money::ZERO) {
                let (at, vector, product, amount) = (payment.at, thief.vector, payment.product, amount * i64::from(payment.weight));
                let stage = FraudStage::Recovered;
                self.observer.fact(Fact::Fraud(FraudFact { at, vector, product, bearer, amount, stage }));
            }
        }
        post_charge_back(self, &payment, theft.shares, theft.is_recovered);
    }

    /// A message about a payment has been handled; the last one ends the payment.
    #[inline]
    pub fn put_down(&mut self, slot: u32) {
        let payment = self.branch.payments.get_mut(slot);
        payment.references -= 1;
        if payment.references == 0 {
            self.end(slot);
        }
    }

    fn end(&mut self, slot: u32) {
        let mut payment = self.branch.payments.remove(slot);
        // Complaints hang on the purchase, not on how often it took to collect for it.
        payment.luck = payment.luck.rotate_right(u32::from(std::mem::take(&mut payment.turned)));
        if payment.is_on_credit {
            self.branch.debts.add(payment.person, payment.product, -payment.asked);
        }
        if let Some(thief) = payment.thief {
            self.end_fraud(&payment, thief.vector, thief.case);
            self.release_run(thief.run);
        }
        self.plan_complaint(&payment);
        self.observer.fact(Fact::Payment(&payment));
    }

    /// What became of a thief's payment, under whoever liability names.
    fn end_fraud(&mut self, payment: &Payment, vector: Vector, case: u32) {
        let (mut stage, mut shares) = (FraudStage::Prevented, self.liability(payment, false, false));
        if payment.outcome == Outcome::Approved && case != NO_CASE {
            let row = self.branch.cases.get_mut(case);
            row.payment = *payment;
            if let Cause::Theft(theft) = &mut row.cause {
                (stage, shares) = (FraudStage::Taken, theft.shares);
                if payment.leg(Leg::Inner) == LegState::WrittenOff {
                    // Nobody was charged, so nobody disputes it: whoever honoured the thief's payment bears it already.
                    theft.is_void = true;
                    shares = [(self.market.people, Money::ZERO); 3];
                    shares[0] = (self.market.market.products[payment.product.index()].operator, payment.amount);
                }
            }
        }
        for (bearer, amount) in shares {
            if amount > Money::ZERO {
                let amount = amount * i64::from(payment.weight);
                self.observer.fact(Fact::Fraud(FraudFact { at: payment.at, vector, product: payment.product, bearer, amount, stage }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_as_long_as_they_say_on_average() {
        for mean in [1.0, 1.5, 3.0, 5.0] {
            let all: u64 = (0..400_000u32).map(|i| u64::from(run_of(mean, i.wrapping_mul(0x9e37_79b9)))).sum();
            let found = all as f64 / 400_000.0;
            assert!((found - mean).abs() < 0.01 * mean, "{found} for {mean}");
        }
    }

    #[test]
    fn cases_have_the_expected_mean() {
        let all: u32 = (0..10_000).map(|i| cases_of(1.3, (f64::from(i) + 0.5) / 10_000.0)).sum();
        assert_eq!(all, 13_000);
    }
}
