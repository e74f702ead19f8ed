//! Purses: offline payments, lost batches and purses, a radio that no terminal has any more, and partners, run end to end.

use crate::support::{order, plan, run, watch};
use paycosm::domain::card::Funding;
use paycosm::domain::line::Line;
use paycosm::domain::money::Money;
use paycosm::domain::party::PartyId;
use paycosm::domain::payment::{Leg, LegState, Outcome};
use paycosm::domain::person::Status;
use paycosm::domain::product::Flow;
use paycosm::experiment::RunSummary;
use paycosm::experiment::trace::{Errand, Request, TraceError, Wanted, trace};
use paycosm::kernel::time::Span;
use paycosm::protocol::{BalanceMove, Basis, Charge, Fact, Observer, PartnershipFact, PaymentKind};
use paycosm::report::ladder;
use paycosm::scenario::Plan;
use paycosm::scenario::text::{Loader, Look};
use std::collections::BTreeMap;

/// Everybody has a purse on a 2.4 GHz SIM that a chain takes, for a quarter.
fn purses(product: &str, more: &str) -> String {
    format!(
        "extends = \"google-wallet.toml\"\nname = \"purses\"\nstart = 2012-04-01\nend = 2012-07-01\npersons_per_agent = 200_000\n\
         strategy = []\ntarget = []\nbaseline = \"base\"\n[adoption]\nhabit_start = 1.0\nhabit_cap = 1.0\n\
         [acceptance]\nreviews_per_year = 0.0\nradio_24_cost_usd = 100.00\n\
         [[processor]]\nname = \"wing-payment\"\nmerchant_fee_bps = 100\nbank_debit_usd_per_thousand = 0.00\n\
         [[merchant]]\nname = \"supermarket-chains\"\nradio_24_share = 1.0\n\
         [[product]]\nname = \"wing-purse\"\noperator = \"wing-payment\"\nflow = \"offline-purse\"\ntechnologies = [\"2.4-ghz\"]\n\
         handset = \"any\"\ncredential = \"sim-element\"\ncarriers = [\"verizon\", \"att\", \"sprint\", \"t-mobile\"]\n\
         bank_gate = \"any\"\nlaunch = 2012-01-01\ninner_acquirer = \"paypal-acquirer\"\ninitial_share = 1.0\n\
         enrolment = {{ trouble = 0.0, drop_out_share = 0.0, refused_share = 0.0, provisioning_failure_share = 0.0, provisioning_ms = 0.0 }}\n\
         liability = {{ wallet_share_of_proxy_pct = 0.0, cardholder_cap_usd = 0.00, late_report_days = 2 }}\n\
         sim = {{ swap_usd = 6.00, reswapped_pct = 40.0, reswap_days = 5 }}\n\
         stored = {{ float_bps_per_year = 100.0, opening_share = 1.0, opening_mean_usd = 50.00, abandon_below_usd = 5.00, breakage_days = 30 }}\n\
         purse = {{ capacity_usd = 150.00, lost_batches_pct = 5.0, blacklist_days = 3.0, top_up_usd = 100.00, reload_below_usd = 80.00, \
         reload_days = 3.0, unclaimed_days = 20 }}\n{product}\n{more}\n"
    )
}

#[derive(Clone, Default)]
struct Count {
    today: u32,
    ends: BTreeMap<(Outcome, LegState), i64>,
    /// Day and shop of each payment that was tried.
    paid: Vec<(u32, PartyId)>,
    lost: i64,
    lapsed: i64,
    loaded: Vec<i64>,
    moved: BTreeMap<BalanceMove, i64>,
    statuses: BTreeMap<(u32, Status, Status), i64>,
    partners: Vec<PartnershipFact>,
    charges: Vec<Charge>,
    /// Fees by the day on which they cleared.
    fees: BTreeMap<u32, i64>,
}

