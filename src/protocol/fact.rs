//! Fact: what happened, told once, to whoever looks on. Observers read facts and change nothing.

use super::message::Message;
use super::payment::Payment;
use crate::domain::card::{CardId, Entry};
use crate::domain::dispute::{Reason, Stage};
use crate::domain::fee::Tariff;
use crate::domain::gate::Gate;
use crate::domain::incentive::Occasion;
use crate::domain::line::Line;
use crate::domain::merchant::{Place, Technology};
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::domain::payment::Leg;
use crate::domain::person::Status;
use crate::domain::product::ProductId;
use crate::domain::rung::Rung;
use crate::domain::threat::Vector;
use crate::kernel::time::Time;

/// A person's status with a product changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusFact {
    /// When.
    pub at: Time,
    /// The person, by ordinal in the district.
    pub person: u32,
    /// The product.
    pub product: ProductId,
    /// Before.
    pub from: Status,
    /// After.
    pub to: Status,
}

/// Plain card payments that were counted, not sent, and priced in bulk; full scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlasticFact {
    /// The day on which they were priced.
    pub at: Time,
    /// The card used.
    pub card: CardId,
    /// The group of shops, by ordinal.
    pub merchant: usize,
    /// Where they were made.
    pub place: Place,
    /// How many.
    pub count: i64,
    /// What they sum to.
    pub value: Money,
}

/// Where a thief's payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FraudStage {
    /// Something stopped it.
    Prevented,
    /// It went through.
    Taken,
    /// It went through, and the goods or the money came back.
    Recovered,
}

/// One thief's payment, under the party that liability names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FraudFact {
    /// When the payment was tried.
    pub at: Time,
    /// How the credential was got.
    pub vector: Vector,
    /// The product it was got from.
    pub product: ProductId,
    /// Who bears it, or would have.
    pub bearer: PartyId,
    /// What it is about, full scale.
    pub amount: Money,
    /// What became of it.
    pub stage: FraudStage,
}

/// How many people of a district stand before each gate of a product, on the last day of a year or of trading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GatesFact {
    /// When they were counted.
    pub at: Time,
    /// The product.
    pub product: ProductId,
    /// By gate, full scale; each has passed all gates before.
    pub people: [i64; Gate::COUNTED],
}

/// The dispute of one leg moved to another stage; what money that moves follows from the stage.
#[derive(Clone, Copy, Debug)]
pub struct DisputeFact<'a> {
    /// When.
    pub at: Time,
    /// The contested payment, with the people this case stands for.
    pub payment: &'a Payment,
    /// Which leg.
    pub leg: Leg,
    /// Why it is contested.
    pub reason: Reason,
    /// Before.
    pub from: Stage,
    /// After.
    pub to: Stage,
    /// True if the shop had gone out of business when it was charged back.
    pub is_shop_gone: bool,
    /// The tariff of the day: interchange goes back and forth on it.
    pub tariff: &'a Tariff,
    /// Interchange of the leg that went back, as posted, full scale; negative if it came again. An auditor works it out on its own.
    pub returned: Money,
}

/// A case that is over.
#[derive(Clone, Copy, Debug)]
pub struct CaseFact<'a> {
    /// When.
    pub at: Time,
    /// When the cardholder raised it, or would have.
    pub raised_at: Time,
    /// The contested payment, with the people this case stands for.
    pub payment: &'a Payment,
    /// Why it was contested.
    pub reason: Reason,
    /// Where the outer and the inner leg ended.
    pub stages: [Stage; 2],
}

/// Money between two parties, or between a party and the world, that no payment carried; full scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    /// When.
    pub at: Time,
    /// Who pays, and the line it stands on.
    pub payer: Option<(PartyId, Line)>,
    /// Who gets it, and the line it stands on.
    pub payee: Option<(PartyId, Line)>,
    /// How much.
    pub amount: Money,
}

