//! Threats: each way of theft end to end, against its closed form where it has one, and what protection leaves of it.

use crate::remote::{also, market};
use crate::support::{order, plan, run};
use paycosm::domain::merchant::Place;
use paycosm::domain::product::ProductId;
use paycosm::domain::threat::Vector;
use paycosm::experiment::RunSummary;
use paycosm::metrics::{Channel, CredentialRow, FraudSums, Presence};
use paycosm::report::security;
use std::collections::BTreeMap;

/// People, a constant of the market that these tests extend.
const PEOPLE: f64 = 240e6;
/// People that a case stands for, at most: an agent meets as many as make some ten thousand in two months.
const A_CASE: f64 = 40.0;
/// Days of trading.
const DAYS: f64 = 61.0;

/// Everybody has an account and a smartphone; nobody learns, and a thief takes one small sum from one account, which no bank stops.
fn quiet(threats: &str, more: &str) -> String {
    let banks =
        ["chase", "bank-of-america", "wells-fargo", "citi", "us-bank", "capital-one", "regional-banks", "community-banks", "credit-unions"];
    let blind: String = banks
        .iter()
        .map(|bank| format!("[[bank]]\nname = \"{bank}\"\nrisk_separation = 0.0\nrisk_false_positive_pct = 0.0\noutages_per_year = 0.0\n"))
        .collect();
    let segments = ["young-affluent", "young", "middle", "older"];
    let alike: String = segments.iter().map(|name| format!("[[segment]]\nname = \"{name}\"\nhandset_scale = 1.0\n")).collect();
    let text = market(
        "",
        "password_mistyped_pct = 0.0",
        &format!("[people]\nsmartphone_share_pct = [[2012-01-01, 100.0]]\n{alike}{blind}{more}\n"),
    );
    let still = "[adoption]\ntrust_loss_fraud = 0.0\nleave_after_fraud = 0.0\nleave_after_alarm = 0.0\nleave_after_decline = 0.0\n";
    let small = "run_length = 1.0\nticket_median_usd = 2.00\nticket_sigma = 0.5\n";
    let text = text.replace("[adoption]\n", still);
    text.replace("exposure_per_payment = 0.0\n", &format!("exposure_per_payment = 0.0\nbreaches_per_year = 0.0\n{small}{threats}\n"))
}

const MALWARE: &str = "[threats.malware]\ninfections_per_year = 0.04\npayload_share = 0.25\ncleaned_days = 0.9\nattack_days = 0.3";
const DECEPTION: &str = "[threats.deception]\ndeceptions_per_year = 0.01\nseen_share = 0.1\ndeceived_median_usd = 3.00\ndeceived_sigma = 0.5\n\
                         noticed_hours = 6.0\nrecall_hours = 6.0\nrecalled_share = 0.2";
const PRIVACY: &str = "[threats.privacy]\ntries_per_year = 0.004\nmisuse_days = 0.5";
const HIJACK: &str = "[threats.hijack]\nhijacks_per_year = 30.0\nhijack_hours = 8.0\ndiverted_share = 0.001";
const COUNTERFEIT: &str = "[threats.counterfeit]\ncopies_per_year = 0.004\nnumbers_per_year = 0.006";
const SENDING: &str =
    "[[category]]\nname = \"sent\"\npurpose = \"transfer\"\nplace = \"counter\"\npayments_per_year = 12\nticket_median_usd = 40.00\n";

/// What thieves tried and took of one vector over the run.
fn sums(summary: &RunSummary, vector: Vector) -> FraudSums {
    let mut sums = FraudSums::default();
    summary.tables.fraud.iter().filter(|row| row.vector == vector).for_each(|row| sums.add(&row.sums));
    sums
}

fn first(text: &str) -> RunSummary {
    let plan = plan(text);
    run(&plan, order(&plan, 0, 1), 2)
}

/// A lognormal's mean, minor units.
fn mean(median: f64, sigma: f64) -> f64 {
    median * libm::exp(sigma * sigma / 2.0)
}