impl Observer for Count {
    fn fact(&mut self, fact: Fact<'_>) {
        match fact {
            Fact::Payment(payment) if payment.flow != Flow::OfflinePurse => {}
            Fact::Payment(payment) if payment.kind == PaymentKind::TopUp && payment.outcome == Outcome::Approved => {
                self.loaded.push(payment.amount.minor());
            }
            Fact::Payment(payment) if payment.kind == PaymentKind::Purchase => {
                *self.ends.entry((payment.outcome, payment.leg(Leg::Outer))).or_default() += 1;
                self.paid.push((payment.at.day(), payment.merchant));
            }
            Fact::Cleared { payment, fees, leg: Leg::Outer, .. } if payment.flow == Flow::OfflinePurse => {
                *self.fees.entry(self.today).or_default() += fees.discount.minor();
            }
            Fact::WrittenOff(payment) if payment.flow == Flow::OfflinePurse => self.lost += payment.full().minor(),
            Fact::Lapsed(fact) => self.lapsed += fact.amount.minor(),
            Fact::Balance(fact) => *self.moved.entry(fact.what).or_default() += fact.amount.minor(),
            Fact::Status(fact) if fact.product.0 == 3 => {
                *self.statuses.entry((fact.at.day(), fact.from, fact.to)).or_default() += 1;
            }
            Fact::Partnership(fact) => self.partners.push(fact),
            Fact::Charge(charge) => self.charges.push(charge),
            _ => {}
        }
    }

    fn day_closed(&mut self, day: u32) {
        self.today = day + 1;
    }
}

impl Count {
    /// What all districts and the head offices told.
    fn of(plan: &Plan) -> Self {
        let ended = watch(plan, order(plan, 0, 1), Span::DAY, Self::default);
        assert_eq!(ended.payments_open, 0);
        let mut sum = ended.head;
        for one in ended.observers {
            for (key, n) in one.ends {
                *sum.ends.entry(key).or_default() += n;
            }
            for (key, n) in one.moved {
                *sum.moved.entry(key).or_default() += n;
            }
            for (key, n) in one.statuses {
                *sum.statuses.entry(key).or_default() += n;
            }
            for (day, minor) in one.fees {
                *sum.fees.entry(day).or_default() += minor;
            }
            sum.paid.extend(one.paid);
            sum.loaded.extend(one.loaded);
            (sum.lost, sum.lapsed) = (sum.lost + one.lost, sum.lapsed + one.lapsed);
        }
        sum
    }

    fn charged(&self, line: Line) -> Vec<(u32, PartyId, i64)> {
        let of = |charge: &Charge| charge.payer.filter(|payer| payer.1 == line).map(|p| (charge.at.day(), p.0, charge.amount.minor()));
        self.charges.iter().filter_map(of).collect()
    }
}

fn audited(plan: &Plan) -> RunSummary {
    run(plan, order(plan, 0, 1), 1)
}

fn line(summary: &RunSummary, party: Option<PartyId>, wanted: Line) -> i64 {
    let rows = summary.tables.parties.iter().filter(|row| row.line == wanted && party.is_none_or(|party| row.party == party));
    rows.map(|row| row.amount).sum()
}

fn party(plan: &Plan, name: &str) -> PartyId {
    PartyId(plan.arms[0].stages[0].market.parties.iter().position(|party| party.name == name).unwrap() as u8)
}

#[test]
fn a_purse_pays_declines_and_is_loaded_and_shops_lose_batches() {
    let plan = plan(&purses("", ""));
    let count = Count::of(&plan);
    let ended = |outcome, leg| count.ends.get(&(outcome, leg)).copied().unwrap_or(0);
    let (cleared, lost) = (ended(Outcome::Approved, LegState::Cleared), ended(Outcome::Approved, LegState::WrittenOff));
    assert!(cleared > 1_000 && ended(Outcome::DeclinedFunds, LegState::Declined) > 50, "{:?}", count.ends);
    let share = lost as f64 / (lost + cleared) as f64;
    assert!((0.03..0.07).contains(&share), "{share} of payments were lost with their batch: {:?}", count.ends);
    assert_eq!(count.ends.len(), 3, "{:?}", count.ends);
    assert!(count.loaded.len() > 500 && count.loaded.iter().all(|&minor| (7_000..=10_000).contains(&minor)), "never above its capacity");
    assert!(count.loaded.iter().any(|&minor| minor < 10_000), "and up to it");
    assert!(count.lost > 0);
    assert_eq!(count.lapsed, count.lost, "in the end every claim lapses");
    let summary = audited(&plan);
    let operator = party(&plan, "wing-payment");
    assert_eq!(line(&summary, None, Line::LostBatches), -count.lapsed);
    assert!(line(&summary, Some(operator), Line::Breakage) >= count.lapsed);
    assert_eq!(line(&summary, Some(operator), Line::MerchantFees), count.fees.values().sum::<i64>());
    assert!(line(&summary, Some(operator), Line::BankFees) < 0 && line(&summary, Some(operator), Line::FundingInterchange) == 0);
    assert!(line(&summary, Some(operator), Line::Float) > 0);
}

