//! Shop losses: shops that lose more to fraud and chargebacks than phones bring them stop taking phones, and come back once they forget.

use crate::support::{order, plan, run, watch};
use paycosm::domain::line::Line;
use paycosm::domain::merchant::Technology;
use paycosm::domain::party::PartyId;
use paycosm::domain::payment::Outcome;
use paycosm::kernel::time::Span;
use paycosm::protocol::{Fact, Observer, PaymentKind};
use std::collections::BTreeMap;

/// Half a year in which everybody pays by phone everywhere and shops review their terminals every month; chargebacks are soon settled.
fn half_year(acceptance: &str, more: &str) -> String {
    format!(
        "extends = \"everyone-taps.toml\"\nname = \"half-year\"\nend = 2013-04-01\npersons_per_agent = 200_000\n[acceptance]\nreviews_per_year = 12\n\
         terminal_life_years = 50\nbelieved_uplift_share = 0.02\nbelief_sigma = 0\nrunning_cost_usd_per_year = 0.00\n{acceptance}\n[disputes]\ncomplaint_days = 2\nreply_days = 5\nhandling_days = 1\n\
         [adoption]\nleave_after_fraud = 0\nleave_after_alarm = 0\nhabit_loss_dead = 0\nleave_dormant_per_year = 0\n{more}\n"
    )
}

/// One honest payment in `in_10k` / 10,000 is contested; nobody steals.
fn contested(in_10k: u32) -> String {
    let mut text = String::from("[threats]\nlost_device_per_year = 0.0\nexposure_per_payment = 0.0\nbreaches_per_year = 0.0\n");
    for category in ["grocery", "fuel", "restaurant", "pharmacy", "retail", "transit-and-other"] {
        text.push_str(&format!("[[category]]\nname = \"{category}\"\ndispute_per_10k = {in_10k}\n"));
    }
    text
}

/// Locations at which phones are taken, month by month.
fn taking(text: &str) -> Vec<i64> {
    let plan = plan(text);
    let tables = run(&plan, order(&plan, 0, 1), 2).tables;
    tables.acceptance.iter().filter(|row| row.technology == Technology::Contactless).map(|row| row.on).collect()
}

#[test]
fn shops_that_lose_more_than_phones_bring_stop_taking_them() {
    let (peace, trouble) = (contested(0), contested(500));
    let (calm, burnt) = (taking(&half_year("", &peace)), taking(&half_year("", &trouble)));
    let careless = taking(&half_year("loss_weight = 0.0\n", &trouble));
    let last = calm.len() - 1;
    assert_eq!(calm, careless, "who does not weigh losses is not moved by them");
    assert!(burnt[last] * 4 < calm[last], "{burnt:?} against {calm:?}");
    assert!(burnt[0] * 10 > calm[0] * 8, "not before there is something to remember: {burnt:?}");
}

#[test]
fn a_few_chargebacks_are_borne() {
    let usual = taking(&half_year("", &contested(0)));
    let some = taking(&half_year("", &contested(1)));
    assert!(some.last().unwrap() * 10 > usual.last().unwrap() * 9, "{some:?} against {usual:?}");
}

#[test]
fn a_shop_that_has_forgotten_takes_phones_again() {
    let trouble = contested(500);
    let [short, long] = ["0.2", "24"].map(|months| taking(&half_year(&format!("loss_half_life_months = {months}\n"), &trouble)));
    assert!(short.windows(2).any(|months| months[1] * 100 > months[0] * 105), "some are back: {short:?}");
    assert!(long.windows(2).all(|months| months[1] <= months[0]), "nobody has forgotten yet: {long:?}");
    assert!(short.last().unwrap() > &(2 * long.last().unwrap()), "{short:?} against {long:?}");
}

/// Payments by phone that a group's shops took, by (day, merchant).
#[derive(Clone, Default)]
struct Taken(BTreeMap<(u32, PartyId), u32>);

impl Observer for Taken {
    fn fact(&mut self, fact: Fact<'_>) {
        if let Fact::Payment(payment) = fact
            && payment.kind == PaymentKind::Purchase
            && payment.outcome == Outcome::Approved
            && payment.thief.is_none()
            && !payment.flow.names_no_card()
        {
            *self.0.entry((payment.at.day(), payment.merchant)).or_default() += 1;
        }
    }
}

#[test]
fn a_national_group_weighs_what_all_its_branches_lost_and_decides_for_all() {
    let in_march = |weight: &str| {
        let plan = plan(&half_year(&format!("loss_weight = {weight}\n"), &contested(500)));
        let market = &plan.arms[0].stages[0].market;
        let national: Vec<PartyId> = market.merchants.iter().filter(|group| group.is_national).map(|group| group.party).collect();
        let first = market.calendar.day(jiff::civil::date(2013, 3, 1)) as u32;
        let ended = watch(&plan, order(&plan, 0, 1), Span::DAY, Taken::default);
        let paid = |party: &PartyId| -> u32 {
            let days = ended.observers.iter().flat_map(|one| one.0.iter());
            days.filter(|((day, at), _)| *day >= first && at == party).map(|(_, count)| count).sum()
        };
        national.iter().map(paid).collect::<Vec<u32>>()
    };
    let (careless, careful) = (in_march("0.0"), in_march("1.0"));
    let sum = |paid: &[u32]| paid.iter().sum::<u32>();
    assert!(careless.iter().filter(|count| **count > 100).count() >= 3, "{careless:?}");
    assert!(10 * sum(&careful) < sum(&careless), "{careful:?} against {careless:?}");
}

#[test]
fn a_till_that_bears_what_thieves_take_is_switched_off() {
    let thieves = |share: &str| {
        format!(
            "[threats]\nlost_device_per_year = 1.0\nopened_share = 1.0\nexposure_per_payment = 0.0\nbreaches_per_year = 0.0\nboost = 1000\n\
             ticket_median_usd = 400.00\n[[product]]\nname = \"google-wallet\"\nflow = \"card-in-element\"\nremote_disable = false\n\
             [product.liability]\nshop_share_pct = {share}\n"
        )
    };
    let told = |share: &str| {
        let plan = plan(&half_year("", &thieves(share)));
        let tables = run(&plan, order(&plan, 0, 1), 2).tables;
        let borne = |line: Line| -> i64 { tables.parties.iter().filter(|row| row.line == line).map(|row| -row.amount).sum() };
        let on = tables.acceptance.iter().rfind(|row| row.technology == Technology::Contactless).unwrap().on;
        (on, borne(Line::Chargebacks), borne(Line::Fraud))
    };
    let (banks, half, shops) = (told("0.0"), told("50.0"), told("100.0"));
    assert!(shops.1 > banks.1 && shops.2 < banks.2, "who bears it: {banks:?}, {half:?}, {shops:?}");
    assert!(half.1 > banks.1 && half.2 > shops.2, "{banks:?}, {half:?}, {shops:?}");
    assert!(shops.0 * 4 < banks.0 * 3, "fewer take phones: {banks:?}, {shops:?}");
}
