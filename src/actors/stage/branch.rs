//! Branch: the state of one district: its people, its shops, the books of every party's branch, and what is in flight.

use super::balances::Balances;
use super::bills::Bills;
use super::cardholders::Cardholders;
use super::debts::Debts;
use super::earned::Earned;
use super::escrow::Escrow;
use super::lapses::Lapses;
use super::luck::Luck;
use super::people_set::PeopleSet;
use super::shop::Shops;
use super::shop_losses::ShopLosses;
use super::slab::Slab;
use super::stakes::Stakes;
use super::velocity::Paces;
use crate::domain::card::CardId;
use crate::domain::dispute::{Grounds, Reason, Stage};
use crate::domain::money::Money;
use crate::domain::party::PartyId;
use crate::domain::payment::Leg;
use crate::domain::person::{HOLDINGS, Holding, MOST_PRODUCTS, Person, Status};
use crate::domain::product::{Flow, ProductId, ProductSet};
use crate::domain::threat::{Path, Vector};
use crate::kernel::time::Time;
use crate::ledger::{Ledger, Mandates};
use crate::protocol::{NOBODY, Payment, Report};
use std::collections::BTreeSet;
use std::ops::Range;

/// A thief's series of payments on one credential; stands for one person.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    /// How the credential was got.
    pub vector: Vector,
    /// Whose it is.
    pub person: u32,
    /// The product it was got from.
    pub product: ProductId,
    /// The card behind it.
    pub card: CardId,
    /// Root of the run's draws.
    pub luck: Luck,
    /// Payments tried so far.
    pub tried: u16,
    /// Payments the thief means to try.
    pub wanted: u16,
    /// Messages, payments and cases that still point here.
    pub references: u16,
    /// Wrong PINs entered so far.
    pub wrong_pins: u8,
    /// True once a control has shut the credential.
    pub is_blocked: bool,
    /// True if the whole agent feels it; else a ghost that is only measured.
    pub is_real: bool,
    /// When the owner reports, for lost phones.
    pub reported_at: Time,
    /// The flow in which the number was seen, for leaked ones.
    pub leaked_in: Flow,
    /// True once a payment of the run went through.
    pub has_taken: bool,
    /// The way on which the credential is used.
    pub path: Path,
    /// When it was got.
    pub got_at: Time,
    /// Until when the thief reads what the bank sends its customer.
    pub reads_until: Time,
    /// From when the bank has replaced the card.
    pub dies_at: Time,
    /// True once an operator has taken the thief for the owner.
    pub is_enrolled: bool,
    /// True until the credential is tried, or given up untried.
    pub is_in_stock: bool,
}

impl Run {
    /// True where a thief's own account has to be opened with the credential first.
    #[must_use]
    pub fn wants_account(&self) -> bool {
        let is_foreign = self.vector == Vector::PrivacyTheft || self.vector.is_card_data();
        is_foreign && matches!(self.path, Path::Product(_)) && !self.is_enrolled
    }

    /// True where card data is typed into a payment page, and there is neither a phone nor a card.
    #[must_use]
    pub const fn is_remote(&self) -> bool {
        matches!(self.path, Path::CardAbsent)
    }
}

/// A thief's payment that went through.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theft {
    /// The run's slot.
    pub run: u32,
    /// True for the run's first payment that went through.
    pub is_first: bool,
    /// Who bears how much of one person's payment, settled when it went through.
    pub shares: [(PartyId, Money); 3],
    /// True if the goods had not left when it was found.
    pub is_recovered: bool,
    /// True if the wallet could not collect either: the loss is a credit loss, there is nothing to dispute.
    pub is_void: bool,
}

/// Why a case is there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cause {
    /// A thief paid.
    Theft(Theft),
    /// The honest payer contests the charge.
    Complaint(Grounds),
}

/// A payment that somebody will dispute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    /// The payment as it was when it went through, with the people that the case stands for.
    pub payment: Payment,
    /// Why.
    pub cause: Cause,
    /// When the cardholder raises it.
    pub raised_at: Time,
    /// The stage of the outer and of the inner leg.
    pub stages: [Stage; 2],
    /// Until when the merchant of the outer and of the inner leg may present again.
    pub reply_by: [Time; 2],
    /// True if the shop had gone out of business when it was charged back.
    pub is_shop_gone: bool,
    /// Messages that still point here, clocks included.
    pub references: u16,
}

impl Case {
    /// A case that nobody has raised yet.
    #[must_use]
    pub const fn new(payment: Payment, cause: Cause, raised_at: Time) -> Self {
        Self { payment, cause, raised_at, stages: [Stage::Unraised; 2], reply_by: [raised_at; 2], is_shop_gone: false, references: 0 }
    }

    /// The stage of `leg`.
    #[must_use]
    pub const fn stage(&self, leg: Leg) -> Stage {
        self.stages[leg as usize]
    }