/// Asserts that `found` lies within four standard errors of `expected`, a compound Poisson sum of tickets that each stand for `weight` people.
fn assert_near(found: i64, cases: f64, (median, sigma): (f64, f64), weight: f64) {
    let expected = cases * mean(median, sigma);
    let square = mean(median, sigma) * mean(median, sigma) * libm::exp(sigma * sigma);
    let error = libm::sqrt(cases / weight * square) * weight;
    assert!((found as f64 - expected).abs() < 4.0 * error, "{found} found, {expected:.0} expected, give or take {error:.0}");
    assert!(error < 0.05 * expected, "the test is too rough: {error:.0} of {expected:.0}");
}

#[test]
fn a_virus_takes_what_hazard_reach_and_payload_say() {
    let summary = first(&quiet(MALWARE, ""));
    let found = sums(&summary, Vector::Malware);
    // Of two exponential clocks the thief's rings first in 0.9 / 1.2 of cases; those of the last days would have paid after the end.
    let delay = 0.3 * 0.9 / 1.2;
    let attacks = PEOPLE * 0.04 * 0.25 * 0.75 * (DAYS - delay) / 365.25;
    let scored: i64 = summary.tables.products.iter().map(|row| row.counts.declined_risk).sum();
    assert_eq!(scored, 0, "no score stops anything");
    // What is tried and does not go through lacks money or an answer in time.
    assert!(found.prevented < found.gross / 100, "nothing protects: {found:?}");
    assert_near(found.attempted(), attacks, (200.0, 0.5), A_CASE);
}

#[test]
fn scanned_handsets_have_fewer_viruses_by_coverage_times_detection() {
    let scanning = "[[vendor]]\nname = \"netqin\"\n[protection.scanning]\ncoverage_share = 0.5\ndetection_share = 0.8\nvendor = \"netqin\"\n\
                    payer = \"zhifu-pay\"\nprice_usd_per_handset_year = 0.12\n";
    let bare = first(&quiet(MALWARE, ""));
    let scanned = first(&quiet(MALWARE, scanning));
    let [bare, left] = [&bare, &scanned].map(|summary| sums(summary, Vector::Malware).attempted() as f64);
    assert!((left / bare - 0.6).abs() < 0.03, "{left} of {bare} is left");
    let paid: i64 =
        scanned.tables.parties.iter().filter(|row| row.line == paycosm::domain::line::Line::Licences).map(|row| row.amount).sum();
    assert!((paid as f64 / (PEOPLE * 0.5 * 12.0 / 12.0 * 2.0) - 1.0).abs() < 0.01, "two months of 12 cents a year for half of all: {paid}");
}

#[test]
fn who_was_talked_into_it_bears_it_and_calls_some_back() {
    let summary = first(&quiet(DECEPTION, SENDING));
    let found = sums(&summary, Vector::Deception);
    assert_near(found.gross + found.prevented, PEOPLE * 0.01 * DAYS / 365.25, (300.0, 0.5), A_CASE);
    let recovered = found.recovered as f64 / found.gross as f64;
    assert!((0.05..0.15).contains(&recovered), "half are noticed in time, and a fifth of those come back: {recovered}");
    for row in summary.tables.fraud.iter().filter(|row| row.vector == Vector::Deception && row.sums.gross > 0) {
        assert_eq!(summary.tables.frame.party_name(row.bearer), "people");
    }
}

#[test]
fn a_stolen_identity_is_put_on_the_thiefs_account_and_the_processor_compensates() {
    let summary = first(&quiet(PRIVACY, ""));
    let found = sums(&summary, Vector::PrivacyTheft);
    let tries = PEOPLE * 0.004 * (DAYS - 0.5) / 365.25;
    // Debit cards that the processor can debit and wallets that take any card: everybody has one.
    assert_near(found.attempted(), tries, (200.0, 0.5), A_CASE);
    let caught = also(&quiet(PRIVACY, ""), "citi", "binding_password_pct = 100.0");
    let caught = first(&caught);
    assert!(sums(&caught, Vector::PrivacyTheft).attempted() < found.attempted(), "whom the bank asks gets no account");
}

