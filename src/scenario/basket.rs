//! Basket: a group of products and of parties whose figures are added up; reads `[[basket]]`. It is never an input: no market has one.
//!
//! Invariants: a basket has a product or a party at least; its name is no product's, so that a figure's subject is told by its name.

use super::published::Known;
use super::text::shape::{Choice, List, Repeats};
use super::text::{Node, Problem, ReadLog, Reader};
use crate::domain::party::{Party, Role};

/// Most baskets of one scenario.
const MOST: usize = 32;

/// Roles as files spell them, in the order of reports.
const ROLES: [(&str, Role); 12] = [
    ("wallet", Role::Wallet),
    ("issuer", Role::Issuer),
    ("proxy-issuer", Role::ProxyIssuer),
    ("acquirer", Role::Acquirer),
    ("network", Role::Network),
    ("carrier", Role::Carrier),
    ("processor", Role::Processor),
    ("merchant", Role::Merchant),
    ("user", Role::User),
    ("security-vendor", Role::SecurityVendor),
    ("regulator", Role::Regulator),
    ("fund-manager", Role::FundManager),
];

/// A group of products and of parties.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basket {
    /// Its name; no product has it.
    pub name: String,
    /// What it is; possibly empty.
    pub about: String,
    /// Its products by name; a strategy need not have them all.
    pub products: Vec<String>,
    /// Its parties by name; a strategy need not have them all.
    pub parties: Vec<String>,
    /// Roles all of whose parties are in it too.
    pub roles: Vec<Role>,
}

impl Basket {
    /// True if payments are counted in it.
    #[must_use]
    pub fn has_products(&self) -> bool {
        !self.products.is_empty()
    }

    /// True if books are added up in it.
    #[must_use]
    pub fn has_parties(&self) -> bool {
        !self.parties.is_empty() || !self.roles.is_empty()
    }

    /// True if `party` is one of its parties, by name or by role.
    #[must_use]
    pub fn holds(&self, party: &Party) -> bool {
        self.roles.contains(&party.role) || self.parties.contains(&party.name)
    }
}

/// Reads all baskets, in the order of the files.
pub(super) fn read(nodes: &[&Node], known: &Known, log: &mut ReadLog) -> Vec<Basket> {
    if let Some(extra) = nodes.get(MOST) {
        log.problems.push(Problem::at(&extra.place, "there are too many baskets").label(format!("at most {MOST}")));
    }
    nodes.iter().take(MOST).map(|node| basket(node, known, log)).collect()
}

fn basket(node: &Node, known: &Known, log: &mut ReadLog) -> Basket {
    let mut reader = Reader::open(node, "basket", log);
    let roles = List { element: Choice { options: ROLES.map(|(word, _)| word).to_vec() }, repeats: Repeats::Refused };
    let basket = Basket {
        name: reader.name(),
        about: reader.text_or("about", ""),
        products: named("products", &known.products, node, &mut reader),
        parties: named("parties", &known.parties, node, &mut reader),
        roles: reader.defaulted("roles", Vec::new(), &roles).into_iter().map(|at| ROLES[at].1).collect(),
    };
    if known.products.contains(&basket.name) {
        let help = "give the basket a name of its own".to_string();
        reader.refuse("name", "is a product's", "a target could not tell the two apart", Some(help));
    }
    let is_empty = ["products", "parties", "roles"].into_iter().all(|key| is_without_entries(node, key));
    reader.finish();
    if is_empty {
        let problem = Problem::at(&node.place, format!("basket \"{}\" holds nothing", basket.name))
            .label("expected products or parties")
            .help("name them in `products` or `parties`, or their kinds in `roles`".to_string());
        log.problems.push(problem);
    }
    basket
}

/// True if the list is not there or has no entries.
fn is_without_entries(node: &Node, key: &str) -> bool {
    entries(node, key).is_some_and(<[Node]>::is_empty)
}

/// The entries of a list; none if it is not there, nothing if it is no list.
fn entries<'n>(node: &'n Node, key: &str) -> Option<&'n [Node]> {
    match node.table().and_then(|table| table.get(key)).map(|list| &list.value) {
        None => Some(&[]),
        Some(super::text::Value::Array(nodes)) => Some(nodes),
        Some(_) => None,
    }
}

/// The names in a list. A list of a file that is extended may name what only a strategy has that this file leaves out.
fn named(key: &str, known: &[String], node: &Node, reader: &mut Reader<'_, '_>) -> Vec<String> {
    let inherited = entries(node, key).unwrap_or_default().iter().filter(|entry| entry.place.source.ordinal() > 0);
    let mut names = known.to_vec();
    for name in inherited.filter_map(Node::text) {
        if !names.iter().any(|known| known == name) {
            names.push(name.to_string());
        }
    }
    reader.references(key, &names).into_iter().filter_map(|at| names.get(at).cloned()).collect()
}
