//! Disputes end to end: every branch is taken, limits hold, and the loss stands where the branch says.

use crate::support::{order, plan, run, watch};
use paycosm::domain::dispute::{Reason, Stage};
use paycosm::domain::line::Line;
use paycosm::domain::party::{PartyId, Role};
use paycosm::domain::payment::Leg;
use paycosm::kernel::time::{Span, Time};
use paycosm::ledger::{Account, Ledger};
use paycosm::protocol::{CaseFact, DisputeFact, Fact, Observer};
use paycosm::world::Ended;
use std::collections::{BTreeMap, BTreeSet};

/// No thief, so that every chargeback is a complaint's.
const HONEST: &str = "[threats]\nlost_device_per_year = 0.0\nexposure_per_payment = 0.0\nbreaches_per_year = 0.0\n";

/// Everybody pays by phone for a fortnight in the flow named, and contests one payment in twenty; no shop closes.
fn fortnight(flow: &str, more: &str) -> String {
    closing(flow, &format!("{HONEST}{more}"), 0.0)
}

/// The same with thieves, and with shops of which this share closes in a year.
fn closing(flow: &str, more: &str, closures: f64) -> String {
    let mut text = format!(
        "extends = \"everyone-taps.toml\"\nname = \"fortnight\"\nend = 2012-10-15\npersons_per_agent = 400_000\n{more}\n[[product]]\nname = \"google-wallet\"\nflow = \"{flow}\"\n"
    );
    for category in ["grocery", "fuel", "restaurant", "pharmacy", "retail", "transit-and-other"] {
        text.push_str(&format!("[[category]]\nname = \"{category}\"\ndispute_per_10k = 500\n"));
    }
    let groups = ["local-grocers", "fuel-stations", "local-restaurants", "local-pharmacies", "local-retailers", "services-and-transit"];
    for group in groups {
        text.push_str(&format!("[[merchant]]\nname = \"{group}\"\nclosures_per_year = {closures:?}\n"));
    }
    text
}

/// What became of disputes.
#[derive(Clone, Debug, Default)]
struct Docket {
    moves: BTreeMap<(Leg, Stage), u64>,
    /// By how both legs ended: cases and full-scale minor units.
    ends: BTreeMap<[Stage; 2], (u64, i64)>,
    reasons: BTreeSet<Reason>,
    /// The longest time from a payment to its chargeback, and from a chargeback to the second presentment.
    latest_chargeback: Span,
    charged_back: BTreeMap<(u64, Leg), Time>,
    latest_answer: Span,
}

impl Observer for Docket {
    fn fact(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Dispute(DisputeFact { reason: Reason::Fraud, .. }) | Fact::CaseClosed(CaseFact { reason: Reason::Fraud, .. }) => {}
            Fact::Dispute(fact) => {
                *self.moves.entry((fact.leg, fact.to)).or_default() += 1;
                self.reasons.insert(fact.reason);
                let key = (fact.payment.luck, fact.leg);
                if fact.to == Stage::ChargedBack {
                    self.latest_chargeback = self.latest_chargeback.max(fact.at - fact.payment.at);
                    self.charged_back.insert(key, fact.at);
                } else if fact.to == Stage::Represented {
                    self.latest_answer = self.latest_answer.max(fact.at - self.charged_back[&key]);
                }
            }
            Fact::CaseClosed(fact) => {
                let end = self.ends.entry(fact.stages).or_default();
                end.0 += 1;
                end.1 += fact.payment.full().minor();
            }
            _ => {}
        }
    }
}

fn docket(text: &str) -> (Docket, Ended<Docket>) {
    let plan = plan(text);
    let ended = watch(&plan, order(&plan, 0, 1), Span::DAY, Docket::default);
    assert_eq!((ended.payments_open, ended.cases_open), (0, 0), "nothing is left open");
    let mut all = Docket::default();
    for one in &ended.observers {
        for (key, n) in &one.moves {
            *all.moves.entry(*key).or_default() += n;
        }
        for (key, (n, minor)) in &one.ends {
            let end = all.ends.entry(*key).or_default();
            end.0 += n;
            end.1 += minor;
        }
        all.reasons.extend(&one.reasons);
        all.latest_chargeback = all.latest_chargeback.max(one.latest_chargeback);
        all.latest_answer = all.latest_answer.max(one.latest_answer);
    }
    (all, ended)
}