/// An operator paid somebody for joining or paying.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IncentiveFact {
    /// When.
    pub at: Time,
    /// When it was promised.
    pub promised_at: Time,
    /// The person, by ordinal in the district.
    pub person: u32,
    /// The product.
    pub product: ProductId,
    /// The card behind the payment, if it was for one.
    pub card: Option<CardId>,
    /// What for.
    pub occasion: Occasion,
    /// One person's payment, if it was for one.
    pub base: Money,
    /// What one person got; negative where a refund takes it back.
    pub amount: Money,
    /// People it stands for.
    pub weight: u32,
}

/// How far a district's people have come with a product at the end of a month, in agents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LadderFact {
    /// When.
    pub at: Time,
    /// The product.
    pub product: ProductId,
    /// By rung: agents who stand on it.
    pub agents: [i64; Rung::ALL.len()],
}

/// How a credential comes into thieves' stock, or leaves it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CredentialStage {
    /// It fell into a thief's hands.
    Got,
    /// It was tried for the first time, and worked.
    Used,
    /// It was given up before it was of any use.
    Stale,
}

/// A credential came into thieves' stock, or left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CredentialFact {
    /// When.
    pub at: Time,
    /// How it was got.
    pub vector: Vector,
    /// What became of it.
    pub stage: CredentialStage,
    /// People whose it is, full scale.
    pub people: i64,
}

/// What a district's thieves hold untried at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CredentialsHeldFact {
    /// When.
    pub at: Time,
    /// How it was got.
    pub vector: Vector,
    /// People whose credentials they are, full scale.
    pub people: i64,
    /// Their age, summed over people, seconds.
    pub age_seconds: i64,
}

/// How safe a district's people think a product at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TrustFact {
    /// When.
    pub at: Time,
    /// The product.
    pub product: ProductId,
    /// All agents, and those of them who use it.
    pub agents: [i64; 2],
    /// Their trust in phone payments, summed, in 1/255.
    pub trust: [i64; 2],
    /// What the news takes from it, the same in every district, in 1/1,000,000.
    pub news_ppm: i64,
}

/// Where phones are taken at the end of a month; locations at full scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AcceptanceFact {
    /// When.
    pub at: Time,
    /// The technology.
    pub technology: Technology,
    /// Locations whose terminals have it.
    pub installed: i64,
    /// Locations whose terminals take it.
    pub on: i64,
}

/// A processor's month as a licensee, or as one who waits; what it pays for that follows. Told by the head offices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LicenceFact {
    /// When the month closes.
    pub at: Time,
    /// The processor.
    pub processor: PartyId,
    /// Part of the month in which a product of its was on the market.
    pub open_share: Rate,
    /// What its customers keep with it, full scale.
    pub stored: Money,
    /// Its firms that have applied so far.
    pub applied: u32,
    /// Those of them that applied since the month before closed.
    pub newly_applied: u32,
    /// Its firms that may operate, licensed or not.
    pub operating: u32,
}

/// Where the queue for licences stands at the end of a month. Told by the head offices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueueFact {
    /// When the month closes.
    pub at: Time,
    /// Firms that have applied so far, inside the market or not.
    pub applied: u32,
    /// Licences given so far.
    pub granted: u32,
    /// Firms of the market that may operate, licensed or not.
    pub operating: u32,
}

/// Profit and loss of one calendar year, as posted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct YearClose {
    /// The year.
    pub year: i16,
    /// Credits less debits of every line that moved, full scale minor units.
    pub lines: Vec<(PartyId, Line, i64)>,
}

/// What the parties to a cleared leg took of it, as posted: full scale; a refund's are negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LegFees {
    /// What the leg moved.
    pub value: Money,
    /// To the issuer of the card.
    pub interchange: Money,
    /// To the network.
    pub network: Money,
    /// To the network, from a wallet that stands between.
    pub staged: Money,
    /// To the shop's acquirer; nothing on an inner leg.
    pub discount: Money,
    /// From the issuer to its cardholder.
    pub rewards: Money,
}

