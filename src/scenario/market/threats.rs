//! Threats: `[threats]`, how often credentials are stolen and what thieves do with them.

use super::usd;
use crate::domain::threat::{Compromise, Counterfeit, Deception, Hijacking, Malware, PrivacyTheft, Thieves, Threats};
use crate::scenario::section::switched;
use crate::scenario::text::{Node, Reader};

pub(super) fn read(reader: &mut Reader<'_, '_>, node: &Node, merchants: &[String]) -> Threats {
    Threats {
        lost_device_per_year: reader.number("lost_device_per_year", 0.0..=1.0),
        opened_share: reader.number("opened_share", 0.0..=1.0),
        exposure_per_payment: reader.number("exposure_per_payment", 0.0..=0.1),
        contactless_exposure_share: reader.number("contactless_exposure_share", 0.0..=1.0),
        breaches_per_year: reader.number("breaches_per_year", 0.0..=12.0),
        breach_reach_share: reader.number("breach_reach_share", 0.0..=1.0),
        breach_misuse_share: reader.number("breach_misuse_share", 0.0..=1.0),
        breach_misuse_days: reader.number("breach_misuse_days", 0.1..=1_000.0),
        guesses_per_year: reader.number_or("guesses_per_year", 0.0, 0.0..=1.0),
        common_pin_shares: common_pins(reader),
        run_length: reader.number("run_length", 1.0..=100.0),
        run_gap_hours: reader.number("run_gap_hours", 0.001..=1_000.0),
        ticket_minor: reader.money("ticket_median_usd", 1..=usd(100_000)),
        ticket_sigma: reader.number("ticket_sigma", 0.0..=3.0),
        loss_report_hours: reader.number("loss_report_hours", 0.01..=10_000.0),
        bank_report_hours: reader.number_or("bank_report_hours", 0.0, 0.0..=1_000.0),
        discovery_days: reader.number("discovery_days", 0.01..=1_000.0),
        shipping_hours: reader.number("shipping_hours", 0.0..=10_000.0),
        boost: reader.opt_whole("boost", 1..=10_000_000),
        remote_merchant: reader.reference("remote_merchant", merchants),
        breach_detection_days: reader.number_or("breach_detection_days", 0.0, 0.0..=1_000.0),
        breach_reissue_share: reader.number_or("breach_reissue_share", 0.0, 0.0..=1.0),
        breach_reissue_days: reader.number_or("breach_reissue_days", 0.0, 0.0..=365.0),
        malware: switched(reader, node, "malware", malware),
        privacy: switched(reader, node, "privacy", privacy),
        hijack: switched(reader, node, "hijack", hijack),
        compromise: switched(reader, node, "compromise", compromise),
        deception: switched(reader, node, "deception", deception),
        counterfeit: switched(reader, node, "counterfeit", counterfeit),
        thieves: switched(reader, node, "thieves", thieves),
    }
}

fn malware(reader: &mut Reader<'_, '_>) -> Malware {
    Malware {
        infections_per_year: reader.number("infections_per_year", 0.0..=10.0),
        payload_share: reader.number("payload_share", 0.0..=1.0),
        cleaned_days: reader.number("cleaned_days", 0.01..=1_000.0),
        attack_days: reader.number("attack_days", 0.01..=1_000.0),
    }
}

fn privacy(reader: &mut Reader<'_, '_>) -> PrivacyTheft {
    PrivacyTheft { tries_per_year: reader.number("tries_per_year", 0.0..=1.0), misuse_days: reader.number("misuse_days", 0.0..=365.0) }
}

fn hijack(reader: &mut Reader<'_, '_>) -> Hijacking {
    Hijacking {
        hijacks_per_year: reader.number("hijacks_per_year", 0.0..=100.0),
        hours: reader.number("hijack_hours", 0.01..=240.0),
        diverted_share: reader.number("diverted_share", 0.0..=1.0),
        spreads_share: reader.number_or("spreads_share", 0.0, 0.0..=1.0),
        news_risk: reader.number_or("hijack_news_risk", 0.0, 0.0..=1.0),
    }
}

fn compromise(reader: &mut Reader<'_, '_>) -> Compromise {
    Compromise {
        compromises_per_year: reader.number("compromises_per_year", 0.0..=12.0),
        copies_days: reader.number("copies_days", 0.1..=365.0),
        misused_share: reader.number("misused_share", 0.0..=1.0),
        misuse_days: reader.number("batch_misuse_days", 0.1..=365.0),
        detection_days: reader.number("detection_days", 0.0..=365.0),
        reissue_share: reader.number("reissue_share", 0.0..=1.0),
    }
}

fn deception(reader: &mut Reader<'_, '_>) -> Deception {
    Deception {
        deceptions_per_year: reader.number("deceptions_per_year", 0.0..=1.0),
        seen_share: reader.number("seen_share", 0.0..=1.0),
        ticket_minor: reader.money("deceived_median_usd", 1..=usd(100_000)),
        ticket_sigma: reader.number("deceived_sigma", 0.0..=3.0),
        noticed_hours: reader.number("noticed_hours", 0.01..=10_000.0),
        recall_hours: reader.number("recall_hours", 0.0..=1_000.0),
        recalled_share: reader.number("recalled_share", 0.0..=1.0),
    }
}

fn counterfeit(reader: &mut Reader<'_, '_>) -> Counterfeit {
    Counterfeit {
        copies_per_year: reader.number("copies_per_year", 0.0..=1.0),
        numbers_per_year: reader.number("numbers_per_year", 0.0..=1.0),
    }
}

fn thieves(reader: &mut Reader<'_, '_>) -> Thieves {
    Thieves {
        tests: reader.whole_or("tests", 1, 0..=10),
        test_minor: reader.money("test_median_usd", 1..=usd(1_000)),
        half_life_days: reader.number("credential_half_life_days", 0.1..=3_650.0),
        explores_share: reader.number("explores_share", 0.0..=1.0),
        memory_days: reader.number("memory_days", 0.1..=365.0),
        price_minor: reader.money("credential_usd", 0..=usd(10_000)),
        effort_minor: reader.money("effort_usd", 0..=usd(10_000)),
    }
}

/// Shares of accounts in descending order; together they are at most all.
fn common_pins(reader: &mut Reader<'_, '_>) -> Vec<f64> {
    let key = "common_pin_share_pct";
    let given = reader.numbers_or(key, &[], 0.0..=100.0);
    let sum: f64 = given.iter().sum();
    if sum > 100.0 || given.len() > 20 {
        let label = format!("{} shares that sum to {sum}: expected at most 20 and 100 %", given.len());
        reader.refuse(key, "is more than all PINs", &label, None);
    }
    given.into_iter().map(|share| share / 100.0).collect()
}
