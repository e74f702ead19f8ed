//! Metrics: facts in, series and tables out.
//!
//! [`Series`] looks on in a district and counts in integers, so that districts can be added in any order; [`RunTables`] turns the
//! sum into the rows of the result files. Floating point begins where a [`Decimal`] is asked for its value.

mod actives;
mod baskets;
mod bridge;
mod channels;
mod credentials;
mod decimal;
mod disputes;
mod frame;
mod movements;
mod panel;
mod series;
mod sums;
mod tables;
mod thefts;
mod trust;

pub use baskets::{BasketBooks, BasketMonth, BasketSums, BasketYear, StudiedBasket};
pub use bridge::BridgeSums;
pub use channels::{Channel, ChannelRow};
pub use credentials::{CredentialRow, CredentialSums};
pub use decimal::Decimal;
pub use disputes::{DisputeRow, Ending};
pub use frame::{Frame, Month, StudiedProduct};
pub use movements::{FundRow, FundSums, PurposeRow};
pub use panel::{AcceptanceRow, FundingRow, LadderRow, LicenceRow};
pub use series::{Counts, FraudSums, Series};
pub use tables::{BridgeRow, FraudRow, GateRow, PartyRow, PeriodRow, ProductRow, ProductYear, RunTables, TrialRow};
pub use thefts::{Presence, TheftRow};
pub use trust::{TrustRow, TrustSums};
