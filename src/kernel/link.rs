//! Link: what a message meets on its way: latency, loss, outage.
//!
//! - A link keeps no state of traffic: the latency of a message is a function of its own words, so it is the same under every strategy.
//! - The latency law is a table of equally likely values, so a draw costs a look-up; four bytes each, so that the tables of all links stay in
//!   cache. So no latency is over 2^32 µs, 71 minutes.
//! - An outage is drawn before the window and applies by time; whether a message meets one is the link's fact, not a draw.

use super::normal::lognormal_quantile;
use super::time::{Span, Time};

/// Entries of the latency table; a power of two.
pub const QUANTILES: usize = 1_024;
/// Bits of a word that choose an entry.
const INDEX_BITS: u32 = QUANTILES.ilog2();
/// Losses are in parts per this.
const MILLION: u64 = 1_000_000;

/// A stretch of time when nothing gets through: `from <= t < until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Outage {
    /// First instant out.
    pub from: Time,
    /// First instant back.
    pub until: Time,
}

/// A link between two parties, one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Equally likely latencies \[µs\], rising.
    latency_us: Box<[u32; QUANTILES]>,
    loss_ppm: u32,
    outages: Vec<Outage>,
}

impl Link {
    /// A link whose latency is log-normal, with this median \[ms\] and standard deviation of the logarithm, and that loses so many messages in
    /// a million.
    ///
    /// Entry i of the table is the quantile at (i + 1/2) / 1,024, so the longest latency is the one that 1 in 2,048 messages exceed.
    #[must_use]
    pub fn lognormal(median_ms: f64, sigma: f64, loss_ppm: u32) -> Self {
        Self::with_law(loss_ppm, |p| Span::from_secs_f64(lognormal_quantile(p, median_ms, sigma) / 1e3))
    }

    /// A link of constant latency that loses so many messages in a million.
    #[must_use]
    pub fn constant(latency: Span, loss_ppm: u32) -> Self {
        Self::with_law(loss_ppm, |_| latency)
    }

    fn with_law(loss_ppm: u32, quantile: impl Fn(f64) -> Span) -> Self {
        let mut latency_us = Box::new([0; QUANTILES]);
        for (rank, entry) in (0_u32..).zip(latency_us.iter_mut()) {
            let latency = quantile((f64::from(rank) + 0.5) / f64::from(1 << INDEX_BITS)).max(Span::ZERO);
            *entry = u32::try_from(latency.micros()).unwrap_or(u32::MAX);
        }
        Self { latency_us, loss_ppm, outages: Vec::new() }
    }

    /// The latency of the message with these two uniform words, or nothing if it is lost. Outages are not looked at: see [`Link::is_out`].
    #[inline]
    #[must_use]
    pub fn draw(&self, mark: u32, loss_mark: u32) -> Option<Span> {
        let lost = (u64::from(loss_mark) * MILLION) >> 32 < u64::from(self.loss_ppm);
        (!lost).then(|| Span::from_micros(self.latency_us[(mark >> (u32::BITS - INDEX_BITS)) as usize].into()))
    }

    /// Whether the link is out at this instant.
    #[inline]
    #[must_use]
    pub fn is_out(&self, at: Time) -> bool {
        let begun = self.outages.partition_point(|outage| outage.from <= at);
        begun > 0 && at < self.outages[begun - 1].until
    }

    /// Replaces the outages, in any order; those that meet are joined, those that end before they begin dropped.
    pub fn set_outages(&mut self, outages: impl IntoIterator<Item = Outage>) {
        self.outages.clear();
        self.outages.extend(outages.into_iter().filter(|outage| outage.from < outage.until));
        self.outages.sort_unstable();
        self.outages.dedup_by(|next, last| {
            let meet = next.from <= last.until;
            if meet {
                last.until = last.until.max(next.until);
            }
            meet
        });
    }

    /// The outages, in order and apart.
    #[must_use]
    pub fn outages(&self) -> &[Outage] {
        &self.outages
    }
}

#[cfg(test)]
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::*;

    fn time(secs: i64) -> Time {
        Time::ZERO + Span::from_secs(secs)
    }

    fn outage(from: i64, until: i64) -> Outage {
        Outage { from: time(from), until: time(until) }
    }

    #[test]
    fn latencies_follow_their_law() {
        let link = Link::lognormal(80.0, 0.4, 0);
        let draws: Vec<i64> = (0..=u32::MAX).step_by(1 << 20).filter_map(|mark| link.draw(mark, 0)).map(Span::micros).collect();
        assert_eq!(draws.len(), 4_096);
        assert!(draws.is_sorted() && (draws[2_048] - 80_000).abs() < 100);
        let mean = draws.iter().sum::<i64>() as f64 / 4_096.0;
        let law = 80_000.0 * libm::exp(0.4 * 0.4 / 2.0);
        assert!((mean / law - 1.0).abs() < 1e-3, "{mean} {law}");
    }

    #[test]
    fn no_latency_is_negative_or_over_what_its_table_holds() {
        let latency = |span| Link::constant(span, 0).draw(0, 0).map(Span::micros);
        assert_eq!((latency(Span::MAX), latency(Span::from_secs(-1))), (Some(u32::MAX.into()), Some(0)));
    }

    #[test]
    fn losses_are_as_many_as_said() {
        let lost = |ppm| {
            let link = Link::constant(Span::from_millis(5), ppm);
            (0..=u32::MAX).step_by(4_096).filter(|&mark| link.draw(0, mark).is_none()).count()
        };
        assert_eq!((lost(0), lost(1_000_000)), (0, 1 << 20));
        assert!(lost(2_500).abs_diff(2_621) <= 2, "{}", lost(2_500));
        assert_eq!(Link::constant(Span::from_millis(5), 0).draw(9, 0), Some(Span::from_millis(5)));
    }

    #[test]
    fn a_link_is_out_from_the_first_instant_until_before_the_last() {
        let mut link = Link::constant(Span::SECOND, 0);
        assert!(!link.is_out(time(0)));
        link.set_outages([outage(50, 60), outage(10, 20), outage(15, 30), outage(70, 70), outage(52, 55)]);
        assert_eq!(link.outages(), [outage(10, 30), outage(50, 60)]);
        let out: Vec<bool> = [9, 10, 29, 30, 50, 56, 60].into_iter().map(|at| link.is_out(time(at))).collect();
        assert_eq!(out, [false, true, true, false, true, true, false]);
    }
}
