//! Domain: the industry's nouns as plain values.
//!
//! Nothing here acts, keeps time or moves money; every type is `Copy` or read-only market data. The layers above agree on what
//! these words mean, so each word has one file. The only import from below is [`crate::kernel::time`].

pub mod adoption;
pub mod bill;
pub mod calendar;
pub mod card;
pub mod currency;
pub mod dispute;
pub mod fee;
pub mod fund;
pub mod gate;
pub mod incentive;
pub mod iso8583;
pub mod licensing;
pub mod line;
pub mod market;
pub mod merchant;
pub mod money;
pub mod partnership;
pub mod party;
pub mod payment;
pub mod person;
pub mod product;
pub mod protection;
pub mod purse;
pub mod remote;
pub mod rung;
pub mod stored;
pub mod terminal;
pub mod threat;
pub mod transfer;