/// What moved a balance, other than a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BalanceMove {
    /// It was there on the first day, or came in from outside the market.
    Received,
    /// The operator gave it.
    Granted,
    /// It went to the holder's bank.
    Withdrawn,
    /// Nobody came back for it.
    Abandoned,
    /// Whoever found the purse spent it.
    Stolen,
}

/// A balance moved, other than by a payment; full scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BalanceFact {
    /// When.
    pub at: Time,
    /// The product whose operator keeps it.
    pub product: ProductId,
    /// What happened to it.
    pub what: BalanceMove,
    /// The holder's bank.
    pub bank: PartyId,
    /// By how much.
    pub amount: Money,
    /// People it happened to.
    pub people: i64,
}

/// A month's phone bills are issued; full scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BillsFact {
    /// When.
    pub at: Time,
    /// The product that was put on them.
    pub product: ProductId,
    /// What is owed; what came back since the last ones is taken off.
    pub owed: Money,
    /// What of it will never be paid, as posted; an auditor works it out on its own.
    pub unpaid: Money,
}

/// What lost batches would have claimed, and nobody did in time; full scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LapseFact {
    /// When.
    pub at: Time,
    /// The product whose operator keeps it.
    pub product: ProductId,
    /// The shop that did not get it.
    pub merchant: PartyId,
    /// How much.
    pub amount: Money,
}

/// An operator let go of what it held for a shop; full scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EscrowFact {
    /// When.
    pub at: Time,
    /// The product whose operator held it.
    pub product: ProductId,
    /// The shop's party.
    pub merchant: PartyId,
    /// How much.
    pub amount: Money,
}

/// What partners settle between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// What payments with the product earned the first.
    Revenue,
    /// What the product cost the first.
    Cost,
    /// The first's profit of a year.
    Profit,
}

/// Partners settled; full scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartnershipFact {
    /// When.
    pub at: Time,
    /// The first day that it covers; the last is today.
    pub from_day: u32,
    /// The partnership's ordinal.
    pub partnership: usize,
    /// What was shared.
    pub basis: Basis,
    /// How much of that there was.
    pub amount: Money,
    /// The part of it that changed hands.
    pub share: Money,
}

/// What moved somebody's part of a money fund, other than a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FundMove {
    /// It was there on the first day.
    Opened,
    /// The manager credited what it had earned.
    Yield,
    /// It was drawn into the balance with the operator, at once.
    Drawn,
}

/// Somebody's part of a money fund moved, other than by a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FundFact {
    /// When.
    pub at: Time,
    /// The product that the fund stands behind.
    pub product: ProductId,
    /// Whose part it is, by ordinal in the district.
    pub person: u32,
    /// What happened to it.
    pub what: FundMove,
    /// Of a yield: the day up to which it is for, exclusive.
    pub until_day: u32,
    /// By how much, one person's.
    pub amount: Money,
    /// People it stands for.
    pub people: u32,
}

/// What the people of a district have in a money fund at the end of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FundHeldFact {
    /// When.
    pub at: Time,
    /// The product that the fund stands behind.
    pub product: ProductId,
    /// People who have something in it, full scale.
    pub holders: i64,
    /// What that is, full scale.
    pub stock: Money,
}

/// How far a transfer between people has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TransferStage {
    /// Its letter is on the way.
    Sent,
    /// It is on the receiver's balance with the operator.
    OnBalance,
    /// It is on the receiver's account with this bank.
    AtBank(PartyId),
    /// It was paid out in cash to a receiver without any account.
    PaidOut,
}

/// A transfer between people set off or arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TransferFact {
    /// When.
    pub at: Time,
    /// The product it was sent with.
    pub product: ProductId,
    /// The receiver's district.
    pub district: u32,
    /// The receiver, by ordinal in that district.
    pub person: u32,
    /// How far it has come.
    pub stage: TransferStage,
    /// How much, one person's.
    pub amount: Money,
    /// People it stands for.
    pub people: u32,
}

