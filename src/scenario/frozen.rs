//! Frozen: what must be the same in all strategies, and what must stay the same from the first day on.
//!
//! Strategies are compared by drawing the same people, purchases and thefts for each of them. Whatever those draws depend on belongs to the
//! scenario alone. And what is given out on the first day, such as people's cards, cannot be given out again by an event.

use std::collections::BTreeMap;

use super::text::{Problem, Problems, Setting};

/// What an event may change, key by key; `*` is every key of the kind but those listed after it.
const CHANGEABLE: &[(&str, &str, &[&str])] = &[
    (
        "product",
        "*",
        &[
            "operator",
            "counted",
            "launch",
            "initial_share",
            "integrated",
            "proxy_issuer",
            "proxy_network",
            "inner_acquirer",
            "issuer",
            "network",
            "opening_share",
            "opening_mean_usd",
            "manager",
            "about",
        ],
    ),
    ("bank", "*", &["network", "regulated", "debit_share", "credit_share", "rewards_share", "about"]),
    ("network", "*", &["about"]),
    ("processor", "*", &["firms", "applied", "begins_unlicensed", "about", "owner"]),
    ("regulator", "*", &["about"]),
    ("protection", "*", &["vendor", "payer"]),
    ("partnership", "*", &["about", "parties", "product"]),
    ("limits", "*", &[]),
    ("disputes", "*", &["remote_factor", "limit_days"]),
    ("links", "*", &[]),
    ("acceptance", "*", &["reviews_per_year"]),
    ("merchant", "blocks", &[]),
    ("merchant", "contactless_ready_share", &[]),
    ("merchant", "discount_bps", &[]),
    ("merchant", "discount_usd", &[]),
    ("merchant", "margin_share", &[]),
];

/// What a strategy may not change: a kind, its keys (`*` is all of them) and the reason.
const SHARED: &[(&str, &[&str], &str)] = &[
    ("people", &["count", "neighbours", "payday_every_days"], PEOPLE),
    ("segment", &["*"], PEOPLE),
    ("season", &["*"], PURCHASES),
    ("category", &["*"], PURCHASES),
    ("payment", &["*"], PURCHASES),
    ("merchant", &["category", "share", "shops_per_district", "national", "closures_per_year"], PURCHASES),
    ("carrier", &["share", "unlocked_share"], PEOPLE),
    ("bank", &["network", "regulated", "debit_share", "credit_share", "rewards_share"], "every strategy meets the same cards"),
    (
        "adoption",
        &[
            "p_per_year",
            "q_per_year",
            "neighbour_per_year",
            "reconsider_per_year",
            "leave_dormant_per_year",
            "leave_hunter_per_year",
            "funding_reviews_per_year",
            "returns_per_year",
        ],
        OCCASIONS,
    ),
    (
        "threats",
        &[
            "lost_device_per_year",
            "opened_share",
            "exposure_per_payment",
            "breaches_per_year",
            "guesses_per_year",
            "common_pin_share_pct",
            "infections_per_year",
            "payload_share",
            "attack_days",
            "tries_per_year",
            "hijacks_per_year",
            "hijack_hours",
            "spreads_share",
            "diverted_share",
            "compromises_per_year",
            "copies_days",
            "misused_share",
            "deceptions_per_year",
            "copies_per_year",
            "numbers_per_year",
            "enabled",
            "boost",
        ],
        "every strategy meets the same thieves",
    ),
    ("acceptance", &["reviews_per_year"], OCCASIONS),
    ("product", &["looks_per_year", "redemptions_per_year"], OCCASIONS),
    ("disputes", &["remote_factor"], "every strategy meets the same complaints"),
    ("materiality", &["*"], WHOLE),
    ("worlds", &["*"], WHOLE),
    ("target", &["*"], PUBLISHED),
    ("basket", &["*"], GROUPED),
];

const PEOPLE: &str = "every strategy meets the same people";
const PURCHASES: &str = "every strategy meets the same purchases";
const OCCASIONS: &str = "every strategy meets the same occasions to decide";
const PUBLISHED: &str = "what was published is the same whatever a strategy does";
const GROUPED: &str = "strategies are compared by the same groups";
const WHOLE: &str = "it belongs to the whole scenario";

/// A setting that two readings do not share.
pub(super) struct Difference<'s> {
    before: Option<&'s Setting>,
    after: Option<&'s Setting>,
}

/// The settings in which two trees differ, by path; entries without a name are counted through.
pub(super) fn differences<'s>(before: &'s [Setting], after: &'s [Setting]) -> Vec<Difference<'s>> {
    let (old, new) = (by_path(before), by_path(after));
    let mut found = Vec::new();
    for (path, settings) in &new {
        let known = old.get(path).map_or(&[][..], Vec::as_slice);
        for at in 0..settings.len().max(known.len()) {
            let difference = Difference { before: known.get(at).copied(), after: settings.get(at).copied() };
            if difference.before.map(|s| &s.value) != difference.after.map(|s| &s.value) {
                found.push(difference);
            }
        }
    }
    let gone = old.iter().filter(|(path, _)| !new.contains_key(*path)).flat_map(|(_, settings)| settings);
    found.extend(gone.map(|setting| Difference { before: Some(setting), after: None }));
    found
}

