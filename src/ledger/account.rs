//! Account: the chart of accounts, the same in every party's books.

use crate::domain::line::Line;

/// An account of one party's books.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Account {
    /// Money in the bank.
    Cash,
    /// Due from (debit) or to (credit) the networks' next net settlement.
    Settlement,
    /// Issuer: what cardholders owe, or what left their deposits.
    Cardholders,
    /// Acquirer: what it owes shops and wallets.
    MerchantsPayable,
    /// Merchant or wallet: what its acquirer owes it.
    OwedByAcquirer,
    /// People: what they owe their issuers, or what left their deposits.
    OwedToIssuers,
    /// Wallet: owed to the proxy's issuer. Proxy's issuer: owed by the wallet.
    ProxyFunding,
    /// Wallet: paid out on outer legs and not yet taken in on inner ones.
    InTransit,
    /// People: money they keep with an operator. Operator: what it owes them for it.
    StoredBalance,
    /// Between parties outside card settlement: bills of the month, paid at once.
    Bills,
    /// People: what they bought.
    Purchases,
    /// Merchant: what it sold.
    Sales,
    /// The world outside the parties: suppliers, thieves, savings.
    Outside,
    /// What lies between the phases of a dispute: credited for the time being, or taken and not yet given up.
    Disputed,
    /// People: what they owe carriers until the month's end. Carrier: what its customers owe it.
    PhoneBills,
    /// Carrier: what it owes shops for what it took on phone bills. Merchant: what carriers owe it.
    CarrierPayouts,
    /// People: what they have in money funds. Fund manager: what it owes them for it.
    FundShares,
    /// People: money sent to each other that has not arrived. Operator: what it owes for it.
    UnderWay,
    /// Processor: what it holds for shops until the goods are there. Merchant: what is held for it.
    Escrow,
    /// A line of the profit and loss account.
    Line(Line),
}

use Account::{
    Bills, Cardholders, CarrierPayouts, Cash, Disputed, Escrow, FundShares, InTransit, MerchantsPayable, Outside, OwedByAcquirer,
    OwedToIssuers, PhoneBills, ProxyFunding, Purchases, Sales, Settlement, StoredBalance, UnderWay,
};

impl Account {
    /// The balance-sheet accounts, in the order of tables.
    pub const SHEET: [Self; 19] = [
        Cash,
        Settlement,
        Cardholders,
        MerchantsPayable,
        OwedByAcquirer,
        OwedToIssuers,
        ProxyFunding,
        InTransit,
        StoredBalance,
        Bills,
        Purchases,
        Sales,
        Outside,
        Disputed,
        PhoneBills,
        CarrierPayouts,
        FundShares,
        UnderWay,
        Escrow,
    ];

    /// The number of accounts in a party's books.
    pub const COUNT: usize = Self::SHEET.len() + Line::COUNT;

    /// The account's place in the books.
    #[must_use]
    #[inline]
    pub const fn slot(self) -> usize {
        match self {
            Cash => 0,
            Settlement => 1,
            Cardholders => 2,
            MerchantsPayable => 3,
            OwedByAcquirer => 4,
            OwedToIssuers => 5,
            ProxyFunding => 6,
            InTransit => 7,
            StoredBalance => 8,
            Bills => 9,
            Purchases => 10,
            Sales => 11,
            Outside => 12,
            Disputed => 13,
            PhoneBills => 14,
            CarrierPayouts => 15,
            FundShares => 16,
            UnderWay => 17,
            Escrow => 18,
            Self::Line(line) => Self::SHEET.len() + line as usize,
        }
    }

    /// Every account, in slot order.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::SHEET.into_iter().chain(Line::ALL.iter().map(|&line| Self::Line(line)))
    }

    /// The name in `trial_balance.csv`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Cash => "cash",
            Settlement => "settlement",
            Cardholders => "cardholders",
            MerchantsPayable => "merchants_payable",
            OwedByAcquirer => "owed_by_acquirer",
            OwedToIssuers => "owed_to_issuers",
            ProxyFunding => "proxy_funding",
            InTransit => "in_transit",
            StoredBalance => "stored_balance",
            Bills => "bills",
            Purchases => "purchases",
            Sales => "sales",
            Outside => "outside",
            Disputed => "disputed",
            PhoneBills => "phone_bills",
            CarrierPayouts => "carrier_payouts",
            FundShares => "fund_shares",
            UnderWay => "under_way",
            Escrow => "escrow",
            Self::Line(line) => line.name(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_account_has_its_own_slot() {
        let slots: Vec<usize> = Account::all().map(Account::slot).collect();
        assert_eq!(slots, (0..Account::COUNT).collect::<Vec<_>>());
    }
}