#[test]
fn nothing_is_lost_where_every_batch_arrives() {
    let plan = plan(&purses("", "").replace("lost_batches_pct = 5.0", "lost_batches_pct = 0.0"));
    let count = Count::of(&plan);
    assert_eq!((count.lost, count.lapsed), (0, 0));
}

#[test]
fn the_blacklist_decides_who_has_a_lost_purse() {
    let moved = |terms: &str| {
        let text = purses("", "[threats]\nlost_device_per_year = 1.0\nloss_report_hours = 4.0\nrun_gap_hours = 4.0\n");
        let plan = plan(&text.replace("blacklist_days = 3.0", terms));
        audited(&plan);
        let moved = Count::of(&plan).moved;
        [BalanceMove::Stolen, BalanceMove::Abandoned].map(|what| moved.get(&what).copied().unwrap_or(0))
    };
    let [at_once, slow] = ["blacklist_days = 0.0", "blacklist_days = 30.0"].map(moved);
    assert!(at_once[0] > 0 && at_once[1] > 0, "{at_once:?}");
    assert!(slow[0] > at_once[0] && slow[1] < at_once[1] / 5, "{slow:?} where terminals learn it late, {at_once:?} where at once");
    let restored = moved("blacklist_days = 0.0, restores_blacklisted = true");
    assert!(restored[0] > 0 && restored[1] < at_once[1] / 5, "{restored:?}");
}

/// On 15 May the product leaves 2.4 GHz, and carriers have paid 60 % of the terminals.
const CHANGE: &str = "[[carrier]]\nname = \"verizon\"\nterminal_share_pct = 60.0\n\
                      [[event]]\nname = \"one-standard\"\ndate = 2012-05-15\nset.\"product.wing-purse.technologies\" = [\"contactless\"]\n";

#[test]
fn a_change_of_radio_strands_terminals_and_sims_on_its_date() {
    let plan = plan(&purses("", CHANGE));
    let count = Count::of(&plan);
    let day = 44;
    let carrier = party(&plan, "verizon");
    let stranded = count.charged(Line::StrandedTerminals);
    let market = &plan.arms[0].stages[0].market;
    let chain = market.merchants.iter().find(|group| group.name == "supermarket-chains").unwrap();
    let rules = &market.acceptance;
    let price = chain.locations as f64 * rules.terminals_per_location * 10_000.0 * 0.6;
    let left = 1.0 - f64::from(day) / (rules.terminal_life_years * 365.25);
    let [(charged_on, payer, minor)] = stranded[..] else { panic!("{stranded:?}") };
    assert_eq!((charged_on, payer), (day, carrier));
    assert!((minor as f64 - 0.5 * price * left * left).abs() < 2.0, "{minor}, not {}", 0.5 * price * left * left);
    // What it bore before and what was stranded is all that there was.
    let worn: i64 = count.charged(Line::Terminals).into_iter().filter(|c| c.1 == carrier).map(|c| c.2).sum();
    assert!((worn + minor - (0.5 * price) as i64).abs() < 5, "{worn} worn");
    let at_the_chain = || count.paid.iter().filter(|paid| paid.1 == chain.party).map(|paid| paid.0);
    assert!(at_the_chain().any(|paid| paid == day - 1) && at_the_chain().all(|paid| paid < day), "{:?}", at_the_chain().max());
    let left_on = |from, to| count.statuses.get(&(day, from, to)).copied().unwrap_or(0);
    let waiting = left_on(Status::Active, Status::Enrolled) + left_on(Status::Bound, Status::Enrolled);
    let gone = left_on(Status::Active, Status::Considered) + left_on(Status::Bound, Status::Considered);
    let share = waiting as f64 / (waiting + gone) as f64;
    assert!((0.35..0.45).contains(&share), "{waiting} come for another SIM, {gone} do not");
    let swapped = |d: u32| count.charged(Line::SimSwap).iter().filter(|c| c.0 >= d).map(|c| c.2).sum::<i64>();
    assert!(swapped(day) > 0, "another SIM is another swap");
    audited(&plan);
}

