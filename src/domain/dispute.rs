//! Dispute: the life cycle of a contested charge, leg by leg, as a table of legal moves; why charges are contested; the rules of the game.
//!
//! Invariants: a stage changes only along a line of [`LEGAL`]; a dispute is over when each of its legs is unraised or in a final stage.

use super::money::Money;

/// Where the dispute of one leg stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Stage {
    /// Nobody has contested this leg.
    #[default]
    Unraised,
    /// The issuer asked the shop for a copy of the receipt.
    CopyRequested,
    /// The issuer took the claim up; a cardholder is credited for the time being.
    Claimed,
    /// First chargeback: the money left the merchant's side.
    ChargedBack,
    /// Second presentment: the merchant contests, the money is back.
    Represented,
    /// The issuer insists; the money stays until the other side answers.
    PreArbitration,
    /// The network has been asked for a ruling.
    Arbitration,
    /// The issuer refused the claim: too late or too weak.
    Refused,
    /// The cardholder knew the receipt, or was never charged.
    Withdrawn,
    /// Nobody noticed the charge within the limit.
    Lapsed,
    /// The issuer bears it itself; nobody is charged back.
    Absorbed,
    /// The merchant let its time run out: it pays.
    Accepted,
    /// The issuer gave in: the cardholder pays.
    Dropped,
    /// The merchant's side gave in after it had contested: it pays.
    Conceded,
    /// The network ruled for the cardholder: the merchant pays.
    RuledForCardholder,
    /// The network ruled for the merchant: the cardholder pays.
    RuledForMerchant,
}

use Stage::{
    Absorbed, Accepted, Arbitration, ChargedBack, Claimed, Conceded, CopyRequested, Dropped, Lapsed, PreArbitration, Refused, Represented,
    RuledForCardholder, RuledForMerchant, Unraised, Withdrawn,
};

/// Every legal move of a leg's dispute, one line each.
pub const LEGAL: [(Stage, Stage); 19] = [
    (Unraised, CopyRequested),
    (Unraised, Claimed),
    (Unraised, Refused),
    (Unraised, Withdrawn), // the charge never came in
    (Unraised, Lapsed),
    (CopyRequested, Claimed), // no copy came, or it convinced nobody
    (CopyRequested, Withdrawn),
    (CopyRequested, Refused), // the copy came after the limit
    (Claimed, Absorbed),
    (Claimed, ChargedBack),
    (ChargedBack, Accepted),
    (ChargedBack, Represented),
    (Represented, Dropped),
    (Represented, PreArbitration),
    (PreArbitration, Conceded),
    (PreArbitration, Dropped), // a ruling is not worth its fee
    (PreArbitration, Arbitration),
    (Arbitration, RuledForCardholder),
    (Arbitration, RuledForMerchant),
];

impl Stage {
    /// Every stage, in the order of tables.
    pub const ALL: [Self; 16] = [
        Unraised,
        CopyRequested,
        Claimed,
        ChargedBack,
        Represented,
        PreArbitration,
        Arbitration,
        Refused,
        Withdrawn,
        Lapsed,
        Absorbed,
        Accepted,
        Dropped,
        Conceded,
        RuledForCardholder,
        RuledForMerchant,
    ];

    /// The name in tables and on ladders.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Unraised => "unraised",
            CopyRequested => "copy-requested",
            Claimed => "claimed",
            ChargedBack => "charged-back",
            Represented => "represented",
            PreArbitration => "pre-arbitration",
            Arbitration => "arbitration",
            Refused => "refused",
            Withdrawn => "withdrawn",
            Lapsed => "lapsed",
            Absorbed => "absorbed",
            Accepted => "accepted",
            Dropped => "dropped",
            Conceded => "conceded",
            RuledForCardholder => "ruled-for-cardholder",
            RuledForMerchant => "ruled-for-merchant",
        }
    }

    /// True if the table has the move to `next`.
    #[must_use]
    pub fn may_become(self, next: Self) -> bool {
        LEGAL.contains(&(self, next))
    }

    /// True where nothing more can happen to the leg.
    #[must_use]
    pub const fn is_final(self) -> bool {
        !matches!(self, Unraised | CopyRequested | Claimed | ChargedBack | Represented | PreArbitration | Arbitration)
    }

    /// True where the merchant of the leg pays in the end.
    #[must_use]
    pub const fn is_lost_by_merchant(self) -> bool {
        matches!(self, Accepted | Conceded | RuledForCardholder)
    }
}

/// Why a charge is contested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Reason {
    /// A thief paid.
    Fraud,
    /// The cardholder does not know the charge, or says so: first-party or "friendly" fraud; the purchase was honest.
    NotRecognised,
    /// The goods never came.
    NotReceived,
    /// The goods are not what was promised.
    NotAsDescribed,
    /// Charged twice, or wrongly.
    Duplicate,
}

