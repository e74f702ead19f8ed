//! Market: one tree of a scenario, read into the market of one stretch of days. Each kind of table has a file.
//!
//! The keys of a kind, their units, ranges and defaults stand in its file and nowhere else.

mod adoption;
mod banks;
mod bills;
mod carriers;
mod categories;
mod disputes;
mod fees;
mod funds;
mod licences;
mod margins;
mod merchants;
mod networks;
mod parties;
mod partnerships;
mod people;
mod processors;
mod products;
mod protections;
mod purses;
mod regulators;
mod remotes;
mod script;
mod segments;
mod sums;
mod threats;
mod transfers;

pub(super) use parties::{KINDS as PARTY_KINDS, PEOPLE};

use super::basket;
use super::header::Header;
use super::published::{self, Horizon, Known};
use super::section::{optional, required};
use super::text::{Node, Problem, ReadLog, Reader};
use crate::domain::calendar::Calendar;
use crate::domain::market::Market;
use crate::domain::person::MOST_PRODUCTS;

/// Most entries of a kind, in the order of [`Kinds::cut`]; parties are counted together.
const MOST: &[(&str, usize)] =
    &[("segment", 64), ("category", 60), ("carrier", 64), ("fee", 1_000), ("payment", 10_000), ("partnership", 64)];

/// Whole dollars in minor units, for ranges and defaults.
const fn usd(dollars: i64) -> i64 {
    dollars * 100
}

/// The entries of each kind, in the order of the files.
pub(super) struct Kinds<'n> {
    wallets: Vec<&'n Node>,
    banks: Vec<&'n Node>,
    proxy_issuers: Vec<&'n Node>,
    acquirers: Vec<&'n Node>,
    networks: Vec<&'n Node>,
    carriers: Vec<&'n Node>,
    processors: Vec<&'n Node>,
    merchants: Vec<&'n Node>,
    vendors: Vec<&'n Node>,
    regulators: Vec<&'n Node>,
    fund_managers: Vec<&'n Node>,
    segments: Vec<&'n Node>,
    categories: Vec<&'n Node>,
    products: Vec<&'n Node>,
    fees: Vec<&'n Node>,
    payments: Vec<&'n Node>,
    partnerships: Vec<&'n Node>,
}

/// Reads a whole tree. The values count only if the log holds no problems.
pub(super) fn read(node: &Node, known: &Known, log: &mut ReadLog) -> (Header, Market) {
    let mut root = Reader::open_root(node, log);
    let mut kinds = Kinds::read(&mut root);
    root.pass("event");
    let merchant_names = parties::names_of(&kinds.merchants);
    let (baskets, figures) = (root.tables("basket"), root.tables("target"));
    let (start, end) = (root.place_of("start"), root.place_of("end"));
    let mut header = Header::read(&mut root, node, &known.strategies, &parties::names_of(&kinds.products));
    let population = required(&mut root, node, "people", people::read);
    let season = optional(&mut root, node, "season", categories::Season::read);
    let (mut acceptance, ready_share) = required(&mut root, node, "acceptance", merchants::acceptance);
    let adoption = required(&mut root, node, "adoption", adoption::read);
    let inner = node.table().and_then(|table| table.get("threats")).unwrap_or(node);
    let threats = required(&mut root, node, "threats", |reader| threats::read(reader, inner, &merchant_names));
    let disputes = optional(&mut root, node, "disputes", disputes::read);
    let limits = required(&mut root, node, "limits", networks::limits);
    let inner = node.table().and_then(|table| table.get("links")).unwrap_or(node);
    let links = required(&mut root, node, "links", |reader| networks::links(reader, inner));
    let rules_of_licences = root.table("licensing");
    let rules_of_protection = root.table("protection");
    root.finish();
    let horizon = Horizon { start: (header.start, start), end: (header.end, end) };
    header.baskets = basket::read(&baskets, known, log);
    header.targets = published::read(&figures, &header.baskets, known, horizon, log);
    kinds.check(node, log);
    kinds.cut();

    let names = parties::read(&kinds, log);
    let segments = segments::read(&kinds.segments, log);
    let categories = categories::read(&kinds, &names, season, log);
    let merchants = merchants::read(&kinds, &names, &categories, ready_share, log);
    let issuers = banks::read(&kinds, &names, log);
    let networks = networks::read(&kinds, &names, log);
    let carriers = carriers::read(&kinds, &names, log);
    acceptance.sponsored_share = carriers::sponsored(&kinds, &carriers, log);
    let regulators = regulators::read(&kinds, &names, log);
    let processors = processors::read(&kinds, &names, log);
    let licensing = licences::read(rules_of_licences, &kinds, &names, &processors, log);
    let products = products::read(&kinds, &names, log);
    bills::check_holders(&kinds, &products, &carriers, log);
    let protections = protections::read(rules_of_protection, (&names, &parties::names_of(&kinds.products)), log);
    let fees = fees::read(&kinds, &names, log);
    if log.problems.is_empty() {
        fees::Coverage { book: &fees, start: header.start, names: &names, kinds: &kinds }.check(&issuers, &categories, &products, log);
        let cards = margins::kinds_of(&issuers.cards);
        margins::Margins { book: &fees, rows: &kinds.fees, parties: &names.parties, categories: &categories, cards }.check(&header, log);
    }
    let partnerships = partnerships::read(&kinds, &names, &processors, log);
    let script = script::read(&kinds, &names, &header, population.people.count, log);
    let market = Market {
        parties: names.parties,
        calendar: Calendar::new(header.start, header.holidays.clone()),
        people: population.people,
        segments,
        smartphone_share: population.smartphone_share,
        nfc_share: population.nfc_share,
        set_top_share: population.set_top_share,
        computer_share: population.computer_share,
        categories,
        merchants,
        acceptance,
        banks: issuers.banks,
        cards: issuers.cards,
        networks,
        regulators,
        carriers,
        processors,
        products,
        fees,
        adoption,
        threats,
        protections,
        links,
        limits,
        disputes,
        script,
        licensing,
        plastic_sample: header.plastic_sample,
        payday_every_days: population.payday_every_days,
        partnerships,
    };
    refuse_overflow(node, &header, &market, log);
    (header, market)
}

