//! Post: takes letters between districts from one window to the next, and clerks who do so side by side.
//!
//! - Districts are in groups of 2^k neighbours. A group's clerk runs its districts in order and sorts their letters by the target's group;
//!   then each group's letters are delivered, clerk by clerk. So a district gets its letters by (source district, number) whatever the groups,
//!   and its agenda, first come first served, makes that (time, source district, number).
//! - A clerk lends one desk to its districts in turn, so the desk stays in cache.

use super::agenda::{Agenda, Letter};
use super::desk::Desk;
use super::engine::Model;

/// Groups for each thread, so that a slow group holds up little.
const GROUPS_PER_THREAD: usize = 8;

/// How districts are grouped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Groups {
    /// How many groups.
    pub(super) count: usize,
    /// How many districts in all.
    districts: usize,
    /// A group has 2^bits districts, the last perhaps fewer.
    bits: u32,
}

impl Groups {
    /// Districts of a full group.
    pub(super) const fn size(self) -> usize {
        1 << self.bits
    }
}

/// Groups of `districts` districts for so many threads.
pub(super) fn groups(districts: usize, threads: usize) -> Groups {
    let size = if threads == 1 { districts } else { districts.div_ceil(threads.saturating_mul(GROUPS_PER_THREAD)) };
    let bits = size.max(1).next_power_of_two().trailing_zeros();
    Groups { districts, count: districts.div_ceil(1 << bits), bits }
}

/// Who runs a group of districts.
pub(super) struct Clerk<M: Model> {
    groups: Groups,
    desk: Desk<M::Message>,
    reports: Vec<M::Report>,
    /// Letters by target group.
    bags: Vec<Vec<Letter<M::Message>>>,
    undeliverable: u64,
}

impl<M: Model> Clerk<M> {
    /// A clerk for a group.
    pub(super) fn new(groups: Groups) -> Self {
        Self { groups, desk: Desk::default(), reports: Vec::new(), bags: (0..groups.count).map(|_| Vec::new()).collect(), undeliverable: 0 }
    }

    /// How districts are grouped.
    pub(super) const fn groups(&self) -> Groups {
        self.groups
    }

    /// Empties the bags for a new window.
    pub(super) fn begin(&mut self) {
        self.reports.clear();
        self.bags.iter_mut().for_each(Vec::clear);
    }

    /// Serves a district: lends it the desk, runs it, keeps its report and sorts its letters.
    #[inline]
    pub(super) fn serve(&mut self, agenda: &mut Agenda<M::Message>, run: impl FnOnce(&mut Agenda<M::Message>) -> M::Report) {
        agenda.trade_desk(&mut self.desk);
        self.reports.push(run(agenda));
        agenda.trade_desk(&mut self.desk);
        for letter in self.desk.letters.drain(..) {
            let district = letter.district as usize;
            if district < self.groups.districts {
                self.bags[district >> self.groups.bits].push(letter);
            } else {
                self.undeliverable += 1;
            }
        }
    }

    /// Delivers the letters for a group to its agendas.
    pub(super) fn deliver(&self, group: usize, agendas: &mut [Agenda<M::Message>]) {
        let first = group << self.groups.bits;
        for letter in &self.bags[group] {
            agendas[letter.district as usize - first].schedule(letter.at, letter.message);
        }
    }

    /// The reports of the group's districts, in order.
    pub(super) fn reports(&mut self) -> &mut Vec<M::Report> {
        &mut self.reports
    }

    /// How many letters were for no district since the clerk was hired.
    pub(super) const fn undeliverable(&self) -> u64 {
        self.undeliverable
    }
}
