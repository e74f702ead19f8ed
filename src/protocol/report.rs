//! Report: what a district's branches tell their head offices at the end of a window; integers only, so order cannot matter.

/// Counts about one product, in agents' full-scale weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProductCount {
    /// People who are users now.
    pub users: i64,
    /// People who have paid in the current month so far.
    pub active: i64,
    /// People bound during the window.
    pub newly_bound: i64,
    /// Value paid during the window, minor units.
    pub volume: i64,
    /// Fraud that went through and was found during the window, minor units.
    pub fraud_found: i64,
    /// Inner legs cleared during the window.
    pub inner_legs: i64,
    /// Value tied up for the virtual card at the end of the day, minor units.
    pub prefunded: i64,
    /// Payments scored by monitoring.
    pub scored: i64,
    /// Alerts worked by people.
    pub alerts: i64,
    /// Authorizations the proxy's issuer answered.
    pub proxy_authorizations: i64,
    /// Incentives promised during the window, less those denied, minor units.
    pub incentives: i64,
    /// Balances that the operator keeps now, minor units.
    pub stored: i64,
    /// What people have in the fund behind it now, minor units.
    pub staked: i64,
    /// What the operator holds for shops now, minor units.
    pub escrowed: i64,
}

/// Wallets on carriers' SIMs, full scale; lists by (product, carrier) or (product, bank, carrier), the last running fastest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sims {
    /// By (product, carrier): SIMs swapped during the window.
    pub swapped: Vec<i64>,
    /// By (product, carrier): customers who paid with it this month; on a month's last day, else empty.
    pub active: Vec<i64>,
    /// By (product, bank, carrier): accounts that take a place; on a month's last day, else empty.
    pub accounts: Vec<i64>,
}

/// One district's report on one window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// By product.
    pub products: Vec<ProductCount>,
    /// By bank: payments processed.
    pub processed: Vec<i64>,
    /// By bank: what its cards paid, minor units.
    pub spent: Vec<i64>,
    /// By bank: what its credit cards paid of that.
    pub lent: Vec<i64>,
    /// By bank: fraud cases worked.
    pub cases: Vec<i64>,
    /// By bank: cards replaced.
    pub reissued: Vec<i64>,
    /// By merchant group: cost of terminals that shops bought during the window, minor units, full scale.
    pub terminal_cost: Vec<i64>,
    /// SIMs with a wallet on them.
    pub sims: Sims,
    /// By merchant group: cost of switching terminals on or off during the window, minor units, full scale.
    pub switching_cost: Vec<i64>,
    /// By (merchant group, technology): what national groups lost during the window to fraud and chargebacks, minor units, full scale.
    pub shop_losses: Vec<i64>,
    /// By merchant group and technology: shop agents that have it, and those that take it; in a month's last window, else empty.
    pub fitted: Vec<[i64; 2]>,
    /// By bank: what its customers keep in balances elsewhere now, minor units, full scale.
    pub deposits_moved: Vec<i64>,
    /// By (carrier, technology): what carriers bear of terminals that shops bought during the window, minor units, full scale.
    pub sponsored: Vec<i64>,
    /// By partnership: what its product's payments earned the first party during the window, minor units, full scale.
    pub partnerships: Vec<i64>,
    /// By path of thieves: people whose credential was tried on it, and those of them from whom something was taken.
    pub paths: Vec<[i64; 2]>,
    /// By category: the same.
    pub haunts: Vec<[i64; 2]>,
    /// Credentials that no thief found worth their price.
    pub left_alone: i64,
    /// By (party, line): credits less debits so far, on the last day of a year; else empty.
    pub lines: Vec<i64>,
}
