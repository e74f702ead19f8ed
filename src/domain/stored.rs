//! Stored: balances that an operator keeps for its customers, the prepaid card that spends them, and a processor's account terms.

use super::fee::Fee;
use super::money::{Money, Rate};
use super::party::{PartyId, PartySet};

/// What becomes of the balances of one product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stored {
    /// Yearly rate that the operator earns on their sum.
    pub float_rate: Rate,
    /// Times a year that a holder looks at the balance: the same in all strategies, so that they meet the same looks.
    pub looks_per_year: f64,
    /// Times a year that a holder moves the whole balance to the bank; at most as often as it is looked at, with the receipts.
    pub withdrawals_per_year: f64,
    /// Times a year that money from outside lands on the account.
    pub receipts_per_year: f64,
    /// The mean of it.
    pub receipt_mean: Money,
    /// Mean balance of those who hold one on the first day.
    pub opening_mean: Money,
    /// Share of account holders who hold one on the first day.
    pub opening_share: f64,
    /// A smaller balance is left behind by somebody who gives the product up.
    pub abandon_below: Money,
    /// Days until it is the operator's.
    pub breakage_days: u32,
}

/// Times a year that a holder looks at the balance, where a scenario does not say.
pub const USUAL_LOOKS_PER_YEAR: f64 = 12.0;

/// A prepaid card of the programme, in the element beside the banks' cards, that any card can load.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prepaid {
    /// True while people can pay with it.
    pub is_enabled: bool,
    /// The bank that issues it.
    pub issuer: PartyId,
    /// Its network.
    pub network: PartyId,
    /// Trouble of loading money first, on top of enrolling, in utility.
    pub trouble: f64,
    /// What the operator gives to start with.
    pub free_money: Money,
    /// What one loading brings.
    pub top_up: Money,
    /// A balance below this wants loading.
    pub reload_below: Money,
    /// Mean days until its holder gets round to it.
    pub reload_days: f64,
    /// Share of holders whose card loads itself.
    pub auto_reload_share: f64,
    /// Share of payments before which the holder looks at the balance.
    pub looks_first_share: f64,
    /// True while whoever holds the phone can put the card on it anew, past the wallet's PIN.
    pub is_open_to_holder: bool,
}

/// How people come to a processor's account and what funds it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AccountTerms {
    /// Share of people who have the operator's account from shopping online.
    pub online_share: f64,
    /// Trouble of setting a PIN for those.
    pub online_trouble: f64,
    /// Share of account holders who let it debit their bank account, where their balance does not suffice.
    pub bank_share: f64,
    /// Share of account holders who swipe the operator's plastic card instead of typing a phone number.
    pub card_entry_share: f64,
    /// Share of claims for payments nobody owns up to that the operator grants.
    pub claims_granted_share: f64,
    /// Hours after the claim in which it makes its customer whole.
    pub compensation_hours: f64,
}

/// A processor with accounts of its own.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Processor {
    /// Its party.
    pub party: PartyId,
    /// What shops pay it for a payment.
    pub merchant_fee: Fee,
    /// What it pays a bank for each account it debits, thousandths of a cent.
    pub bank_debit_millicents: i64,
    /// What moving a balance to the bank costs the customer.
    pub withdrawal_fee: Money,
    /// What that costs the processor, thousandths of a cent.
    pub transfer_millicents: i64,
    /// Business days until a debit that the bank does not honour comes back.
    pub return_days: u32,
    /// Wrong PINs after which the account is locked.
    pub pin_tries: u32,
    /// Median hours until its owner has unlocked it.
    pub unlock_hours: f64,
    /// Share of honest PIN entries with a slip.
    pub mistyped_share: f64,
    /// Cost of its money-transmitter licences a year.
    pub licence_per_year: Money,
    /// Place of its first firm in the queue for licences, from one; the first places that are left where the scenario names none.
    pub applied: Option<u32>,
    /// Firms that it stands for: each has a place of its own in the queue.
    pub firms: u32,
    /// True if its firms operate without a licence until one is required.
    pub begins_unlicensed: bool,
    /// Banks that it reaches over lines of its own, past the network.
    pub direct_banks: PartySet,
    /// What such a bank takes of what it pays, as a rate.
    pub bank_line: Rate,
    /// Banks whose cards it can debit without sending the payer away.
    pub quick_pay_banks: PartySet,
    /// How long it waits for a bank's word on a debit, milliseconds; the payer may be typing a password in the meantime.
    pub bank_limit_ms: i64,
    /// How long it waits for a payer whom it sent to the bank's pages, milliseconds.
    pub gateway_limit_ms: i64,
    /// What it takes from the payer for paying off a credit card.
    pub repayment_fee: Fee,
    /// The carrier that owns it.
    pub owner: Option<PartyId>,
}

/// How a balance that people spend in shops is filled up again from a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Loading {
    /// What one loading brings.
    pub top_up: Money,
    /// A balance below this wants loading.
    pub reload_below: Money,
    /// Mean days until its holder gets round to it.
    pub reload_days: f64,
    /// Share of holders whose balance loads itself.
    pub auto_reload_share: f64,
    /// Share of payments before which the holder looks at the balance.
    pub looks_first_share: f64,
}

impl Prepaid {
    /// How it is loaded.
    #[must_use]
    pub const fn loading(&self) -> Loading {
        Loading {
            top_up: self.top_up,
            reload_below: self.reload_below,
            reload_days: self.reload_days,
            auto_reload_share: self.auto_reload_share,
            looks_first_share: self.looks_first_share,
        }
    }
}
