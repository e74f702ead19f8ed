//! Licences: what processors owe for being licensed, what supervising them costs, and what is set aside of their float, worked out from
//! the scenario's rules alone.
//!
//! The queue is walked through once more, day by day and firm by firm; what a head office says of it must come out the same.

use super::books::Books;
use super::losses::Misfit;
use super::plan::AuditMarket;
use super::rounding::rated;
use crate::domain::calendar::Calendar;
use crate::domain::licensing::{LicencePolicy, Licensing};
use crate::domain::line::Line;
use crate::domain::market::Market;
use crate::domain::money::Rate;
use crate::domain::party::PartyId;
use crate::ledger::Account::{self, Outside};
use crate::protocol::{Charge, LicenceFact, QueueFact};
use jiff::civil::Date;

/// A processor as the regulator sees it.
#[derive(Clone, Copy, Debug)]
struct Licensee {
    party: PartyId,
    firms: i64,
    begins_unlicensed: bool,
    paid_per_year: i64,
}

/// The regulator's rules, as far as they cost somebody.
#[derive(Clone, Debug)]
pub(super) struct AuditLicences {
    calendar: Calendar,
    rules: Option<Licensing>,
    licensees: Vec<Licensee>,
    /// What each regulator's own work costs it a month.
    supervision: Vec<(PartyId, i64)>,
    set_aside: Rate,
}

impl AuditLicences {
    pub(super) fn new(market: &Market) -> Self {
        let licensee = |processor: &crate::domain::stored::Processor| Licensee {
            party: processor.party,
            firms: i64::from(processor.firms),
            begins_unlicensed: processor.begins_unlicensed,
            paid_per_year: processor.licence_per_year.minor(),
        };
        let mut set_aside = Rate::ZERO;
        for regulator in &market.regulators {
            if regulator.reserve_provision.ppm() > set_aside.ppm() {
                set_aside = regulator.reserve_provision;
            }
        }
        Self {
            calendar: market.calendar.clone(),
            rules: market.licensing.clone(),
            licensees: market.processors.iter().map(licensee).collect(),
            supervision: market.regulators.iter().map(|regulator| (regulator.party, regulator.supervision.minor())).collect(),
            set_aside,
        }
    }

    fn licensee(&self, party: PartyId) -> Option<Licensee> {
        self.licensees.iter().copied().find(|licensee| licensee.party == party)
    }
}

/// The length of the queue at the end of `date`.
fn queue(rules: &Licensing, date: Date) -> i64 {
    if rules.policy == LicencePolicy::Free || date < rules.applications_from {
        return 0;
    }
    let mut reached = rules.applicants.first().map_or(0, |point| i64::from(point.1));
    for pair in rules.applicants.windows(2) {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        if date >= from {
            let (gone, all) = ((date.min(to) - from).get_days(), (to - from).get_days());
            reached = i64::from(low) + (i64::from(high) - i64::from(low)) * i64::from(gone) / i64::from(all);
        }
    }
    reached
}

/// Licences given by the end of `date`.
fn given(rules: &Licensing, date: Date) -> i64 {
    match rules.policy {
        LicencePolicy::Free => 0,
        LicencePolicy::OpenEntry => queue(rules, date),
        LicencePolicy::Batches => {
            let mut given = 0;
            for batch in rules.batches.iter().filter(|batch| batch.date <= date) {
                let waiting = queue(rules, batch.date) - given;
                given += waiting.clamp(0, i64::from(batch.licences));
            }
            given
        }
    }
}

/// Firms of `party` on the first `places`.
fn firms(rules: &Licensing, party: PartyId, places: i64) -> i64 {
    let mut count = 0;
    for firm in &rules.firms {
        count += i64::from(firm.processor == party && i64::from(firm.place) <= places);
    }
    count
}

fn operating(rules: &Licensing, licensee: Licensee, date: Date) -> i64 {
    let is_free = rules.policy == LicencePolicy::Free || (licensee.begins_unlicensed && date < rules.required_from);
    if is_free { licensee.firms } else { firms(rules, licensee.party, given(rules, date)) }
}

/// A processor's month: its licences' cost, by its firms as the rules have them.
///
/// # Errors
/// It is no processor, or what is said of its firms is not what the rules say.
pub(super) fn month(books: &mut Books, market: &AuditMarket, fact: LicenceFact) -> Result<(), Misfit> {
    let licences = &market.licences;
    let licensee = licences.licensee(fact.processor).ok_or("a licence of somebody who is no processor")?;
    let mut due = rated(fact.open_share, licensee.paid_per_year / 12);
    let (mut applied, mut fresh, mut working) = (0, 0, licensee.firms);
    if let Some(rules) = &licences.rules {
        let today = licences.calendar.date(fact.at.day());
        // A run's first month looks back to the day before it.
        let opening = today.first_of_month().max(licences.calendar.start());
        let before = opening.yesterday().map_or(0, |day| firms(rules, licensee.party, queue(rules, day)));
        applied = firms(rules, licensee.party, queue(rules, today));
        fresh = applied - before;
        working = operating(rules, licensee, today);
        let capital = (rules.capital.minor() * applied).max(rated(rules.balances_capital, fact.stored.minor()));
        due += rules.application_cost.minor() * fresh;
        due += if applied > 0 { rated(rules.capital_cost, capital) / 12 } else { 0 };
    }
    books.of(licensee.party).debit(Account::Line(Line::Licence), due).credit(Outside, due);
    let told = [fact.applied, fact.newly_applied, fact.operating].map(i64::from);
    if told == [applied, fresh, working] { Ok(()) } else { Err("a processor whose firms stand elsewhere in the queue") }
}

/// The queue at a month's end, and what supervision has cost: the regulator's own work, and a part for each licence.
///
/// # Errors
/// What is said of the queue is not what the rules say.
pub(super) fn queue_told(books: &mut Books, market: &AuditMarket, fact: QueueFact) -> Result<(), Misfit> {
    let licences = &market.licences;
    let rules = licences.rules.as_ref().ok_or("a queue for licences that nobody needs")?;
    let today = licences.calendar.date(fact.at.day());
    let given = given(rules, today);
    let own: i64 = licences.supervision.iter().filter(|(party, _)| *party == rules.regulator).map(|(_, cost)| cost).sum();
    let cost = own + rules.supervision_per_year.minor() * given / 12;
    books.of(rules.regulator).debit(Account::Line(Line::Supervision), cost).credit(Outside, cost);
    let working = licences.licensees.iter().map(|licensee| operating(rules, *licensee, today)).sum();
    let told = [fact.applied, fact.granted, fact.operating].map(i64::from);
    if told == [queue(rules, today), given, working] { Ok(()) } else { Err("a queue for licences that moved by other rules") }
}

/// True of a charge that is booked from the rules, not from what the head office says it comes to.
pub(super) fn knows_better(market: &AuditMarket, charge: &Charge) -> bool {
    let licences = &market.licences;
    charge.payer.is_some_and(|(payer, line)| match line {
        Line::Licence | Line::ReserveProvision => true,
        Line::Supervision => licences.rules.as_ref().is_some_and(|rules| rules.regulator == payer),
        _ => false,
    })
}

/// What a processor has earned on its customers' balances: a part of it is set aside.
pub(super) fn earned(books: &mut Books, market: &AuditMarket, charge: &Charge) {
    let Some((payee, Line::Float)) = charge.payee else { return };
    if market.licences.licensee(payee).is_some() {
        let part = rated(market.licences.set_aside, charge.amount.minor());
        books.of(payee).debit(Account::Line(Line::ReserveProvision), part).credit(Outside, part);
    }
}
