//! Remote audit: where an order is told otherwise than it was posted, the auditor says so.

use crate::remote::market;
use crate::support::{order, plan};
use paycosm::audit::{AuditPlan, Auditor};
use paycosm::domain::money::Money;
use paycosm::domain::payment::{Leg, Source};
use paycosm::experiment::simulate::world_plan;
use paycosm::protocol::{EscrowFact, Fact, Observer, Payment, PaymentKind};
use paycosm::world::World;
use std::ops::ControlFlow;
use std::sync::Arc;

/// Tells a fact otherwise, or leaves it out; false where the fact is not meant.
type Lie = fn(Fact<'_>, &mut dyn FnMut(Fact<'_>)) -> bool;

/// An auditor who hears one fact wrong.
#[derive(Clone)]
struct Deceived {
    auditor: Auditor,
    lie: Lie,
    has_lied: bool,
}

impl Observer for Deceived {
    fn fact(&mut self, fact: Fact<'_>) {
        let (auditor, lie) = (&mut self.auditor, self.lie);
        if !self.has_lied && lie(fact, &mut |told| auditor.fact(told)) {
            self.has_lied = true;
            return;
        }
        self.auditor.fact(fact);
    }

    fn day_closed(&mut self, day: u32) {
        self.auditor.day_closed(day);
    }
}

/// The checks that fail when one fact is told as `lie` has it.
fn failures(lie: Lie) -> Vec<String> {
    let text = market("direct_banks = [\"chase\", \"citi\"]\nbank_line_bps = 20\nrepayment_fee_usd = 0.30\n", "escrow_days = 4", "");
    let plan = plan(&text);
    let world_plan = world_plan(&plan, order(&plan, 0, 1));
    let markets: Vec<_> = world_plan.stages.iter().map(|(from, market)| (*from, market)).collect();
    let audit = Arc::new(AuditPlan::new(&markets));
    let deceived = || Deceived { auditor: Auditor::new(Arc::clone(&audit)), lie, has_lied: false };
    let mut world = World::build(&world_plan, |_| deceived()).unwrap();
    world.run(1, |_| ControlFlow::Continue(())).unwrap();
    let ended = world.end();
    let mut all = ended.head.auditor;
    ended.observers.iter().for_each(|one| all.absorb(&one.auditor));
    let findings = all.conclude(&ended.ledger, ended.payments);
    findings.into_iter().filter(|finding| !finding.is_passed).map(|finding| format!("{}: {}", finding.check, finding.detail)).collect()
}

/// The cleared leg of an order with this source, told with the payment changed.
fn change(fact: Fact<'_>, tell: &mut dyn FnMut(Fact<'_>), is_meant: fn(&Payment, Leg) -> bool, other: fn(Payment) -> Payment) -> bool {
    match fact {
        Fact::Cleared { payment, leg, entry, tariff, fees } if is_meant(payment, leg) => {
            tell(Fact::Cleared { payment: &other(*payment), leg, entry, tariff, fees });
            true
        }
        _ => false,
    }
}

fn released(fact: Fact<'_>, tell: &mut dyn FnMut(Fact<'_>), more: i64) -> bool {
    match fact {
        Fact::Released(fact) => {
            tell(Fact::Released(EscrowFact { amount: fact.amount + Money::from_minor(more), ..fact }));
            true
        }
        _ => false,
    }
}

#[test]
fn an_order_told_as_it_was_passes() {
    assert_eq!(failures(|_, _| false), Vec::<String>::new());
}

#[test]
fn a_debit_told_on_another_line_or_from_another_source_is_found() {
    let lies: [Lie; 3] = [
        |fact, tell| {
            change(fact, tell, |p, leg| p.source == Source::QuickPay && leg == Leg::Inner, |p| Payment { source: Source::Balance, ..p })
        },
        |fact, tell| {
            change(fact, tell, |p, leg| p.source == Source::Balance && leg == Leg::Inner, |p| Payment { source: Source::QuickPay, ..p })
        },
        |fact, tell| {
            change(fact, tell, |p, leg| p.source == Source::Gateway && leg == Leg::Inner, |p| Payment { source: Source::Bank, ..p })
        },
    ];
    for (at, lie) in lies.into_iter().enumerate() {
        let found = failures(lie);
        assert!(found.iter().any(|line| line.starts_with("accounts_agree: ")), "lie {at}: {found:?}");
    }
}

#[test]
fn a_repayment_to_another_bank_or_of_another_amount_is_found() {
    let lies: [Lie; 2] = [
        |fact, tell| {
            change(fact, tell, |p, leg| p.kind == PaymentKind::Repayment && leg == Leg::Outer, |p| Payment { amount: p.amount * 2, ..p })
        },
        |fact, tell| {
            change(
                fact,
                tell,
                |p, leg| p.kind == PaymentKind::Repayment && leg == Leg::Outer,
                |p| Payment { merchant: paycosm::domain::party::PartyId(p.merchant.0 + 1), ..p },
            )
        },
    ];
    for lie in lies {
        let found = failures(lie);
        assert!(found.iter().any(|line| line.starts_with("accounts_agree: ")), "{found:?}");
    }
}

#[test]
fn escrow_released_too_much_too_little_or_never_is_found() {
    let more: Lie = |fact, tell| released(fact, tell, 1);
    let less: Lie = |fact, tell| released(fact, tell, -1);
    let never: Lie = |fact, _| matches!(fact, Fact::Released(_));
    for lie in [more, less, never] {
        let found = failures(lie);
        assert!(found.iter().any(|line| line.contains("escrow")), "{found:?}");
    }
}
