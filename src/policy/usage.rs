//! Usage: how habit and trust turn a purchase at a shop that takes the phone into a payment with it, and how they move.

use crate::domain::adoption::Adoption;
use crate::domain::person::{Holding, Status};
use crate::domain::rung::Rung;

/// Fraction of full scale in 1/255, rounded to nearest.
#[must_use]
#[inline]
pub fn byte(share: f64) -> u8 {
    (share.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

/// Back to a fraction.
#[must_use]
pub fn share(byte: u8) -> f64 {
    f64::from(byte) / 255.0
}

/// True if the phone comes out, for `roll` uniform in 32 bits.
#[must_use]
#[inline]
pub fn reaches_for_phone(habit: u8, roll: u32) -> bool {
    (roll >> 24) < u32::from(habit) || habit == u8::MAX
}

/// Habit after a payment that worked: part of the way to the cap, at least one step.
#[must_use]
#[inline]
pub fn habit_after_success(rules: &Adoption, habit: u8) -> u8 {
    let cap = byte(rules.habit_cap);
    if habit >= cap {
        return habit;
    }
    let step = (f64::from(cap - habit) * rules.habit_gain + 0.5) as u8;
    habit.saturating_add(step.max(1)).min(cap)
}

/// Habit after a payment that failed.
#[must_use]
pub fn habit_after_failure(rules: &Adoption, habit: u8) -> u8 {
    (f64::from(habit) * (1.0 - rules.habit_loss)) as u8
}

/// True if somebody whose last payment was on `last_use` (counted from one) is dormant on `today`.
#[must_use]
#[inline]
pub fn is_dormant(rules: &Adoption, last_use: u16, today: u32) -> bool {
    u32::from(last_use) + rules.dormant_days < today + 1
}

/// The rung on which `holding` stands on `today`.
#[must_use]
pub fn rung(rules: &Adoption, holding: Holding, today: u32) -> Rung {
    const ACTIVE_DAYS: u32 = 30;
    match holding.status() {
        Status::Unaware => Rung::Unaware,
        Status::Considered => Rung::Considered,
        Status::Enrolled => Rung::Enrolled,
        Status::Left => Rung::Left,
        Status::Bound | Status::Active if is_dormant(rules, holding.last_use, today) => Rung::Dormant,
        Status::Bound => Rung::Bound,
        Status::Active if u32::from(holding.last_use) + ACTIVE_DAYS > today => Rung::Active,
        Status::Active => Rung::Used,
    }
}

/// Habit on `today`: it keeps until its owner is dormant, and then fades by half every half-life.
#[must_use]
#[inline]
pub fn habit_today(rules: &Adoption, habit: u8, last_use: u16, today: u32) -> u8 {
    if !is_dormant(rules, last_use, today) {
        return habit;
    }
    let days = f64::from(today + 1 - rules.dormant_days - u32::from(last_use));
    (f64::from(habit) * libm::exp2(-days / rules.habit_half_life_days) + 0.5) as u8
}

/// Habit after reaching for the phone at a reader that is there and dead.
#[must_use]
pub fn habit_after_dead_reader(rules: &Adoption, habit: u8) -> u8 {
    (f64::from(habit) * (1.0 - rules.habit_loss_dead) + 0.5) as u8
}

/// Trust after a payment that worked: part of the way back to where people start.
#[must_use]
#[inline]
pub fn trust_after_success(rules: &Adoption, trust: u8, initial: f64) -> u8 {
    let goal = byte(initial);
    if trust >= goal {
        return trust;
    }
    let step = (f64::from(goal - trust) * rules.trust_gain + 0.5) as u8;
    trust.saturating_add(step.max(1)).min(goal)
}

/// Trust after losing `loss` of it.
#[must_use]
pub fn trust_after_loss(trust: u8, loss: f64) -> u8 {
    (f64::from(trust) * (1.0 - loss)) as u8
}

/// Trust after hearing of a fraud that a neighbour suffered: a share of what the victim loses of it.
#[must_use]
pub fn trust_after_hearsay(rules: &Adoption, trust: u8) -> u8 {
    trust_after_loss(trust, rules.trust_loss_fraud * rules.trust_loss_neighbour_share)
}

/// Trust once hearsay that took `lost` of it is forgotten: that much is back, but no more than people start with.
#[must_use]
pub fn trust_after_forgetting(trust: u8, lost: u8, initial: f64) -> u8 {
    trust.max(trust.saturating_add(lost).min(byte(initial)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::policy::choice::tests::plain;

    #[test]
    fn habit_climbs_to_its_cap_and_stays_there() {
        let rules = plain();
        let mut habit = byte(rules.habit_start);
        for _ in 0..200 {
            habit = habit_after_success(&rules, habit);
        }
        assert_eq!(habit, byte(rules.habit_cap));
        assert!(habit_after_failure(&rules, habit) < habit);
    }

    #[test]
    fn habit_keeps_while_in_use_and_halves_once_dormant() {
        let rules = plain();
        assert_eq!(habit_today(&rules, 100, 11, 10 + 90), 100);
        assert_eq!(habit_today(&rules, 100, 11, 10 + 90 + 180), 50);
        assert!(!is_dormant(&rules, 11, 100) && is_dormant(&rules, 11, 101));
    }

    #[test]
    fn hearsay_costs_a_share_of_what_the_victim_loses_and_never_more_than_there_is() {
        let rules = plain();
        let lost = |share: f64| {
            let rules = Adoption { trust_loss_neighbour_share: share, ..rules.clone() };
            100 - trust_after_hearsay(&rules, 100)
        };
        assert_eq!([lost(0.0), lost(0.2), lost(1.0)], [0, 10, 100 - trust_after_loss(100, rules.trust_loss_fraud)]);
        let heard_often = (0..500).fold(byte(0.5), |trust, _| trust_after_hearsay(&rules, trust));
        assert_eq!(heard_often, 0);
    }

    #[test]
    fn what_is_forgotten_comes_back_and_not_beyond_the_start() {
        let start = byte(0.5);
        assert_eq!(trust_after_forgetting(100, 12, 0.5), 112);
        assert_eq!(trust_after_forgetting(start - 3, 12, 0.5), start, "use had brought some of it back");
        assert_eq!(trust_after_forgetting(200, 12, 0.5), 200, "who trusts more keeps it");
    }

    #[test]
    fn a_full_habit_always_reaches_for_the_phone() {
        assert!(reaches_for_phone(u8::MAX, u32::MAX) && !reaches_for_phone(0, 0));
        let hits = (0..256u32).filter(|i| reaches_for_phone(64, i << 24)).count();
        assert_eq!(hits, 64);
    }
}
