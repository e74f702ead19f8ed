//! Reads: one method for each kind of value, required, with a default (`_or`) or optional (`opt_`).

use std::ops::RangeInclusive;

use jiff::civil::Date;

use super::Reader;
use crate::scenario::text::shape::{Choice, Curve, Day, Flag, List, Money, Name, Number, Ppm, Reference, Repeats, Text, Whole};
use crate::scenario::text::unit::ppm_digits;

impl Reader<'_, '_> {
    /// The key `name`: 1 to 40 small letters, digits and hyphens.
    pub fn name(&mut self) -> String {
        self.required("name", &Name)
    }

    /// A text.
    pub fn text(&mut self, key: &str) -> String {
        self.required(key, &Text)
    }

    /// A text.
    pub fn text_or(&mut self, key: &str, default: &str) -> String {
        self.defaulted(key, default.to_string(), &Text)
    }

    /// `true` or `false`.
    pub fn flag_or(&mut self, key: &str, default: bool) -> bool {
        self.defaulted(key, default, &Flag)
    }

    /// A finite number.
    pub fn number(&mut self, key: &str, range: RangeInclusive<f64>) -> f64 {
        self.required(key, &Number(range))
    }

    /// A finite number.
    pub fn number_or(&mut self, key: &str, default: f64, range: RangeInclusive<f64>) -> f64 {
        self.defaulted(key, default, &Number(range))
    }

    /// A finite number, if given.
    pub fn opt_number(&mut self, key: &str, range: RangeInclusive<f64>) -> Option<f64> {
        self.optional(key, &Number(range))
    }

    /// A whole number.
    pub fn whole<T: Into<i64> + TryFrom<i64> + Copy>(&mut self, key: &str, range: RangeInclusive<T>) -> T {
        let value = self.required(key, &whole_range(&range));
        narrow(value, *range.start())
    }

    /// A whole number.
    pub fn whole_or<T: Into<i64> + TryFrom<i64> + Copy>(&mut self, key: &str, default: T, range: RangeInclusive<T>) -> T {
        let value = self.defaulted(key, default.into(), &whole_range(&range));
        narrow(value, default)
    }

    /// A whole number, if given.
    pub fn opt_whole<T: Into<i64> + TryFrom<i64> + Copy>(&mut self, key: &str, range: RangeInclusive<T>) -> Option<T> {
        let value = self.optional(key, &whole_range(&range))?;
        Some(narrow(value, *range.start()))
    }

    /// A rate in whole parts per million; the range is in the unit of the key (`_bps`, `_pct`,
    /// `_ppm`, else parts of one).
    pub fn ppm(&mut self, key: &str, range: RangeInclusive<f64>) -> i64 {
        self.required(key, &rate(key, range))
    }

    /// A rate in whole parts per million, its default too; the range is in the unit of the key.
    pub fn ppm_or(&mut self, key: &str, default_ppm: i64, range: RangeInclusive<f64>) -> i64 {
        self.defaulted(key, default_ppm, &rate(key, range))
    }

    /// A rate in whole parts per million, if given; the range is in the unit of the key.
    pub fn opt_ppm(&mut self, key: &str, range: RangeInclusive<f64>) -> Option<i64> {
        self.optional(key, &rate(key, range))
    }

    /// An amount in minor units, its range too; the file gives main units with decimals.
    pub fn money(&mut self, key: &str, range: RangeInclusive<i64>) -> i64 {
        let shape = self.money_shape(range);
        self.required(key, &shape)
    }

    /// An amount in minor units, its default and range too.
    pub fn money_or(&mut self, key: &str, default: i64, range: RangeInclusive<i64>) -> i64 {
        let shape = self.money_shape(range);
        self.defaulted(key, default, &shape)
    }

    /// An amount in minor units, if given.
    pub fn opt_money(&mut self, key: &str, range: RangeInclusive<i64>) -> Option<i64> {
        let shape = self.money_shape(range);
        self.optional(key, &shape)
    }

    /// A day.
    pub fn date(&mut self, key: &str) -> Date {
        self.required(key, &Day)
    }

