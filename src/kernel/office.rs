//! Office: how long a customer of a front office waits for a server, and whether they give up.
//!
//! The queue is M/M/c with a fixed patience: Poisson arrivals at rate λ, c servers of exponential service at rate μ each, first come first
//! served; who is not served within τ leaves. The wait on offer then has the density (F. Baccelli, G. Hebuterne, "On queues with impatient
//! customers", Performance '81)
//!
//! - λ P(c-1 busy) e^(-(cμ - λ)x) up to τ,
//! - and falls as e^(-cμx) beyond, where nobody joins.
//!
//! Invariants: it is proper at any load, at 1 and above too; as τ grows at a load under 1 it becomes Erlang C; a wait is drawn from one
//! uniform, and a larger uniform never waits less.

use super::time::Span;

/// A front office.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FrontOffice {
    /// Servers working side by side.
    pub servers: u32,
    /// Customers one server serves a second.
    pub service_rate_per_s: f64,
    /// How long a customer waits before giving up: the caller's time-out.
    pub patience: Span,
}

/// The stationary law of the wait at one arrival rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Waiting {
    /// Probability that no server is free, so that a customer waits or gives up.
    pub p_wait: f64,
    /// Probability that a customer gives up (at the patience).
    pub p_abandon: f64,
    /// Mean wait of a customer who is served, those not waiting included \[s\].
    pub mean_wait_s: f64,
    p_immediate: f64,
    p_served_late: f64,
    decay_per_s: f64,
    patience_s: f64,
}

impl FrontOffice {
    /// The law of the wait when customers arrive at this rate; takes time in proportion to the servers. Without arrivals nobody waits;
    /// without servers, or service, everybody gives up.
    #[must_use]
    pub fn at(&self, arrival_rate_per_s: f64) -> Waiting {
        let capacity = f64::from(self.servers) * self.service_rate_per_s;
        let patience_s = self.patience.max(Span::ZERO).as_secs_f64();
        if arrival_rate_per_s.is_nan() || arrival_rate_per_s <= 0.0 {
            return Waiting::certain(1.0, patience_s);
        }
        if capacity.is_nan() || capacity <= 0.0 {
            return Waiting::certain(0.0, patience_s);
        }
        let decay = capacity - arrival_rate_per_s;
        let growth = -decay * patience_s;
        // All weights are in units of P(c-1 busy), and scaled down by e^growth where that would overflow.
        let scale = libm::exp(-growth.max(0.0));
        let immediate = scale * inverse_erlang_b(self.servers - 1, arrival_rate_per_s / self.service_rate_per_s);
        let late = arrival_rate_per_s * patience_s * mean_exponential(-growth.abs());
        let abandon = arrival_rate_per_s / capacity * libm::exp(growth.min(0.0));
        Waiting::from_weights([immediate, late, abandon], decay, patience_s)
    }
}

impl Waiting {
    /// Everybody is served at once (1) or nobody ever (0).
    fn certain(served: f64, patience_s: f64) -> Self {
        Self {
            p_wait: 1.0 - served,
            p_abandon: 1.0 - served,
            mean_wait_s: 0.0,
            p_immediate: served,
            p_served_late: 0.0,
            decay_per_s: 0.0,
            patience_s,
        }
    }

    fn from_weights([immediate, late, abandon]: [f64; 3], decay_per_s: f64, patience_s: f64) -> Self {
        let mut waiting = Self::certain(1.0, patience_s);
        if immediate.is_finite() {
            let total = immediate + late + abandon;
            waiting.p_immediate = immediate / total;
            waiting.p_served_late = late / total;
            waiting.p_abandon = abandon / total;
            waiting.p_wait = (late + abandon) / total;
            waiting.decay_per_s = decay_per_s;
        }
        waiting.mean_wait_s = waiting.mean_served();
        waiting
    }