    /// The leg on which the cardholder was charged.
    #[must_use]
    pub const fn cardholder_leg(&self) -> Leg {
        if self.payment.charges_inside() { Leg::Inner } else { Leg::Outer }
    }

    /// What was drawn about it, if an honest payer contests.
    #[must_use]
    pub const fn grounds(&self) -> Option<&Grounds> {
        match &self.cause {
            Cause::Complaint(grounds) => Some(grounds),
            Cause::Theft(_) => None,
        }
    }

    /// Why the charge is contested.
    #[must_use]
    pub const fn reason(&self) -> Reason {
        match &self.cause {
            Cause::Complaint(grounds) => grounds.reason,
            Cause::Theft(_) => Reason::Fraud,
        }
    }
}

/// Plain payments since they were last priced: what people with cards buy on average, less what the phone pays of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// By (segment, card, category): what people buy on average, priced at the mean ticket of the segment and category; a payment is
    /// [`Tally::ONE`].
    pub at_mean: Vec<i64>,
    /// By (card, merchant group): payments to be taken off, at the shop where the phone paid, as numbers below zero.
    pub known: Vec<i64>,
    /// What those sum to, at the same mean tickets, minor units.
    pub known_value: Vec<i64>,
    cards: usize,
    categories: usize,
    groups: usize,
}

impl Tally {
    /// One payment at the mean: what people buy on average in a day is a fraction.
    pub const ONE: i64 = 1_000_000_000;

    /// An empty tally.
    #[must_use]
    pub fn new(segments: usize, cards: usize, categories: usize, groups: usize) -> Self {
        Self {
            at_mean: vec![0; segments * cards * categories],
            known: vec![0; cards * groups],
            known_value: vec![0; cards * groups],
            cards,
            categories,
            groups,
        }
    }

    /// The cell of (segment, card, category).
    #[must_use]
    #[inline]
    pub const fn cell(&self, segment: usize, card: CardId, category: u8) -> usize {
        (segment * self.cards + card.index()) * self.categories + category as usize
    }

    /// The cell of (card, merchant group).
    #[must_use]
    pub const fn known_cell(&self, card: CardId, group: usize) -> usize {
        card.index() * self.groups + group
    }
}

/// How many people of a district stand how towards each product: where nobody does, a day's occasions need not be looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Crowd {
    by_status: [[u32; Status::COUNT]; MOST_PRODUCTS],
    holders: u32,
}

impl Crowd {
    /// People with this status towards `product`.
    #[must_use]
    pub const fn of(&self, product: ProductId, status: Status) -> u32 {
        self.by_status[product.index()][status as usize]
    }

    /// People who can pay with `product`.
    #[must_use]
    pub const fn at_hand(&self, product: ProductId) -> u32 {
        self.of(product, Status::Bound) + self.of(product, Status::Active)
    }

    /// People who can pay with some product.
    #[must_use]
    pub const fn holders(&self) -> u32 {
        self.holders
    }
}

/// One district.
#[derive(Clone, Debug)]
pub struct Branch {
    /// Its ordinal.
    pub district: u32,
    /// Agents in the districts before it.
    pub first_agent: u64,
    /// Its people, segment by segment.
    pub people: Vec<Person>,
    /// Holdings of the third and further products: those of the first person, then of the second, and so on; empty in most markets.
    pub further: Vec<Holding>,
    /// By person: the products that the person can pay with. A day's occasions look here before they look at holdings.
    pub at_hand: Vec<ProductSet>,
    /// By person: the products that the person has weighed and does not have.
    pub pondered: Vec<ProductSet>,
    /// How many those are.
    pub crowd: Crowd,
    /// Those who can pay with some product.
    pub holders: PeopleSet,
    /// How many have which everyday card.
    pub cardholders: Cardholders,
    /// Where each segment's people are.
    pub segments: Vec<Range<u32>>,
    /// Its shops.
    pub shops: Shops,
    /// What its local shops remember of their losses.
    pub shop_losses: ShopLosses,
    /// What each credential has paid today, where operators limit it.
    pub paces: Paces,
    /// The books of every party's branch here.
    pub ledger: Ledger,
    /// Consents to draw on cards.
    pub mandates: Mandates,
    /// What people keep with operators.
    pub balances: Balances,
    /// What people have in the money funds behind products.
    pub stakes: Stakes,
    /// What is held for shops until the goods are there.
    pub escrow: Escrow,
    /// Prepaid cards that are about to be loaded, by person and product: one loading at a time.
    pub loadings: BTreeSet<(u32, ProductId)>,
    /// What lost batches would have claimed.
    pub lapses: Lapses,
    /// The market that its people last woke up in.
    pub epoch: usize,
    /// What people owe wallets that lend.
    pub debts: Debts,
    /// What people have put on phone bills.
    pub bills: Bills,
    /// Payments in flight.
    pub payments: Slab<Payment>,
    /// By shop: the first and the last payment of its batch.
    pub batches: Vec<(u32, u32)>,
    /// Payments that will come back.
    pub returns: Slab<Payment>,
    /// Thieves at work.
    pub runs: Slab<Run>,
    /// Payments that will be disputed.
    pub cases: Slab<Case>,
    /// Plain payments not yet priced.
    pub tally: Tally,
    /// What users were promised by operators.
    pub earned: Earned,
    /// What the branches will tell their head offices.
    pub report: Report,
    /// Hops sent so far.
    pub hops: u64,
    /// Payments started so far.
    pub payments_started: u64,
    /// Candidate points looked at so far.
    pub candidates: u64,
}