impl Docket {
    fn minor(&self, wanted: impl Fn([Stage; 2]) -> bool) -> i64 {
        self.ends.iter().filter(|(stages, _)| wanted(**stages)).map(|(_, end)| end.1).sum()
    }

    fn moved(&self, leg: Leg, to: Stage) -> u64 {
        self.moves.get(&(leg, to)).copied().unwrap_or(0)
    }
}

/// Credits less debits of `line` over all parties of a role.
fn of_role(text: &str, ledger: &Ledger, role: Role, line: Line) -> i64 {
    let plan = plan(text);
    let parties = &plan.arms[0].stages[0].market.parties;
    let of = |party: usize| ledger.balance(PartyId(party as u8), Account::Line(line)).net();
    (0..parties.len()).filter(|&party| parties[party].role == role).map(of).sum()
}

/// No ruling is worth its fee, so that no fee stands on a line.
const NO_RULINGS: &str = "[disputes]\nruling_fee_usd = 100_000.00";

#[test]
fn every_stage_is_reached_and_every_audit_passes_on_one_leg_and_on_two() {
    for flow in ["card-in-element", "proxy-nested"] {
        let text = fortnight(flow, "[disputes]\nruling_fee_usd = 20.00");
        let plan = plan(&text);
        run(&plan, order(&plan, 0, 1), 1);
        let (docket, _) = docket(&text);
        assert_eq!(docket.reasons.len(), 4, "{flow}: {:?}", docket.reasons);
        let consumer = Stage::ALL.into_iter().filter(|s| !matches!(s, Stage::Unraised | Stage::Lapsed | Stage::Absorbed));
        for stage in consumer {
            let reached = docket.moved(Leg::Outer, stage) + docket.moved(Leg::Inner, stage);
            assert!(reached > 0, "{flow}: nothing was ever {}", stage.name());
        }
    }
}

#[test]
fn nothing_is_charged_back_after_the_limit_nor_contested_after_the_time_to_answer() {
    for flow in ["card-in-element", "proxy-nested"] {
        let (docket, _) = docket(&fortnight(flow, "[disputes]\nlimit_days = 60\nreply_days = 20\ncomplaint_days = 40"));
        assert!(docket.moved(Leg::Outer, Stage::Refused) + docket.moved(Leg::Inner, Stage::Refused) > 0, "{flow}");
        // The limit holds for the decision; the message then takes a second.
        let second = Span::from_secs(1);
        assert!(docket.latest_chargeback <= Span::from_days(60) + second, "{flow}: {:?}", docket.latest_chargeback);
        assert!(docket.latest_chargeback > Span::from_days(55), "{flow}: {:?}", docket.latest_chargeback);
        assert!(docket.latest_answer <= Span::from_days(20), "{flow}: {:?}", docket.latest_answer);
    }
}

#[test]
fn a_shop_pays_what_it_lost_and_nothing_else() {
    let text = fortnight("card-in-element", NO_RULINGS);
    let (docket, ended) = docket(&text);
    let lost = docket.minor(|[outer, _]| outer.is_lost_by_merchant());
    assert!(lost > 0 && lost < docket.minor(|_| true));
    assert_eq!(of_role(&text, &ended.ledger, Role::Merchant, Line::Chargebacks), -lost);
}

#[test]
fn a_wallet_between_bank_and_shop_bears_what_it_lost_on_one_side_and_could_not_get_on_the_other() {
    let text = fortnight("proxy-nested", NO_RULINGS);
    let (docket, ended) = docket(&text);
    let lost = |[outer, inner]: [Stage; 2]| (outer.is_lost_by_merchant(), inner.is_lost_by_merchant());
    let (stuck, passed_on, kept) =
        (docket.minor(|s| lost(s) == (false, true)), docket.minor(|s| lost(s) == (true, true)), docket.minor(|s| lost(s) == (true, false)));
    assert!(stuck > 0 && passed_on > 0, "{:?}", docket.ends);
    assert_eq!(kept, 0, "no wallet keeps what a shop paid while the cardholder pays too");
    assert_eq!(of_role(&text, &ended.ledger, Role::Wallet, Line::Disputes), -stuck);
    assert_eq!(of_role(&text, &ended.ledger, Role::Merchant, Line::Chargebacks), -passed_on);
    // Each way of being stuck: too late for the shop, and answered by the shop.
    let ends: BTreeSet<Stage> = docket.ends.keys().filter(|s| lost(**s) == (false, true)).map(|[outer, _]| *outer).collect();
    assert!(ends.contains(&Stage::Refused) && ends.contains(&Stage::Dropped), "{ends:?}");
}

