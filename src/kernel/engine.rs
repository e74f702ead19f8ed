//! Engine: runs districts side by side, window by window, with the head offices deciding in between.
//!
//! - A result is a function of the model, the districts and the window length: the number of threads changes nothing, not a bit.
//! - Inside a window districts share nothing but the model and the bulletin, which nobody writes.
//! - At the window's end post is delivered in order of (time, source district, number), then the head offices see all reports, in district
//!   order, and publish the bulletin of the next window.
//! - Windows follow one another without a gap, and none runs twice.

use std::ops::{ControlFlow, Range};

use rayon::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use super::agenda::Agenda;
use super::post::{Clerk, groups};
use super::time::{Span, Time, Window};

/// What happens in a district: static rules, shared by all districts and threads.
pub trait Model: Sync {
    /// What is scheduled: a small value, copied about.
    type Message: Copy + Send + Sync;
    /// The state of a district.
    type District: Send;
    /// What a district tells the head offices after a window. Let it hold integers only, so that summing needs no order.
    type Report: Send + Sync;
    /// What the head offices tell all districts before a window.
    type Bulletin: Send + Sync;

    /// Opens a window: schedules what begins in it.
    fn open(&self, district: &mut Self::District, window: Window, bulletin: &Self::Bulletin, agenda: &mut Agenda<Self::Message>);

    /// Handles a message at its time.
    fn handle(
        &self,
        district: &mut Self::District,
        bulletin: &Self::Bulletin,
        at: Time,
        message: Self::Message,
        agenda: &mut Agenda<Self::Message>,
    );

    /// Closes a window and reports. What is scheduled here falls in a later window.
    fn close(
        &self,
        district: &mut Self::District,
        window: Window,
        bulletin: &Self::Bulletin,
        agenda: &mut Agenda<Self::Message>,
    ) -> Self::Report;
}

/// Where the reports meet.
pub trait HeadOffice<M: Model> {
    /// Decides on the reports of a window, in district order, what the next window's bulletin says. The engine empties the list afterwards;
    /// the office may take what it likes.
    fn decide(&mut self, window: Window, reports: &mut Vec<M::Report>) -> M::Bulletin;
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Outcome {
    /// All windows asked for have run.
    Finished,
    /// The observer asked to stop; the window before is complete, and a further run goes on from there.
    Interrupted,
}

/// A model, its districts and their agendas.
pub struct Engine<M: Model> {
    model: M,
    districts: Vec<M::District>,
    agendas: Vec<Agenda<M::Message>>,
    bulletin: M::Bulletin,
    window_length: Span,
    /// The window to run next, once one has run.
    next: Option<u32>,
    pool: Option<ThreadPool>,
    clerks: Vec<Clerk<M>>,
    reports: Vec<M::Report>,
    /// Letters for no district that clerks since dismissed have seen.
    undeliverable: u64,
}

impl<M: Model> Engine<M> {
    /// An engine at rest. The window length is at least 1 µs.
    pub fn new(model: M, districts: Vec<M::District>, first: M::Bulletin, window_length: Span) -> Self {
        let mut engine = Self {
            model,
            districts,
            agendas: Vec::new(),
            bulletin: first,
            window_length,
            next: None,
            pool: None,
            clerks: Vec::new(),
            reports: Vec::new(),
            undeliverable: 0,
        };
        engine.make_agendas(0);
        engine
    }

    /// Runs the windows in `windows` that have not run, after any gap before them; an engine's first run may begin at any window. Uses
    /// `threads` threads, but no more than districts and at least one, the caller's own if one is enough. After each window `progress` may
    /// stop the run.
    pub fn run(
        &mut self,
        head: &mut impl HeadOffice<M>,
        windows: Range<u32>,
        threads: usize,
        mut progress: impl FnMut(Window) -> ControlFlow<()>,
    ) -> Outcome {
        self.employ(threads);
        let first = self.next.unwrap_or_else(|| {
            self.make_agendas(windows.start);
            windows.start
        });
        for index in first..windows.end {
            let window = Window::nth(index, self.window_length);
            self.run_districts(window);
            self.deliver();
            self.gather_reports();
            self.bulletin = head.decide(window, &mut self.reports);
            self.next = Some(index + 1);
            if progress(window).is_break() {
                return Outcome::Interrupted;
            }
        }
        Outcome::Finished
    }

    /// The model.
    pub const fn model(&self) -> &M {
        &self.model
    }

    /// The districts, in order.
    #[must_use]
    pub fn districts(&self) -> &[M::District] {
        &self.districts
    }

