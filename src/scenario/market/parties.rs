//! Parties: everybody with books, by name, in one fixed order of kinds and within a kind in the order of the files.
//!
//! Invariants: a party's name is unique over all kinds; entries that a strategy adds come last within their kind.

use super::Kinds;
use crate::domain::party::{Party, PartyId, Role};
use crate::scenario::text::{Node, Place, Problem, ReadLog, Reader};

/// Most parties that an id has room for, the people among them.
pub(super) const MOST: usize = 250;

/// The name under which all people keep one account.
pub(in crate::scenario) const PEOPLE: &str = "people";

/// The kinds of tables whose entries are parties.
pub(in crate::scenario) const KINDS: [&str; 11] =
    ["wallet", "bank", "proxy-issuer", "acquirer", "network", "carrier", "processor", "merchant", "vendor", "regulator", "fund-manager"];

/// The names of one kind and their parties.
#[derive(Clone, Debug, Default)]
pub(super) struct Group {
    pub names: Vec<String>,
    first: usize,
}

impl Group {
    /// The party of the entry with this ordinal.
    pub fn party(&self, ordinal: usize) -> PartyId {
        // More than 250 parties are refused, so no plan is made from an id that did not fit.
        PartyId((self.first + ordinal).min(MOST) as u8)
    }
}

/// All names that entries can refer to.
pub(super) struct Names {
    pub parties: Vec<Party>,
    pub wallets: Group,
    pub banks: Group,
    pub proxy_issuers: Group,
    pub acquirers: Group,
    pub networks: Group,
    pub carriers: Group,
    pub processors: Group,
    pub merchants: Group,
    pub vendors: Group,
    pub regulators: Group,
    pub fund_managers: Group,
    pub categories: Vec<String>,
    /// Classes of trade that categories name for the fee book.
    pub fee_classes: Vec<String>,
    /// Wallets that belong to a carrier, and the carrier.
    pub owned: Vec<(PartyId, PartyId)>,
}

/// The names of entries; one that lacks its name is empty here, and refused by its reader.
pub(super) fn names_of(nodes: &[&Node]) -> Vec<String> {
    nodes.iter().map(|node| node.name().unwrap_or_default().to_string()).collect()
}

/// The classes of trade that these categories name, in the order in which they first do.
fn fee_classes(categories: &[&Node]) -> Vec<String> {
    let mut classes: Vec<String> = Vec::new();
    for node in categories {
        let class = node.table().and_then(|table| table.get("fee_class")).and_then(Node::text);
        if let Some(class) = class.filter(|class| !classes.iter().any(|known| known == class)) {
            classes.push(class.to_string());
        }
    }
    classes
}

pub(super) fn read(kinds: &Kinds<'_>, log: &mut ReadLog) -> Names {
    let mut roll = Roll { parties: Vec::new(), places: Vec::new() };
    let mut names = Names {
        owned: Vec::new(),
        wallets: roll.enlist(&kinds.wallets, Role::Wallet),
        banks: roll.enlist(&kinds.banks, Role::Issuer),
        proxy_issuers: roll.enlist(&kinds.proxy_issuers, Role::ProxyIssuer),
        acquirers: roll.enlist(&kinds.acquirers, Role::Acquirer),
        networks: roll.enlist(&kinds.networks, Role::Network),
        carriers: roll.enlist(&kinds.carriers, Role::Carrier),
        processors: roll.enlist(&kinds.processors, Role::Processor),
        merchants: roll.enlist(&kinds.merchants, Role::Merchant),
        vendors: {
            roll.add(PEOPLE, Role::User, None);
            roll.enlist(&kinds.vendors, Role::SecurityVendor)
        },
        regulators: roll.enlist(&kinds.regulators, Role::Regulator),
        fund_managers: roll.enlist(&kinds.fund_managers, Role::FundManager),
        categories: names_of(&kinds.categories),
        fee_classes: fee_classes(&kinds.categories),
        parties: {
            roll.check(log);
            roll.parties
        },
    };
    let plain = [
        ("wallet", &kinds.wallets),
        ("proxy-issuer", &kinds.proxy_issuers),
        ("acquirer", &kinds.acquirers),
        ("vendor", &kinds.vendors),
        ("fund-manager", &kinds.fund_managers),
    ];
    for (kind, nodes) in plain {
        for (at, node) in nodes.iter().enumerate() {
            let mut reader = Reader::open(node, kind, log);
            reader.name();
            reader.text_or("about", "");
            if kind == "wallet"
                && let Some(owner) = reader.opt_reference("owner", &names.carriers.names)
            {
                names.owned.push((names.wallets.party(at), names.carriers.party(owner)));
            }
            reader.finish();
        }
    }
    names
}

/// The parties found so far and where each is named.
struct Roll<'n> {
    parties: Vec<Party>,
    places: Vec<Option<&'n Place>>,
}

impl<'n> Roll<'n> {
    fn enlist(&mut self, nodes: &[&'n Node], role: Role) -> Group {
        let group = Group { names: names_of(nodes), first: self.parties.len() };
        for (node, name) in nodes.iter().zip(&group.names) {
            let place = node.table().and_then(|table| table.get("name")).map_or(&node.place, |name| &name.place);
            self.add(name, role, Some(place));
        }
        group
    }

    fn add(&mut self, name: &str, role: Role, place: Option<&'n Place>) {
        self.parties.push(Party { name: name.to_string(), role });
        self.places.push(place);
    }

    fn check(&self, log: &mut ReadLog) {
        if let Some(Some(place)) = self.places.get(MOST) {
            let problem = Problem::at(place, format!("the scenario has more than {MOST} parties"))
                .label("this one and those after it are too many; the people count as one")
                .help("put institutions of a kind together".to_string());
            log.problems.push(problem);
        }
        let mut first = std::collections::BTreeMap::new();
        for (party, place) in self.parties.iter().zip(&self.places) {
            if party.name.is_empty() {
                continue;
            }
            let Some((role, earlier)) = first.insert(&party.name, (party.role, *place)) else { continue };
            // The one with a place of its own is the one to rename.
            let Some(at) = place.or(earlier) else { continue };
            let other = if place.is_some() { role } else { party.role };
            let mut problem = Problem::at(at, format!("two parties are named `{}`", party.name))
                .label(format!("this is also the name of {} {}", article(other), other.name()))
                .help("every party needs a name of its own, whatever its kind: rename one".to_string());
            if let (Some(_), Some(earlier)) = (place, earlier) {
                problem = problem.also(earlier, "first given here");
            }
            log.problems.push(problem);
        }
    }
}

fn article(role: Role) -> &'static str {
    match role {
        Role::Issuer | Role::Acquirer => "an",
        Role::User => "the",
        _ => "a",
    }
}