    /// The wait of the customer with this uniform in \[0, 1), or nothing if they give up.
    #[inline]
    #[must_use]
    pub fn draw(&self, uniform: f64) -> Option<Span> {
        if uniform < self.p_immediate { Some(Span::ZERO) } else { self.draw_late(uniform - self.p_immediate) }
    }

    /// Inverts the truncated exponential; `rest` is in `0..p_served_late`, or the customer gives up.
    fn draw_late(&self, rest: f64) -> Option<Span> {
        if rest >= self.p_served_late {
            return None;
        }
        let share = rest / self.p_served_late;
        let (decay, patience) = (self.decay_per_s, self.patience_s);
        let z = decay * patience;
        let wait_s = if z.abs() < FLAT {
            share * patience
        } else if z > 0.0 {
            -libm::log1p(share * libm::expm1(-z)) / decay
        } else {
            // Measured from the patience, an overloaded office's wait decays.
            patience - libm::log1p((1.0 - share) * libm::expm1(z)) / decay
        };
        Some(Span::from_secs_f64(wait_s.clamp(0.0, patience)))
    }

    /// Mean of the wait given service: a truncated exponential's, times the share who wait.
    fn mean_served(&self) -> f64 {
        let served = self.p_immediate + self.p_served_late;
        if served <= 0.0 || self.p_served_late <= 0.0 {
            return 0.0;
        }
        let z = self.decay_per_s * self.patience_s;
        let mean = if z.abs() < NEARLY_FLAT {
            self.patience_s * (0.5 - z / 12.0)
        } else if z > 0.0 {
            1.0 / self.decay_per_s - self.patience_s / libm::expm1(z)
        } else {
            self.patience_s + 1.0 / self.decay_per_s + self.patience_s / libm::expm1(-z)
        };
        self.p_served_late / served * mean
    }
}

/// Under this, e^z is 1 + z to the last bit that matters.
const FLAT: f64 = 1e-12;
/// Under this, a truncated exponential's mean is taken from its series: both are good to 1 part in 10^11 there.
const NEARLY_FLAT: f64 = 1e-4;

/// Mean of e^(zx) over x in \[0, 1\]: (e^z - 1)/z.
fn mean_exponential(z: f64) -> f64 {
    if z.abs() < FLAT { 1.0 } else { libm::expm1(z) / z }
}

