//! Products: `[[product]]`, the ways to pay under study, with their gates, controls and costs.
//!
//! The partners of a virtual card (`proxy_issuer`, `proxy_network`, `inner_acquirer`, `monitoring_vendor`) may be left out as long as the
//! product does without them; its operator then stands in their place and is never asked.

use super::parties::{Group, Names};
use super::{Kinds, usd};
use crate::domain::incentive::{Incentive, Steering};
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::domain::product::{BankGate, Collection, Costs, Credential, Enrolment, Flow, Liability, Product, RiskControl, Sim};
use crate::scenario::section::{optional, required};
use crate::scenario::text::{Node, ReadLog, Reader};

const GATES: [(&str, BankGate); 2] = [("integrated", BankGate::Integrated), ("any", BankGate::Any)];

pub(super) fn read(kinds: &Kinds<'_>, names: &Names, log: &mut ReadLog) -> Vec<Product> {
    kinds.products.iter().map(|node| product(node, names, log)).collect()
}

fn product(node: &Node, names: &Names, log: &mut ReadLog) -> Product {
    let mut reader = Reader::open(node, "product", log);
    let name = reader.name();
    reader.text_or("about", "");
    let operator = names.wallets.party(reader.reference("operator", &names.wallets.names));
    let flow = reader.choice("flow", &Flow::NAMED);
    let proxy = (flow.is_proxied()).then_some("a virtual card needs it");
    let is_described = node.table().is_some_and(|table| table.get("monitoring").is_some());
    let monitoring = optional(&mut reader, node, "monitoring", monitoring).filter(|_| is_described);
    let vendor = monitoring.is_some().then_some("monitoring is bought from it");
    let product = Product {
        name,
        operator,
        is_counted: reader.flag_or("counted", true),
        flow,
        launch: reader.date("launch"),
        bank_gate: reader.choice("bank_gate", &GATES),
        credential: reader.choice_or("credential", Credential::PhoneElement, &Credential::NAMED),
        carriers: parties(&mut reader, "carriers", &names.carriers),
        reach: reader.number_or("reach_pct", 100.0, 0.0..=100.0) / 100.0,
        sim: optional(&mut reader, node, "sim", sim),
        supported_phone_share: reader.number("supported_phone_share", 0.0..=1.0),
        ticket_limit: Money::from_minor(reader.money_or("ticket_limit_usd", usd(1_000), 1..=usd(1_000_000))),
        proxy_issuer: partner(&mut reader, "proxy_issuer", &names.proxy_issuers, operator, proxy),
        proxy_network: partner(&mut reader, "proxy_network", &names.networks, operator, proxy),
        inner_acquirer: partner(&mut reader, "inner_acquirer", &names.acquirers, operator, proxy),
        monitoring_vendor: partner(&mut reader, "monitoring_vendor", &names.vendors, operator, vendor),
        monitoring,
        has_remote_disable: reader.flag_or("remote_disable", false),
        enrolment: required(&mut reader, node, "enrolment", enrolment),
        costs: required(&mut reader, node, "costs", costs),
        liability: required(&mut reader, node, "liability", liability),
        collection: optional(&mut reader, node, "collection", collection),
        incentive: optional(&mut reader, node, "incentive", incentive)
            .filter(|_| node.table().is_some_and(|t| t.get("incentive").is_some())),
        steering: optional(&mut reader, node, "steering", steering),
        reminder: reader.number_or("reminder", 0.0, 0.0..=20.0),
        initial_share: reader.number_or("initial_share", 0.0, 0.0..=1.0),
        integrated: parties(&mut reader, "integrated", &names.banks),
        parallel_projects: reader.whole_or("parallel_projects", 1, 0..=100),
        integration_scale: reader.number_or("integration_scale", 1.0, 0.0..=5.0),
    };
    reader.finish();
    product
}

fn parties(reader: &mut Reader<'_, '_>, key: &str, group: &Group) -> Vec<PartyId> {
    reader.references(key, &group.names).into_iter().map(|ordinal| group.party(ordinal)).collect()
}

/// A partner, which must be given if there is a `need` for it.
fn partner(reader: &mut Reader<'_, '_>, key: &str, group: &Group, otherwise: PartyId, need: Option<&str>) -> PartyId {
    let given = match need {
        Some(_) => Some(reader.reference(key, &group.names)),
        None => reader.opt_reference(key, &group.names),
    };
    given.map_or(otherwise, |ordinal| group.party(ordinal))
}