/// What happened.
#[derive(Clone, Copy, Debug)]
pub enum Fact<'a> {
    /// A payment is over.
    Payment(&'a Payment),
    /// A leg of a payment cleared on this tariff: money is posted.
    Cleared {
        /// The payment, with the leg's state at [`crate::domain::payment::LegState::Cleared`].
        payment: &'a Payment,
        /// Which leg.
        leg: Leg,
        /// Entry mode of the leg.
        entry: Entry,
        /// The tariff of the clearing day.
        tariff: &'a Tariff,
        /// What was posted; an auditor works it out on its own.
        fees: LegFees,
    },
    /// A status changed.
    Status(StatusFact),
    /// People were counted by gate.
    Gates(GatesFact),
    /// Plastic payments were priced.
    Plastic(PlasticFact, &'a Tariff),
    /// A thief's payment was stopped, went through or was recovered.
    Fraud(FraudFact),
    /// A credential came into thieves' stock, or left it.
    Credential(CredentialFact),
    /// A month is over: what thieves hold untried.
    CredentialsHeld(CredentialsHeldFact),
    /// A thief's payment was charged back after discovery: money is posted.
    FraudClosed {
        /// The payment.
        payment: &'a Payment,
        /// Who bears what of it, full scale; empty entries carry no money.
        shares: [(PartyId, Money); 3],
        /// True if the goods never left, so that the sale is undone.
        is_recovered: bool,
    },
    /// The dispute of a leg moved on.
    Dispute(DisputeFact<'a>),
    /// A case is over.
    CaseClosed(CaseFact<'a>),
    /// Money outside payments.
    Charge(Charge),
    /// An operator paid somebody for joining or paying: money is posted.
    Incentive(IncentiveFact),
    /// A month is over: where phones are taken.
    Acceptance(AcceptanceFact),
    /// A month is over: how safe people think a product.
    Trust(TrustFact),
    /// A month is over: how far people have come.
    Ladder(LadderFact),
    /// A balance moved without a payment.
    Balance(BalanceFact),
    /// A month's phone bills are issued: money is posted.
    Bills(BillsFact),
    /// What was held for a shop is due to it: money is posted.
    Released(EscrowFact),
    /// An outer leg was honoured and nothing could be collected for it: from the payer, or, of an offline purse, by the shop.
    WrittenOff(&'a Payment),
    /// What lost batches would have claimed is the operator's.
    Lapsed(LapseFact),
    /// Partners settled.
    Partnership(PartnershipFact),
    /// Somebody's part of a money fund moved without a payment: money is posted.
    Fund(FundFact),
    /// A month is over: what lies in a fund.
    FundHeld(FundHeldFact),
    /// A transfer between people set off, or arrived: then money is posted.
    Transfer(TransferFact),
    /// A party's net position of a clearing day was paid; positive is received.
    Settled {
        /// The party.
        party: PartyId,
        /// Its net position.
        amount: Money,
        /// Net settlement, payout, transfer of funds or the month's statement.
        what: super::message::What,
    },
    /// A month is over: a processor's licences.
    Licence(LicenceFact),
    /// A month is over: the queue for licences.
    Queue(QueueFact),
}

/// Looks on.
pub trait Observer {
    /// A fact.
    fn fact(&mut self, fact: Fact<'_>);

    /// A message was sent and will be handled at `at`; `None` if it was lost on the way.
    #[inline]
    fn sent(&mut self, sent: Time, at: Option<Time>, message: &Message, payment: Option<&Payment>) {
        let _ = (sent, at, message, payment);
    }

    /// The day is over.
    fn day_closed(&mut self, day: u32) {
        let _ = day;
    }
}

/// Looks away.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Observer for Silent {
    fn fact(&mut self, _: Fact<'_>) {}
}