    /// A day.
    pub fn date_or(&mut self, key: &str, default: Date) -> Date {
        self.defaulted(key, default, &Day)
    }

    /// A day, if given.
    pub fn opt_date(&mut self, key: &str) -> Option<Date> {
        self.optional(key, &Day)
    }

    /// One of a few words.
    ///
    /// # Panics
    /// If there are no options.
    pub fn choice<T: Clone>(&mut self, key: &str, options: &[(&str, T)]) -> T {
        let index = self.required(key, &choices(options));
        options[index].1.clone()
    }

    /// One of a few words; the default is one of the options.
    pub fn choice_or<T: Clone + PartialEq>(&mut self, key: &str, default: T, options: &[(&str, T)]) -> T {
        let among = options.iter().position(|(_, option)| *option == default);
        let index = self.defaulted(key, among.unwrap_or(0), &choices(options));
        options.get(index).map_or(default, |(_, option)| option.clone())
    }

    /// The index of the entry that is named. After a mistake it is 0, even when there are no names:
    /// look at the log before using it.
    pub fn reference<N: AsRef<str>>(&mut self, key: &str, names: &[N]) -> usize {
        self.required(key, &referring(names))
    }

    /// The index of the entry that is named, if one is.
    pub fn opt_reference<N: AsRef<str>>(&mut self, key: &str, names: &[N]) -> Option<usize> {
        self.optional(key, &referring(names))
    }

    /// The indices of the entries that are named, each once; none by default.
    pub fn references<N: AsRef<str>>(&mut self, key: &str, names: &[N]) -> Vec<usize> {
        let shape = List { element: referring(names), repeats: Repeats::Refused };
        self.defaulted(key, Vec::new(), &shape)
    }

    /// Texts, each once.
    pub fn texts_or(&mut self, key: &str, default: &[&str]) -> Vec<String> {
        let shape = List { element: Text, repeats: Repeats::Refused };
        let default = default.iter().map(ToString::to_string).collect();
        self.defaulted(key, default, &shape)
    }

    /// Finite numbers.
    pub fn numbers(&mut self, key: &str, range: RangeInclusive<f64>) -> Vec<f64> {
        self.required(key, &number_list(range))
    }

    /// Finite numbers.
    pub fn numbers_or(&mut self, key: &str, default: &[f64], range: RangeInclusive<f64>) -> Vec<f64> {
        self.defaulted(key, default.to_vec(), &number_list(range))
    }

    /// Numbers by date, one at least, in the order of time.
    pub fn curve(&mut self, key: &str, range: RangeInclusive<f64>) -> Vec<(Date, f64)> {
        self.required(key, &Curve(range))
    }

    /// Numbers by date, one at least, in the order of time.
    pub fn curve_or(&mut self, key: &str, default: &[(Date, f64)], range: RangeInclusive<f64>) -> Vec<(Date, f64)> {
        self.defaulted(key, default.to_vec(), &Curve(range))
    }

    fn money_shape(&self, range: RangeInclusive<i64>) -> Money {
        Money { range, minor_digits: self.log.minor_digits() }
    }
}

fn whole_range<T: Into<i64> + Copy>(range: &RangeInclusive<T>) -> Whole {
    Whole((*range.start()).into()..=(*range.end()).into())
}

/// Back to the caller's type, which holds every number of its own range.
fn narrow<T: TryFrom<i64>>(value: i64, otherwise: T) -> T {
    T::try_from(value).unwrap_or(otherwise)
}

fn rate(key: &str, range: RangeInclusive<f64>) -> Ppm {
    Ppm { range, digits: ppm_digits(key) }
}

fn choices<'a, T>(options: &'a [(&'a str, T)]) -> Choice<'a> {
    Choice { options: options.iter().map(|(word, _)| *word).collect() }
}

fn referring<N: AsRef<str>>(names: &[N]) -> Reference<'_> {
    Reference { names: names.iter().map(AsRef::as_ref).collect() }
}

fn number_list(range: RangeInclusive<f64>) -> List<Number> {
    List { element: Number(range), repeats: Repeats::Allowed }
}