impl Reason {
    /// Every reason, in the order of tables.
    pub const ALL: [Self; 5] = [Self::Fraud, Self::NotRecognised, Self::NotReceived, Self::NotAsDescribed, Self::Duplicate];

    /// The name in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Fraud => "fraud",
            Self::NotRecognised => "not-recognised",
            Self::NotReceived => "not-received",
            Self::NotAsDescribed => "not-as-described",
            Self::Duplicate => "duplicate",
        }
    }
}

/// What is drawn about a contested honest payment when it is paid; everything that follows is decided from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Grounds {
    /// Why.
    pub reason: Reason,
    /// The claim would not pass the issuer's screening.
    pub is_weak: bool,
    /// The issuer would ask for a copy of the receipt first.
    pub asks_copy: bool,
    /// The cardholder would know the purchase from the copy.
    pub knows_receipt: bool,
    /// The shop can prove the sale.
    pub shop_has_proof: bool,
    /// The wallet can prove who tapped.
    pub wallet_has_proof: bool,
    /// The issuer would be convinced by the proof.
    pub is_convincing: bool,
    /// The network would rule for the cardholder.
    pub cardholder_is_right: bool,
    /// The share of its time to answer that a merchant takes.
    pub reply_share: f32,
}

/// The rules of disputes: limits, times, chances and fees.
#[derive(Clone, Debug, PartialEq)]
pub struct Disputes {
    /// How much oftener a charge without the card present is contested.
    pub remote_factor: f64,
    /// Median days until an unhappy cardholder complains.
    pub complaint_days: f64,
    /// Days after a payment within which it can be charged back.
    pub limit_days: u32,
    /// Days that each side has to answer in a phase.
    pub reply_days: u32,
    /// Days a bank, acquirer or wallet works on a case before it passes it on.
    pub handling_days: f64,
    /// Days the network takes for a ruling.
    pub ruling_days: f64,
    /// Shares of the reasons besides duplicates: not recognised, not received, not as described.
    pub reason_shares: [f64; 3],
    /// Share of claims that the issuer's screening refuses.
    pub weak_share: f64,
    /// Share of charges not recognised for which the issuer asks for a copy first.
    pub copy_share: f64,
    /// Share of the copies from which the cardholder knows the purchase.
    pub knows_receipt_share: f64,
    /// Share of sales not recognised that the shop can prove, the card or phone having been there.
    pub tap_proof_share: f64,
    /// Share of other contested sales that the shop can prove.
    pub sale_proof_share: f64,
    /// Share of charges not recognised for which the wallet's own records prove who paid.
    pub wallet_proof_share: f64,
    /// Share of proofs that convince the issuer.
    pub convinced_share: f64,
    /// Share of rulings for the cardholder.
    pub cardholder_wins_share: f64,
    /// What contesting costs a merchant; smaller charges are not contested.
    pub contest_cost: Money,
    /// What the acquirer charges the merchant for each first chargeback.
    pub chargeback_fee: Money,
    /// What the loser of a ruling pays the network.
    pub ruling_fee: Money,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_open_stage_leads_to_a_final_one() {
        for stage in Stage::ALL.into_iter().filter(|stage| !stage.is_final()) {
            let mut reached = vec![stage];
            let mut at = 0;
            while at < reached.len() {
                for (from, to) in LEGAL {
                    if from == reached[at] && !reached.contains(&to) {
                        reached.push(to);
                    }
                }
                at += 1;
            }
            assert!(reached.iter().any(|s| s.is_final()), "{stage:?} is a dead end");
        }
    }

    #[test]
    fn no_legal_move_is_listed_twice_or_leaves_a_final_stage() {
        for (i, a) in LEGAL.iter().enumerate() {
            assert!(!LEGAL[i + 1..].contains(a), "{a:?} is listed twice");
            assert!(!a.0.is_final(), "{a:?} leaves a final stage");
        }
    }

    #[test]
    fn every_stage_but_the_first_can_be_reached() {
        for stage in Stage::ALL.into_iter().filter(|stage| *stage != Unraised) {
            assert!(LEGAL.iter().any(|(_, to)| *to == stage), "{stage:?}");
        }
    }

    #[test]
    fn a_merchant_pays_only_after_it_was_charged_back() {
        let without: Vec<(Stage, Stage)> = LEGAL.into_iter().filter(|(from, to)| *from != ChargedBack && *to != ChargedBack).collect();
        let mut reached = vec![Unraised];
        let mut at = 0;
        while at < reached.len() {
            for (from, to) in &without {
                if *from == reached[at] && !reached.contains(to) {
                    reached.push(*to);
                }
            }
            at += 1;
        }
        assert!(!reached.iter().any(|stage| stage.is_lost_by_merchant()), "{reached:?}");
    }

    #[test]
    fn tables_list_every_stage_and_reason_once_in_order() {
        assert!(Stage::ALL.iter().enumerate().all(|(at, stage)| *stage as usize == at));
        assert!(Reason::ALL.iter().enumerate().all(|(at, reason)| *reason as usize == at));
    }
}
