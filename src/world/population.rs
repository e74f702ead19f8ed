//! Population: a district's people and shops, with static traits drawn systematically so that small worlds look like large ones.

use super::scale::Scale;
use crate::actors::stage::{
    Balances, Bills, Branch, Cardholders, Compiled, Crowd, Debts, Earned, Escrow, Lapses, Paces, PeopleSet, Purposes, Rules, ShopLosses,
    Shops, Slab, Stakes, Tally, Trait,
};
use crate::domain::card::{CardId, Funding};
use crate::domain::market::Market;
use crate::domain::merchant::Technology;
use crate::domain::person::{Choice, HOLDINGS, Holding, Person, Status};
use crate::domain::product::{BankGate, Flow, ProductId};
use crate::domain::terminal::{Fitting, Fittings};
use crate::domain::threat::Path;
use crate::kernel::hazard::{permutation, quantile_of_rank};
use crate::kernel::normal::lognormal_quantile;
use crate::kernel::random::name_key;
use crate::ledger::{Ledger, Mandates};
use crate::policy::usage::byte;
use crate::protocol::{NOBODY, ProductCount, Report, Sims};
use std::ops::Range;
use std::sync::Arc;

/// A district's people, shops and empty books.
#[must_use]
pub fn branch(rules: &Rules, scale: &Scale, district: u32) -> Branch {
    let market = &rules.markets[0];
    let count = scale.agents_in(district);
    let segments = segment_ranges(&market.market, scale.first_agent(district), count);
    let people = people(market, &rules.keys, district, count, &segments);
    let products = market.market.products.len();
    let shops = shops(market, &rules.keys, district, &rules.shop_tables);
    let mut branch = Branch {
        district,
        first_agent: scale.first_agent(district),
        segments,
        batches: vec![(NOBODY, NOBODY); shops.list.len()],
        shops,
        shop_losses: ShopLosses::default(),
        paces: Paces::default(),
        ledger: Ledger::new(market.market.parties.len()),
        mandates: Mandates::new(people.len(), products),
        balances: Balances::new(people.len(), (0..products).map(|p| rules.markets.iter().any(|m| m.market.products[p].stored.is_some()))),
        stakes: Stakes::new(people.len(), (0..products).map(|p| rules.markets.iter().any(|m| m.market.products[p].fund.is_some()))),
        escrow: Escrow::new((0..products).map(|p| rules.markets.iter().any(|m| m.holds_for_shops(p))), market.market.merchants.len()),
        loadings: std::collections::BTreeSet::new(),
        epoch: 0,
        lapses: Lapses::default(),
        debts: Debts::default(),
        bills: Bills::new(
            &rules.keys,
            district,
            people.len(),
            products,
            rules.markets.iter().any(|m| m.market.products.iter().any(|p| p.flow == Flow::PhoneBill)),
        ),
        payments: Slab::new(),
        returns: Slab::new(),
        runs: Slab::new(),
        cases: Slab::new(),
        tally: Tally::new(
            market.market.segments.len(),
            market.market.cards.len(),
            market.market.categories.len(),
            market.market.merchants.len(),
        ),
        earned: Earned::new(rules.markets.iter().map(|m| &m.market), people.len(), products),
        report: empty_report(&market.market),
        hops: 0,
        payments_started: 0,
        candidates: 0,
        further: vec![Holding::default(); people.len() * products.saturating_sub(HOLDINGS)],
        holders: PeopleSet::new(people.len()),
        cardholders: Cardholders::new(market.market.segments.len(), market.market.cards.len()),
        at_hand: Vec::new(),
        pondered: Vec::new(),
        crowd: Crowd::default(),
        people,
    };
    for product in 0..products {
        hand_out(rules, &mut branch, ProductId(product as u8));
    }
    branch.open_pockets();
    branch
}

/// A report with a place for every count.
#[must_use]
pub fn empty_report(market: &Market) -> Report {
    let learns = market.threats.thieves.is_some();
    Report {
        products: vec![ProductCount::default(); market.products.len()],
        processed: vec![0; market.banks.len()],
        spent: vec![0; market.banks.len()],
        lent: vec![0; market.banks.len()],
        cases: vec![0; market.banks.len()],
        reissued: vec![0; market.banks.len()],
        terminal_cost: vec![0; market.merchants.len()],
        sims: Sims {
            swapped: vec![0; market.products.len() * market.carriers.len()],
            active: vec![0; market.products.len() * market.carriers.len()],
            accounts: vec![0; market.products.len() * market.banks.len() * market.carriers.len()],
        },
        switching_cost: vec![0; market.merchants.len()],
        shop_losses: vec![0; market.merchants.len() * Technology::ALL.len()],
        fitted: vec![[0; 2]; market.merchants.len() * Technology::ALL.len()],
        deposits_moved: vec![0; market.banks.len()],
        sponsored: vec![0; market.carriers.len() * Technology::ALL.len()],
        partnerships: vec![0; market.partnerships.len()],
        paths: vec![[0; 2]; if learns { Path::count(market.products.len()) } else { 0 }],
        haunts: vec![[0; 2]; if learns { market.categories.len() } else { 0 }],
        left_alone: 0,
        lines: Vec::new(),
    }
}

