//! Closures: which shops have gone out of business; looked up when it matters, never kept.
//!
//! A shop agent stands for many locations. Each location's life is exponential and keyed by district, shop, location and year, so it is
//! the same in every strategy; when one closes, another opens in its place.

use super::desk::Desk;
use crate::kernel::random::exponential;
use crate::kernel::time::{Span, Time};
use crate::protocol::{Observer, Payment};

const DAYS_PER_YEAR: i64 = 365;

impl<O: Observer> Desk<'_, O> {
    /// True if the location that sold `payment` went out of business between then and now.
    #[must_use]
    pub fn shop_is_gone(&self, payment: &Payment) -> bool {
        if let Some(contest) = self.rules.conditions.contest {
            return contest.is_shop_gone;
        }
        let group = &self.market.market.merchants[usize::from(self.branch.shops.list[usize::from(payment.shop)].group)];
        if group.is_national || group.closures_per_year <= 0.0 {
            return false;
        }
        let location = (payment.luck as u32) % self.locations(group);
        let hazard = -libm::log(1.0 - group.closures_per_year.min(0.999_999));
        let years = year(payment.at)..=year(self.now);
        years.into_iter().any(|year| {
            let roll = self.rules.keys.closure.block(self.branch.district, u32::from(payment.shop), location, year)[0];
            let starts = Time::ZERO + Span::from_days(i64::from(year) * DAYS_PER_YEAR);
            let lasts = exponential(roll) / hazard;
            let closes = starts + Span::from_secs_f64(lasts * DAYS_PER_YEAR as f64 * 86_400.0);
            lasts < 1.0 && payment.at < closes && closes <= self.now
        })
    }

    /// The locations that one shop agent of `group` stands for.
    fn locations(&self, group: &crate::domain::merchant::MerchantGroup) -> u32 {
        let agents = u64::from(group.shops_per_district.max(1)) * u64::from(self.rules.districts.max(1));
        u32::try_from((group.locations / agents).max(1)).unwrap_or(u32::MAX)
    }
}

/// The year of the run, from zero.
fn year(at: Time) -> u32 {
    at.day() / DAYS_PER_YEAR as u32
}
