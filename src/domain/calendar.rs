//! Calendar: the days of a run, which of them are business days, and when a curve of dates has which value.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// Maps day numbers (0 is the scenario's first day) to civil dates and business days.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    start: Date,
    holidays: Vec<Date>,
}

impl Calendar {
    /// A calendar that starts on `start`; `holidays` are days, beside weekends, on which nothing settles.
    #[must_use]
    pub fn new(start: Date, mut holidays: Vec<Date>) -> Self {
        holidays.sort_unstable();
        Self { start, holidays }
    }

    /// The same holidays, with another first day.
    #[must_use]
    pub fn starting(&self, start: Date) -> Self {
        Self { start, holidays: self.holidays.clone() }
    }

    /// The first day.
    #[must_use]
    pub fn start(&self) -> Date {
        self.start
    }

    /// The date of day `day`, or the last date there is.
    #[must_use]
    pub fn date(&self, day: u32) -> Date {
        self.start.checked_add(i64::from(day).days()).unwrap_or(Date::MAX)
    }

    /// The number of `date`, negative before the start.
    #[must_use]
    pub fn day(&self, date: Date) -> i64 {
        (date - self.start).get_days().into()
    }

    /// True on days on which networks settle.
    #[must_use]
    pub fn is_business_day(&self, day: u32) -> bool {
        let date = self.date(day);
        !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday) && self.holidays.binary_search(&date).is_err()
    }

    /// True on Saturdays and Sundays.
    #[must_use]
    pub fn is_weekend(&self, day: u32) -> bool {
        matches!(self.date(day).weekday(), Weekday::Saturday | Weekday::Sunday)
    }
}

/// A published series, straight between its points and flat beyond them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curve {
    points: Vec<(Date, f64)>,
}

impl Curve {
    /// A curve through points in order of date; empty means zero everywhere.
    #[must_use]
    pub fn new(points: Vec<(Date, f64)>) -> Self {
        Self { points }
    }

    /// The value on `date`.
    #[must_use]
    pub fn at(&self, date: Date) -> f64 {
        let after = self.points.partition_point(|(d, _)| *d <= date);
        let (Some(&(_, last)), true) = (self.points.last(), after > 0) else {
            return self.points.first().map_or(0.0, |&(_, v)| v);
        };
        let Some(&(to, high)) = self.points.get(after) else { return last };
        let (from, low) = self.points[after - 1];
        let span = f64::from((to - from).get_days());
        let gone = f64::from((date - from).get_days());
        low + (high - low) * gone / span
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn weekends_and_holidays_are_not_business_days() {
        let calendar = Calendar::new(date(2011, 9, 1), vec![date(2011, 9, 5)]);
        assert!(calendar.is_business_day(0));
        assert!(!calendar.is_business_day(2), "a Saturday");
        assert!(!calendar.is_business_day(4), "Labor Day");
        assert_eq!(calendar.date(30), date(2011, 10, 1));
        assert_eq!(calendar.day(date(2011, 10, 1)), 30);
        assert_eq!(calendar.day(date(2011, 8, 31)), -1);
    }

    #[test]
    fn a_curve_is_straight_between_its_points_and_flat_beyond() {
        let curve = Curve::new(vec![(date(2011, 1, 1), 0.2), (date(2011, 1, 11), 0.4)]);
        assert!((curve.at(date(2010, 1, 1)) - 0.2).abs() < 1e-12);
        assert!((curve.at(date(2011, 1, 6)) - 0.3).abs() < 1e-12);
        assert!((curve.at(date(2020, 1, 1)) - 0.4).abs() < 1e-12);
        assert!(Curve::default().at(date(2011, 1, 1)).abs() < 1e-12);
    }
}