/// What people spend over the horizon has to fit into the books' 64 bits, with room for what each payment moves more than once.
fn refuse_overflow(node: &Node, header: &Header, market: &Market, log: &mut ReadLog) {
    const ROOM: f64 = 16.0;
    let years = f64::from((header.end - header.start).get_days()) / 365.25;
    let scale = market.segments.iter().map(|s| s.ticket_scale * s.payments_scale).fold(1.0, f64::max);
    let yearly: f64 = market.categories.iter().map(|c| c.payments_per_year * c.mean_ticket_minor()).sum();
    let moved = market.people.count as f64 * yearly * scale * years;
    if moved * ROOM < i64::MAX as f64 {
        return;
    }
    let place = node.table().and_then(|root| root.get("people")).map_or(&node.place, |people| &people.place);
    let most = i64::MAX as f64 / ROOM / 100.0;
    log.problems.push(
        Problem::at(place, "the people of this market spend more than the books can hold")
            .label(format!("about {:.1e} over the horizon, and at most {most:.1e} fits", moved / 100.0))
            .help("lower the number of people, payments or tickets, or shorten the horizon".to_string()),
    );
}

impl<'n> Kinds<'n> {
    fn read(root: &mut Reader<'n, '_>) -> Self {
        Self {
            wallets: root.tables("wallet"),
            banks: root.tables("bank"),
            proxy_issuers: root.tables("proxy-issuer"),
            acquirers: root.tables("acquirer"),
            networks: root.tables("network"),
            carriers: root.tables("carrier"),
            processors: root.tables("processor"),
            merchants: root.tables("merchant"),
            vendors: root.tables("vendor"),
            regulators: root.tables("regulator"),
            fund_managers: root.tables("fund-manager"),
            segments: root.tables("segment"),
            categories: root.tables("category"),
            products: root.tables("product"),
            fees: root.tables("fee"),
            payments: root.tables("payment"),
            partnerships: root.tables("partnership"),
        }
    }

    /// Drops the entries beyond all limits, which are refused already, so that a huge file costs no more than a large one.
    fn cut(&mut self) {
        let parties = [&mut self.wallets, &mut self.banks, &mut self.proxy_issuers, &mut self.acquirers, &mut self.networks];
        let more = [&mut self.merchants, &mut self.vendors, &mut self.regulators, &mut self.processors, &mut self.fund_managers];
        for nodes in parties.into_iter().chain(more) {
            nodes.truncate(parties::MOST + 1);
        }
        for (nodes, (_, most)) in
            [&mut self.segments, &mut self.categories, &mut self.carriers, &mut self.fees, &mut self.payments, &mut self.partnerships]
                .into_iter()
                .zip(MOST)
        {
            nodes.truncate(*most);
        }
        self.products.truncate(MOST_PRODUCTS);
    }

    /// Refuses kinds with no entry or too many.
    fn check(&self, root: &Node, log: &mut ReadLog) {
        let needed = [
            ("bank", &self.banks),
            ("acquirer", &self.acquirers),
            ("network", &self.networks),
            ("carrier", &self.carriers),
            ("merchant", &self.merchants),
            ("segment", &self.segments),
            ("category", &self.categories),
        ];
        for (kind, nodes) in needed {
            if nodes.is_empty() {
                let place = root.table().and_then(|table| table.get(kind)).map_or(&root.place, |node| &node.place);
                let problem = Problem::at(place, format!("the scenario has no {kind}"))
                    .label("one at least is needed")
                    .help(format!("add an entry headed `[[{kind}]]`"));
                log.problems.push(problem);
            }
        }
        let products = ("product", MOST_PRODUCTS);
        for &(kind, most) in MOST.iter().chain(std::iter::once(&products)) {
            let nodes = match kind {
                "segment" => &self.segments,
                "category" => &self.categories,
                "carrier" => &self.carriers,
                "fee" => &self.fees,
                "payment" => &self.payments,
                "partnership" => &self.partnerships,
                _ => &self.products,
            };
            if let Some(extra) = nodes.get(most) {
                let problem = Problem::at(&extra.place, format!("the scenario has {} entries of `{kind}`", nodes.len()))
                    .label(format!("this one is too many: at most {most}"));
                log.problems.push(problem);
            }
        }
    }
}
