//! Ledger: the books of all parties in one district, or of the head offices.
//!
//! Invariants: a posting changes a debit and a credit by the same amount within one party's books; holds never change a balance;
//! a hold is captured or released exactly once, so what is held ends at zero.

use super::account::Account;
use crate::domain::money::Money;
use crate::domain::party::PartyId;

/// Everything debited to and credited to one account so far, minor units, full scale.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Sum of debits.
    pub debit: i64,
    /// Sum of credits.
    pub credit: i64,
}

impl Balance {
    /// Credits less debits.
    #[must_use]
    pub const fn net(self) -> i64 {
        self.credit - self.debit
    }
}

/// A party whose books do not balance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Imbalance {
    /// Whose books.
    pub party: PartyId,
    /// Sum of its debits.
    pub debit: i64,
    /// Sum of its credits.
    pub credit: i64,
}

/// The books of all parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ledger {
    /// By account and party, parties running fastest: a sweep goes through one account of all parties, every day.
    balances: Vec<Balance>,
    held: Vec<i64>,
}

impl Ledger {
    /// Empty books for `parties` parties.
    #[must_use]
    pub fn new(parties: usize) -> Self {
        Self { balances: vec![Balance::default(); parties * Account::COUNT], held: vec![0; parties] }
    }

    /// Debits one account and credits another in `party`'s books; a negative amount posts the other way round.
    ///
    /// (Inlined always: callers name their accounts, so that each account's place is a constant there.)
    #[inline(always)]
    pub fn post(&mut self, party: PartyId, debit: Account, credit: Account, amount: Money) {
        let (debit, credit, minor) = if amount.minor() < 0 { (credit, debit, -amount.minor()) } else { (debit, credit, amount.minor()) };
        let (debit, credit) = (self.place(party, debit), self.place(party, credit));
        self.balances[debit].debit += minor;
        self.balances[credit].credit += minor;
    }

    /// Records a cost of one party that another earns, on `account` of both books.
    #[inline]
    pub fn transfer(&mut self, payer: (PartyId, Account), payee: (PartyId, Account), through: Account, amount: Money) {
        self.post(payer.0, payer.1, through, amount);
        self.post(payee.0, through, payee.1, amount);
    }

    /// Holds `amount` of cardholders' money with `issuer`: the first phase of a two-phase transfer.
    #[inline]
    pub fn hold(&mut self, issuer: PartyId, amount: Money) {
        self.held[issuer.index()] += amount.minor();
    }

    /// Ends a hold, whether its money is captured by a posting or let go.
    #[inline]
    pub fn release(&mut self, issuer: PartyId, amount: Money) {
        self.held[issuer.index()] -= amount.minor();
    }

    /// What is held with `issuer` now.
    #[must_use]
    pub fn held(&self, issuer: PartyId) -> Money {
        Money::from_minor(self.held[issuer.index()])
    }

    /// The totals of one account.
    #[must_use]
    pub fn balance(&self, party: PartyId, account: Account) -> Balance {
        self.balances[self.place(party, account)]
    }

    #[inline(always)]
    fn place(&self, party: PartyId, account: Account) -> usize {
        account.slot() * self.held.len() + party.index()
    }

    /// The number of parties.
    #[must_use]
    pub fn parties(&self) -> usize {
        self.held.len()
    }

    /// Adds another district's books, account by account.
    pub fn absorb(&mut self, other: &Self) {
        for (mine, theirs) in self.balances.iter_mut().zip(&other.balances) {
            mine.debit += theirs.debit;
            mine.credit += theirs.credit;
        }
        for (mine, theirs) in self.held.iter_mut().zip(&other.held) {
            *mine += theirs;
        }
    }

    /// Pays what `account` shows to or from cash in every party's books, telling each party's net (positive is received).
    pub fn sweep(&mut self, account: Account, settled: &mut impl FnMut(PartyId, Money)) {
        for party in 0..self.parties() {
            let party = PartyId(party as u8);
            let due = Money::from_minor(-self.balance(party, account).net());
            if due != Money::ZERO {
                self.post(party, Account::Cash, account, due);
                settled(party, due);
            }
        }
    }

    /// The trial balance: every party's debits equal its credits.
    ///
    /// # Errors
    /// The first party whose books do not balance.
    pub fn verify(&self) -> Result<(), Imbalance> {
        for party in (0..self.parties()).map(|party| PartyId(party as u8)) {
            let books = self.balances.iter().skip(party.index()).step_by(self.parties());
            let (debit, credit) = books.fold((0, 0), |(debit, credit), b| (debit + b.debit, credit + b.credit));
            if debit != credit {
                return Err(Imbalance { party, debit, credit });
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const A: PartyId = PartyId(0);
    const B: PartyId = PartyId(1);

    #[test]
    fn a_negative_amount_posts_the_other_way_round() {
        let mut forward = Ledger::new(1);
        forward.post(A, Account::Cash, Account::Sales, Money::from_minor(-5));
        let mut swapped = Ledger::new(1);
        swapped.post(A, Account::Sales, Account::Cash, Money::from_minor(5));
        assert_eq!(forward, swapped);
        assert!(forward.verify().is_ok());
    }

    #[test]
    fn settlement_leaves_nothing_due_and_moves_cash_between_parties() {
        let mut ledger = Ledger::new(2);
        ledger.transfer((A, Account::Sales), (B, Account::Sales), Account::Settlement, Money::from_minor(7));
        let mut total = Money::ZERO;
        ledger.sweep(Account::Settlement, &mut |_, net| total += net);
        assert_eq!(total, Money::ZERO);
        assert_eq!(ledger.balance(A, Account::Settlement).net(), 0);
        assert_eq!(ledger.balance(B, Account::Cash).net(), -7, "cash is a debit account");
    }

    #[test]
    fn a_lopsided_book_is_found() {
        let mut ledger = Ledger::new(2);
        ledger.balances[Account::COUNT * 2 - 1].debit += 3;
        assert_eq!(ledger.verify(), Err(Imbalance { party: B, debit: 3, credit: 0 }));
    }
}
