//! Merchants: `[[merchant]]`, groups of shops, and `[acceptance]`, what makes them change terminals.

use super::parties::Names;
use super::sums::{Part, sums_to_one};
use super::{Kinds, usd};
use crate::domain::merchant::{Acceptance, Category, Equipment, MerchantGroup, Technologies, Technology};
use crate::domain::money::{Money, Rate};
use crate::scenario::text::{Node, Problem, ReadLog, Reader};

/// By technology: the key of the share of shops that have it on the first day.
const TAKEN: [&str; Technology::ALL.len()] =
    ["contactless_share", "phone_pin_share", "radio_24_share", "code_share", "online_share", "sms_share", "set_top_share"];

/// By technology: the key of the share of those that have it switched on.
const SWITCHED_ON: [&str; Technology::ALL.len()] = [
    "contactless_on_share",
    "phone_pin_on_share",
    "radio_24_on_share",
    "code_on_share",
    "online_on_share",
    "sms_on_share",
    "set_top_on_share",
];

pub(super) fn read(kinds: &Kinds<'_>, names: &Names, categories: &[Category], ready_share: f64, log: &mut ReadLog) -> Vec<MerchantGroup> {
    let before = log.problems.sorted().len();
    let groups: Vec<MerchantGroup> =
        kinds.merchants.iter().enumerate().map(|(at, node)| group(node, at, names, ready_share, log)).collect();
    if log.problems.sorted().len() > before {
        return groups;
    }
    for (at, category) in categories.iter().enumerate() {
        let members = || kinds.merchants.iter().zip(&groups).filter(move |(_, g)| g.category == at);
        if members().count() == 0 {
            if category.payments_per_year > 0.0 && category.purpose.has_shop() {
                let problem = Problem::at(&kinds.categories[at].place, format!("no merchant sells in category `{}`", category.name))
                    .label("people want to pay here")
                    .help(format!("add a [[merchant]] with category = \"{}\" and share = 1", category.name));
                log.problems.push(problem);
            }
            continue;
        }
        let parts = members().map(|(node, g)| Part { node, key: "share", share: g.share });
        sums_to_one(parts, &format!("the shares of the merchants in category `{}`", category.name), log);
    }
    groups
}

fn group(node: &Node, at: usize, names: &Names, ready_share: f64, log: &mut ReadLog) -> MerchantGroup {
    let mut reader = Reader::open(node, "merchant", log);
    let name = reader.name();
    reader.text_or("about", "");
    let is_national = reader.flag_or("national", false);
    let group = MerchantGroup {
        name,
        party: names.merchants.party(at),
        category: reader.reference("category", &names.categories),
        acquirer: names.acquirers.party(reader.reference("acquirer", &names.acquirers.names)),
        share: reader.number("share", 0.0..=1.0),
        shops_per_district: reader.whole_or("shops_per_district", 1, 1..=200),
        is_national,
        locations: reader.whole("locations", 0_i64..=1_000_000_000).unsigned_abs(),
        taken_share: TAKEN.map(|key| reader.number_or(key, 0.0, 0.0..=1.0)),
        on_share: SWITCHED_ON.map(|key| reader.number_or(key, 1.0, 0.0..=1.0)),
        blocks: technologies(&mut reader, "blocks", Technologies::NONE),
        ready_share: reader.number_or("contactless_ready_share", ready_share, 0.0..=1.0),
        closures_per_year: reader.number_or("closures_per_year", 0.0, 0.0..=1.0),
        belief: reader.number_or("uplift_belief", 1.0, 0.0..=100.0),
        discount_rate: Rate::from_ppm(reader.ppm("discount_bps", 0.0..=2_000.0)),
        discount_fixed: Money::from_minor(reader.money_or("discount_usd", 0, 0..=usd(100))),
        margin: reader.number("margin_share", 0.0..=1.0),
        tip: Rate::from_ppm(reader.ppm_or("tip_pct", 0, 0.0..=50.0)),
        tipped_share: reader.number_or("tipped_share", 1.0, 0.0..=1.0),
        preauthorization: Money::from_minor(reader.money_or("preauthorization_usd", 0, 0..=usd(1_000))),
    };
    if is_national && group.shops_per_district != 1 {
        let help = "leave it out, or leave `national` out".to_string();
        reader.refuse("shops_per_district", "is not 1", "a national group has one branch in each district", Some(help));
    }
    reader.finish();
    group
}

