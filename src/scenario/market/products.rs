//! Products: `[[product]]`, the ways to pay under study, with their gates, controls and costs.
//!
//! The partners of a virtual card (`proxy_issuer`, `proxy_network`, `inner_acquirer`, `monitoring_vendor`) may be left out as long as the
//! product does without them; its operator then stands in their place and is never asked.

use super::merchants::technologies;
use super::parties::{Group, Names};
use super::{Kinds, bills, funds, purses, remotes, transfers, usd};
use crate::domain::incentive::{Incentive, Steering};
use crate::domain::merchant::Technologies;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::domain::product::{BankGate, Collection, Costs, Credential, Enrolment, Flow, Handset, Liability, Product, RiskControl, Sim};
use crate::domain::stored::{AccountTerms, Prepaid, Stored, USUAL_LOOKS_PER_YEAR};
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
    let (operator, flow) = operator_and_flow(&mut reader, names);
    let is_account = matches!(flow, Flow::ProcessorAccount | Flow::RemoteAccount);
    let keeps_costs = is_account || matches!(flow, Flow::PhoneBill | Flow::OfflinePurse);
    let has_prepaid = node.table().is_some_and(|table| table.get("prepaid").is_some());
    let has_fund = node.table().is_some_and(|table| table.get("fund").is_some());
    // A prepaid card spends a balance, and so does a purse; a fund is drawn into one.
    let stored = if has_prepaid || has_fund || flow == Flow::OfflinePurse {
        Some(required(&mut reader, node, "stored", stored))
    } else {
        table(&mut reader, node, "stored", stored)
    };
    let prepaid = table(&mut reader, node, "prepaid", |reader| prepaid(reader, names));
    let account =
        if is_account { Some(required(&mut reader, node, "account", account)) } else { table(&mut reader, node, "account", account) };
    let proxy = (flow.is_proxied()).then_some("a virtual card needs it");
    let is_described = node.table().is_some_and(|table| table.get("monitoring").is_some());
    let monitoring = optional(&mut reader, node, "monitoring", monitoring).filter(|_| is_described);
    let vendor = monitoring.filter(|control| control.cost_millicents > 0).map(|_| "monitoring is bought from it");
    let funder = (is_account || prepaid.is_some() || flow == Flow::OfflinePurse).then_some("it charges cards without the card").or(proxy);
    let is_counted = reader.flag_or("counted", true);
    let product = Product {
        name,
        operator,
        is_counted,
        is_value_counted: reader.flag_or("value_counted", is_counted),
        flow,
        technologies: technologies(&mut reader, "technologies", Technologies::only(Product::usual_technology(flow))),
        handset: reader.choice_or("handset", Product::usual_handset(flow), &Handset::NAMED),
        categories: categories(&mut reader, names),
        launch: reader.date("launch"),
        bank_gate: reader.choice("bank_gate", &GATES),
        credential: reader.choice_or("credential", Credential::PhoneElement, &Credential::NAMED),
        carriers: parties(&mut reader, "carriers", &names.carriers),
        reach: reader.number_or("reach_pct", 100.0, 0.0..=100.0) / 100.0,
        sim: optional(&mut reader, node, "sim", sim),
        supported_phone_share: if keeps_costs {
            reader.number_or("supported_phone_share", 1.0, 0.0..=1.0)
        } else {
            reader.number("supported_phone_share", 0.0..=1.0)
        },
        ticket_limit: Money::from_minor(reader.money_or("ticket_limit_usd", usd(1_000), 1..=usd(1_000_000))),
        proxy_issuer: partner(&mut reader, "proxy_issuer", &names.proxy_issuers, operator, proxy),
        proxy_network: partner(&mut reader, "proxy_network", &names.networks, operator, proxy),
        inner_acquirer: partner(&mut reader, "inner_acquirer", &names.acquirers, operator, funder),
        monitoring_vendor: partner(&mut reader, "monitoring_vendor", &names.vendors, operator, vendor),
        monitoring,
        has_remote_disable: reader.flag_or("remote_disable", false),
        restore_days: reader.number_or("restore_days", 0.0, 0.0..=365.0),
        enrolment: required(&mut reader, node, "enrolment", enrolment),
        costs: if keeps_costs { optional_costs(&mut reader, node) } else { required(&mut reader, node, "costs", costs) },
        liability: required(&mut reader, node, "liability", liability),
        collection: optional(&mut reader, node, "collection", collection),
        incentive: optional(&mut reader, node, "incentive", incentive)
            .filter(|_| node.table().is_some_and(|t| t.get("incentive").is_some())),
        steering: optional(&mut reader, node, "steering", steering),
        reminder: reader.number_or("reminder", 0.0, 0.0..=20.0),
        consideration_scale: reader.number_or("consideration_scale", 1.0, 0.0..=100.0),
        initial_share: reader.number_or("initial_share", 0.0, 0.0..=1.0),
        initial_habit: reader.opt_number("initial_habit", 0.0..=1.0),
        habit_start: reader.opt_number("habit_start", 0.0..=1.0),
        integrated: parties(&mut reader, "integrated", &names.banks),
        parallel_projects: reader.whole_or("parallel_projects", 1, 0..=100),
        integration_scale: reader.number_or("integration_scale", 1.0, 0.0..=5.0),
        stored,
        prepaid,
        account,
        remote: if flow == Flow::RemoteAccount { Some(required(&mut reader, node, "remote", remotes::read)) } else { None },
        bill: if flow == Flow::PhoneBill { Some(required(&mut reader, node, "bill", bills::read)) } else { None },
        purse: if flow == Flow::OfflinePurse { Some(required(&mut reader, node, "purse", purses::read)) } else { None },
        fund: table(&mut reader, node, "fund", |reader| funds::read(reader, names)),
        transfer: optional(&mut reader, node, "transfer", transfers::read),
    };
    if product.fund.is_some() && flow != Flow::RemoteAccount {
        let help = "only a product with flow = \"remote-account\" can have one".to_string();
        reader.refuse("fund", "has no account to stand behind", "money goes into it and out of it through an account", Some(help));
    }
    reader.finish();
    product
}