fn by_path(settings: &[Setting]) -> BTreeMap<&str, Vec<&Setting>> {
    let mut paths: BTreeMap<&str, Vec<&Setting>> = BTreeMap::new();
    for setting in settings {
        paths.entry(&setting.path).or_default().push(setting);
    }
    paths
}

impl<'s> Difference<'s> {
    /// The setting after the change, if it is still there.
    pub fn after(&self) -> Option<&'s Setting> {
        self.after
    }

    fn path(&self) -> &str {
        self.after.or(self.before).map_or("", |setting| setting.path.as_str())
    }

    /// The kind and the last key, as the lists above spell it; a key of the scenario itself has no kind.
    fn kind_and_key(&self) -> (&str, &str) {
        let path = self.path();
        let kind = path.split_once('.').map_or("", |(kind, _)| kind);
        (kind, self.after.or(self.before).map_or("", |setting| setting.key.as_str()))
    }

    fn problem(&self, message: String, otherwise: &str) -> Problem {
        let place = self.after.or(self.before).map(|setting| &setting.place);
        let label = match (self.before, self.after) {
            (Some(before), Some(_)) if before.value.is_empty() => format!("not given {otherwise}"),
            (Some(before), Some(_)) => format!("{} {otherwise}", before.value),
            (None, _) => format!("not there {otherwise}"),
            (_, None) => "no longer there".to_string(),
        };
        place.map_or_else(|| Problem::nowhere(message.clone()), |place| Problem::at(place, message.clone())).label(label)
    }
}

/// Refuses what a strategy changes although all strategies share it.
pub(super) fn refuse_unshared(differences: &[Difference<'_>], problems: &mut Problems) {
    for difference in differences {
        let (kind, key) = difference.kind_and_key();
        if kind == "target" && difference.before.is_none() {
            // One mistake for the whole entry, not one for each of its keys.
            if key == "metric" {
                let help = "move it out of the strategy, and let `product` name what it speaks of".to_string();
                problems.push(difference.problem("a strategy cannot have a target of its own".to_string(), "").label(PUBLISHED).help(help));
            }
            continue;
        }
        if kind == "basket" && difference.before.is_none() {
            if key == "name" {
                let help = "move it out of the strategy; it may name products and parties that only a strategy has".to_string();
                problems.push(difference.problem("a strategy cannot have a basket of its own".to_string(), "").label(GROUPED).help(help));
            }
            continue;
        }
        if (kind == "bank" || kind == "product") && difference.before.is_none() {
            // A bank may be added, which the sums of shares leave no share of people's cards; and a product, or a fund behind one.
            continue;
        }
        let reason = match kind {
            "" => Some(WHOLE),
            _ => SHARED.iter().find(|(k, keys, _)| *k == kind && (keys.contains(&"*") || keys.contains(&key))).map(|found| found.2),
        };
        if let Some(reason) = reason {
            let message = format!("a strategy cannot change `{}`", difference.path());
            let help = format!("{reason}; a question about it is another scenario, which can extend this one");
            problems.push(difference.problem(message, "without the strategy").help(help));
        }
    }
}

/// Refuses what an event changes although it is settled on the first day.
pub(super) fn refuse_structure(differences: &[Difference<'_>], problems: &mut Problems) {
    for difference in differences {
        let (kind, key) = difference.kind_and_key();
        let rule = |&&(k, which, except): &&(&str, &str, &[&str])| k == kind && (which == key || (which == "*" && !except.contains(&key)));
        if CHANGEABLE.iter().find(rule).is_none() {
            let message = format!("`{}` cannot change after the start; {}", difference.path(), settled(kind, key));
            problems.push(difference.problem(message, "on the day before"));
        }
    }
}

fn settled(kind: &str, key: &str) -> &'static str {
    match (kind, key) {
        (_, "about") => "it only describes",
        ("product", "launch") => "it is a date itself",
        ("product", "proxy_issuer" | "proxy_network" | "inner_acquirer" | "issuer" | "network" | "manager") => {
            "payments under way still need the old one"
        }
        ("product", _) => "it says how the first day begins",
        ("bank", _) => "cards are given out on the first day",
        ("people" | "segment" | "carrier", _) => "people are drawn on the first day",
        ("season" | "category", _) => "purchases are drawn alike on all days",
        ("merchant", _) => "shops are opened on the first day",
        ("fee", _) => "give its row a date of its own: `from`",
        ("disputes", _) => "charges made before could be contested by one rule and after it by another",
        ("adoption" | "threats" | "acceptance", _) => "its rates hold for the whole run",
        ("payment", _) => "it has a moment of its own: `at`",
        ("licensing", _) => "it has dates of its own",
        ("processor", "firms" | "applied" | "begins_unlicensed") => "the queue for licences is drawn up on the first day",
        ("partnership", _) => "let it begin with ratios of zero, and an event raise them",
        ("processor", _) => "what it earned before the event would change hands with it",
        _ => "it belongs to the whole scenario",
    }
}
