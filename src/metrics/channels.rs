//! Channels: where payments were made: by product and technology on the phone, by place without it.
//!
//! Hears payments that are over and plain payments that were priced. Keeps full-scale sums by month. Invariant: over the channels of a
//! product, payments and value are those of `products.csv`.

use super::frame::{Frame, Month};
use super::sums::Sums;
use crate::domain::merchant::{Place, Technology};
use crate::domain::payment::Outcome;
use crate::domain::product::ProductId;
use crate::protocol::{Payment, PaymentKind, PlasticFact};

/// Where a payment was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Channel {
    /// With a phone, by this technology.
    Phone(Technology),
    /// Without a phone, at this place.
    Plain(Place),
}

impl Channel {
    /// The name in `channels.csv`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Phone(technology) => technology.name(),
            Self::Plain(place) => place.name(),
        }
    }
}

/// Approved payments with one product over one channel in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChannelRow {
    /// The month.
    pub month: Month,
    /// The product, or plain plastic.
    pub product: ProductId,
    /// Where they were made.
    pub channel: Channel,
    /// How many, thieves' included.
    pub payments: i64,
    /// What they sum to, minor units.
    pub volume: i64,
}

/// The sums of one district, or of several added up; months by ordinal, products by row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Channels(Sums<(u16, u8, Channel), (i64, i64)>);

impl Channels {
    /// A payment is over; plain plastic that was sent as a message is counted like what is tallied, whatever became of it.
    pub(super) fn payment(&mut self, frame: &Frame, payment: &Payment) {
        let Some(row) = frame.row(payment).filter(|_| payment.kind != PaymentKind::Redemption && !payment.is_refund()) else { return };
        let is_plain = row == frame.plastic_row();
        if !is_plain && payment.outcome != Outcome::Approved {
            return;
        }
        let plain = Channel::Plain(frame.place(payment.category));
        let channel = if is_plain { plain } else { Channel::Phone(payment.technology) };
        self.add_to((frame.month(payment.at), row as u8, channel), i64::from(payment.weight), payment.full().minor());
    }

    /// Plain payments were priced.
    pub(super) fn plastic(&mut self, frame: &Frame, fact: &PlasticFact) {
        let key = (frame.month(fact.at), frame.plastic_row() as u8, Channel::Plain(fact.place));
        self.add_to(key, fact.count, fact.value.minor());
    }

    fn add_to(&mut self, key: (u16, u8, Channel), payments: i64, volume: i64) {
        let sums = self.0.at(key);
        (sums.0, sums.1) = (sums.0 + payments, sums.1 + volume);
    }

    /// Adds another district.
    pub(super) fn add(&mut self, other: &Self) {
        for (key, &(payments, volume)) in other.0.iter() {
            self.add_to(key, payments, volume);
        }
    }

    pub(super) fn rows(&self, frame: &Frame) -> Vec<ChannelRow> {
        let row = |((month, row, channel), &(payments, volume)): ((u16, u8, Channel), &(i64, i64))| {
            let product = if usize::from(row) == frame.plastic_row() { ProductId::PLASTIC } else { ProductId(row) };
            ChannelRow { month: frame.months()[usize::from(month)], product, channel, payments, volume }
        };
        self.0.iter().map(row).collect()
    }
}