/// Accounts are a processor's, cards and virtual cards a wallet's.
fn operator_and_flow(reader: &mut Reader<'_, '_>, names: &Names) -> (PartyId, Flow) {
    let flow = reader.choice("flow", &Flow::NAMED);
    let group = match flow {
        Flow::ProcessorAccount | Flow::RemoteAccount | Flow::OfflinePurse => &names.processors,
        Flow::PhoneBill => &names.carriers,
        _ => &names.wallets,
    };
    (group.party(reader.reference("operator", &group.names)), flow)
}

/// Bit per category that the product is used for: those listed, else all.
fn categories(reader: &mut Reader<'_, '_>, names: &Names) -> u64 {
    let listed = reader.references("categories", &names.categories);
    if listed.is_empty() { u64::MAX } else { listed.into_iter().fold(0, |set, category| set | 1 << category) }
}

/// What an account or a bill costs its operator besides payments, if anything.
fn optional_costs(reader: &mut Reader<'_, '_>, node: &Node) -> Costs {
    table(reader, node, "costs", costs).unwrap_or(Costs::NONE)
}

/// A table that may be left out.
fn table<T>(reader: &mut Reader<'_, '_>, node: &Node, key: &str, read: impl FnOnce(&mut Reader<'_, '_>) -> T) -> Option<T> {
    let is_there = node.table().is_some_and(|table| table.get(key).is_some());
    if is_there { Some(optional(reader, node, key, read)) } else { None }
}

fn stored(reader: &mut Reader<'_, '_>) -> Stored {
    let looks_per_year = reader.number_or("looks_per_year", USUAL_LOOKS_PER_YEAR, 0.1..=52.0);
    let most = looks_per_year / 2.0;
    Stored {
        looks_per_year,
        float_rate: Rate::from_ppm(reader.ppm("float_bps_per_year", 0.0..=2_000.0)),
        withdrawals_per_year: reader.number_or("withdrawals_per_year", 0.0, 0.0..=most),
        receipts_per_year: reader.number_or("receipts_per_year", 0.0, 0.0..=most),
        receipt_mean: Money::from_minor(reader.money_or("receipt_mean_usd", 0, 0..=usd(100_000))),
        opening_share: reader.number_or("opening_share", 0.0, 0.0..=1.0),
        opening_mean: Money::from_minor(reader.money_or("opening_mean_usd", 0, 0..=usd(100_000))),
        abandon_below: Money::from_minor(reader.money("abandon_below_usd", 0..=usd(10_000))),
        breakage_days: reader.whole("breakage_days", 1..=3_660),
    }
}

fn prepaid(reader: &mut Reader<'_, '_>, names: &Names) -> Prepaid {
    Prepaid {
        is_enabled: reader.flag_or("enabled", true),
        issuer: names.proxy_issuers.party(reader.reference("issuer", &names.proxy_issuers.names)),
        network: names.networks.party(reader.reference("network", &names.networks.names)),
        trouble: reader.number("trouble", 0.0..=20.0),
        free_money: Money::from_minor(reader.money_or("free_money_usd", 0, 0..=usd(1_000))),
        top_up: Money::from_minor(reader.money("top_up_usd", 1..=usd(10_000))),
        reload_below: Money::from_minor(reader.money("reload_below_usd", 0..=usd(10_000))),
        reload_days: reader.number("reload_days", 0.0..=365.0),
        auto_reload_share: reader.number_or("auto_reload_share", 0.0, 0.0..=1.0),
        looks_first_share: reader.number("looks_first_share", 0.0..=1.0),
        is_open_to_holder: reader.flag_or("open_to_holder", false),
    }
}

fn account(reader: &mut Reader<'_, '_>) -> AccountTerms {
    AccountTerms {
        online_share: reader.number("online_share", 0.0..=1.0),
        online_trouble: reader.number("online_trouble", 0.0..=20.0),
        bank_share: reader.number("bank_share", 0.0..=1.0),
        card_entry_share: reader.number_or("card_entry_share", 0.0, 0.0..=1.0),
        claims_granted_share: reader.number_or("claims_granted_share", 1.0, 0.0..=1.0),
        compensation_hours: reader.number_or("compensation_hours", 0.0, 0.0..=2_160.0),
    }
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
        impostors_caught_share: reader.number_or("impostors_caught_share", 0.0, 0.0..=1.0),
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
        reswapped: Rate::from_ppm(reader.ppm_or("reswapped_pct", 0, 0.0..=100.0)),
        reswap_days: reader.whole_or("reswap_days", 30, 0..=3_660),
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
        shop_share: Rate::from_ppm(reader.ppm_or("shop_share_pct", 0, 0.0..=100.0)),
        cardholder_cap: Money::from_minor(reader.money("cardholder_cap_usd", 0..=usd(100_000))),
        late_report_days: reader.whole("late_report_days", 0..=366),
    }
}
