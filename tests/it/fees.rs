//! Fees: rates by class of trade that change on a day, their caps, and who gets what of them.

use crate::support::{order, plan, run, watch};
use jiff::civil::{Date, date};
use paycosm::domain::card::Funding;
use paycosm::domain::line::Line;
use paycosm::domain::money::Money;
use paycosm::domain::party::Role;
use paycosm::domain::payment::Leg;
use paycosm::experiment::RunSummary;
use paycosm::experiment::contest::Course;
use paycosm::experiment::trace::{Errand, Request, Wanted, trace};
use paycosm::kernel::time::Span;
use paycosm::policy::acceptance::prospect;
use paycosm::protocol::{Fact, LegFees, Observer, Payment};
use paycosm::scenario::Plan;
use std::collections::BTreeMap;

/// A class of trade in China: its name, and discount, interchange and assessment in basis points before 25 February 2013 and after it, with
/// the caps of those days on each.
type Class = (&'static str, [u32; 3], [u32; 3], [&'static str; 3]);

const CLASSES: [Class; 5] = [
    ("restaurant", [200, 140, 20], [125, 90, 13], [""; 3]),
    ("daily-living", [50, 35, 5], [38, 26, 4], [""; 3]),
    ("wholesale", [100, 70, 10], [78, 55, 8], ["26.00", "18.33", "2.67"]),
    ("cars", [100, 70, 10], [125, 90, 13], ["80.00", "57.60", "8.32"]),
    ("welfare", [100, 70, 10], [0, 0, 0], [""; 3]),
];

const KINDS: [&str; 3] = ["merchant-discount", "interchange", "assessment"];

/// The reform as rows of a fee book, for all cards of all networks.
fn rows() -> String {
    let mut text = String::new();
    for (class, before, after, caps) in CLASSES {
        for at in 0..3 {
            let head = format!("[[fee]]\nkind = \"{}\"\nclass = \"{class}\"\n", KINDS[at]);
            let cap = if caps[at].is_empty() { String::new() } else { format!("cap_usd = {}\n", caps[at]) };
            text += &format!("{head}from = 2004-03-01\nrate_bps = {}\n", before[at]);
            text += &format!("{head}from = 2013-02-25\nrate_bps = {}\n{cap}", after[at]);
        }
    }
    text
}

/// A category and a shop of each class, for people who pay with their banks' cards on the phone, and eat out so often in a year.
fn reform(start: Date, end: Date, head: &str, meals: u32) -> String {
    let mut text = format!(
        "extends = \"one-tap.toml\"\nname = \"reform\"\nstart = {start}\nend = {end}\nstrategy = []\nbaseline = \"base\"\n{head}\n\
         [[segment]]\nname = \"everybody\"\nfunds_median_usd = 1_000_000.00\n\
         [[product]]\nname = \"wallet\"\nflow = \"card-in-element\"\nbank_gate = \"integrated\"\nintegrated = [\"large-bank\", \"small-bank\"]\n\
         remote_disable = false\nmonitoring.enabled = false\nticket_limit_usd = 100_000.00\n\
         [[category]]\nname = \"groceries\"\nfee_class = \"daily-living\"\n"
    );
    for (class, ..) in CLASSES.into_iter().filter(|(class, ..)| *class != "daily-living") {
        let payments = if class == "restaurant" { meals } else { 0 };
        text += &format!(
            "[[category]]\nname = \"{class}\"\nfee_class = \"{class}\"\npayments_per_year = {payments}\nticket_median_usd = 100.00\nticket_sigma = 0\n\
             [[merchant]]\nname = \"{class}-shop\"\ncategory = \"{class}\"\nacquirer = \"shop-acquirer\"\nshare = 1.0\nlocations = 1\n\
             contactless_share = 1.0\ndiscount_bps = 230\ndiscount_usd = 0.10\nmargin_share = 0.3\n"
        );
    }
    text + &rows()
}

/// One person's purchases on the eve of the reform and on its day.
fn purchases() -> String {
    let amounts =
        [("restaurant-shop", 1_000), ("corner-shop", 1_000), ("wholesale-shop", 10_000), ("cars-shop", 20_000), ("welfare-shop", 1_000)];
    let mut text = String::new();
    for day in ["2013-02-24", "2013-02-25"] {
        for (at, (shop, amount)) in amounts.iter().enumerate() {
            text += &format!("[[payment]]\nat = {day}T1{at}:30:00\nperson = 1\nmerchant = \"{shop}\"\namount_usd = {amount}\n");
        }
    }
    text
}

/// What was posted, by shop and day.
#[derive(Clone, Default)]
struct Posted(BTreeMap<(u8, u32), LegFees>);

impl Observer for Posted {
    fn fact(&mut self, fact: Fact<'_>) {
        if let Fact::Cleared { payment: Payment { at, merchant, .. }, leg: Leg::Outer, fees, .. } = fact {
            self.0.insert((merchant.0, at.day()), fees);
        }
    }
}

