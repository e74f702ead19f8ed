//! Payment: the record of one payment, refund or thief's attempt while it lives.
//!
//! Invariants: `references` counts the messages that still point here, clocks included; the record is over, told as a fact and
//! forgotten when it reaches zero. Legs change state only through [`Payment::advance`].

use crate::domain::card::CardId;
use crate::domain::incentive::Promise;
use crate::domain::iso8583::ResponseCode;
use crate::domain::merchant::Technology;
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::{Leg, LegState, Outcome, Source};
use crate::domain::product::{Flow, ProductId};
use crate::domain::threat::Vector;
use crate::kernel::time::Time;

/// Why the payment is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum PaymentKind {
    /// A person buys something.
    #[default]
    Purchase,
    /// A shop gives the money back; the amount is positive, money flows the other way.
    Refund,
    /// Card data used without the card, by a thief; no studied product carries it.
    Remote,
    /// A card loads a balance; one leg, the inner, on which the operator is the merchant.
    TopUp,
    /// Somebody sends money to somebody else.
    Transfer,
    /// Somebody pays off a credit card.
    Repayment,
    /// Money goes into the fund behind an account.
    Subscription,
    /// Money comes out of it.
    Redemption,
}

impl PaymentKind {
    /// True where somebody pays somebody else, so that the payer uses the product.
    #[must_use]
    #[inline]
    pub const fn pays_somebody(self) -> bool {
        matches!(self, Self::Purchase | Self::Transfer | Self::Repayment)
    }

    /// True where money goes into a fund or comes out of it.
    #[must_use]
    #[inline]
    pub const fn saves(self) -> bool {
        matches!(self, Self::Subscription | Self::Redemption)
    }

    /// True where a shop is paid, or pays back.
    #[must_use]
    #[inline]
    pub const fn has_shop(self) -> bool {
        matches!(self, Self::Purchase | Self::Refund | Self::Remote)
    }
}

/// Marks a thief's payment that nobody will dispute (yet).
pub const NO_CASE: u32 = u32::MAX;

/// A thief behind a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Thief {
    /// How the credential was got.
    pub vector: Vector,
    /// The run's slot in the district's side table.
    pub run: u32,
    /// The case's slot once the payment went through, else [`NO_CASE`].
    pub case: u32,
}

/// What an operator's monitoring said of a payment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Watched {
    /// Nobody watched, or something stopped it before.
    #[default]
    Unseen,
    /// The score was low enough.
    Passed,
    /// The score stopped it.
    Stopped,
    /// No score, a limit of the operator's stopped it.
    OverLimit,
}

/// Marks the end of a batch.
pub const NOBODY: u32 = u32::MAX;

/// One payment while it lives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Payment {
    /// When it was started; authorization date of every table.
    pub at: Time,
    /// Root of every draw about this payment; keyed by the intent, so the same in every strategy.
    pub luck: u64,
    /// Bits by which `luck` is turned while another try at collection has delays and a score of its own.
    pub turned: u8,
    /// What one person pays in the end: what clears at the shop.
    pub amount: Money,
    /// What the shop asks authorization for: less than the amount before a tip, a token sum at the pump. Of a refund: the purchase that
    /// it gives back, in whole or in part.
    pub asked: Money,
    /// What the wallet could not collect of an amount that cleared for more than was asked.
    pub short: Money,
    /// People it stands for.
    pub weight: u32,
    /// The payer.
    pub person: u32,
    /// Messages that still point here.
    pub references: u16,
    /// The payment after this one in the shop's batch, by slot, or [`NOBODY`].
    pub next_in_batch: u32,
    /// The shop, by its ordinal in the district.
    pub shop: u16,
    /// The shop's party.
    pub merchant: PartyId,
    /// The shop's acquirer.
    pub acquirer: PartyId,
    /// The category's ordinal.
    pub category: u8,
    /// The product.
    pub product: ProductId,
    /// The flow.
    pub flow: Flow,
    /// The person's card behind the payment.
    pub card: CardId,
    /// How the payer and the shop meet.
    pub technology: Technology,
    /// What the operator of an account draws on.
    pub source: Source,
    /// Wrong PINs entered before this attempt.
    pub wrong_pins: u8,
    /// Whether the PIN entered is the right one, where one is.
    pub has_right_pin: bool,
    /// Purchase, refund, remote misuse or loading.
    pub kind: PaymentKind,
    /// State of the outer and of the inner leg.
    pub legs: [LegState; 2],
    /// Money held with the issuer of the card the shop saw.
    pub is_outer_held: bool,
    /// Money held with the funding issuer.
    pub is_inner_held: bool,
    /// Whether the wallet approved on its own credit, so that the payer owes it.
    pub is_on_credit: bool,
    /// Whether the inner leg is about the whole amount: approved on top of what was asked, or asked for after clearing.
    pub is_extended: bool,
    /// Whether an honest payer was stopped by a risk rule.
    pub is_false_alarm: bool,
    /// Whether the payer would have paid in cash.
    pub replaces_cash: bool,
    /// What the operator's monitoring said.
    pub watched: Watched,
    /// How it ended for the payer.
    pub outcome: Outcome,
    /// The answer behind that.
    pub code: ResponseCode,
    /// What the operator promised the payer for it; a refund takes it back.
    pub promise: Promise,
    /// When it did; a refund keeps its purchase's.
    pub promised_at: Time,
    /// The thief, if it is one.
    pub thief: Option<Thief>,
}

