//! Disputes: `[disputes]`, how charges are contested: time limits, who can prove what, and fees. How often stands with each category.

use super::usd;
use crate::domain::dispute::Disputes;
use crate::domain::money::Money;
use crate::scenario::text::Reader;

pub(super) fn read(reader: &mut Reader<'_, '_>) -> Disputes {
    let mut share = |key, default| reader.number_or(key, default, 0.0..=1.0);
    let reason_shares = [share("not_recognised_share", 0.45), share("not_received_share", 0.10), share("not_as_described_share", 0.30)];
    let disputes = Disputes {
        reason_shares,
        weak_share: share("weak_share", 0.10),
        copy_share: share("copy_share", 0.5),
        knows_receipt_share: share("knows_receipt_share", 0.3),
        tap_proof_share: share("tap_proof_share", 0.7),
        sale_proof_share: share("sale_proof_share", 0.3),
        wallet_proof_share: share("wallet_proof_share", 0.3),
        convinced_share: share("convinced_share", 0.6),
        cardholder_wins_share: share("cardholder_wins_share", 0.5),
        remote_factor: reader.number_or("remote_factor", 1.0, 0.0..=50.0),
        complaint_days: reader.number_or("complaint_days", 25.0, 0.1..=1_000.0),
        limit_days: reader.whole_or("limit_days", 120, 1..=540),
        reply_days: reader.whole_or("reply_days", 30, 1..=120),
        handling_days: reader.number_or("handling_days", 2.0, 0.0..=7.0),
        ruling_days: reader.number_or("ruling_days", 45.0, 0.0..=180.0),
        contest_cost: Money::from_minor(reader.money_or("contest_cost_usd", usd(15), 0..=usd(10_000))),
        chargeback_fee: Money::from_minor(reader.money_or("chargeback_fee_usd", usd(20), 0..=usd(1_000))),
        ruling_fee: Money::from_minor(reader.money_or("ruling_fee_usd", usd(400), 0..=usd(100_000))),
    };
    let named: f64 = disputes.reason_shares.iter().sum();
    if named > 1.0 + 1e-9 {
        let help = "what they leave of 1 is charged twice or wrongly".to_string();
        reader.refuse("not_recognised_share", "leaves too little", &format!("the three reasons sum to {named:.3}"), Some(help));
    }
    disputes
}
