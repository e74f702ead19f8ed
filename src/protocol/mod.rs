//! Protocol: the closed enum of messages, the record of one payment, and the facts that observers see.
//!
//! Frozen: every flow, every ladder and every table hangs on these words. A new flow adds messages; it does not change the meaning
//! of one that is here.

mod address;
mod bulletin;
mod fact;
mod message;
mod payment;
mod report;

pub use address::{Actor, Address};
pub use bulletin::{Breach, Bulletin, Compromised, Hijack, Outage, ProductNotice};
pub use fact::{
    AcceptanceFact, BalanceFact, BalanceMove, Basis, BillsFact, CaseFact, Charge, CredentialFact, CredentialStage, CredentialsHeldFact,
    DisputeFact, EscrowFact, Fact, FraudFact, FraudStage, FundFact, FundHeldFact, FundMove, GatesFact, IncentiveFact, LadderFact,
    LapseFact, LegFees, LicenceFact, Observer, PartnershipFact, PlasticFact, QueueFact, Silent, StatusFact, TransferFact, TransferStage,
    TrustFact, YearClose,
};
pub use message::{Message, What};
pub use payment::{NO_CASE, NOBODY, Payment, PaymentKind, Thief, Watched};
pub use report::{ProductCount, Report, Sims};