#[test]
fn a_hijack_takes_from_the_sessions_of_its_hours_and_a_name_cloud_shortens_and_thins_it() {
    let bare = first(&quiet(HIJACK, ""));
    let cloud = "[[vendor]]\nname = \"cnnic\"\n[protection.name_cloud]\nenrolled = [\"zhifu-pay\"]\nhazard_factor = 0.5\nduration_factor = 0.25\nvendor = \"cnnic\"\n";
    let served = first(&quiet(HIJACK, cloud));
    let [bare, left] = [&bare, &served].map(|summary| sums(summary, Vector::DomainHijack).attempted() as f64);
    assert!(bare > 0.0 && left > 0.0 && left < 0.4 * bare, "{left} of {bare} is left");
}

#[test]
fn a_plain_card_that_is_swiped_costs_its_bank_and_one_that_is_typed_the_shop() {
    let summary = first(&quiet(COUNTERFEIT, ""));
    let found = sums(&summary, Vector::CounterfeitCard);
    assert_near(found.attempted(), PEOPLE * 0.010 * DAYS / 365.25, (200.0, 0.5), A_CASE);
    let of = |name: &str| -> i64 {
        let rows = summary.tables.fraud.iter().filter(|row| row.vector == Vector::CounterfeitCard);
        rows.filter(|row| summary.tables.frame.party_name(row.bearer) == name).map(|row| row.sums.gross).sum()
    };
    let typed = of("online-shops") as f64 / found.gross as f64;
    assert!((0.5..0.7).contains(&typed), "six in ten are typed: {typed}");
    assert!(of("chase") > 0);
}

#[test]
fn everything_at_once_adds_up_and_without_monitoring_none_of_it_is_prevented_by_it() {
    let compromise = "[threats.compromise]\ncompromises_per_year = 6.0\ncopies_days = 20.0\nmisused_share = 0.01\nbatch_misuse_days = 10.0\n\
                      detection_days = 8.0\nreissue_share = 0.8";
    let thieves = "[threats.thieves]\ntest_median_usd = 1.00\ncredential_half_life_days = 60.0\nexplores_share = 0.1\nmemory_days = 7.0\n\
                   credential_usd = 0.10\neffort_usd = 0.10";
    let all = [MALWARE, DECEPTION, PRIVACY, HIJACK, COUNTERFEIT, compromise, thieves].join("\n");
    let text = quiet(&all, SENDING).replace("run_length = 1.0", "run_length = 3.0");
    let summary = first(&text);
    for vector in [Vector::Malware, Vector::PrivacyTheft, Vector::DomainHijack, Vector::Deception, Vector::CounterfeitCard] {
        let found = sums(&summary, vector);
        assert_eq!(found.attempted(), found.prevented + found.gross);
        assert!(found.gross > 0 && found.recovered <= found.gross, "{vector:?}: {found:?}");
    }
}

#[test]
fn thieves_leave_a_path_that_is_closed_to_them() {
    let thieves = "[threats.thieves]\ntest_median_usd = 2.00\ncredential_half_life_days = 1000.0\nexplores_share = 0.02\nmemory_days = 7.0\n\
                   credential_usd = 0.00\neffort_usd = 1.00";
    let watched = "[product.monitoring]\nseparation = 8.0\nfalse_positive_pct = 0.1\nlatency_ms = 50\ncost_usd_per_thousand = 0.00\n\
                   alert_cost_usd = 0.00\nunfreeze_hours = 12\n";
    let told = |thieves: &str| {
        let text = quiet(&[MALWARE, thieves].join("\n"), "");
        let text = text.replace("[product.remote]\n", &format!("{watched}[product.remote]\n"));
        sums(&first(&text), Vector::Malware)
    };
    let (blind, learning) = (told(""), told(thieves));
    assert!(blind.gross < blind.attempted() / 100, "monitoring lets next to nothing through: {blind:?}");
    assert!(learning.attempted() < blind.attempted() / 5, "{} of {} is still tried", learning.attempted(), blind.attempted());
}