/// One over the Erlang B blocking probability of so many servers at an offered load, by the stable recursion
/// 1/B(k) = 1 + k/load / B(k-1); infinite if blocking is out of range.
fn inverse_erlang_b(servers: u32, load: f64) -> f64 {
    (1..=servers).fold(1.0, |inverse, k| 1.0 + f64::from(k) / load * inverse)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Erlang C by the textbook's direct sum: the probability of waiting.
    fn erlang_c(servers: u32, load: f64) -> f64 {
        let (mut term, mut sum) = (1.0, 0.0);
        for k in 1..=servers {
            sum += term;
            term *= load / f64::from(k);
        }
        let last = term * f64::from(servers) / (f64::from(servers) - load);
        last / (sum + last)
    }

    fn office(servers: u32, patience: Span) -> FrontOffice {
        FrontOffice { servers, service_rate_per_s: 0.5, patience }
    }

    /// Mean of the drawn waits and share of abandons over a fine, even set of uniforms.
    fn drawn(waiting: &Waiting) -> (f64, f64) {
        let n = 200_000_u32;
        let (mut sum, mut served) = (0.0, 0_u32);
        for i in 0..n {
            if let Some(wait) = waiting.draw((f64::from(i) + 0.5) / f64::from(n)) {
                sum += wait.as_secs_f64();
                served += 1;
            }
        }
        (sum / f64::from(served), 1.0 - f64::from(served) / f64::from(n))
    }

    #[test]
    fn with_endless_patience_it_is_erlang_c() {
        for (servers, load, tabulated) in [(10, 8.0, 0.409_2), (1, 0.5, 0.5), (2, 1.0, 1.0 / 3.0), (100, 90.0, 0.216_9)] {
            let c = erlang_c(servers, load);
            assert!((c - tabulated).abs() < 1e-4, "{c}");
            let waiting = office(servers, Span::MAX).at(load * 0.5);
            assert!((waiting.p_wait - c).abs() < 1e-12 && waiting.p_abandon < 1e-12, "{waiting:?}");
            let mean = c / (0.5 * (f64::from(servers) - load));
            assert!((waiting.mean_wait_s / mean - 1.0).abs() < 1e-9, "{waiting:?} {mean}");
        }
    }

    #[test]
    fn without_patience_it_is_erlang_b() {
        let waiting = office(10, Span::ZERO).at(4.0);
        let b = 1.0 / inverse_erlang_b(10, 8.0);
        assert!((waiting.p_abandon - b).abs() < 1e-12 && (b - 0.121_66).abs() < 1e-5, "{waiting:?}");
        assert!((waiting.p_wait - b).abs() < 1e-12);
    }

    #[test]
    fn above_capacity_the_excess_gives_up() {
        let waiting = office(10, Span::from_secs(1_000)).at(1.2 * 5.0);
        assert!((waiting.p_abandon - (1.0 - 1.0 / 1.2)).abs() < 1e-9, "{waiting:?}");
        let endless = office(10, Span::MAX).at(1.2 * 5.0);
        assert!((endless.p_abandon - (1.0 - 1.0 / 1.2)).abs() < 1e-9, "{endless:?}");
    }

    #[test]
    fn what_is_served_is_what_servers_can_do() {
        // Rate conservation: served customers a second x mean service = mean busy servers, at any load and patience. The busy are all, when
        // somebody waits, else the load less what is cut off; for one server, P(busy) = p_wait.
        for arrival in [0.1, 0.4, 0.5, 0.5 + 1e-9, 0.7, 5.0] {
            for patience_s in [0, 1, 10, 300] {
                let waiting = office(1, Span::from_secs(patience_s)).at(arrival);
                let served = arrival * (1.0 - waiting.p_abandon);
                assert!((served - 0.5 * waiting.p_wait).abs() < 1e-9, "{arrival} {patience_s}: {waiting:?}");
            }
        }
    }

    #[test]
    fn draws_have_the_mean_and_the_abandons_of_the_law() {
        for (servers, load) in [(10, 8.0), (10, 10.0), (10, 12.0), (1, 30.0), (100_000, 99_990.0), (100_000, 101_000.0)] {
            let waiting = office(servers, Span::from_secs(3)).at(load * 0.5);
            let (mean, abandons) = drawn(&waiting);
            assert!((mean - waiting.mean_wait_s).abs() < 1e-4 * 3.0, "{load}: {mean} {waiting:?}");
            assert!((abandons - waiting.p_abandon).abs() < 1e-5, "{load}: {abandons} {waiting:?}");
        }
    }

    #[test]
    fn a_larger_uniform_never_waits_less() {
        let waiting = office(10, Span::from_secs(5)).at(5.5);
        let waits: Vec<Option<Span>> = (0..1_000).map(|i| waiting.draw(f64::from(i) / 1e3)).collect();
        let served: Vec<Span> = waits.iter().map_while(|wait| *wait).collect();
        assert!(served.is_sorted() && served.iter().all(|&wait| wait <= Span::from_secs(5)));
        assert!(waits[served.len()..].iter().all(Option::is_none) && served.len() < 1_000);
    }

    #[test]
    fn odd_offices_have_plain_answers() {
        assert_eq!(office(3, Span::SECOND).at(0.0).draw(0.999), Some(Span::ZERO));
        assert_eq!(office(3, Span::SECOND).at(f64::NAN).draw(0.5), Some(Span::ZERO));
        assert_eq!(office(0, Span::SECOND).at(1.0).draw(0.0), None);
        let idle = office(100_000, Span::SECOND).at(1.0);
        assert!(idle.p_wait < 1e-300 && idle.draw(0.999_999) == Some(Span::ZERO), "{idle:?}");
    }
}