impl Branch {
    /// The relation of `person` to `product`.
    #[must_use]
    #[inline]
    pub fn holding(&self, person: u32, product: ProductId) -> Holding {
        match product.index().checked_sub(HOLDINGS) {
            None => self.people[person as usize].holdings[product.index()],
            Some(beyond) => self.further[person as usize * self.products_beyond() + beyond],
        }
    }

    /// The relation of `person` to `product`, to change it.
    #[inline]
    pub fn holding_mut(&mut self, person: u32, product: ProductId) -> &mut Holding {
        match product.index().checked_sub(HOLDINGS) {
            None => &mut self.people[person as usize].holdings[product.index()],
            Some(beyond) => {
                let place = person as usize * self.products_beyond() + beyond;
                &mut self.further[place]
            }
        }
    }

    /// Products whose holdings do not fit into the person.
    #[inline]
    fn products_beyond(&self) -> usize {
        self.report.products.len() - HOLDINGS
    }

    /// Looks into every pocket, once people have their first holdings.
    pub fn open_pockets(&mut self) {
        self.at_hand = vec![ProductSet::default(); self.people.len()];
        self.pondered = vec![ProductSet::default(); self.people.len()];
        for product in (0..self.report.products.len()).map(|ordinal| ProductId(ordinal as u8)) {
            self.crowd.by_status[product.index()][Status::Unaware as usize] = self.people.len() as u32;
            for person in 0..self.people.len() as u32 {
                self.note_status(person, product, (Status::Unaware, self.holding(person, product).status()));
            }
        }
    }

    /// Notes in `person`'s pocket and in the crowd that the status towards `product` moved.
    pub fn note_status(&mut self, person: u32, product: ProductId, (from, to): (Status, Status)) {
        let (at_hand, pondered) = (&mut self.at_hand[person as usize], &mut self.pondered[person as usize]);
        let marked = |set: ProductSet, is_in: bool| if is_in { set.with(product) } else { set.without(product) };
        let had_some = !at_hand.is_empty();
        *at_hand = marked(*at_hand, to.can_pay());
        *pondered = marked(*pondered, to == Status::Considered);
        let has_some = !at_hand.is_empty();
        self.crowd.holders = self.crowd.holders + u32::from(has_some) - u32::from(had_some);
        if has_some != had_some {
            self.holders.put(person, has_some);
        }
        let statuses = &mut self.crowd.by_status[product.index()];
        statuses[from as usize] -= 1;
        statuses[to as usize] += 1;
    }

    /// Puts a payment at the end of its shop's batch; true if it is the first.
    pub fn batch(&mut self, shop: u16, slot: u32) -> bool {
        let (first, last) = self.batches[usize::from(shop)];
        self.batches[usize::from(shop)] = (if first == NOBODY { slot } else { first }, slot);
        if first != NOBODY {
            self.payments.get_mut(last).next_in_batch = slot;
        }
        first == NOBODY
    }

    /// Hands out the first payment of a shop's batch and empties it.
    pub fn take_batch(&mut self, shop: u16) -> u32 {
        std::mem::replace(&mut self.batches[usize::from(shop)], (NOBODY, NOBODY)).0
    }

    /// The segment of `person`.
    #[must_use]
    #[inline]
    pub fn segment_of(&self, person: u32) -> usize {
        self.segments.iter().position(|range| person < range.end).unwrap_or(0)
    }

    /// The `count` people whom `person` watches, without `person`.
    pub fn neighbours(&self, person: u32, count: u32) -> impl Iterator<Item = u32> + use<> {
        let n = self.people.len() as u32;
        let count = count.min(n.saturating_sub(1));
        // Half on each side along the district: neighbours are mostly of one segment, as friends are.
        (1..=count).map(move |i| {
            let step = i.div_ceil(2);
            if i % 2 == 1 { (person + step) % n } else { (person + n - step) % n }
        })
    }

    /// Share of the neighbours of `person` who use `product`.
    #[must_use]
    pub fn friends_share(&self, person: u32, count: u32, product: ProductId) -> f64 {
        let (mut all, mut users) = (0u32, 0u32);
        for friend in self.neighbours(person, count) {
            all += 1;
            users += u32::from(self.holding(friend, product).status() == Status::Active);
        }
        if all == 0 { 0.0 } else { f64::from(users) / f64::from(all) }
    }
}
