//! Line: the lines of a party's profit and loss account, one for each kind of event that earns or costs.
//!
//! Invariants: a line belongs to the roles that design lists; an amount on a *between-parties* line always has its mirror on some other
//! party's line, so those lines net to zero over all parties.

macro_rules! lines {
    ($($variant:ident $name:literal $scope:ident $doc:literal;)*) => {
        /// A line of a profit and loss account.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Line { $(#[doc = $doc] $variant),* }

        impl Line {
            /// Every line, in the order of tables.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The line's name in tables.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// True where every amount has its mirror on another party's line.
            #[must_use]
            pub const fn is_between_parties(self) -> bool {
                match self { $(Self::$variant => matches!(Scope::$scope, Scope::Between)),* }
            }
        }
    };
}

enum Scope {
    Between,
    Outside,
}

lines! {
    InterchangeShare "interchange_share" Between "Wallet: interchange that the proxy's issuer passes on.";
    OffersData "offers_data" Outside "Wallet: what offers and data earn outside payments (an assumption).";
    FundingInterchange "funding_interchange" Between "Wallet: interchange to the issuer of the funding card.";
    InnerAcquirerMarkup "inner_acquirer_markup" Between "Wallet: its acquirer's markup on inner legs.";
    Assessments "assessments" Between "Acquirer and wallet: assessments to the network.";
    StagedWalletFee "staged_wallet_fee" Between "Wallet: fee to the funding card's network for standing between shop and card.";
    ProgrammeFee "programme_fee" Between "Wallet to the proxy's issuer: fee per active virtual card.";
    Prefunding "prefunding" Outside "Wallet: cost of the funds that lie with the proxy's issuer until inner legs settle.";
    Acquisition "acquisition" Outside "Wallet: cost of each newly bound user.";
    Monitoring "monitoring" Between "Wallet to the security vendor: cost of each scored payment.";
    AlertStaff "alert_staff" Outside "Wallet: cost of each alert worked by a person.";
    Fraud "fraud" Outside "Wallet and issuer: what thieves took and liability leaves with the party.";
    CreditLoss "credit_loss" Outside "Wallet: outer legs it honoured whose inner leg failed.";
    Disputes "disputes" Outside "Wallet: contested charges it was charged back and could not pass on, and rulings it lost.";
    Support "support" Outside "Wallet: cost per active user and month.";
    PlatformFixed "platform_fixed" Outside "Wallet: cost per month whatever the number of users.";
    Interest "interest" Between "Issuer: interest on credit spending that its holders do not pay off.";
    IssuerIncentives "issuer_incentives" Between "Network to issuers: what it pays them for choosing it.";
    SeRent "se_rent" Between "Issuer to carrier: rent for a card's place on the SIM.";
    SimSwap "sim_swap" Outside "Carrier: cost of swapping SIMs for its wallet.";
    Subsidy "subsidy" Between "Carrier to its customers: towards the phone that its wallet runs on.";
    ChurnAvoided "churn_avoided" Outside "Carrier: what customers are worth who stay for its wallet (an assumption).";
    Fees "fees" Between "User: interest and fees paid.";
    Fines "fines" Between "Regulator from operators: fines for opened vaults.";
    Supervision "supervision" Outside "Regulator: what supervising costs it.";
    Cost "cost" Outside "Security vendor: what its service costs it.";
    Interchange "interchange" Between "Issuer and proxy issuer: interchange earned.";
    Rewards "rewards" Between "Issuer: rewards paid to cardholders.";
    Processing "processing" Outside "Issuer: cost of each payment processed.";
    Integration "integration" Outside "Issuer: cost of its integration project with a wallet.";
    Reissue "reissue" Outside "Issuer: cost of each card replaced.";
    Handling "handling" Outside "Issuer: cost of each case worked, and rulings it lost.";
    SharePaid "share_paid" Between "Proxy issuer: interchange passed on to the wallet.";
    Processor "processor" Outside "Proxy issuer: cost of its processor, per authorization.";
    ResidualLoss "residual_loss" Outside "Proxy issuer: losses that its contract leaves with it.";
    Discount "discount" Between "Acquirer from merchants: the merchant discount.";
    InterchangePaid "interchange_paid" Between "Acquirer: interchange to issuers.";
    MerchantCreditLoss "merchant_credit_loss" Outside "Acquirer: chargebacks of shops that have gone out of business.";
    AssessmentsOuter "assessments_outer" Between "Network: assessments on payments at shops.";
    AssessmentsInner "assessments_inner" Between "Network: assessments on inner legs.";
    Switch "switch" Between "Network: the fixed fee on each payment it routes.";
    WalletFee "wallet_fee" Between "Network: what staged wallets pay it.";
    Terminals "terminals" Outside "Acquirer: its part of what terminals that take phones cost.";
    IncrementalMargin "incremental_margin" Outside "Merchant: margin on the custom that phone payments really bring (an assumption).";
    CashSaved "cash_saved" Outside "Merchant: cash handling saved where a payment replaced cash.";
    Terminal "terminal" Outside "Merchant: its part of the cost of terminals that take phones, and of keeping them on.";
    Chargebacks "chargebacks" Outside "Merchant: what was charged back to it and stayed so, and rulings it lost.";
    Incentives "incentives" Between "User: rewards and incentives received.";
    UnreimbursedFraud "unreimbursed_fraud" Outside "User: fraud that liability leaves with the cardholder.";
    MerchantFees "merchant_fees" Between "Processor: what shops pay it; a discount in their books.";
    Float "float" Outside "Wallet and processor: interest on the balances they keep.";
    Breakage "breakage" Between "Wallet: balances that nobody came back for.";
    LostPurse "lost_purse" Between "User: balances left behind.";
    Withdrawal "withdrawal" Between "Processor: what customers pay to move a balance to the bank.";
    BankFees "bank_fees" Between "Processor: to banks and networks for the money that funds payments.";
    QuickpayFees "quickpay_fees" Between "Issuer: from processors that debit its customers' accounts.";
    FreeTransfers "free_transfers" Outside "Processor: cost of moving balances for nothing.";
    ReserveProvision "reserve_provision" Outside "Processor: payments it made and could not collect, and what it sets aside of its float by rule.";
    Compensation "compensation" Outside "Processor: what thieves took from its customers' accounts.";
    Licence "licence" Outside "Processor: cost of its licences.";
    DepositsLost "deposits_lost" Outside "Issuer: margin on deposits that lie in balances elsewhere.";
    Licences "licences" Between "Security vendor: what protection earns.";
    BillShare "bill_share" Between "Carrier: what it keeps of payments on its phone bills; a discount in the shops' books.";
    BadDebt "bad_debt" Outside "Carrier: phone bills that are never paid.";
    LostBatches "lost_batches" Between "Merchant: offline payments whose batch never arrived.";
    StrandedTerminals "stranded_terminals" Outside "Carrier: what is left of its part in terminals that no product needs any more.";
    PartnerShare "partner_share" Between "Partners: part of what payments with a product earn.";
    PartnerCost "partner_cost" Between "Partners: part of what a product costs.";
    Dividend "dividend" Between "Partners: part of a year's profit, or of its loss.";
    FundReturn "fund_return" Outside "Fund manager: what its fund's assets earn.";
    FundYield "fund_yield" Between "Fund manager to its holders: what it credits them.";
    FundCommission "fund_commission" Between "Fund manager to processor: for the money that its accounts bring.";
}

impl Line {
    /// The number of lines.
    pub const COUNT: usize = Self::ALL.len();

    /// What a payment that clears earns those who carry it; partners share these.
    pub const EARNED_BY_PAYMENTS: [Self; 6] =
        [Self::InterchangeShare, Self::Interchange, Self::Discount, Self::MerchantFees, Self::QuickpayFees, Self::BillShare];
}
