//! Closed forms: where the simulated market becomes a textbook model, it gives the textbook's answer.

use crate::support::{order, plan, run};
use paycosm::domain::card::Funding;
use paycosm::domain::fee::Fee;
use paycosm::domain::money::{Money, Rate, split};
use paycosm::domain::product::ProductId;
use paycosm::experiment::trace::{Errand, Request, Wanted, trace};

/// One product, open to everybody from the first day; who thinks of it takes it; nobody leaves.
const BASS: &str = r#"
extends = "google-wallet.toml"
name = "bass"
strategy = []
baseline = "base"
start = 2012-01-01
end = 2020-01-01
persons_per_agent = 10_000
replicates = 1
plastic_sample = 1_000_000

[people]
smartphone_share_pct = [[2012-01-01, 100.0]]
nfc_share_pct = [[2012-01-01, 100.0]]

[[segment]]
name = "young-affluent"
innovation_scale = 1.0
handset_scale = 1.0
[[segment]]
name = "young"
innovation_scale = 1.0
handset_scale = 1.0
[[segment]]
name = "middle"
innovation_scale = 1.0
handset_scale = 1.0
[[segment]]
name = "older"
innovation_scale = 1.0
handset_scale = 1.0

[adoption]
p_per_year = 0.03
q_per_year = 0.8
neighbour_per_year = 0.0
reconsider_per_year = 0.0
attraction = 20.0
weight_risk = 0.0
taste_scale = 0.5
leave_after_fraud = 0.0
leave_after_alarm = 0.0
leave_after_decline = 0.0
leave_dormant_per_year = 0.0

[[product]]
name = "google-wallet"
flow = "proxy-nested"
bank_gate = "any"
launch = 2012-01-01
integrated = []
credential = "host"
supported_phone_share = 1.0

[product.enrolment]
trouble = 0.0
drop_out_share = 0.0
refused_share = 0.0
provisioning_failure_share = 0.0
"#;

const P: f64 = 0.03;
const Q: f64 = 0.8;
const DAY: f64 = 1.0 / 365.25;

#[test]
fn adoption_without_gates_is_the_bass_model_day_by_day() {
    // No spending: only adoption is looked at.
    let text = BASS.to_owned() + &no_spending();
    let plan = plan(&text);
    let summary = run(&plan, order(&plan, 0, 1), 2);
    let (mut share, mut worst) = (0.0_f64, 0.0_f64);
    let mut day = 0;
    for row in summary.tables.products.iter().filter(|row| row.product.index() == 0) {
        let days = days_in(row.month.year, row.month.month);
        for _ in 0..days {
            share += (1.0 - share) * (1.0 - libm::exp(-(P + Q * share) * DAY));
            day += 1;
        }
        let simulated = row.users as f64 / 240e6;
        worst = worst.max((simulated - share).abs());
    }
    assert_eq!(day, plan.days());
    // Each of 8 districts x 4 segments is within one agent of its share: 32 of 24,000.
    assert!(worst <= 32.0 / 24_000.0, "simulated and discrete Bass shares differ by up to {worst}");
    assert!(share > 0.9, "the horizon covers the take-off: {share}");
}

#[test]
fn the_daily_step_lags_the_continuous_curve_by_less_than_half_a_percent_of_people() {
    let (mut share, mut worst) = (0.0_f64, 0.0_f64);
    for day in 1..=2_922 {
        share += (1.0 - share) * (1.0 - libm::exp(-(P + Q * share) * DAY));
        let decay = libm::exp(-(P + Q) * f64::from(day) * DAY);
        let continuous = (1.0 - decay) / (1.0 + Q / P * decay);
        assert!(share <= continuous + 1e-12, "yesterday's users push today, so the discrete curve lags");
        worst = worst.max(continuous - share);
    }
    assert!(worst > 1e-5 && worst < 0.005, "the lag is {worst}");
}

fn no_spending() -> String {
    let categories = ["grocery", "fuel", "restaurant", "pharmacy", "retail", "transit-and-other"];
    categories.iter().map(|name| format!("[[category]]\nname = \"{name}\"\npayments_per_year = 0\n")).collect()
}

fn days_in(year: i16, month: i8) -> i8 {
    jiff::civil::date(year, month, 1).days_in_month()
}

#[test]
fn every_amount_splits_without_remainder_into_fees_and_what_the_shop_gets() {
    let interchange = Fee::uncapped(Rate::from_ppm(15_100), Money::from_minor(10));
    let assessment = Fee::uncapped(Rate::from_ppm(1_100), Money::from_minor(2));
    let discount = Fee::uncapped(Rate::from_ppm(21_000), Money::from_minor(10));
    for minor in 1..=50_000 {
        let amount = Money::from_minor(minor);
        let (i, n, d) = (interchange.on(amount), assessment.on(amount), discount.on(amount));
        let (issuer, network, acquirer, shop) = (i, n, d - i - n, amount - d);
        assert_eq!(issuer + network + acquirer + shop, amount, "{minor}");
        assert_eq!(split(amount, &[720, 176, 104]).into_iter().sum::<Money>(), amount);
    }
}