#[test]
fn a_purse_works_again_on_its_new_sim_where_terminals_take_it() {
    let plan = plan(&purses("", CHANGE).replace("radio_24_share = 1.0", "radio_24_share = 1.0\ncontactless_share = 1.0"));
    let (count, chain) = (Count::of(&plan), party(&plan, "supermarket-chains"));
    assert!(count.paid.iter().filter(|paid| paid.0 > 60 && paid.1 == chain).count() > 100);
    audited(&plan);
}

/// What the operator shares with a carrier, and another carrier owns the operator.
const SHARED: &str = "[[partnership]]\nname = \"co-brand\"\nparties = [\"wing-payment\", \"att\"]\nproduct = \"wing-purse\"\n\
                      revenue_share_pct = 12.5\ncost_share_pct = 40.0\nequity_pct = 30.0\n\
                      [[partnership]]\nname = \"cards\"\nparties = [\"chase\", \"sprint\"]\nproduct = \"wing-purse\"\nrevenue_share_pct = 10.0\n\
                      [[partnership]]\nname = \"sims\"\nparties = [\"verizon\", \"chase\"]\nproduct = \"wing-purse\"\ncost_share_pct = 50.0\n";

const PLATFORM: &str = "costs = { offers_data_usd_per_month = 0.0, platform_fixed_usd_per_month = 1000.00, support_usd_per_month = 0.0, \
                        acquisition_usd = 0.0, programme_fee_usd_per_month = 0.0, inner_markup_usd_per_thousand = 0.0, \
                        prefunding_bps_per_year = 0.0, proxy_processor_usd_per_thousand = 0.0 }";

#[test]
fn partners_share_revenue_cost_and_profit_by_their_ratios() {
    let text = purses(PLATFORM, &format!("{SHARED}{CHANGE}"));
    let plan = plan(&text);
    let count = Count::of(&plan);
    let told = |partnership, basis| count.partners.iter().filter(move |f| f.partnership == partnership && f.basis == basis);
    let sum = |partnership, basis| told(partnership, basis).map(|f| f.amount.minor()).sum::<i64>();
    for fact in &count.partners {
        let per_mille = [[125, 400, 300], [100, 0, 0], [0, 500, 0]][fact.partnership][fact.basis as usize];
        let exact = fact.amount.minor() as f64 * f64::from(per_mille) / 1_000.0;
        assert!((fact.share.minor() as f64 - exact).abs() <= 0.5, "{fact:?}");
    }
    assert_eq!(told(0, Basis::Revenue).map(|f| (f.from_day, f.at.day())).collect::<Vec<_>>(), [(0, 29), (30, 60), (61, 90)]);
    // What comes back after the last day is not shared any more.
    let fees: i64 = count.fees.range(..=90).map(|(_, minor)| minor).sum();
    assert!(fees > 0);
    assert_eq!(sum(0, Basis::Revenue), fees);
    assert_eq!(sum(0, Basis::Cost), 3 * 100_000, "three months of the platform");
    assert!(sum(1, Basis::Revenue) > 0, "the bank earns interchange where its cards load purses");
    let carrier = party(&plan, "verizon");
    let spent = [Line::SimSwap, Line::Subsidy, Line::Terminals, Line::StrandedTerminals];
    let spent: i64 = spent.iter().flat_map(|&line| count.charged(line)).filter(|c| c.1 == carrier).map(|c| c.2).sum();
    assert_eq!(sum(2, Basis::Cost), spent);
    let summary = audited(&plan);
    let (operator, partner) = (party(&plan, "wing-payment"), party(&plan, "att"));
    let profit: i64 = summary.tables.parties.iter().filter(|r| r.party == operator && r.line != Line::Dividend).map(|r| r.amount).sum();
    assert_eq!(sum(0, Basis::Profit), profit);
    let dividend = line(&summary, Some(partner), Line::Dividend);
    assert_eq!(dividend, -line(&summary, Some(operator), Line::Dividend));
    assert_eq!(dividend, told(0, Basis::Profit).map(|f| f.share.minor()).sum::<i64>());
    assert_eq!(
        line(&summary, None, Line::PartnerShare) + line(&summary, None, Line::PartnerCost) + line(&summary, None, Line::Dividend),
        0
    );
}

