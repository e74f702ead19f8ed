//! Audit: the books once more, from facts alone, and the checks that hold them against the ledger.
//!
//! The auditor shares no code with what it audits: it rounds in its own way (half to even, on magnitudes), and it does not post pairs
//! of debit and credit but writes down, for each kind of fact, what it leaves on each account of each party. So an error in the posting
//! rules, a fact that is told twice or not at all, and a leg that never ends all show as a [`Finding`] that names the place.
//!
//! Use: build one [`AuditPlan`] from the markets of a run, let one [`Auditor`] look on in every district and one at the head offices,
//! [`Auditor::absorb`] them into one and ask it to [`Auditor::conclude`] on the consolidated ledger.

mod accounts;
mod auditor;
mod bills;
mod books;
mod census;
mod checks;
mod disputes;
mod escrow;
mod finding;
mod fraud;
mod funds;
mod incentives;
mod licences;
mod losses;
mod partnerships;
mod plan;
mod rounding;
mod rules;
#[cfg(test)]
mod tests;
mod transfers;

pub use auditor::Auditor;
pub use finding::Finding;
pub use plan::AuditPlan;
