//! Desk: where an actor works while it handles one message: it may read the rules and the day's bulletin, change the district, send
//! messages and tell facts. Nothing else reaches it.

use super::branch::Branch;
use super::luck::{Draw, Luck, mark};
use super::posting::outer_entry;
use super::rules::{Compiled, Rules};
use super::shop::Shop;
use crate::domain::card::{Entry, Funding};
use crate::domain::iso8583::ResponseCode;
use crate::domain::market::LinkKind;
use crate::domain::merchant::Technologies;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, LegState, Source};
use crate::domain::person::Status;
use crate::domain::product::{Flow, Product, ProductId};
use crate::domain::stored::{Prepaid, Processor};
use crate::domain::terminal::Fittings;
use crate::kernel::agenda::Agenda;
use crate::kernel::random::unit;
use crate::kernel::time::{Span, Time};
use crate::policy::liability::{self, Case as LiabilityCase};
use crate::policy::usage;
use crate::protocol::{Actor, Address, Bulletin, Fact, Message, Observer, Payment, ProductNotice, StatusFact, What};

/// An actor's desk.
pub struct Desk<'a, O: Observer> {
    /// The time of the message at hand.
    pub now: Time,
    /// What holds for the whole run.
    pub rules: &'a Rules,
    /// The market in force.
    pub market: &'a Compiled,
    /// What the head offices published for today.
    pub day: &'a Bulletin,
    /// The district.
    pub branch: &'a mut Branch,
    /// What is to come.
    pub agenda: &'a mut Agenda<Message>,
    /// Who looks on.
    pub observer: &'a mut O,
}