/// People stand segment by segment. Each segment's share is met to within one agent over all districts: what rounds off in one
/// is made up in the next.
fn segment_ranges(market: &Market, before: u64, count: u32) -> Vec<Range<u32>> {
    let mut reached = 0.0;
    let mut start = 0;
    let mut ranges = Vec::with_capacity(market.segments.len());
    for (ordinal, segment) in market.segments.iter().enumerate() {
        reached += segment.share;
        let rounded = |agents: u64| (reached * agents as f64 + 0.5) as u64;
        let is_last = ordinal + 1 == market.segments.len();
        let wanted = (rounded(before + u64::from(count)) - rounded(before)) as u32;
        let end = if is_last { count } else { wanted.clamp(start, count) };
        ranges.push(start..end);
        start = end;
    }
    ranges
}

/// A trait's quantile for each of `range`, by rank in a keyed order: every trait has its own order.
fn quantiles(keys: &Purposes, district: u32, range: &Range<u32>, name: &str) -> Vec<f64> {
    let count = range.end - range.start;
    let key = keys.traits.child(name_key(name));
    let mut stream = key.stream(district, range.start, 0);
    let mut out = vec![0.0; count as usize];
    for (rank, person) in permutation(&mut stream, count).into_iter().enumerate() {
        out[person as usize] = quantile_of_rank(rank as u32, stream.uniform(), count);
    }
    out
}

fn people(market: &Compiled, keys: &Purposes, district: u32, count: u32, segments: &[Range<u32>]) -> Vec<Person> {
    let mut people = Vec::with_capacity(count as usize);
    for (segment, range) in market.market.segments.iter().zip(segments) {
        let draw = |name| quantiles(keys, district, range, name);
        let (handset, carrier, unlocked) = (draw("handset"), draw("carrier"), draw("unlocked"));
        let (debit, credit, holds_credit, rewards) = (draw("debit bank"), draw("credit bank"), draw("holds credit"), draw("rewards"));
        let (prefers, risk, liquidity) = (draw("prefers credit"), draw("risk aversion"), draw("liquidity"));
        for i in 0..(range.end - range.start) as usize {
            let carriers = &market.market.carriers;
            let ordinal = pick(carriers.iter().map(|c| c.share), carrier[i]);
            let is_unlocked = carriers.get(ordinal).is_some_and(|c| unlocked[i] < c.unlocked_share);
            let debit_card = debit_card(&market.market, debit[i]);
            let has_credit = holds_credit[i] < segment.credit_holder_share;
            let credit_card = if has_credit { credit_card(&market.market, credit[i], rewards[i]) } else { CardId::NONE };
            let likes =
                if credit_card != CardId::NONE && prefers[i] < segment.prefers_credit_share { Choice::Credit } else { Choice::Debit };
            // Risk aversion is uniform around the segment's mean.
            let aversion = (segment.risk_aversion + 0.35 * (risk[i] - 0.5)).clamp(0.0, 1.0);
            people.push(Person {
                handset_rank: (handset[i] * 65_536.0) as u16,
                carrier: Person::carrier_trait(ordinal as u8, u8::from(is_unlocked)),
                debit: debit_card,
                credit: credit_card,
                taste: sixteenth(aversion) | sixteenth(liquidity[i]) << 4,
                trust: byte(market.market.people.initial_trust),
                flags: Person::flags_for(likes),
                holdings: [Holding::default(); HOLDINGS],
            });
        }
    }
    people
}

fn sixteenth(share: f64) -> u8 {
    (share * 15.0 + 0.5) as u8
}

/// The ordinal whose cumulative share covers `quantile`.
fn pick(shares: impl Iterator<Item = f64>, quantile: f64) -> usize {
    let mut reached = 0.0;
    let mut last = 0;
    for (ordinal, share) in shares.enumerate() {
        reached += share;
        if share > 0.0 {
            last = ordinal;
        }
        if quantile < reached {
            return ordinal;
        }
    }
    last
}

fn debit_card(market: &Market, quantile: f64) -> CardId {
    let bank = pick(market.banks.iter().map(|b| b.debit_share), quantile);
    find_card(market, bank, |funding| matches!(funding, Funding::DebitRegulated | Funding::DebitExempt))
}

fn credit_card(market: &Market, quantile: f64, rewards: f64) -> CardId {
    let bank = pick(market.banks.iter().map(|b| b.credit_share), quantile);
    let wanted = if market.banks.get(bank).is_some_and(|b| rewards < b.rewards_share) { Funding::RewardsCredit } else { Funding::Credit };
    find_card(market, bank, |funding| funding == wanted)
}