#[test]
fn the_acquirer_pays_for_shops_that_are_gone_and_only_for_those() {
    for (closures, is_borne) in [(0.0, false), (0.9, true)] {
        let text = closing("card-in-element", &format!("{HONEST}{NO_RULINGS}"), closures);
        let (docket, ended) = docket(&text);
        let borne = -of_role(&text, &ended.ledger, Role::Acquirer, Line::MerchantCreditLoss);
        assert_eq!(borne > 0, is_borne, "{closures}: {borne}");
        let shops = -of_role(&text, &ended.ledger, Role::Merchant, Line::Chargebacks);
        assert_eq!(borne + shops, docket.minor(|[outer, _]| outer.is_lost_by_merchant()), "{closures}");
    }
}

#[test]
fn a_theft_that_nobody_notices_in_time_stays_with_the_cardholder() {
    let thieves = "[threats]\nexposure_per_payment = 0.01\ncontactless_exposure_share = 1.0\nlost_device_per_year = 0.0\n";
    let text = closing("card-in-element", &format!("{thieves}discovery_days = 1_000.0\n[disputes]\nlimit_days = 2"), 0.0);
    let plan_of = plan(&text);
    let ended = watch(&plan_of, order(&plan_of, 0, 1), Span::DAY, Thefts::default);
    let sum = |count: fn(&Thefts) -> u64| ended.observers.iter().map(count).sum::<u64>();
    assert!(sum(|t| t.lapsed) > 0 && sum(|t| t.lapsed) > 10 * sum(|t| t.found), "{} {}", sum(|t| t.lapsed), sum(|t| t.found));
    assert!(of_role(&text, &ended.ledger, Role::User, Line::UnreimbursedFraud) < 0);
    run(&plan_of, order(&plan_of, 0, 1), 1);
}

/// Counts how thieves' cases ended.
#[derive(Clone, Debug, Default)]
struct Thefts {
    lapsed: u64,
    found: u64,
}

impl Observer for Thefts {
    fn fact(&mut self, fact: Fact<'_>) {
        if let Fact::CaseClosed(CaseFact { reason: Reason::Fraud, stages, .. }) = fact {
            if stages.contains(&Stage::Lapsed) { self.lapsed += 1 } else { self.found += 1 }
        }
    }
}

/// Purchases by payer, shop and amount, district by district.
#[derive(Clone, Debug, Default)]
struct Bought {
    refunded: BTreeSet<(u32, u16, i64)>,
    contested: BTreeSet<(u32, u16, i64)>,
}

impl Observer for Bought {
    fn fact(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Payment(payment) if payment.is_refund() => {
                self.refunded.insert((payment.person, payment.shop, payment.asked.minor()));
            }
            Fact::CaseClosed(fact) => {
                self.contested.insert((fact.payment.person, fact.payment.shop, fact.payment.amount.minor()));
            }
            _ => {}
        }
    }
}

#[test]
fn the_same_purchases_are_contested_whenever_the_funding_card_is_charged_and_none_that_came_back() {
    let bought = |flow: &str| {
        let plan = plan(&fortnight(flow, ""));
        watch(&plan, order(&plan, 0, 1), Span::DAY, Bought::default).observers
    };
    let (nested, deferred) = (bought("proxy-nested"), bought("proxy-deferred"));
    let (mut both, mut all) = (0, 0);
    for (one, other) in nested.iter().zip(&deferred) {
        both += one.contested.intersection(&other.contested).count();
        all += one.contested.len();
        for district in [one, other] {
            let twice: Vec<_> = district.contested.intersection(&district.refunded).collect();
            assert!(twice.is_empty(), "given back and contested: {twice:?}");
        }
    }
    assert!(all > 200 && both * 10 > all * 8, "{both} of {all} are contested in both flows");
}
