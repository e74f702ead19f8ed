//! Terminal: how a shop's terminals stand to each technology: not fitted with it, fitted and switched off, or taking it.

use super::merchant::{Technologies, Technology};

/// How a shop's terminals stand to one technology.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fitting {
    /// They do not have it.
    Absent,
    /// They have it, switched off.
    Off,
    /// They take it.
    On,
}

/// Everything that a shop's terminals have, and what of it is switched on; what is on is installed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fittings {
    /// What they have.
    pub installed: Technologies,
    /// What they take.
    pub on: Technologies,
}

impl Fittings {
    /// How they stand to `technology`.
    #[must_use]
    pub const fn of(self, technology: Technology) -> Fitting {
        if self.on.has(technology) {
            Fitting::On
        } else if self.installed.has(technology) {
            Fitting::Off
        } else {
            Fitting::Absent
        }
    }

    /// The same with another standing to `technology`.
    #[must_use]
    pub const fn with(self, technology: Technology, fitting: Fitting) -> Self {
        let (installed, on) = (self.installed, self.on);
        match fitting {
            Fitting::Absent => Self { installed: installed.without(technology), on: on.without(technology) },
            Fitting::Off => Self { installed: installed.with(technology), on: on.without(technology) },
            Fitting::On => Self { installed: installed.with(technology), on: on.with(technology) },
        }
    }

    /// What is in either.
    #[must_use]
    #[inline]
    pub const fn or(self, other: Self) -> Self {
        Self { installed: self.installed.or(other.installed), on: self.on.or(other.on) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_keeps_its_other_technologies_when_one_is_switched_or_taken_out() {
        let both = Fittings::default().with(Technology::Contactless, Fitting::On).with(Technology::PhonePin, Fitting::On);
        let off = both.with(Technology::Contactless, Fitting::Off);
        assert_eq!((off.of(Technology::Contactless), off.of(Technology::PhonePin)), (Fitting::Off, Fitting::On));
        assert_eq!(off.with(Technology::Contactless, Fitting::Absent).of(Technology::Contactless), Fitting::Absent);
    }
}