#[test]
fn the_proxy_margin_is_prepaid_interchange_less_funding_interchange_and_assessment() {
    let plan = plan("extends = \"google-wallet.toml\"\n");
    let market = plan.arms[plan.arm("go-cloud").unwrap()].market(500);
    let date = market.date(500);
    // (funding, rate in parts per million, fixed cents) of the inner leg, as published.
    let rows = [
        (Funding::Credit, 18_000, 10),
        (Funding::RewardsCredit, 23_000, 10),
        (Funding::DebitExempt, 16_500, 15),
        (Funding::DebitRegulated, 500, 22),
    ];
    for (funding, ppm, fixed) in rows {
        for minor in [101, 1_234, 5_000, 10_000, 99_999] {
            let amount = Money::from_minor(minor);
            let request = Request { product: 0, funding, amount, date, merchant: None, errand: Errand::Purchase, wanted: Wanted::Approve };
            let ladder = trace(market, &request).unwrap();
            let half_even = |ppm: i64| Rate::from_ppm(ppm).of(amount).minor();
            let inbound = half_even(11_500) + 15;
            let outbound = half_even(ppm) + fixed + half_even(1_100) + 2;
            let expected = 1e4 * (inbound - outbound) as f64 / minor as f64;
            let margin = |party: &str| ladder.margin_bps.iter().find(|m| m.0 == party).unwrap().1;
            assert!((margin("google") - expected).abs() < 1e-9, "{funding:?} {minor}: {} against {expected}", margin("google"));
            assert!(margin("bancorp").abs() < 1e-9, "the proxy's issuer passes everything on");
        }
    }
}

#[test]
fn a_shop_discount_is_the_same_share_of_plastic_in_every_full_month_of_every_year() {
    let text = "extends = \"google-wallet.toml\"\nstart = 2011-11-01\nend = 2013-02-01\npersons_per_agent = 200_000\nreplicates = 1\n";
    let plan = plan(text);
    let summary = run(&plan, order(&plan, plan.baseline, 1), 1);
    let plastic = summary.tables.products.iter().filter(|row| row.product == paycosm::domain::product::ProductId::PLASTIC);
    let mut value = std::collections::BTreeMap::new();
    for row in plastic {
        *value.entry(row.month.year).or_insert(0_i64) += row.counts.volume;
    }
    for (year, volume) in value {
        let discount: i64 = summary
            .tables
            .parties
            .iter()
            .filter(|row| row.year == year && row.line == paycosm::domain::line::Line::Discount && row.amount > 0)
            .map(|row| row.amount)
            .sum();
        let share = discount as f64 / volume as f64;
        assert!((0.018..0.023).contains(&share), "{year}: the discount is {share} of {volume}");
    }
}

/// Nobody has a product: plain plastic is people x payments x those not in cash, whatever share of it goes message by message.
#[test]
fn plain_plastic_is_what_people_buy_on_average() {
    let paid = |sample: u32| {
        let text = format!(
            "extends = \"google-wallet.toml\"\nname = \"plain\"\nstrategies = [\"stay-on-device\"]\ntarget = []\nstart = 2012-01-01\n\
             end = 2013-01-01\npersons_per_agent = 1_000_000\nplastic_sample = {sample}\n[adoption]\np_per_year = 0.0\nq_per_year = 0.0\n\
             neighbour_per_year = 0.0\n[[product]]\nname = \"paypal\"\ninitial_share = 0.0\n"
        );
        let plan = plan(&text);
        let market = &plan.arms[0].stages[0].market;
        let scale: f64 = market.segments.iter().map(|segment| segment.share * segment.payments_scale).sum();
        let bought: f64 = market.categories.iter().map(|category| category.payments_per_year * (1.0 - category.cash_share)).sum();
        let tables = run(&plan, order(&plan, 0, 1), 2).tables;
        assert!(tables.products.iter().all(|row| row.product == ProductId::PLASTIC || row.counts.payments == 0), "no phone pays");
        let plastic = tables.products.iter().filter(|row| row.product == ProductId::PLASTIC);
        let payments: i64 = plastic.map(|row| row.counts.payments).sum();
        payments as f64 / (market.people.count as f64 * scale * bought * 366.0 / 365.25)
    };
    for sample in [1_000_000, 3, 1] {
        let ratio = paid(sample);
        assert!((ratio - 1.0).abs() < 0.01, "one in {sample} by message: {ratio}");
    }
}

/// Everybody has a product at hand: what it pays is what plastic has less, payment for payment.
#[test]
fn what_the_phone_pays_is_taken_off_plastic() {
    let payments = |habit: &str| {
        let text = format!(
            "extends = \"everyone-taps.toml\"\nname = \"taps\"\npersons_per_agent = 200_000\nplastic_sample = 1_000_000\n\
             [adoption]\nhabit_start = {habit}\nhabit_cap = {habit}\n[[category]]\nname = \"grocery\"\ncash_share = 0.0\n"
        );
        let plan = plan(&text);
        let grocery = plan.arms[0].stages[0].market.categories.iter().position(|category| category.name == "grocery").unwrap();
        assert_eq!(grocery, 0);
        let tables = run(&plan, order(&plan, 0, 1), 2).tables;
        let of = |is_plastic: bool| -> i64 {
            let rows = tables.products.iter().filter(|row| (row.product == ProductId::PLASTIC) == is_plastic);
            rows.map(|row| row.counts.payments).sum()
        };
        [of(true) as f64, of(false) as f64]
    };
    let ([without, none], [with, phone]) = (payments("0.0"), payments("0.3"));
    assert!(phone > 10.0 * none.max(1.0) && phone < without, "{phone} and {none}");
    let replaced = (without - with) / phone;
    // The rest was cash before: the shares of cash run from nothing to nearly a half.
    assert!((0.55..1.0).contains(&replaced), "{replaced} of {phone} from plastic");
}
