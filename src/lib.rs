//! paycosm: a simulator of payment ecosystems.
//!
//! People, merchants, carriers, banks, processors, card networks, a regulator, wallet operators and thieves are actors that exchange
//! timestamped messages. A scenario file describes a market, the products in it and the strategies to compare; a run projects adoption,
//! payments, volume, fraud loss and every party's profit, month by month, with uncertainty.
//!
//! The layers, each of which knows only those before it: [`kernel`], [`domain`], [`ledger`], [`protocol`], [`policy`], [`actors`],
//! [`scenario`], [`world`], [`audit`], [`metrics`], [`experiment`], [`report`]. The command line is a thin shell around them.

pub mod actors;
pub mod audit;
pub mod cli;
pub mod domain;
pub mod experiment;
pub mod kernel;
pub mod ledger;
pub mod metrics;
pub mod policy;
pub mod protocol;
pub mod report;
pub mod scenario;
pub mod world;
