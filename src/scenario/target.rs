//! Target: a published figure that a projection is held against. It is never an input: no market has one.

use crate::domain::currency::Currency;
use jiff::civil::Date;

/// What a published figure is a figure of; the names and units are those of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TargetMetric {
    /// People enrolled, millions.
    Users,
    /// Different people who paid, millions.
    ActiveUsers,
    /// Payments approved, millions.
    Payments,
    /// What was paid, billions of major units.
    Volume,
    /// What thieves took, millions of major units.
    FraudGross,
    /// What thieves were kept from taking, millions of major units.
    FraudPrevented,
    /// What thieves took and did not have to give back, millions of major units.
    FraudNet,
    /// What thieves took, basis points of volume.
    FraudBp,
    /// The operator's profit, millions of major units.
    OperatorProfit,
    /// Enrolments on a mean day, thousands.
    EnrolmentsPerDay,
    /// Merchants' locations with contactless terminals, thousands.
    ContactlessLocations,
}

impl TargetMetric {
    /// Every metric.
    pub const ALL: [Self; 11] = [
        Self::Users,
        Self::ActiveUsers,
        Self::Payments,
        Self::Volume,
        Self::FraudGross,
        Self::FraudPrevented,
        Self::FraudNet,
        Self::FraudBp,
        Self::OperatorProfit,
        Self::EnrolmentsPerDay,
        Self::ContactlessLocations,
    ];

    /// The name in files, unit last.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Users => "users_m",
            Self::ActiveUsers => "active_users_m",
            Self::Payments => "payments_m",
            Self::Volume => "volume_bn",
            Self::FraudGross => "fraud_gross_m",
            Self::FraudPrevented => "fraud_prevented_m",
            Self::FraudNet => "fraud_net_m",
            Self::FraudBp => "fraud_bp",
            Self::OperatorProfit => "operator_profit_m",
            Self::EnrolmentsPerDay => "enrolments_per_day_k",
            Self::ContactlessLocations => "contactless_locations_k",
        }
    }

    /// The words for readers, without the unit.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Users => "users",
            Self::ActiveUsers => "active users",
            Self::Payments => "payments",
            Self::Volume => "volume",
            Self::FraudGross => "fraud",
            Self::FraudPrevented => "fraud prevented",
            Self::FraudNet => "fraud net of recoveries",
            Self::FraudBp => "fraud of volume",
            Self::OperatorProfit => "operator's profit",
            Self::EnrolmentsPerDay => "enrolments a day",
            Self::ContactlessLocations => "contactless locations",
        }
    }

    /// The unit for readers.
    #[must_use]
    pub fn unit(self, currency: Currency) -> String {
        match self {
            Self::Users | Self::ActiveUsers | Self::Payments => "m".into(),
            Self::Volume => format!("bn {currency}"),
            Self::FraudGross | Self::FraudPrevented | Self::FraudNet | Self::OperatorProfit => format!("m {currency}"),
            Self::FraudBp => "bp".into(),
            Self::EnrolmentsPerDay | Self::ContactlessLocations => "k".into(),
        }
    }

    /// True for what is counted at a moment, not over a period.
    #[must_use]
    pub const fn is_stock(self) -> bool {
        matches!(self, Self::Users | Self::ContactlessLocations)
    }

    /// Whom or what it counts one by one, as a unit may say; nothing for money and rates.
    pub(super) const fn heads(self) -> Option<&'static str> {
        match self {
            Self::Users | Self::ActiveUsers => Some("users"),
            Self::Payments => Some("payments"),
            Self::EnrolmentsPerDay => Some("enrolments"),
            Self::ContactlessLocations => Some("locations"),
            _ => None,
        }
    }

    /// True for amounts of money.
    pub(super) const fn is_money(self) -> bool {
        matches!(self, Self::Volume | Self::FraudGross | Self::FraudPrevented | Self::FraudNet | Self::OperatorProfit)
    }

    /// True for what thieves take or try to take.
    pub(super) const fn is_fraud(self) -> bool {
        matches!(self, Self::FraudGross | Self::FraudPrevented | Self::FraudNet | Self::FraudBp)
    }

    /// The power of ten of its unit; nothing for basis points.
    pub(super) const fn power(self) -> Option<i32> {
        match self {
            Self::FraudBp => None,
            Self::Volume => Some(9),
            Self::EnrolmentsPerDay | Self::ContactlessLocations => Some(3),
            _ => Some(6),
        }
    }
}