impl<O: Observer> Desk<'_, O> {
    /// The payment a message is about.
    #[must_use]
    #[inline]
    pub fn payment(&self, slot: u32) -> &Payment {
        self.branch.payments.get(slot)
    }

    /// The payment a message is about, to change it.
    #[inline]
    pub fn payment_mut(&mut self, slot: u32) -> &mut Payment {
        self.branch.payments.get_mut(slot)
    }

    /// The product with this ordinal.
    #[must_use]
    #[inline]
    pub fn product(&self, product: ProductId) -> &Product {
        &self.market.market.products[product.index()]
    }

    /// Every product.
    pub fn products(&self) -> impl Iterator<Item = ProductId> + use<O> {
        (0..self.market.market.products.len()).map(|p| ProductId(p as u8))
    }

    /// Today's notice on a product.
    #[must_use]
    #[inline]
    pub fn notice(&self, product: ProductId) -> &ProductNotice {
        &self.day.products[product.index()]
    }

    /// True if the shop's terminals take `product` today.
    #[must_use]
    #[inline]
    pub fn takes(&self, shop: &Shop, product: ProductId) -> bool {
        !self.open_to(shop, product).is_empty()
    }

    /// The ways in which the shop's terminals take `product` today.
    #[must_use]
    #[inline]
    pub fn open_to(&self, shop: &Shop, product: ProductId) -> Technologies {
        let open = self.fittings(shop).on.except(self.market.market.merchants[usize::from(shop.group)].blocks);
        open.and(self.market.technologies(product))
    }

    /// True if the shop's terminals have what `product` needs and do not take it today: a reader that is there and dead, switched off by
    /// the shop or suspended by the regulator.
    #[must_use]
    pub fn is_dead(&self, shop: &Shop, product: ProductId) -> bool {
        let has_it = !self.fittings(shop).installed.and(self.product(product).technologies).is_empty();
        has_it && !self.takes(shop, product)
    }

    #[inline]
    fn fittings(&self, shop: &Shop) -> Fittings {
        shop.fittings.or(self.day.national_fittings[usize::from(shop.group)])
    }

    /// A payment that starts now at `shop`; who pays, what and how is for the caller to fill in.
    #[must_use]
    pub fn payment_at(&self, shop: u16) -> Payment {
        let place = &self.branch.shops.list[shop as usize];
        Payment { at: self.now, shop, merchant: place.party, acquirer: place.acquirer, category: place.category, ..Payment::BLANK }
    }

    /// Money that a person moves to an operator itself, now; what for and out of what is for the caller to fill in.
    #[must_use]
    pub fn payment_to_operator(&self, person: u32, product: ProductId, amount: Money, luck: Luck) -> Payment {
        let (terms, flow) = (self.product(product), self.notice(product).flow);
        let (merchant, acquirer, weight) = (terms.operator, terms.inner_acquirer, self.rules.weight);
        Payment { at: self.now, luck, amount, asked: amount, weight, person, product, flow, merchant, acquirer, ..Payment::BLANK }
    }

    /// The product is there: its owner can pay with it from now on, and consents that the operator draws on what is behind it.
    pub fn bind(&mut self, person: u32, product: ProductId) {
        let habit = usage::byte(self.habit_start(product));
        // Dormancy counts from the day of binding; days are kept from one.
        let today = u16::try_from(self.day.day + 1).unwrap_or(u16::MAX);
        let holding = self.branch.holding_mut(person, product);
        (holding.habit, holding.last_use) = (habit, today);
        self.branch.mandates.grant(person, product);
        self.set_status(person, product, Status::Bound);
    }

    /// Opens a payment and hands it to `first`; the first message keeps it alive.
    pub fn start(&mut self, payment: Payment) -> u32 {
        self.branch.payments_started += 1;
        self.branch.payments.insert(payment)
    }

    /// Sends a message about a payment, `after` this actor's own work, over a link that may delay or lose it.
    #[inline]
    pub fn send(&mut self, link: LinkKind, after: Span, message: Message) {
        let payment = self.branch.payments.get_mut(message.subject);
        let (luck, hop) = (payment.luck, hop(&message));
        let law = self.market.link(link);
        let is_plain = self.rules.conditions.is_plain;
        let latency = if is_plain { u32::MAX / 2 } else { mark(luck, Draw::Hop, hop) };
        let is_kept = is_plain || is_stored_and_forwarded(message.what) || is_order(&message);
        let loss = if is_kept { u32::MAX } else { mark(luck, Draw::Hop, hop + 1) };
        let is_answer = matches!(message.what, What::AuthorizationResponse | What::ConfirmationRequest | What::FinancialResponse);
        let loses_answer = is_answer && self.rules.conditions.loses_answers_to == Some(message.to.actor);
        let at = if loses_answer { None } else { law.draw(latency, loss).map(|travel| self.now + after + travel) };
        self.branch.hops += 1;
        self.observer.sent(self.now + after, at, &message, Some(payment));
        if let Some(at) = at {
            payment.references += 1;
            self.agenda.schedule(at, message);
        }
    }

    /// Sends a message about a payment at a set time, such as a batch at cut-off; it is never lost.
    pub fn send_at(&mut self, at: Time, message: Message) {
        self.branch.hops += 1;
        self.observer.sent(at, Some(at), &message, Some(self.branch.payments.get(message.subject)));
        self.branch.payments.get_mut(message.subject).references += 1;
        self.agenda.schedule(at, message);
    }

    /// Sends a message about a payment that gets lost on its way, and is not sent again.
    pub fn send_in_vain(&mut self, message: Message) {
        self.branch.hops += 1;
        self.observer.sent(self.now, None, &message, Some(self.branch.payments.get(message.subject)));
    }

    /// Starts a clock on a payment.
    #[inline]
    pub fn start_clock(&mut self, after: Span, message: Message) {
        self.branch.payments.get_mut(message.subject).references += 1;
        self.agenda.schedule(self.now + after, message);
    }

    /// Has a message that is about no payment (enrolment, alerts, reports, cases) arrive at `at`; it is repeated until it does.
    pub fn write(&mut self, at: Time, message: Message) {
        if message.what.is_hop() {
            self.branch.hops += 1;
            self.observer.sent(at, Some(at), &message, None);
        }
        self.agenda.schedule(at, message);
    }

    /// The usual one-way time of a link, for messages that are about no payment.
    #[must_use]
    pub fn usual(&self, link: LinkKind) -> Span {
        Span::from_micros((self.market.market.links[link as usize].median_ms * 1000.0) as i64)
    }

    /// Moves a person's status and tells it.
    pub fn set_status(&mut self, person: u32, product: ProductId, to: Status) {
        let holding = self.branch.holding_mut(person, product);
        let from = holding.status();
        if from == to {
            return;
        }
        holding.set_status(to);
        self.branch.note_status(person, product, (from, to));
        let weight = i64::from(self.rules.weight);
        let count = &mut self.branch.report.products[product.index()];
        count.users += weight * (i64::from(to.is_user()) - i64::from(from.is_user()));
        if to == Status::Bound {
            count.newly_bound += weight;
        }
        self.observer.fact(Fact::Status(StatusFact { at: self.now, person, product, from, to }));
    }

    /// A draw of a payment, uniform; the middle where chance takes no part.
    #[must_use]
    pub fn roll(&self, luck: u64, draw: Draw) -> f64 {
        if self.rules.conditions.is_plain { 0.5 } else { unit(mark(luck, draw, 0)) }
    }

    /// The branch of whoever runs `product`.
    #[must_use]
    pub fn operator(&self, product: ProductId) -> Address {
        let product = self.product(product);
        let actor = match product.flow {
            Flow::ProcessorAccount | Flow::RemoteAccount | Flow::OfflinePurse => Actor::Processor,
            Flow::PhoneBill => Actor::Biller,
            _ => Actor::Wallet,
        };
        Address::new(actor, product.operator)
    }

    /// The terms of the processor with this party, which must be one.
    #[must_use]
    pub fn processor(&self, party: PartyId) -> &Processor {
        self.market.market.processor(party).unwrap_or_else(|| panic!("{party:?} is no processor"))
    }

    /// Six in the morning of the business day that is `days` business days from today: when the clearing house has delivered.
    #[must_use]
    pub fn business_morning(&self, days: u32) -> Time {
        let (mut day, mut left) = (self.now.day(), days);
        while left > 0 {
            day += 1;
            left -= u32::from(self.market.market.calendar.is_business_day(day));
        }
        Time::ZERO + Span::from_days(i64::from(day)) + Span::from_secs(6 * 3_600)
    }

    /// The prepaid card that was tapped.
    #[must_use]
    pub fn programme(&self, payment: &Payment) -> Option<Prepaid> {
        if payment.is_prepaid() { self.product(payment.product).prepaid } else { None }
    }

    /// A person gives a product up: no more payments, no more pulls.
    pub fn leave(&mut self, person: u32, product: ProductId) {
        self.set_status(person, product, Status::Left);
        self.branch.mandates.revoke(person, product);
        self.settle_up(person, product);
    }

    /// An operator shuts the account of somebody who owes it; who has given the product up meanwhile has none.
    pub fn shut_out(&mut self, person: u32, product: ProductId) {
        if self.branch.holding(person, product).status().is_user() {
            self.leave(person, product);
        }
    }

    /// Who bears what of a thief's payment, one person's worth.
    #[must_use]
    pub fn liability(&self, payment: &Payment, is_late: bool, is_first: bool) -> [(crate::domain::party::PartyId, Money); 3] {
        if payment.product == ProductId::PLASTIC {
            // A plain card's bank bears what is swiped, and the shop what is typed.
            let bearer = if outer_entry(payment) == Entry::CardNotPresent { payment.merchant } else { self.market.issuer(payment.card) };
            let none = (self.market.people, Money::ZERO);
            return [(bearer, payment.amount), none, none];
        }
        let product = self.product(payment.product);
        let is_claim = payment.flow.is_account() && payment.source != Source::Card;
        let granted = product.account.map_or(1.0, |terms| terms.claims_granted_share);
        let case = LiabilityCase {
            flow: payment.flow,
            is_prepaid: payment.is_prepaid(),
            is_refused: is_claim && unit(mark(payment.luck, Draw::Claim, 0)) >= granted,
            is_by_owner: payment.thief.is_some_and(|thief| thief.vector.is_by_owner()),
            is_remote: outer_entry(payment) == Entry::CardNotPresent,
            issuer: self.market.issuer(payment.card),
            wallet: product.operator,
            proxy_issuer: self.programme(payment).map_or(product.proxy_issuer, |prepaid| prepaid.issuer),
            merchant: payment.merchant,
            people: self.market.people,
            is_late,
            is_first,
        };
        liability::shares(&product.liability, &case, payment.amount)
    }

    /// What the shop's card is funded by on this leg, for fees.
    #[must_use]
    pub fn funding(&self, payment: &Payment, leg: Leg) -> Funding {
        if (payment.flow.is_proxied() && leg == Leg::Outer) || payment.is_prepaid() {
            Funding::Prepaid
        } else {
            self.market.market.cards[payment.card.index()].funding
        }
    }

    /// Moves a leg and checks the move.
    #[inline]
    pub fn advance(&mut self, slot: u32, leg: Leg, next: LegState) {
        self.branch.payments.get_mut(slot).advance(leg, next);
    }
}

