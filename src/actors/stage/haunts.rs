//! Haunts: where and on which path a thief pays next: what is open to the credential, what lets most through, and which shops there are.

use super::branch::Run;
use super::desk::Desk;
use super::luck::{Draw, Luck, mark};
use crate::domain::card::CardId;
use crate::domain::merchant::{Purpose, Technology};
use crate::domain::payment::Outcome;
use crate::domain::product::{Flow, ProductId};
use crate::domain::threat::{Path, Vector};
use crate::kernel::random::{below, unit};
use crate::kernel::time::Span;
use crate::protocol::{Observer, Payment};

/// Shops a thief looks at before giving one attempt up.
const TRIES: u32 = 16;
const DAY: f64 = 86_400.0;

impl<O: Observer> Desk<'_, O> {
    /// Accounts with processors that `person` can pay from, of those that a thief could: the handset's or the session's.
    pub fn accounts_at_hand(&self, person: u32) -> impl Iterator<Item = ProductId> {
        let market = &self.market.market;
        self.branch.at_hand[person as usize].filter(|product| market.products[product.index()].flow == Flow::RemoteAccount)
    }

    /// True if somebody else could put `card` on an account of their own with `product` today.
    #[must_use]
    pub fn takes_strangers(&self, card: CardId, product: ProductId) -> bool {
        let terms = self.product(product);
        let is_reached = match terms.flow {
            Flow::RemoteAccount => {
                let quick_pay = terms.remote.is_some_and(|remote| remote.has_quick_pay);
                let bank = self.market.market.processor(terms.operator).is_some_and(|p| p.quick_pay_banks.has(self.market.issuer(card)));
                quick_pay && bank
            }
            Flow::ProxyNested | Flow::ProxyDeferred | Flow::CardInElement | Flow::NetworkToken => true,
            Flow::ProcessorAccount | Flow::PhoneBill | Flow::OfflinePurse | Flow::Plastic => false,
        };
        is_reached && self.notice(product).is_open && self.works(card, product)
    }

    /// The path that a run takes now, among those open to its credential; `None` where nothing is, or nothing is worth it.
    #[must_use]
    pub fn path_for(&self, run: &Run) -> Option<Path> {
        let Some(thieves) = self.market.market.threats.thieves else { return Some(run.path) };
        let open: Vec<Path> = self.paths_open_to(run).collect();
        let where_to = mark(run.luck, Draw::RunPath, u32::from(run.tried).min(40));
        let explores = unit(mark(run.luck, Draw::Worth, 1 + u32::from(run.tried > 0)));
        if open.is_empty() {
            return None;
        }
        let best = if explores < thieves.explores_share {
            open[below(where_to, open.len() as u32) as usize]
        } else {
            // Of two alike, the first.
            open.into_iter().rev().max_by(|a, b| self.day.success_on(*a).total_cmp(&self.day.success_on(*b)))?
        };
        let age = (self.now - run.got_at).as_secs_f64() / DAY;
        let threats = &self.market.market.threats;
        let run_minor = threats.run_length * threats.ticket_minor as f64;
        thieves.is_worth_it(age, self.day.success_on(best), run_minor).then_some(best)
    }

    fn paths_open_to(&self, run: &Run) -> impl Iterator<Item = Path> {
        let found = match run.vector {
            // An account that was opened stays the thief's; another can be opened as well.
            _ if run.is_enrolled => vec![run.path],
            Vector::StolenCredential | Vector::CloudBreach | Vector::MerchantBreach => {
                let account = self.impostors_choice(run.card, run.luck).map(Path::Product);
                std::iter::once(Path::CardAbsent).chain(account).collect()
            }
            Vector::Malware => self.accounts_at_hand(run.person).map(Path::Product).collect(),
            _ => vec![run.path],
        };
        found.into_iter()
    }

    /// What became of a thief's payment, for thieves to hear tomorrow.
    pub fn tell_thieves(&mut self, payment: &Payment, run: u32) {
        if self.market.market.threats.thieves.is_none() {
            return;
        }
        let people = i64::from(payment.weight);
        let is_taken = if payment.outcome == Outcome::Approved { people } else { 0 };
        let slot = self.branch.runs.get(run).path.slot();
        let (path, haunt) = (&mut self.branch.report.paths[slot], &mut self.branch.report.haunts[usize::from(payment.category)]);
        *path = [path[0] + people, path[1] + is_taken];
        *haunt = [haunt[0] + people, haunt[1] + is_taken];
    }

    /// True if a credential of this age no longer works, whatever the thief tries.
    #[must_use]
    pub fn is_stale(&self, run: &Run) -> bool {
        let Some(thieves) = self.market.market.threats.thieves else { return false };
        let age = (self.now - run.got_at).as_secs_f64() / DAY;
        unit(mark(run.luck, Draw::Worth, 0)) >= thieves.is_good_share(age)
    }

    /// The shop of a run's next payment, if there is one.
    #[must_use]
    pub fn haunt(&self, run: &Run) -> Option<u16> {
        let list = &self.branch.shops.list;
        let of_group = |group: usize| list.iter().position(|shop| usize::from(shop.group) == group).map(|shop| shop as u16);
        if run.is_remote() {
            return of_group(self.market.market.threats.remote_merchant);
        }
        if self.rules.conditions.pays_as_thief {
            return of_group(self.market.market.script.first().map_or(0, |payment| payment.merchant));
        }
        let Path::Product(product) = run.path else { return self.counter(run) };
        let is_account = self.product(product).flow == Flow::RemoteAccount;
        if !self.may_operate_for(run.person, product) {
            return None;
        }
        (0..TRIES).find_map(|try_| {
            let roll = mark(run.luck, Draw::RunShop, 16 * u32::from(run.tried) + try_);
            let serves = |category: u8| self.product(product).serves(category);
            let category = self.haunted_category(roll, is_account.then_some(&serves));
            let shop = self.branch.shops.pick(category, roll);
            let place = list.get(shop as usize)?;
            let suits = if is_account { self.open_to(place, product).has(Technology::Online) } else { self.takes(place, product) };
            suits.then_some(shop)
        })
    }

    /// A counter at which a copied card is swiped.
    fn counter(&self, run: &Run) -> Option<u16> {
        let roll = mark(run.luck, Draw::RunShop, 16 * u32::from(run.tried));
        let is_shop = |category: u8| self.market.market.categories[usize::from(category)].place == crate::domain::merchant::Place::Shop;
        let shop = self.branch.shops.pick(self.haunted_category(roll, Some(&is_shop)), roll);
        (usize::from(shop) < self.branch.shops.list.len()).then_some(shop)
    }

    /// A thief strolls where people shop: categories by their share of payments, and, where thieves learn, by what went through there.
    fn haunted_category(&self, roll: u32, suits: Option<&dyn Fn(u8) -> bool>) -> u8 {
        let shares = &self.market.category_share;
        let learns = self.market.market.threats.thieves.is_some();
        let has_shop = |at: usize| self.market.market.categories[at].purpose == Purpose::Purchase;
        let weight = |at: usize| match suits {
            None if !learns => shares[at],
            None => {
                if has_shop(at) {
                    shares[at] * self.day.success_in(at)
                } else {
                    0.0
                }
            }
            Some(suits) => {
                if has_shop(at) && suits(at as u8) {
                    shares[at] * self.day.success_in(at)
                } else {
                    0.0
                }
            }
        };
        let total: f64 = if suits.is_none() && !learns { 1.0 } else { (0..shares.len()).map(weight).sum() };
        let wanted = f64::from(roll & 0xffff) / 65_536.0 * total;
        let mut reached = 0.0;
        let found = (0..shares.len()).position(|at| {
            reached += weight(at);
            wanted < reached
        });
        found.unwrap_or(0) as u8
    }

    /// True if the bank, or the operator, sees that it is not the owner who puts a card on this account.
    #[must_use]
    pub fn sees_impostor(&self, run: &Run, product: ProductId) -> bool {
        let caught = self.product(product).enrolment.impostors_caught_share;
        if unit(mark(run.luck, Draw::Impostor, 1)) < caught {
            return true;
        }
        let asks = self
            .market
            .bank_ordinal(self.market.issuer(run.card))
            .map_or(0.0, |bank| self.market.market.banks[bank].binding_password_share);
        self.now >= run.reads_until && unit(mark(run.luck, Draw::Impostor, 2)) < asks
    }

    /// The product on which a stolen identity is tried, if any: thieves know each by the share of people who use it, and, where they learn,
    /// by what went through.
    #[must_use]
    pub fn impostors_choice(&self, card: CardId, luck: Luck) -> Option<ProductId> {
        let open = || self.products().filter(|&product| self.takes_strangers(card, product));
        let weight = |product: ProductId| self.notice(product).users_share * self.day.success_on(Path::Product(product));
        let total: f64 = open().map(weight).sum();
        let wanted = unit(mark(luck, Draw::Impostor, 0)) * total.max(1.0);
        let mut reached = 0.0;
        open().find(|&product| {
            reached += weight(product);
            wanted < reached
        })
    }

    /// After how long a thief uses an account of his own.
    #[must_use]
    pub fn misuse_delay(&self, luck: Luck) -> Span {
        let days = self.market.market.threats.privacy.map_or(1.0, |privacy| privacy.misuse_days);
        Span::from_secs_f64(crate::kernel::random::exponential(mark(luck, Draw::Infection, 1)) * days * DAY)
    }
}