/// Monitoring with all its figures, so that an event need only switch it on; a product without the table has none.
fn monitoring(reader: &mut Reader<'_, '_>) -> Option<RiskControl> {
    let is_enabled = reader.flag_or("enabled", true);
    let control = RiskControl {
        separation: reader.number("separation", 0.0..=8.0),
        false_positive_rate: reader.number("false_positive_pct", 0.0..=20.0) / 100.0,
        latency_ms: reader.number("latency_ms", 0.0..=60_000.0),
        cost_millicents: reader.money("cost_usd_per_thousand", 0..=usd(10_000)),
        vendor_cost: Rate::from_ppm(reader.ppm_or("vendor_cost_pct", 0, 0.0..=500.0)),
        alert_cost: Money::from_minor(reader.money("alert_cost_usd", 0..=usd(1_000))),
        unfreeze_hours: reader.number("unfreeze_hours", 0.01..=720.0),
    };
    is_enabled.then_some(control)
}

/// An incentive with all its figures, so that an event need only switch it on.
fn incentive(reader: &mut Reader<'_, '_>) -> Option<Incentive> {
    let is_enabled = reader.flag_or("enabled", true);
    let incentive = Incentive {
        sign_up: Money::from_minor(reader.money_or("sign_up_usd", 0, 0..=usd(10_000))),
        cash_back: Rate::from_ppm(reader.ppm_or("cash_back_bps", 0, 0.0..=10_000.0)),
        user_cap: Money::from_minor(reader.money("user_cap_usd", 0..=usd(1_000_000))),
        budget: reader.opt_money("budget_usd", 0..=usd(1_000_000_000_000)).map(Money::from_minor),
    };
    is_enabled.then_some(incentive)
}

fn steering(reader: &mut Reader<'_, '_>) -> Steering {
    Steering {
        debit_rebate: Rate::from_ppm(reader.ppm_or("debit_rebate_bps", 0, 0.0..=10_000.0)),
        nudge: reader.number_or("nudge", 0.0, 0.0..=20.0),
    }
}

fn enrolment(reader: &mut Reader<'_, '_>) -> Enrolment {
    Enrolment {
        trouble: reader.number("trouble", 0.0..=20.0),
        drop_out_share: reader.number("drop_out_share", 0.0..=1.0),
        refused_share: reader.number("refused_share", 0.0..=1.0),
        provisioning_failure_share: reader.number("provisioning_failure_share", 0.0..=1.0),
        provisioning_ms: reader.number("provisioning_ms", 0.0..=3_600_000.0),
    }
}

fn costs(reader: &mut Reader<'_, '_>) -> Costs {
    Costs {
        offers_data: Money::from_minor(reader.money("offers_data_usd_per_month", 0..=usd(1_000))),
        platform_fixed: Money::from_minor(reader.money("platform_fixed_usd_per_month", 0..=usd(10_000_000_000))),
        support: Money::from_minor(reader.money("support_usd_per_month", 0..=usd(1_000))),
        acquisition: Money::from_minor(reader.money("acquisition_usd", 0..=usd(10_000))),
        programme_fee: Money::from_minor(reader.money("programme_fee_usd_per_month", 0..=usd(1_000))),
        inner_markup_millicents: reader.money("inner_markup_usd_per_thousand", 0..=usd(10_000)),
        prefunding_rate: Rate::from_ppm(reader.ppm("prefunding_bps_per_year", 0.0..=5_000.0)),
        proxy_assessment: Rate::from_ppm(reader.ppm_or("proxy_assessment_bps", 0, 0.0..=200.0)),
        proxy_processor_millicents: reader.money("proxy_processor_usd_per_thousand", 0..=usd(10_000)),
    }
}

/// Without the table nothing is paid for a SIM.
fn sim(reader: &mut Reader<'_, '_>) -> Sim {
    Sim {
        swap_cost: Money::from_minor(reader.money_or("swap_usd", 0, 0..=usd(1_000))),
        subsidy: Money::from_minor(reader.money_or("subsidy_usd", 0, 0..=usd(10_000))),
        rent_per_year: Money::from_minor(reader.money_or("rent_usd_per_year", 0, 0..=usd(1_000))),
        churn_value_per_month: Money::from_minor(reader.money_or("churn_value_usd_per_month", 0, 0..=usd(1_000))),
    }
}

/// Without the table a wallet asks once, and no issuer honours more than it approved.
fn collection(reader: &mut Reader<'_, '_>) -> Collection {
    Collection {
        credit_limit: Money::from_minor(reader.money_or("credit_limit_usd", 0, 0..=usd(100_000))),
        retry_days: reader.numbers_or("retry_days", &[], 0.5..=90.0),
        tolerance: Rate::from_ppm(reader.ppm_or("tolerance_pct", 0, 0.0..=100.0)),
    }
}

fn liability(reader: &mut Reader<'_, '_>) -> Liability {
    Liability {
        wallet_share_of_proxy: Rate::from_ppm(reader.ppm("wallet_share_of_proxy_pct", 0.0..=100.0)),
        cardholder_cap: Money::from_minor(reader.money("cardholder_cap_usd", 0..=usd(100_000))),
        late_report_days: reader.whole("late_report_days", 0..=366),
    }
}