#[test]
fn a_carriers_company_hands_all_its_profit_over_year_by_year() {
    let text = purses("", "").replace("merchant_fee_bps = 100", "merchant_fee_bps = 100\nowner = \"sprint\"");
    let text = text.replace("start = 2012-04-01\nend = 2012-07-01", "start = 2012-11-01\nend = 2013-02-01");
    let plan = plan(&text);
    let summary = audited(&plan);
    let (operator, owner) = (party(&plan, "wing-payment"), party(&plan, "sprint"));
    for year in [2012, 2013] {
        let rows = || summary.tables.parties.iter().filter(|row| row.year == year);
        let left: i64 = rows().filter(|row| row.party == operator).map(|row| row.amount).sum();
        let got: i64 = rows().filter(|row| row.party == owner && row.line == Line::Dividend).map(|row| row.amount).sum();
        assert_eq!(left, 0, "nothing is left with the company in {year}");
        assert_ne!(got, 0, "in {year}");
    }
}

#[test]
fn a_partners_customers_join_more_readily() {
    let text = |ease: f64| {
        let partnership = format!(
            "[[partnership]]\nname = \"co-brand\"\nparties = [\"wing-payment\", \"att\"]\nproduct = \"wing-purse\"\nshared_customers = {ease:?}\n"
        );
        let text = purses("", &partnership).replace("initial_share = 1.0\n", "").replacen("trouble = 0.0", "trouble = 3.0", 1);
        text.replace("habit_start = 1.0", "p_per_year = 3.0\nhabit_start = 1.0")
    };
    let joined = |ease: f64| {
        let statuses = Count::of(&plan(&text(ease))).statuses;
        statuses.iter().filter(|((_, _, to), _)| *to == Status::Bound).map(|(_, n)| n).sum::<i64>()
    };
    let (alone, together) = (joined(0.0), joined(4.0));
    assert!(together > alone + 20, "{alone} join without the partner's ease, {together} with it");
}

#[test]
fn who_is_no_partner_is_refused() {
    struct Written(String);
    impl Loader for Written {
        fn load(&self, path: &str) -> Result<String, String> {
            if path.ends_with("test.toml") { Ok(self.0.clone()) } else { std::fs::read_to_string(path).map_err(|e| e.to_string()) }
        }
    }
    let refused = |parties: &str| {
        let partnership = format!("[[partnership]]\nname = \"odd\"\nparties = {parties}\nproduct = \"wing-purse\"\n");
        let rejected = paycosm::scenario::load(&Written(purses("", &partnership)), "scenarios/test.toml").unwrap_err();
        rejected.render(Look::Plain { width: 120 })
    };
    for parties in ["[\"wing-payment\"]", "[\"wing-payment\", \"people\"]", "[\"supermarket-chains\", \"att\"]"] {
        let said = refused(parties);
        assert!(said.contains("are not two partners") && said.contains("give two institutions"), "{said}");
    }
}

/// A payment with a product of the quarter, on its first day.
fn told(product: &str, funding: Funding, wanted: Wanted, more: &str) -> Result<String, TraceError> {
    let plan = plan(&purses("", more));
    let market = plan.arms[0].market(0);
    let product = market.products.iter().position(|p| p.name == product).unwrap();
    let merchant = market.merchants.iter().position(|m| m.name == "supermarket-chains");
    let request =
        Request { product, funding, amount: Money::from_minor(4_200), date: market.date(0), merchant, errand: Errand::Purchase, wanted };
    trace(market, &request).map(|told| ladder::text(&told))
}

