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
    /// A product's or a basket's volume, per cent of the volume that counts.
    VolumeShare,
    /// The profit of a basket's parties, millions of major units.
    Profit,
    /// The revenue of a basket's parties, per cent of its products' volume.
    TakeRate,
}

impl TargetMetric {
    /// Every metric.
    pub const ALL: [Self; 14] = [
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
        Self::VolumeShare,
        Self::Profit,
        Self::TakeRate,
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
            Self::VolumeShare => "volume_share_pct",
            Self::Profit => "profit_m",
            Self::TakeRate => "take_rate_pct",
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
            Self::VolumeShare => "share of volume",
            Self::Profit => "profit",
            Self::TakeRate => "take rate",
        }
    }

    /// The unit for readers.
    #[must_use]
    pub fn unit(self, currency: Currency) -> String {
        match self {
            Self::Users | Self::ActiveUsers | Self::Payments => "m".into(),
            Self::Volume => format!("bn {currency}"),
            Self::FraudGross | Self::FraudPrevented | Self::FraudNet | Self::OperatorProfit | Self::Profit => {
                format!("m {currency}")
            }
            Self::FraudBp => "bp".into(),
            Self::VolumeShare | Self::TakeRate => "%".into(),
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
        matches!(self, Self::Volume | Self::FraudGross | Self::FraudPrevented | Self::FraudNet | Self::OperatorProfit | Self::Profit)
    }

    /// True for what may be less than nothing.
    #[must_use]
    pub const fn is_signed(self) -> bool {
        matches!(self, Self::OperatorProfit | Self::Profit)
    }

    /// True for what is added up over the books of parties, by the year.
    pub(super) const fn is_of_books(self) -> bool {
        matches!(self, Self::Profit | Self::TakeRate)
    }

    /// True for what is added up over payments, and so over any months.
    pub(super) const fn is_of_payments(self) -> bool {
        matches!(self, Self::Payments | Self::Volume | Self::VolumeShare)
    }

    /// True for what is counted of a basket.
    pub(super) const fn is_of_baskets(self) -> bool {
        self.is_of_payments() || self.is_of_books() || matches!(self, Self::Users)
    }

    /// True for what thieves take or try to take.
    pub(super) const fn is_fraud(self) -> bool {
        matches!(self, Self::FraudGross | Self::FraudPrevented | Self::FraudNet | Self::FraudBp)
    }

    /// The size of its unit.
    pub(super) const fn size(self) -> Size {
        match self {
            Self::FraudBp => Size::Rate(-4),
            Self::VolumeShare | Self::TakeRate => Size::Rate(-2),
            Self::Volume => Size::Amount(9),
            Self::EnrolmentsPerDay | Self::ContactlessLocations => Size::Amount(3),
            _ => Size::Amount(6),
        }
    }
}

/// The size of a unit, as a power of ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// Of money, or of what is counted one by one.
    Amount(i32),
    /// Of a part of a whole: -2 for per cent.
    Rate(i32),
}

impl Size {
    /// The powers of ten from `other` up to this size; nothing if one is a rate and the other is none.
    pub(super) const fn over(self, other: Self) -> Option<i32> {
        match (self, other) {
            (Self::Amount(a), Self::Amount(b)) | (Self::Rate(a), Self::Rate(b)) => Some(a - b),
            _ => None,
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
    /// The calendar quarter that the date is in.
    Quarter,
    /// The calendar year that the date is in.
    Year,
}

impl Over {
    /// The first and the last day of the period that `date` is in; of a month's end, the date itself.
    #[must_use]
    pub fn days(self, date: Date) -> (Date, Date) {
        let first_month = date.month() - (date.month() - 1) % 3;
        match self {
            Self::MonthEnd => (date, date),
            Self::Month => (date.first_of_month(), date.last_of_month()),
            Self::Quarter => {
                let month = |month| jiff::civil::date(date.year(), month, 1);
                (month(first_month), month(first_month + 2).last_of_month())
            }
            Self::Year => (date.first_of_year(), date.last_of_year()),
        }
    }
}

/// The quarter of the year that a day is in, 1 to 4.
fn quarter(date: Date) -> i8 {
    (date.month() + 2) / 3
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
    /// What the command line calls it, unlike any other of the scenario: its name, else metric, subject and period.
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
    /// The product it speaks of; all counted products if there is neither a product nor a basket.
    pub product: Option<String>,
    /// The basket it speaks of.
    pub basket: Option<String>,
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
        let subject = self.subject().map_or_else(String::new, |subject| format!("-{subject}"));
        let period = match self.over {
            Over::Year => self.date.year().to_string(),
            Over::Quarter => format!("{}-q{}", self.date.year(), quarter(self.date)),
            Over::Month | Over::MonthEnd => self.date.strftime("%Y-%m").to_string(),
        };
        format!("{}{subject}-{period}", self.metric.name().replace('_', "-"))
    }

    /// The product or the basket it speaks of.
    #[must_use]
    pub fn subject(&self) -> Option<&str> {
        self.product.as_deref().or(self.basket.as_deref())
    }

    /// What a strategy lacks that projects nothing, for readers.
    #[must_use]
    pub fn missing(&self) -> &'static str {
        if self.basket.is_some() { "none of the basket" } else { "no such product" }
    }

    /// The metric with the product or basket in front, and `/month` or `/quarter` behind, where it has them:
    /// `google-wallet.payments_m/month`.
    #[must_use]
    pub fn measure(&self) -> String {
        let subject = self.subject().map_or_else(String::new, |subject| format!("{subject}."));
        let over = match self.over {
            Over::Month => "/month",
            Over::Quarter => "/quarter",
            Over::MonthEnd | Over::Year => "",
        };
        format!("{subject}{}{over}", self.metric.name())
    }

    /// The moment or period as readers write it: `2012`, `May 2014`, `Q2 2014`, or `end of Dec 2011`.
    #[must_use]
    pub fn period(&self) -> String {
        let month = self.date.strftime("%b %Y").to_string();
        match self.over {
            Over::Year => self.date.year().to_string(),
            Over::Quarter => format!("Q{} {}", quarter(self.date), self.date.year()),
            Over::Month => month,
            Over::MonthEnd => format!("end of {month}"),
        }
    }
}