/// A quarter in which a fifth of all adults hold a cloud wallet whose vault is opened once a month.
fn breached(threats: &str) -> FraudSums {
    let text = format!(
        "extends = \"google-wallet.toml\"\nname = \"breached\"\nstart = 2013-01-01\nend = 2013-07-01\npersons_per_agent = 200_000\n\
         strategy = []\ntarget = []\nevent = []\nbaseline = \"base\"\n[threats]\nlost_device_per_year = 0.0\nexposure_per_payment = 0.0\n\
         breaches_per_year = 12.0\nbreach_misuse_days = 20\n{threats}\n[[product]]\nname = \"google-wallet\"\nflow = \"proxy-nested\"\n\
         bank_gate = \"any\"\ncredential = \"host\"\nsupported_phone_share = 1.0\ninitial_share = 0.2\n"
    );
    sums(&first(&text), Vector::CloudBreach)
}

#[test]
fn cards_that_are_replaced_once_a_breach_is_seen_are_misused_no_more() {
    let unseen = breached("");
    let replaced = breached("breach_detection_days = 5\nbreach_reissue_share = 1.0\nbreach_reissue_days = 2");
    assert!(unseen.gross > 0);
    // Of an exponential misuse of mean 20 days, 1 - exp(-7/20) falls into the first week.
    let share = replaced.gross as f64 / unseen.gross as f64;
    assert!((0.2..0.4).contains(&share), "{share} of misuse is left");
}

/// Half a year in which a fifth of all adults hold a cloud wallet whose vault is opened once a month, phones are lost, and thieves choose.
const STOCKED: &str = "extends = \"google-wallet.toml\"\nname = \"stocked\"\nstart = 2013-01-01\nend = 2013-07-01\npersons_per_agent = 200_000\n\
    strategy = []\ntarget = []\nevent = []\nbaseline = \"base\"\n[threats]\nlost_device_per_year = 0.05\nbreaches_per_year = 12.0\n\
    breach_misuse_days = 20\nbreach_detection_days = 15\nbreach_reissue_share = 0.5\nbreach_reissue_days = 5\n\
    [threats.thieves]\ntest_median_usd = 1.00\ncredential_half_life_days = 60.0\nexplores_share = 0.1\nmemory_days = 7.0\n\
    credential_usd = 2.00\neffort_usd = 2.00\n\
    [[product]]\nname = \"google-wallet\"\nflow = \"proxy-nested\"\nbank_gate = \"any\"\ncredential = \"host\"\nsupported_phone_share = 1.0\n\
    initial_share = 0.2\n";

/// Rows of `credentials.csv` by way of theft, in order of months.
fn by_vector(summary: &RunSummary) -> BTreeMap<Vector, Vec<CredentialRow>> {
    let mut rows: BTreeMap<Vector, Vec<CredentialRow>> = BTreeMap::new();
    summary.tables.credentials.iter().for_each(|row| rows.entry(row.vector).or_default().push(*row));
    rows
}

#[test]
fn the_stock_of_credentials_is_what_was_got_less_what_was_used_and_went_stale() {
    let summary = first(STOCKED);
    let rows = by_vector(&summary);
    assert!(
        [Vector::LostDevice, Vector::StolenCredential, Vector::CloudBreach].iter().all(|vector| rows.contains_key(vector)),
        "{rows:#?}"
    );
    for (vector, rows) in &rows {
        let (mut stock, mut last) = (0, None);
        for row in rows {
            let sums = row.sums;
            let is_next = last.is_none_or(|last| row.month > last);
            assert!(is_next && sums.got >= 0 && sums.used >= 0 && sums.stale >= 0, "{vector:?}: {row:?}");
            assert_eq!(sums.stock, stock + sums.got - sums.used - sums.stale, "{vector:?} in {}", row.month);
            assert!((sums.stock > 0) || sums.age_seconds == 0, "nothing has no age: {row:?}");
            assert!(sums.age_seconds <= sums.stock * 182 * 86_400, "older than the run: {row:?}");
            (stock, last) = (sums.stock, Some(row.month));
        }
    }
    let breach = &rows[&Vector::CloudBreach];
    let total = |part: fn(&CredentialRow) -> i64| breach.iter().map(part).sum::<i64>();
    assert!(total(|row| row.sums.used) > 0 && total(|row| row.sums.stale) > 0 && total(|row| row.sums.stock) > 0, "{breach:#?}");
    let kept: i64 = summary.tables.fraud.iter().filter(|row| row.vector == Vector::CloudBreach).map(|row| row.sums.net()).sum();
    assert_eq!(total(|row| row.kept), kept, "the same money as in fraud.csv");
}