/// The message's place among the draws of a payment: sender, words, leg; even for latency, odd for loss.
#[inline]
const fn hop(message: &Message) -> u32 {
    ((message.from.actor as u32 * 128 + message.what as u32) * 2 + message.leg as u32) * 2
}

/// Messages that their sender keeps and repeats until they are acknowledged; a tap is held until the terminal beeps.
const fn is_stored_and_forwarded(what: What) -> bool {
    matches!(
        what,
        What::Tap
            | What::Receipt
            | What::Reversal
            | What::ReversalResponse
            | What::Advice
            | What::AdviceResponse
            | What::BatchUpload
            | What::Presentment
            | What::ClearingNotice
            | What::PinEntry
            | What::CardAndPin
            | What::TopUpRequest
            | What::TopUpResponse
            | What::DeliveryRequest
            | What::PasswordEntry
            | What::Redirect
            | What::GatewayEntry
            | What::GivenUp
            | What::CodeShown
            | What::RefundOrder
    )
}

/// An order over the internet, which repeats it until it is there.
const fn is_order(message: &Message) -> bool {
    matches!((message.what, message.to.actor), (What::Order, Actor::Processor))
}

impl Message {
    /// A message about a payment.
    #[must_use]
    #[inline]
    pub const fn about(slot: u32, from: Address, to: Address, what: What, leg: Leg) -> Self {
        Self { to, from, what, leg, code: ResponseCode::None, note: 0, subject: slot, detail: 0 }
    }

    /// The same with a response code.
    #[must_use]
    #[inline]
    pub const fn with_code(self, code: ResponseCode) -> Self {
        Self { code, ..self }
    }
}