/// What a figure is counted over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// The end of the month that the date is in.
    MonthEnd,
    /// The month that the date is in.
    Month,
    /// The calendar year that the date is in.
    Year,
}

/// How a figure came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TargetKind {
    /// Somebody counted.
    Count,
    /// Somebody estimated what had happened.
    Estimate,
    /// Somebody said beforehand what would happen.
    Forecast,
}

impl TargetKind {
    /// The words in files.
    pub(super) const WORDS: [(&str, Self); 3] = [("count", Self::Count), ("estimate", Self::Estimate), ("forecast", Self::Forecast)];

    /// The word in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

/// How sure one is that the figure was published so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// Seen stated, often more than once.
    High,
    /// One secondary source, or a sound derivation.
    Medium,
    /// Recollection or judgement.
    Low,
}

impl Confidence {
    /// The words in files.
    pub(super) const WORDS: [(&str, Self); 3] = [("high", Self::High), ("medium", Self::Medium), ("low", Self::Low)];

    /// The word in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::WORDS[self as usize].0
    }
}

/// A published figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// Its name; possibly empty.
    pub name: String,
    /// What the command line calls it, unlike any other of the scenario: its name, else metric, product and period.
    pub handle: String,
    /// What readers call it.
    pub title: String,
    /// What it is a figure of.
    pub metric: TargetMetric,
    /// What it is counted over.
    pub over: Over,
    /// The day it speaks of, or a day of its period.
    pub date: Date,
    /// The figure in the metric's unit; never zero.
    pub value: f64,
    /// The product it speaks of; all counted products if there is none.
    pub product: Option<String>,
    /// The strategy that the world followed when it was published; if there is none, it speaks of all.
    pub strategy: Option<String>,
    /// How it came about.
    pub kind: TargetKind,
    /// How sure one is of it, if that is stated.
    pub confidence: Option<Confidence>,
    /// One standard deviation of what is unsure about the figure and about the model's reach, per cent of it.
    pub tolerance_pct: f64,
    /// Which people and payments it counts.
    pub definition: String,
    /// Who published it.
    pub source: String,
}

impl Target {
    /// The handle of a figure without a name: `volume-bn-2011`, `users-m-google-wallet-2012-08`.
    pub(super) fn default_handle(&self) -> String {
        let product = self.product.as_ref().map_or_else(String::new, |product| format!("-{product}"));
        let period = if self.over == Over::Year { self.date.year().to_string() } else { self.date.strftime("%Y-%m").to_string() };
        format!("{}{product}-{period}", self.metric.name().replace('_', "-"))
    }

    /// The metric with the product in front and `/month` behind, where it has them: `google-wallet.payments_m/month`.
    #[must_use]
    pub fn measure(&self) -> String {
        let product = self.product.as_ref().map_or_else(String::new, |product| format!("{product}."));
        let month = if self.over == Over::Month { "/month" } else { "" };
        format!("{product}{}{month}", self.metric.name())
    }

    /// The moment or period as readers write it: `2012`, `May 2014`, or `end of Dec 2011`.
    #[must_use]
    pub fn period(&self) -> String {
        let month = self.date.strftime("%b %Y").to_string();
        match self.over {
            Over::Year => self.date.year().to_string(),
            Over::Month => month,
            Over::MonthEnd => format!("end of {month}"),
        }
    }
}