fn find_card(market: &Market, bank: usize, fits: impl Fn(Funding) -> bool) -> CardId {
    let Some(bank) = market.banks.get(bank) else { return CardId::NONE };
    market.cards.iter().position(|card| card.issuer == bank.party && fits(card.funding)).map_or(CardId::NONE, |i| CardId(i as u8))
}

fn shops(market: &Compiled, keys: &Purposes, district: u32, tables: &Arc<[u16]>) -> Shops {
    let groups = &market.market.merchants;
    let name = |group: usize| name_key(&market.market.parties[groups[group].party.index()].name);
    let starts = |group: usize, shop: u32, technology: Technology| {
        // Over districts, shops of one size take phones in the group's share: a systematic sample along the districts.
        let shift = keys.shops.uniform(u32::MAX - technology as u32, name(group), shop + 2);
        let position = (f64::from(district) * 0.618_033_988_749_894_9 + shift) % 1.0;
        let (taken, on) = (groups[group].taken_share[technology as usize], groups[group].on_share[technology as usize]);
        match position < taken && !groups[group].is_national {
            true if position < taken * on => Fitting::On,
            true => Fitting::Off,
            false => Fitting::Absent,
        }
    };
    let fittings =
        |group: usize, shop: u32| Technology::ALL.into_iter().fold(Fittings::default(), |set, t| set.with(t, starts(group, shop, t)));
    let belief = |group: usize, shop: u32| {
        let uniform = keys.shops.uniform(district, name(group), shop).max(1e-9);
        lognormal_quantile(uniform, 1.0, market.market.acceptance.belief_sigma)
    };
    Shops::new(groups, Arc::clone(tables), fittings, belief)
}

/// Hands a product to the share of people who hold it on the first day; one on phone bills to its carrier's subscribers only.
fn hand_out(rules: &Rules, branch: &mut Branch, product: ProductId) {
    let market = &rules.markets[0];
    let share = market.market.products[product.index()].initial_share;
    if share <= 0.0 {
        return;
    }
    let is_on_bill = market.market.products[product.index()].flow == Flow::PhoneBill;
    let eligible = eligible(market, &branch.people, product);
    // A share of all people, whoever may have it.
    let share = if is_on_bill { share * branch.people.len() as f64 / eligible.len().max(1) as f64 } else { share };
    let all = 0..eligible.len() as u32;
    let quantiles = quantiles(&rules.keys, branch.district, &all, &format!("product {}", market.market.products[product.index()].name));
    let terms = &market.market.products[product.index()];
    let habit = byte(terms.initial_habit.or(terms.habit_start).unwrap_or(market.market.adoption.habit_start));
    for (person, quantile) in eligible.into_iter().zip(quantiles) {
        let holder = branch.people[person as usize];
        let card = holder.everyday_card();
        if quantile >= share || (card == CardId::NONE && !is_on_bill) {
            continue;
        }
        let choice = if card == holder.credit { Choice::Credit } else { Choice::Debit };
        let from_account = !is_on_bill && pays_from_account(rules, branch.district, person, product, card);
        let holding = branch.holding_mut(person, product);
        holding.set_status(Status::Bound);
        holding.fund_with(choice);
        holding.habit = habit;
        if from_account {
            holding.fund_from_account();
        }
        branch.mandates.grant(person, product);
        branch.report.products[product.index()].users += i64::from(rules.weight);
    }
}

/// Who may hold `product` on the first day.
fn eligible(market: &Compiled, people: &[Person], product: ProductId) -> Vec<u32> {
    let terms = &market.market.products[product.index()];
    let is_eligible = |person: &Person| match terms.flow {
        Flow::PhoneBill => market.market.carriers[person.carrier_ordinal()].party == terms.operator,
        _ => true,
    };
    (0..people.len() as u32).filter(|&person| is_eligible(&people[person as usize])).collect()
}

/// True where a first holder's account debits the bank, or where no card of the holder's works and a prepaid one does.
fn pays_from_account(rules: &Rules, district: u32, person: u32, product: ProductId, card: CardId) -> bool {
    let market = &rules.markets[0].market;
    let terms = &market.products[product.index()];
    let roll = rules.keys.account_traits.uniform(district, person, u32::from(product.0) * 8 + Trait::LetsDebitBank as u32);
    let is_linkable = market.links_accounts(terms, market.cards[card.index()].issuer);
    let debits_bank = is_linkable && terms.account.is_some_and(|account| roll < account.bank_share);
    let works = terms.bank_gate == BankGate::Any || terms.integrated.contains(&market.cards[card.index()].issuer);
    debits_bank || (!works && terms.prepaid.is_some_and(|prepaid| prepaid.is_enabled))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_picks_by_cumulative_share() {
        let shares = [0.2, 0.0, 0.8];
        assert_eq!(pick(shares.into_iter(), 0.1), 0);
        assert_eq!(pick(shares.into_iter(), 0.2), 2);
        assert_eq!(pick(shares.into_iter(), 0.999_999), 2);
        assert_eq!(pick([1.0, 0.0].into_iter(), 1.0), 0);
    }
}