/// A price is read off the table itself: what was kept over three months, by credential that left the stock.
#[test]
fn the_price_of_a_credential_is_what_one_brought_lately() {
    let summary = first(STOCKED);
    let bytes = security::credentials(std::slice::from_ref(&summary)).unwrap();
    assert_eq!(security::credentials(&[run(&plan(STOCKED), order(&plan(STOCKED), 0, 1), 5)]).unwrap(), bytes, "whatever the threads");
    let text = String::from_utf8(bytes).unwrap();
    let lines: Vec<Vec<&str>> = text.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let number = |line: &[&str], column: usize| line[column].parse::<f64>().unwrap();
    let mut priced = 0;
    for (at, line) in lines.iter().enumerate() {
        let month = |line: &[&str]| line[2][5..].parse::<i32>().unwrap();
        let lately = lines[..=at].iter().filter(|other| other[3] == line[3] && (0..3).contains(&(month(line) - month(other))));
        let (kept, gone) = lately.fold((0.0, 0.0), |sum, other| (sum.0 + number(other, 9), sum.1 + number(other, 5) + number(other, 6)));
        assert_eq!(line[10].is_empty(), gone == 0.0, "{line:?}");
        assert_eq!(line[8].is_empty(), number(line, 7) == 0.0, "only what is there has an age: {line:?}");
        if gone > 0.0 {
            assert!((number(line, 10) - kept / gone).abs() < 1e-3, "{line:?}: {kept} by {gone}");
            priced += 1;
        }
    }
    assert!(priced > 6, "{text}");
}

/// An agent meets many more thieves than a person does; what its credentials stand for does not depend on it.
#[test]
fn credentials_are_counted_at_full_scale() {
    let summary = first(&quiet(COUNTERFEIT, ""));
    let got: i64 = by_vector(&summary)[&Vector::CounterfeitCard].iter().map(|row| row.sums.got).sum();
    let expected = PEOPLE * 0.010 * DAYS / 365.25;
    assert!((got as f64 / expected - 1.0).abs() < 0.05, "{got} for {expected}");
    let talked_into = by_vector(&first(&quiet(DECEPTION, SENDING)));
    assert!(!talked_into.contains_key(&Vector::Deception), "whoever is talked into paying hands nothing over");
}

/// Published for 2012: 3.7 frauds among 10,000 payments in person, 11.8 among 10,000 at a distance. Hazards are set, counts come out.
#[test]
fn fraud_at_a_distance_is_some_three_times_as_common_as_at_a_till() {
    let text = "extends = \"security-local-vs-cloud.toml\"\nname = \"by-number\"\nstart = 2012-03-01\nend = 2012-09-01\n\
                persons_per_agent = 200_000\nreplicates = 1\nstrategies = [\"stay-on-device\"]\ntarget = []\n";
    let summary = first(text);
    let stolen = |presence| {
        let rows = summary.tables.thefts.iter().filter(|row| row.presence == presence && row.product == ProductId::PLASTIC);
        rows.map(|row| row.paid).sum::<i64>() as f64
    };
    let made = |place| {
        let rows = summary.tables.channels.iter().filter(|row| row.channel == Channel::Plain(place));
        rows.map(|row| row.payments).sum::<i64>() as f64
    };
    let in_person = 1e4 * stolen(Presence::InPerson) / made(Place::Shop);
    let remote = 1e4 * stolen(Presence::Remote) / made(Place::Computer);
    assert!((2.5..6.0).contains(&in_person) && (8.0..18.0).contains(&remote), "{in_person} and {remote} among 10,000");
    assert!((2.4..4.0).contains(&(remote / in_person)), "{remote} to {in_person}");
}