#[test]
fn a_reform_shows_on_its_date_in_every_class_and_its_caps_bind() {
    let plan = plan(&reform(date(2013, 2, 20), date(2013, 3, 1), &purchases(), 0));
    let market = &plan.arms[0].stages[0].market;
    let ended = watch(&plan, order(&plan, 0, 1), Span::DAY, Posted::default);
    let posted = |shop: &str, day: u32| {
        let party = market.parties.iter().position(|party| party.name == shop).unwrap() as u8;
        let fees = ended.observers.iter().find_map(|seen| seen.0.get(&(party, day))).unwrap_or_else(|| panic!("{shop} on day {day}"));
        [fees.discount, fees.interchange, fees.network].map(|amount| amount.major())
    };
    for (shop, eve, day) in [
        ("restaurant-shop", ["20.00", "14.00", "2.00"], ["12.50", "9.00", "1.30"]),
        ("corner-shop", ["5.00", "3.50", "0.50"], ["3.80", "2.60", "0.40"]),
        ("wholesale-shop", ["100.00", "70.00", "10.00"], ["26.00", "18.33", "2.67"]),
        ("cars-shop", ["200.00", "140.00", "20.00"], ["80.00", "57.60", "8.32"]),
        ("welfare-shop", ["10.00", "7.00", "1.00"], ["0.00", "0.00", "0.00"]),
    ] {
        assert_eq!(posted(shop, 4), eve, "{shop} on the eve");
        assert_eq!(posted(shop, 5), day, "{shop} on the day");
    }
    // The same purchases under the auditor's eyes.
    run(&plan, order(&plan, 0, 1), 1);
}

/// What issuers, acquirers and networks keep of a discount, in ten thousandths of it.
fn split(plan: &Plan, summary: &RunSummary) -> [i64; 3] {
    let parties = &plan.arms[0].stages[0].market.parties;
    let kept = |role: Role, lines: &[Line]| -> i64 {
        let rows = summary.tables.parties.iter().filter(|row| parties[row.party.index()].role == role && lines.contains(&row.line));
        rows.map(|row| row.amount).sum()
    };
    let issuers = kept(Role::Issuer, &[Line::Interchange]);
    let acquirers = kept(Role::Acquirer, &[Line::Discount, Line::InterchangePaid, Line::Assessments]);
    let networks = kept(Role::Network, &[Line::AssessmentsOuter, Line::Switch]);
    let shops = -kept(Role::Merchant, &[Line::Discount]);
    assert!(shops > 100_000, "too little was paid to speak of a split: {shops}");
    assert_eq!(issuers + acquirers + networks, shops, "nobody else has a part in the discount");
    [issuers, acquirers, networks].map(|part| (part * 10_000 + shops / 2) / shops)
}

#[test]
fn receipts_of_restaurants_split_as_the_reform_says_and_as_before_it_until_then() {
    // Half of the people pay by phone, the others' plastic is tallied; nobody else buys anything.
    let head = "payment = []\nplastic_sample = 1_000_000\n[people]\ncount = 100\n";
    let of = |start, end| {
        let text = reform(start, end, head, 200).replace("flow = ", "initial_share = 0.5\nflow = ");
        let plan = plan(&text);
        split(&plan, &run(&plan, order(&plan, 0, 1), 1))
    };
    assert_eq!(of(date(2013, 2, 25), date(2013, 4, 1)), [7_200, 1_760, 1_040]);
    assert_eq!(of(date(2013, 1, 14), date(2013, 2, 25)), [7_000, 2_000, 1_000]);
}

#[test]
fn a_shop_reviews_acceptance_at_the_discount_of_the_day() {
    let text = reform(date(2013, 2, 20), date(2013, 3, 1), &purchases(), 0).replace("from = 2004-03-01", "from = 2013-02-22");
    // Interchange must be known on the first day; the discounts begin later.
    let text = text + "[[fee]]\nkind = \"interchange\"\nfrom = 2004-03-01\nrate_bps = 70\n";
    let plan = plan(&text);
    let market = &plan.arms[0].stages[0].market;
    let discount = |shop: &str, day, ticket: f64| {
        let group = market.merchants.iter().find(|group| group.name == shop).unwrap();
        let tariff = market.fees.tariff(day, market.parties.len());
        prospect((market, &tariff), group, ticket, 0.5, 1.0).discount
    };
    let near = |found: f64, expected: f64| assert!((found - expected).abs() < 1e-12, "{found}, not {expected}");
    near(discount("restaurant-shop", date(2013, 2, 21), 10_000.0), 0.023 + 10.0 / 10_000.0);
    near(discount("restaurant-shop", date(2013, 2, 22), 10_000.0), 0.02);
    near(discount("restaurant-shop", date(2013, 2, 25), 10_000.0), 0.0125);
    near(discount("cars-shop", date(2013, 2, 25), 2_000_000.0), 0.004);
}

#[test]
fn a_contested_meal_gives_back_the_interchange_of_a_meal() {
    let plan = plan(&reform(date(2013, 2, 20), date(2013, 3, 1), &purchases(), 0));
    let market = &plan.arms[0].stages[0].market;
    let told = |shop: &str, day| {
        let merchant = market.merchants.iter().position(|group| group.name == shop);
        let wanted = Wanted::Dispute(Course::Accepted);
        let amount = Money::from_minor(100_000);
        let request =
            Request { product: 0, funding: Funding::RewardsCredit, amount, date: day, merchant, errand: Errand::Purchase, wanted };
        let ladder = trace(market, &request).unwrap();
        let fee = |kind| ladder.fees.iter().find(|fee| fee.kind == kind).map(|fee| fee.amount.major());
        let back = ladder.moves.iter().find(|moved| moved.paid.kind == "interchange returned").map(|moved| moved.paid.amount.major());
        (fee("merchant discount").unwrap(), fee("interchange").unwrap(), back.unwrap())
    };
    let words = |discount: &str, interchange: &str| (discount.to_owned(), interchange.to_owned(), interchange.to_owned());
    assert_eq!(told("restaurant-shop", date(2013, 2, 26)), words("12.50", "9.00"));
    assert_eq!(told("corner-shop", date(2013, 2, 26)), words("3.80", "2.60"));
}