/// A bank's card on the SIM of one carrier, which pays for the swap; the bank is the only one integrated.
const CO_BRAND: &str = "[[wallet]]\nname = \"near-field\"\n\
    [[product]]\nname = \"co-brand-card\"\noperator = \"near-field\"\nflow = \"card-in-element\"\ncredential = \"sim-element\"\n\
    carriers = [\"att\"]\nbank_gate = \"integrated\"\nintegrated = [\"chase\"]\nparallel_projects = 0\nlaunch = 2012-01-01\n\
    supported_phone_share = 1.0\nhandset = \"any\"\n\
    enrolment = { trouble = 0.0, drop_out_share = 0.0, refused_share = 0.0, provisioning_failure_share = 0.0, provisioning_ms = 0.0 }\n\
    liability = { wallet_share_of_proxy_pct = 0.0, cardholder_cap_usd = 0.00, late_report_days = 2 }\n\
    sim = { swap_usd = 0.00, subsidy_usd = 20.00, rent_usd_per_year = 3.00 }\n\
    costs = { offers_data_usd_per_month = 0.0, platform_fixed_usd_per_month = 0.0, support_usd_per_month = 0.0, acquisition_usd = 0.0, \
    programme_fee_usd_per_month = 0.0, inner_markup_usd_per_thousand = 0.0, prefunding_bps_per_year = 0.0, \
    proxy_processor_usd_per_thousand = 0.0 }\n";

macro_rules! ladders {
    ($($name:ident: $product:literal, $funding:ident, $wanted:ident, $more:expr;)*) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(told($product, Funding::$funding, Wanted::$wanted, $more).unwrap());
        })*
    };
}

ladders! {
    ladders_of_a_purse_that_pays: "wing-purse", Balance, Approve, "";
    ladders_of_a_purse_without_enough_on_it: "wing-purse", Balance, Decline, "";
    ladders_of_a_purse_that_pays_and_is_loaded_again: "wing-purse", DebitRegulated, Approve, "";
    ladders_of_a_batch_that_is_lost: "wing-purse", Balance, LostBatch, "";
    ladders_of_goods_that_come_back_to_a_purse: "wing-purse", Balance, Refund, "";
    ladders_of_a_co_branded_card_that_pays: "co-brand-card", DebitRegulated, Approve, CO_BRAND;
    ladders_of_a_co_branded_card_without_money: "co-brand-card", DebitRegulated, Decline, CO_BRAND;
    ladders_of_a_co_branded_card_that_times_out: "co-brand-card", Credit, Timeout, CO_BRAND;
}

#[test]
fn nobody_is_asked_about_a_purse() {
    for wanted in [Wanted::Timeout, Wanted::Fraud] {
        let refused = told("wing-purse", Funding::Balance, wanted, "").unwrap_err();
        assert_eq!(refused, TraceError::NobodyIsAsked("offline-purse"));
        assert!(refused.to_string().contains("lost-batch"));
    }
    assert_eq!(
        told("co-brand-card", Funding::Credit, Wanted::LostBatch, CO_BRAND).unwrap_err(),
        TraceError::NothingToLose("card-in-element")
    );
    assert_eq!(told("wing-purse", Funding::Balance, Wanted::StandIn, "").unwrap_err(), TraceError::NobodyStandsIn("offline-purse"));
}

#[test]
fn a_co_branded_card_is_for_customers_of_both_bank_and_carrier() {
    let text = purses("", CO_BRAND).replace("radio_24_share = 1.0", "radio_24_share = 1.0\ncontactless_share = 1.0");
    let text = text.replace("habit_start = 1.0", "p_per_year = 5.0\nattraction = 6.0\nhabit_start = 1.0");
    let plan = plan(&text);
    let summary = audited(&plan);
    let carrier = party(&plan, "att");
    assert!(line(&summary, Some(carrier), Line::Subsidy) < 0 && line(&summary, Some(carrier), Line::SeRent) > 0);
    assert_eq!(line(&summary, Some(party(&plan, "chase")), Line::SeRent), -line(&summary, Some(carrier), Line::SeRent));
    for other in ["verizon", "sprint", "t-mobile"] {
        assert_eq!(line(&summary, Some(party(&plan, other)), Line::Subsidy), 0, "{other}");
    }
}
