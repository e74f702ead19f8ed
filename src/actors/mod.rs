//! Actors: everybody who sends and gets messages, one file for each kind; they meet only through messages.
//!
//! Branches act inside a district: [`phone`], [`terminal`], [`acquirer`], [`network`], [`issuer`], [`proxy_issuer`], [`wallet`],
//! [`token_service`], [`processor`], [`purse`], [`thief`]. Head offices act once a window on all districts' reports: [`wallet_office`],
//! [`merchant_office`], [`bank_office`], [`carrier_office`], [`terminal_office`], [`processor_office`], [`partnership_office`],
//! [`regulator`], [`landscape`].

pub mod acquirer;
pub mod bank_office;
pub mod biller;
pub mod carrier_office;
pub mod checkout;
pub mod chooser;
pub mod fence;
pub mod fund_desk;
pub mod fund_office;
pub mod holder;
pub mod impostor;
pub mod issuer;
pub mod issuer_debits;
pub mod issuer_disputes;
pub mod landscape;
pub mod licence_office;
pub mod loader;
pub mod merchant_office;
pub mod network;
pub mod partnership_office;
pub mod phone;
pub mod processor;
pub mod processor_office;
pub mod proxy_issuer;
pub mod purse;
pub mod receiver;
pub mod regulator;
pub mod saver;
pub mod security_office;
pub mod shop_disputes;
pub mod shopper;
pub mod stage;
pub mod terminal;
pub mod terminal_office;
pub mod thief;
pub mod token_service;
pub mod wallet;
pub mod wallet_disputes;
pub mod wallet_office;

pub use landscape::Struck;