    /// The districts, in order, to change between runs.
    pub fn districts_mut(&mut self) -> &mut [M::District] {
        &mut self.districts
    }

    /// The districts, in order, for keeps.
    #[must_use]
    pub fn into_districts(self) -> Vec<M::District> {
        self.districts
    }

    /// The bulletin of the window to come.
    pub const fn bulletin(&self) -> &M::Bulletin {
        &self.bulletin
    }

    /// How many messages were handled since the beginning.
    #[must_use]
    pub fn messages(&self) -> u64 {
        self.agendas.iter().map(Agenda::handled).sum()
    }

    /// How many messages wait to be handled, post included.
    #[must_use]
    pub fn pending(&self) -> usize {
        self.agendas.iter().map(Agenda::pending).sum()
    }

    /// How many letters were sent to districts that do not exist, and dropped; a correct model has none.
    #[must_use]
    pub fn undeliverable(&self) -> u64 {
        self.clerks.iter().map(Clerk::undeliverable).sum::<u64>() + self.undeliverable
    }

    /// Gives every district an empty agenda from window `first` on.
    fn make_agendas(&mut self, first: u32) {
        let length = self.window_length;
        self.agendas = (0..).zip(&self.districts).map(|(district, _)| Agenda::new(district, length, first)).collect();
    }

    /// Hires the threads and clerks for a run. If the system gives no threads the caller's own does all: results are the same.
    fn employ(&mut self, threads: usize) {
        let threads = threads.min(self.districts.len()).max(1);
        if threads == 1 {
            self.pool = None;
        } else if self.pool.as_ref().map(ThreadPool::current_num_threads) != Some(threads) {
            self.pool = ThreadPoolBuilder::new().num_threads(threads).build().ok();
        }
        let groups = groups(self.districts.len(), threads);
        if self.clerks.first().map(Clerk::groups) != Some(groups) {
            self.undeliverable = self.undeliverable();
            self.clerks = (0..groups.count).map(|_| Clerk::new(groups)).collect();
        }
    }

    /// Runs every district through a window.
    fn run_districts(&mut self, window: Window) {
        let (model, bulletin) = (&self.model, &self.bulletin);
        let Some(first) = self.clerks.first() else {
            return;
        };
        let size = first.groups().size();
        let serve = |((clerk, districts), agendas): Share<'_, M>| {
            clerk.begin();
            for (district, agenda) in districts.iter_mut().zip(agendas) {
                clerk.serve(agenda, |agenda| run_district(model, district, window, bulletin, agenda));
            }
        };
        match &self.pool {
            None => self.clerks.iter_mut().zip(self.districts.chunks_mut(size)).zip(self.agendas.chunks_mut(size)).for_each(serve),
            Some(pool) => pool.install(|| {
                self.clerks
                    .par_iter_mut()
                    .zip(self.districts.par_chunks_mut(size))
                    .zip(self.agendas.par_chunks_mut(size))
                    .with_max_len(1)
                    .for_each(serve);
            }),
        }
    }

    /// Delivers the window's post.
    fn deliver(&mut self) {
        let Some(first) = self.clerks.first() else {
            return;
        };
        let size = first.groups().size();
        let clerks = &self.clerks;
        let deliver = |(group, agendas): (usize, &mut [Agenda<M::Message>])| {
            for clerk in clerks {
                clerk.deliver(group, agendas);
            }
        };
        match &self.pool {
            None => self.agendas.chunks_mut(size).enumerate().for_each(deliver),
            Some(pool) => pool.install(|| {
                let groups = self.agendas.par_chunks_mut(size).enumerate();
                groups.with_max_len(1).for_each(deliver);
            }),
        }
    }

    /// Puts the reports together, in district order.
    fn gather_reports(&mut self) {
        self.reports.clear();
        for clerk in &mut self.clerks {
            self.reports.append(clerk.reports());
        }
    }
}

/// A clerk with the districts and agendas of their group.
type Share<'a, M> = ((&'a mut Clerk<M>, &'a mut [<M as Model>::District]), &'a mut [Agenda<<M as Model>::Message>]);

/// Runs one district through a window.
#[inline]
fn run_district<M: Model>(
    model: &M,
    district: &mut M::District,
    window: Window,
    bulletin: &M::Bulletin,
    agenda: &mut Agenda<M::Message>,
) -> M::Report {
    agenda.open();
    model.open(district, window, bulletin, agenda);
    while let Some((at, &message)) = agenda.next() {
        model.handle(district, bulletin, at, message, agenda);
    }
    agenda.finish();
    let report = model.close(district, window, bulletin, agenda);
    agenda.close();
    report
}

#[cfg(test)]
mod tests;