impl Payment {
    /// A payment of nothing by nobody, from which real ones are made.
    pub const BLANK: Self = Self {
        at: Time::ZERO,
        luck: 0,
        turned: 0,
        amount: Money::ZERO,
        asked: Money::ZERO,
        short: Money::ZERO,
        weight: 0,
        person: 0,
        references: 0,
        next_in_batch: NOBODY,
        shop: 0,
        merchant: PartyId(0),
        acquirer: PartyId(0),
        category: 0,
        product: ProductId::PLASTIC,
        flow: Flow::Plastic,
        card: CardId::NONE,
        technology: Technology::Contactless,
        source: Source::Card,
        wrong_pins: 0,
        has_right_pin: true,
        kind: PaymentKind::Purchase,
        legs: [LegState::Unsent; 2],
        is_outer_held: false,
        is_inner_held: false,
        is_extended: false,
        is_on_credit: false,
        is_false_alarm: false,
        replaces_cash: false,
        watched: Watched::Unseen,
        outcome: Outcome::Pending,
        code: ResponseCode::None,
        promise: Promise { cash_back: 0, rebate: 0 },
        promised_at: Time::ZERO,
        thief: None,
    };

    /// Notes the answer to the payer, and what it means.
    #[inline]
    pub const fn answer(&mut self, code: ResponseCode) {
        (self.code, self.outcome) = (code, Outcome::of(code));
    }

    /// The state of `leg`.
    #[must_use]
    #[inline]
    pub const fn leg(&self, leg: Leg) -> LegState {
        self.legs[leg as usize]
    }

    /// Moves `leg` to `next` along the table of legal moves.
    #[inline]
    pub fn advance(&mut self, leg: Leg, next: LegState) {
        debug_assert!(self.leg(leg).may_become(next), "{leg:?} may not go from {:?} to {next:?}: {self:?}", self.leg(leg));
        self.legs[leg as usize] = next;
    }

    /// The amount times the people it stands for.
    #[must_use]
    pub fn full(&self) -> Money {
        self.amount * i64::from(self.weight)
    }

    /// What is held with the issuer of the card the shop saw, full scale.
    #[must_use]
    pub fn outer_hold(&self) -> Money {
        self.asked * i64::from(self.weight)
    }

    /// What the wallet asks the funding issuer for, one person's.
    #[must_use]
    pub fn inner_asked(&self) -> Money {
        if self.is_extended || self.flow == Flow::ProxyDeferred { self.amount } else { self.asked }
    }

    /// What is held with the funding issuer, full scale.
    #[must_use]
    pub fn inner_hold(&self) -> Money {
        self.inner_asked() * i64::from(self.weight)
    }

    /// What a leg moves when it clears, one person's.
    #[must_use]
    pub fn cleared(&self, leg: Leg) -> Money {
        match leg {
            Leg::Outer => self.amount,
            Leg::Inner => self.amount - self.short,
        }
    }

    /// What the wallet gave up, one person's.
    #[must_use]
    pub fn given_up(&self) -> Money {
        if self.legs.contains(&LegState::WrittenOff) { self.amount } else { self.short }
    }

    /// True for a refund of a part of the purchase; of its fees only what grows with the amount comes back.
    #[must_use]
    pub fn is_partial_refund(&self) -> bool {
        self.is_refund() && self.amount < self.asked
    }

    /// True where a card of the payer's is charged on the inner leg.
    #[must_use]
    pub const fn charges_inside(&self) -> bool {
        self.flow.is_proxied() || (self.flow.is_account() && matches!(self.source, Source::Card))
    }

    /// True where the operator of an account debits a bound card or a bank's pages do, while the payer waits.
    #[must_use]
    #[inline]
    pub const fn is_debited_at_once(&self) -> bool {
        matches!(self.source, Source::QuickPay | Source::Gateway)
    }

    /// True where a prepaid card in the element was tapped.
    #[must_use]
    pub const fn is_prepaid(&self) -> bool {
        matches!((self.flow, self.source), (Flow::CardInElement, Source::Balance))
    }

    /// True where money comes back to the payer: from a shop, or out of a fund.
    #[must_use]
    #[inline]
    pub const fn flows_back(&self) -> bool {
        matches!(self.kind, PaymentKind::Refund | PaymentKind::Redemption)
    }

    /// True where the payment's kind moves money from payer to shop.
    #[must_use]
    pub const fn is_refund(&self) -> bool {
        matches!(self.kind, PaymentKind::Refund)
    }
}