/// A set of technologies by their names.
pub(super) fn technologies(reader: &mut Reader<'_, '_>, key: &str, default: Technologies) -> Technologies {
    let usual: Vec<&str> = default.iter().map(Technology::name).collect();
    let names = reader.texts_or(key, &usual);
    let mut set = Technologies::NONE;
    for name in names {
        match Technology::ALL.into_iter().find(|technology| technology.name() == name) {
            Some(technology) => set = set.with(technology),
            None => {
                let words = Technology::ALL.map(Technology::name).join("`, `");
                reader.refuse(key, "names an unknown technology", &format!("found \"{name}\""), Some(format!("known are `{words}`")));
            }
        }
    }
    set
}

/// What a technology costs a location that wants it, at any time.
fn equipment(reader: &mut Reader<'_, '_>, cost: &str, running: &str) -> Equipment {
    let each = Money::from_minor(reader.money_or(cost, usd(50), 0..=usd(100_000)));
    Equipment { early: each, anyway: each, running: Money::from_minor(reader.money_or(running, 0, 0..=usd(100_000))) }
}

/// `[acceptance]`, and the share of new terminals that come with a contactless reader, which merchants may have of their own.
pub(super) fn acceptance(reader: &mut Reader<'_, '_>) -> (Acceptance, f64) {
    let contactless = Equipment {
        early: Money::from_minor(reader.money("terminal_cost_usd", 0..=usd(100_000))),
        anyway: Money::from_minor(reader.money("contactless_premium_usd", 0..=usd(100_000))),
        running: Money::from_minor(reader.money_or("running_cost_usd_per_year", 0, 0..=usd(10_000))),
    };
    // New software does for a terminal of any age.
    let software = Money::from_minor(reader.money_or("phone_pin_cost_usd", usd(50), 0..=usd(100_000)));
    let running = Money::from_minor(reader.money_or("phone_pin_running_cost_usd_per_year", 0, 0..=usd(10_000)));
    let phone_pin = Equipment { early: software, anyway: software, running };
    let radio_24 = equipment(reader, "radio_24_cost_usd", "radio_24_running_cost_usd_per_year");
    let code = equipment(reader, "code_cost_usd", "code_running_cost_usd_per_year");
    let online = equipment(reader, "online_cost_usd", "online_running_cost_usd_per_year");
    let short_message = equipment(reader, "sms_cost_usd", "sms_running_cost_usd_per_year");
    let set_top = equipment(reader, "set_top_cost_usd", "set_top_running_cost_usd_per_year");
    let ready_share = reader.number_or("contactless_ready_share", 0.0, 0.0..=1.0);
    let acceptance = Acceptance {
        reviews_per_year: reader.number("reviews_per_year", 0.0..=12.0),
        terminal_life_years: reader.number("terminal_life_years", 0.5..=50.0),
        equipment: [contactless, phone_pin, radio_24, code, online, short_message, set_top],
        believed_uplift: reader.number("believed_uplift_share", 0.0..=1.0),
        belief_sigma: reader.number("belief_sigma", 0.0..=4.0),
        cash_handling: Rate::from_ppm(reader.ppm("cash_handling_bps", 0.0..=2_000.0)),
        terminals_per_location: reader.number("terminals_per_location", 0.1..=100.0),
        switching: Money::from_minor(reader.money_or("switching_cost_usd", 0, 0..=usd(100_000))),
        delivered_on_share: reader.number_or("delivered_on_share", 0.0, 0.0..=1.0),
        acquirer_share: reader.number_or("acquirer_terminal_share", 0.0, 0.0..=1.0),
        realised_uplift: reader.number_or("realised_uplift_share", 0.0, 0.0..=1.0),
        loss_weight: reader.number_or("loss_weight", 1.0, 0.0..=10.0),
        loss_half_life_months: reader.number_or("loss_half_life_months", 12.0, 0.1..=120.0),
        // What carriers bear stands with them.
        sponsored_share: [0.0; Technology::ALL.len()],
    };
    (acceptance, ready_share)
}
