//! Banks: `[[bank]]`, who issues which cards to whom, and the cards that follow.
//!
//! A bank with debit customers issues one debit card; one with credit customers a plain card, a rewards card, or both by `rewards_share`.

use super::parties::Names;
use super::sums::{Part, sums_to_one};
use super::{Kinds, usd};
use crate::domain::calendar::Curve;
use crate::domain::card::{Card, Funding};
use crate::domain::market::Bank;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::scenario::text::{Node, Problem, ReadLog, Reader};
use jiff::civil::date;

/// Most kinds of card, so that a set of them is one word.
const MOST_CARDS: usize = 64;

/// The banks, and what people can carry of them.
pub(super) struct Issuers {
    pub banks: Vec<Bank>,
    pub cards: Vec<Card>,
}

pub(super) fn read(kinds: &Kinds<'_>, names: &Names, log: &mut ReadLog) -> Issuers {
    let before = log.problems.sorted().len();
    let mut issuers = Issuers { banks: Vec::new(), cards: Vec::new() };
    for (at, node) in kinds.banks.iter().enumerate() {
        let (bank, network, is_regulated) = bank(node, names.banks.party(at), names, log);
        issue(&bank, network, is_regulated, &mut issuers.cards);
        issuers.banks.push(bank);
        if issuers.cards.len() > MOST_CARDS {
            let problem = Problem::at(&node.place, "the banks issue too many kinds of card")
                .label(format!("with this bank they are {}, at most {MOST_CARDS}", issuers.cards.len()))
                .help("put small banks together into one".to_string());
            log.problems.push(problem);
            return issuers;
        }
    }
    if log.problems.sorted().len() > before {
        return issuers;
    }
    let parts = |key: &'static str, share: fn(&Bank) -> f64| {
        let both = kinds.banks.iter().zip(&issuers.banks);
        both.map(move |(node, bank)| Part { node, key, share: share(bank) }).collect::<Vec<_>>().into_iter()
    };
    sums_to_one(parts("debit_share", |b| b.debit_share), "the debit shares of the banks", log);
    if issuers.banks.iter().any(|b| b.credit_share > 0.0) {
        sums_to_one(parts("credit_share", |b| b.credit_share), "the credit shares of the banks", log);
    }
    issuers
}

fn bank(node: &Node, party: PartyId, names: &Names, log: &mut ReadLog) -> (Bank, PartyId, bool) {
    let mut reader = Reader::open(node, "bank", log);
    reader.name();
    reader.text_or("about", "");
    let network = names.networks.party(reader.reference("network", &names.networks.names));
    let is_regulated = reader.flag_or("regulated", false);
    let bank = Bank {
        party,
        debit_share: reader.number_or("debit_share", 0.0, 0.0..=1.0),
        credit_share: reader.number_or("credit_share", 0.0, 0.0..=1.0),
        rewards_share: reader.number_or("rewards_share", 0.0, 0.0..=1.0),
        revolving: Rate::from_ppm(reader.ppm_or("revolving_pct", 0, 0.0..=100.0)),
        interest: Rate::from_ppm(reader.ppm_or("interest_pct_per_year", 0, 0.0..=100.0)),
        repaid_per_month: Rate::from_ppm(reader.ppm_or("repaid_pct_per_month", 1_000_000, 0.1..=100.0)),
        rewards_rate: Rate::from_ppm(reader.ppm_or("rewards_bps", 10_000, 0.0..=1_000.0)),
        risk_separation: reader.number_or("risk_separation", 3.5, 0.0..=8.0),
        risk_false_positive_rate: reader.number_or("risk_false_positive_pct", 0.05, 0.0..=20.0) / 100.0,
        servers: reader.whole_or("servers", 200, 1..=100_000),
        service_ms: reader.number_or("service_ms", 40.0, 0.1..=60_000.0),
        background_per_day: reader.number_or("background_per_day", 1.0, 0.0..=100.0),
        processing_millicents: reader.money_or("processing_usd_per_thousand", usd(40), 0..=usd(10_000)),
        handling_cost: Money::from_minor(reader.money_or("handling_cost_usd", usd(30), 0..=usd(10_000))),
        reissue_cost: Money::from_minor(reader.money_or("reissue_cost_usd", usd(5), 0..=usd(1_000))),
        outages_per_year: reader.number_or("outages_per_year", 1.0, 0.0..=365.0),
        outage_hours: reader.number_or("outage_hours", 1.0, 0.01..=72.0),
        integration_months: reader.number_or("integration_months", 9.0, 0.1..=60.0),
        integration_cost: Money::from_minor(reader.money_or("integration_cost_usd", usd(1_500_000), 0..=usd(1_000_000_000))),
        expected_value: Money::from_minor(reader.money_or("expected_value_usd_per_year", usd(20), 0..=usd(10_000))),
        deposit_margin: Rate::from_ppm(reader.ppm_or("deposit_margin_bps_per_year", 0, 0.0..=2_000.0)),
        online_banking_share: online_banking(&mut reader),
        login_failed_share: reader.number_or("login_failed_pct", 0.0, 0.0..=100.0) / 100.0,
        quick_pay_limit: Money::from_minor(reader.money_or("quick_pay_limit_usd", usd(1_000_000), 0..=usd(1_000_000))),
        password_share: reader.number_or("password_pct", 0.0, 0.0..=100.0) / 100.0,
        password_above: Money::from_minor(reader.money_or("password_above_usd", usd(1_000_000), 0..=usd(1_000_000))),
        binding_password_share: reader.number_or("binding_password_pct", 0.0, 0.0..=100.0) / 100.0,
        reserve_servers: reader.whole_or("reserve_servers", 0, 0..=100_000),
        failover_share: reader.number_or("failover_pct", 0.0, 0.0..=100.0) / 100.0,
        expected_take_up: reader.number_or("expected_take_up_share", 0.3, 0.0..=1.0),
    };
    reader.finish();
    (bank, network, is_regulated)
}

/// Share of a bank's customers who bank online, by date; all of them where the key is left out.
fn online_banking(reader: &mut Reader<'_, '_>) -> Curve {
    let points = reader.curve_or("online_banking_share_pct", &[(date(2000, 1, 1), 100.0)], 0.0..=100.0);
    Curve::new(points.into_iter().map(|(date, percent)| (date, percent / 100.0)).collect())
}

fn issue(bank: &Bank, network: PartyId, is_regulated: bool, cards: &mut Vec<Card>) {
    let mut print = |funding| cards.push(Card { issuer: bank.party, network, funding });
    if bank.debit_share > 0.0 {
        print(if is_regulated { Funding::DebitRegulated } else { Funding::DebitExempt });
    }
    if bank.credit_share > 0.0 && bank.rewards_share < 1.0 {
        print(Funding::Credit);
    }
    if bank.credit_share > 0.0 && bank.rewards_share > 0.0 {
        print(Funding::RewardsCredit);
    }
}
