//! Head: all head offices around one table: they read the day's reports, decide on the same facts, and publish tomorrow's bulletin.

use super::season::Season;
use crate::actors::bank_office::BankOffice;
use crate::actors::fence::Fence;
use crate::actors::landscape::Landscape;
use crate::actors::licence_office::LicenceOffice;
use crate::actors::merchant_office::{MerchantOffice, Seen};
use crate::actors::partnership_office::PartnershipOffice;
use crate::actors::regulator::Regulator;
use crate::actors::stage::{Compiled, Rules, post_charge, post_partnership};
use crate::actors::terminal_office::{FleetCharge, TerminalOffice};
use crate::actors::wallet_office::WalletOffice;
use crate::actors::{carrier_office, fund_office, processor_office, regulator, security_office, terminal_office};
use crate::domain::line::Line;
use crate::domain::market::Market;
use crate::domain::merchant::Technology;
use crate::domain::money::{Money, Rate};
use crate::domain::party::PartyId;
use crate::domain::product::{Flow, Handset, Product, ProductId};
use crate::kernel::engine::HeadOffice;
use crate::kernel::time::{Span, Time, Window};
use crate::ledger::{Account, Ledger};
use crate::protocol::{Breach, Bulletin, Charge, Fact, Observer, PartnershipFact, ProductNotice, Report, Sims, What, YearClose};
use crate::world::district::Town;
use std::sync::Arc;

const DAYS_PER_YEAR: f64 = 365.25;

/// The table and its minutes.
#[derive(Debug)]
pub struct Head<O> {
    rules: Arc<Rules>,
    season: Season,
    stage_starts: Vec<u32>,
    trading_days: u32,
    window: Span,
    regulator: Regulator,
    licences: LicenceOffice,
    landscape: Landscape,
    merchants: MerchantOffice,
    banks: BankOffice,
    wallets: Vec<WalletOffice>,
    terminals: TerminalOffice,
    partners: PartnershipOffice,
    /// What head offices charged and paid.
    pub ledger: Ledger,
    /// Who looks on at the table.
    pub observer: O,
    total: Report,
    lines_before: Vec<i64>,
    /// The last moment of the last window.
    last: Time,
    /// Operators whose vault is known since today to have been opened.
    breached: Vec<PartyId>,
    /// Breaches that nobody has seen yet: the day on which somebody will, and the product.
    unseen: Vec<(u32, usize, Breach)>,
    fence: Fence,
    /// Profit and loss of the years closed so far.
    pub closes: Vec<YearClose>,
}

impl<O: Observer> Head<O> {
    /// The table before day zero; `stage_starts` has the first day of each of the rules' markets.
    pub fn new(rules: Arc<Rules>, stage_starts: Vec<u32>, trading_days: u32, window: Span, observer: O) -> Self {
        let first = &rules.markets[0];
        let products = first.market.products.len();
        Self {
            season: Season::new(&first.market),
            regulator: Regulator::new(&first.market),
            licences: LicenceOffice::new(&first.market),
            landscape: Landscape::default(),
            banks: BankOffice::new(&first.market),
            merchants: MerchantOffice::new(first, rules.districts),
            wallets: (0..products).map(|p| WalletOffice::new(first, p)).collect(),
            terminals: TerminalOffice::new(&first.market),
            partners: PartnershipOffice::new(&first.market),
            ledger: Ledger::new(first.market.parties.len()),
            total: super::population::empty_report(&first.market),
            lines_before: vec![0; first.market.parties.len() * Line::COUNT],
            last: Time::ZERO,
            breached: Vec::new(),
            unseen: Vec::new(),
            fence: Fence::new(&first.market),
            closes: Vec::new(),
            rules,
            stage_starts,
            trading_days,
            window,
            observer,
        }
    }

    /// The same in another landscape.
    pub fn among(self, landscape: Landscape) -> Self {
        Self { landscape, ..self }
    }

    /// The bulletin of the window that starts at `start`.
    pub fn publish(&mut self, start: Time) -> Bulletin {
        let day = start.day();
        let opens_day = start.micros() % Span::DAY.micros() == 0;
        let closes_day = (start + self.window).day() != day;
        let epoch = self.epoch(day);
        let rules = Arc::clone(&self.rules);
        let market = &rules.markets[epoch];
        let is_trading = day < self.trading_days;
        if opens_day {
            self.regulator.turn(&market.market, day);
            self.licences.turn(&market.market, day);
            self.landscape.turn(&market.market, &rules.keys, day);
        }
        let date = market.market.date(day);
        let tomorrow = market.market.date(day + 1);
        Bulletin {
            day,
            opens_day,
            closes_day,
            month_start: day.saturating_sub(u32::from(date.day().unsigned_abs()) - 1),
            is_trading,
            epoch,
            tariff: self.regulator.today(),
            is_business_day: market.market.calendar.is_business_day(day),
            closes_year: closes_day && tomorrow.year() != date.year() && day + 1 < self.trading_days,
            closes_month: closes_day && is_trading && (tomorrow.day() == 1 || day + 1 == self.trading_days),
            prices_tally: closes_day && is_trading && self.is_last_day_of_terms(market, day),
            computer_limit: (market.market.computer_share.at(date) * 65_536.0) as u32,
            online_banking: market.market.banks.iter().map(|bank| (bank.online_banking_share.at(date) * 65_536.0) as u32).collect(),
            season: self.season.thresholds(&market.market, day),
            national_fittings: self.merchants.fittings().to_vec(),
            technology_users: self.technology_users(market),
            outages: self.landscape.outages().to_vec(),
            hijacks: if is_trading { self.landscape.hijacks().to_vec() } else { Vec::new() },
            compromised: self.landscape.compromised().to_vec(),
            smartphone_limit: smartphone_limits(market, date),
            paths: self.fence.paths(),
            haunts: self.fence.haunts(),
            products: (0..self.wallets.len()).map(|p| self.notice(market, p, day, is_trading && opens_day)).collect(),
        }
    }

    /// True if tomorrow begins a month, a tariff or a market, or trading is over.
    fn is_last_day_of_terms(&self, market: &Compiled, day: u32) -> bool {
        let tomorrow = market.market.date(day + 1);
        tomorrow.day() == 1
            || market.market.fees.changes_on(tomorrow)
            || self.epoch(day + 1) != self.epoch(day)
            || day + 1 == self.trading_days
    }

    /// By technology: users of the products that can be paid with by it today, over all people.
    fn technology_users(&self, market: &Compiled) -> [f64; Technology::ALL.len()] {
        let mut users = [0.0; Technology::ALL.len()];
        for (product, wallet) in (0..self.wallets.len()).map(|p| ProductId(p as u8)).zip(&self.wallets) {
            for technology in market.technologies(product).iter() {
                users[technology as usize] += wallet.users_share(market);
            }
        }
        users
    }

    fn epoch(&self, day: u32) -> usize {
        self.stage_starts.partition_point(|&start| start <= day).saturating_sub(1)
    }

    fn notice(&mut self, market: &Compiled, ordinal: usize, day: u32, may_be_breached: bool) -> ProductNotice {
        let product = &market.market.products[ordinal];
        let users_share = self.wallets[ordinal].users_share(market);
        let operating_share = self.licences.operating_share(&market.market, product.operator, day);
        let is_launched = market.market.calendar.day(product.launch) <= i64::from(day);
        let is_open = is_launched && operating_share > 0.0 && day < self.trading_days;
        let breach = if may_be_breached && is_open && users_share > 0.0 {
            self.landscape.breach(&market.market, &self.rules.keys, product, day)
        } else {
            None
        };
        if let Some(breach) = breach {
            self.unseen.push((day + market.market.threats.breach_detection_days as u32, ordinal, breach));
        }
        let seen_breach = self.unseen.iter().find(|(seen, of, _)| *of == ordinal && *seen <= day).map(|(.., breach)| *breach);
        if seen_breach.is_some() {
            self.unseen.retain(|(seen, of, _)| *of != ordinal || *seen > day);
            self.wallets[ordinal].report_breach(market);
            self.breached.push(product.operator);
        }
        self.read_of_hijacks(market, ordinal, day, is_open);
        let rules = &market.market.adoption;
        let window_years = self.window.as_secs_f64() / 86_400.0 / DAYS_PER_YEAR;
        // What goes on the phone bill spreads among a carrier's own customers.
        let crowd = if product.flow == Flow::PhoneBill { carrier_office::open_share(&market.market, product).max(1e-9) } else { 1.0 };
        let per_person = (rules.p_per_year + rules.q_per_year * users_share / crowd) * product.consideration_scale * window_years;
        let segments = &market.market.segments;
        ProductNotice {
            is_open,
            operating_share,
            flow: product.flow,
            handset_limit: (0..segments.len()).map(|s| (handset_share(market, product, s, day) * 65_536.0) as u32).collect(),
            carriers: carrier_office::doors(&market.market, product),
            takes_unlocked: carrier_office::is_unlocked_by_choice(product),
            cards: self.wallets[ordinal].cards(market),
            users_share,
            hazard: segments.iter().map(|s| if is_open { per_person * s.innovation_scale } else { 0.0 }).collect(),
            news_risk: self.wallets[ordinal].news_risk(),
            pays_incentive: self.wallets[ordinal].pays_incentive(market),
            breach,
            seen_breach,
        }
    }

    /// A hijack that begins today is in tomorrow's news.
    fn read_of_hijacks(&mut self, market: &Compiled, ordinal: usize, day: u32, is_open: bool) {
        let Some(terms) = market.market.threats.hijack else { return };
        let operator = market.market.products[ordinal].operator;
        let is_struck = self.landscape.hijacks().iter().any(|hijack| hijack.operator == operator && hijack.from.day() == day);
        if is_open && is_struck {
            self.wallets[ordinal].report(terms.news_risk);
        }
    }

    fn close_day(&mut self, day: u32, at: Time) {
        let rules = Arc::clone(&self.rules);
        let market = &rules.markets[self.epoch(day)];
        let tomorrow = market.market.date(day + 1);
        let total = std::mem::replace(&mut self.total, super::population::empty_report(&market.market));
        let mut charges = Vec::new();
        let closes_month = day < self.trading_days && (tomorrow.day() == 1 || day + 1 == self.trading_days);
        self.banks.close_day(&market.market, at, &total, |c| charges.push(c));
        carrier_office::close_day(&market.market, at, &total.sims, |c| charges.push(c));
        if closes_month {
            self.banks.close_month(&market.market, at, |c| charges.push(c));
            carrier_office::close_month(&market.market, at, &total.sims, |c| charges.push(c));
            regulator::close_month(&market.market, at, |c| charges.push(c));
            security_office::close_month(&market.market, at, smartphones(market, tomorrow), |c| charges.push(c));
            self.close_licences(market, day, at, &total, |c| charges.push(c));
        }
        let technology_users = self.technology_users(market);
        let seen = Seen { total: &total, tariff: &self.regulator.today(), technology_users };
        self.merchants.turn(market, &rules.keys, day, &seen);
        self.close_terminals(market, day, at, (closes_month, &total), &mut charges);
        self.partners.hear(&total.partnerships);
        self.fence.hear(&market.market, &total);
        note_sims(&mut self.partners, &market.market, &total.sims);
        if closes_month {
            self.merchants.close_month(market, &total, at, |c| charges.push(c));
            for fact in self.merchants.acceptance(market, &total, at) {
                self.observer.fact(Fact::Acceptance(fact));
            }
        }
        for (ordinal, wallet) in self.wallets.iter_mut().enumerate() {
            wallet.hear(&total.products[ordinal]);
            if day < self.trading_days {
                let product = &market.market.products[ordinal];
                wallet.integrate(market, day, at, reachable(market, product, day), |c| charges.push(c));
                if closes_month {
                    let open_share = open_share(market, product, day);
                    let nights = wallet.month_of_stakes();
                    wallet.close_month(market, at, open_share, |c| {
                        if let Some((payer, Line::PlatformFixed)) = c.payer {
                            self.partners.note_cost(&market.market, ProductId(ordinal as u8), payer, c.amount);
                        }
                        charges.push(c);
                    });
                    if let Some(terms) = &product.fund {
                        fund_office::close_month(terms, product.operator, at, nights, |c| charges.push(c));
                    }
                }
            }
        }
        for operator in std::mem::take(&mut self.breached) {
            regulator::fine(&market.market, at, operator, |c| charges.push(c));
        }
        for charge in charges {
            self.book(&charge);
        }
        if closes_month {
            let mut settled = Vec::new();
            self.partners.close_month(&market.market, day, at, |fact| settled.push(fact));
            self.settle(&market.market, &settled);
        }
        if tomorrow.day() == 1 {
            self.pay_bills();
        }
    }

    /// What carriers bear of the day's terminals, and what of them is worn or no longer of use.
    fn close_terminals(
        &mut self,
        market: &Compiled,
        day: u32,
        at: Time,
        (closes_month, total): (bool, &Report),
        charges: &mut Vec<Charge>,
    ) {
        let mut booked: Vec<FleetCharge> = Vec::new();
        let before = self.epoch(day.saturating_sub(1));
        if before != self.epoch(day) {
            let gone = terminal_office::gone(&self.rules.markets[before].market, &market.market);
            self.terminals.strand(&market.market, gone, day, at, |c| booked.push(c));
        }
        self.terminals.hear(day, &total.sponsored);
        self.terminals.hear(day, &self.merchants.take_sponsored());
        if closes_month {
            self.terminals.close_month(&market.market, day, at, |c| booked.push(c));
        }
        for FleetCharge { carrier, technology, charge } in booked {
            // What was stranded served the product of the day before.
            let products = self.rules.markets[before].market.products.iter().enumerate();
            for (ordinal, _) in products.filter(|(_, product)| product.technologies.has(technology)) {
                self.partners.note_cost(&market.market, ProductId(ordinal as u8), carrier, charge.amount);
            }
            charges.push(charge);
        }
    }

    /// Books what partners settle.
    fn settle(&mut self, market: &Market, settled: &[PartnershipFact]) {
        for fact in settled {
            post_partnership(&mut self.ledger, market, fact);
            self.observer.fact(Fact::Partnership(*fact));
        }
    }

    /// The same for the last year, at the very end.
    pub fn pay_last_dividends(&mut self, lines: &[i64]) {
        self.pay_dividends(self.last, lines);
    }

    /// Owners take their part of the profit of the year that ends now; `lines` are the districts' lines so far, summed.
    fn pay_dividends(&mut self, at: Time, lines: &[i64]) {
        let rules = Arc::clone(&self.rules);
        let market = &rules.markets[self.epoch(at.day())].market;
        let mut settled = Vec::new();
        let profit = |party: PartyId| {
            let earned = Line::ALL.iter().enumerate().filter(|(_, line)| **line != Line::Dividend).map(|(at, &line)| {
                let slot = party.index() * Line::COUNT + at;
                lines[slot] + self.ledger.balance(party, Account::Line(line)).net() - self.lines_before[slot]
            });
            Money::from_minor(earned.sum())
        };
        self.partners.close_year(market, at, profit, |fact| settled.push(fact));
        self.settle(market, &settled);
    }

    /// The month of licences: what each processor pays for its own, and where the queue stands.
    fn close_licences(&mut self, market: &Compiled, day: u32, at: Time, total: &Report, mut book: impl FnMut(Charge)) {
        for processor in &market.market.processors {
            // One licence covers all its products: from the first of them on.
            let products = market.market.products.iter().zip(&total.products).filter(|(product, _)| product.operator == processor.party);
            let open_share = products.clone().map(|(product, _)| open_share(market, product, day)).max().unwrap_or(Rate::ZERO);
            let stored = Money::from_minor(products.map(|(_, count)| count.stored).sum());
            let month = self.licences.month_of(&market.market, at, processor, open_share, stored);
            processor_office::close_month(&market.market, processor, &month, &mut book);
            self.observer.fact(Fact::Licence(month));
        }
        if let Some(queue) = self.licences.close_month(&market.market, at, &mut book) {
            self.observer.fact(Fact::Queue(queue));
        }
    }

    fn book(&mut self, charge: &Charge) {
        post_charge(&mut self.ledger, charge);
        self.observer.fact(Fact::Charge(*charge));
    }

    /// Bills between parties are paid at the month's end.
    pub fn pay_bills(&mut self) {
        let observer = &mut self.observer;
        self.ledger.sweep(Account::Bills, &mut |party, amount| observer.fact(Fact::Settled { party, amount, what: What::Statement }));
    }

    /// Closes `year`: `lines` are the districts' lines so far, summed.
    pub fn close_year(&mut self, year: i16, lines: &[i64]) {
        let mut moved = Vec::new();
        for (slot, &districts) in lines.iter().enumerate() {
            let (party, line) = (PartyId((slot / Line::COUNT) as u8), Line::ALL[slot % Line::COUNT]);
            let so_far = districts + self.ledger.balance(party, Account::Line(line)).net();
            let amount = so_far - self.lines_before[slot];
            self.lines_before[slot] = so_far;
            if amount != 0 {
                moved.push((party, line, amount));
            }
        }
        self.closes.push(YearClose { year, lines: moved });
    }
}

impl<O: Observer + Send> HeadOffice<Town<O>> for Head<O> {
    fn decide(&mut self, window: Window, reports: &mut Vec<Report>) -> Bulletin {
        self.last = window.end - Span::from_micros(1);
        let lines = add_up(&mut self.total, reports);
        let day = window.start.day();
        if window.end.day() != day {
            // A moment before midnight, so that the charge belongs to the day it closes.
            let at = self.last;
            self.close_day(day, at);
            if !lines.is_empty() {
                self.pay_dividends(at, &lines);
            }
            self.observer.day_closed(day);
            if !lines.is_empty() {
                let year = self.rules.markets[0].market.date(day).year();
                self.close_year(year, &lines);
            }
        }
        self.publish(window.end)
    }
}

/// What putting products on SIMs cost carriers today, for those who share it.
fn note_sims(partners: &mut PartnershipOffice, market: &Market, sims: &Sims) {
    for (ordinal, product) in market.products.iter().enumerate() {
        for (place, carrier) in market.carriers.iter().enumerate() {
            let (swap, subsidy) = carrier_office::launch_costs(product, sims.swapped[ordinal * market.carriers.len() + place]);
            partners.note_cost(market, ProductId(ordinal as u8), carrier.party, swap + subsidy);
        }
    }
}

/// Sums the reports into `total`; stocks are the last word, flows add up. Hands out the summed lines, if the reports carry them.
fn add_up(total: &mut Report, reports: &[Report]) -> Vec<i64> {
    for sum in &mut total.products {
        (sum.users, sum.active, sum.escrowed, sum.stored, sum.staked) = (0, 0, 0, 0, 0);
    }
    total.deposits_moved.fill(0);
    let mut lines: Vec<i64> = Vec::new();
    for report in reports {
        for (sum, one) in total.products.iter_mut().zip(&report.products) {
            sum.users += one.users;
            sum.active += one.active;
            sum.escrowed += one.escrowed;
            sum.stored += one.stored;
            sum.staked += one.staked;
            sum.newly_bound += one.newly_bound;
            sum.volume += one.volume;
            sum.fraud_found += one.fraud_found;
            sum.inner_legs += one.inner_legs;
            sum.prefunded += one.prefunded;
            sum.scored += one.scored;
            sum.alerts += one.alerts;
            sum.proxy_authorizations += one.proxy_authorizations;
            sum.incentives += one.incentives;
        }
        add(&mut total.processed, &report.processed);
        add(&mut total.spent, &report.spent);
        add(&mut total.lent, &report.lent);
        add(&mut total.sims.swapped, &report.sims.swapped);
        add(&mut total.sims.active, &report.sims.active);
        add(&mut total.sims.accounts, &report.sims.accounts);
        add(&mut total.cases, &report.cases);
        add(&mut total.reissued, &report.reissued);
        add(&mut total.terminal_cost, &report.terminal_cost);
        add(&mut total.switching_cost, &report.switching_cost);
        add(&mut total.shop_losses, &report.shop_losses);
        for (sum, one) in total.fitted.iter_mut().zip(&report.fitted) {
            add(sum, one);
        }
        add(&mut total.deposits_moved, &report.deposits_moved);
        add(&mut total.sponsored, &report.sponsored);
        add(&mut total.partnerships, &report.partnerships);
        for (sum, one) in total.paths.iter_mut().zip(&report.paths).chain(total.haunts.iter_mut().zip(&report.haunts)) {
            add(sum, one);
        }
        total.left_alone += report.left_alone;
        lines.resize(report.lines.len(), 0);
        add(&mut lines, &report.lines);
    }
    lines
}

fn add(sums: &mut [i64], more: &[i64]) {
    for (sum, one) in sums.iter_mut().zip(more) {
        *sum += one;
    }
}

/// By segment: ranks below this have a smartphone; nobody asks where no virus is about.
fn smartphone_limits(market: &Compiled, date: jiff::civil::Date) -> Vec<u32> {
    let share = market.market.smartphone_share.at(date);
    market.market.segments.iter().map(|segment| ((share * segment.handset_scale).clamp(0.0, 1.0) * 65_536.0) as u32).collect()
}

/// Smartphones of all people.
fn smartphones(market: &Compiled, date: jiff::civil::Date) -> f64 {
    let limits = smartphone_limits(market, date);
    let share: f64 = market.market.segments.iter().zip(limits).map(|(segment, limit)| segment.share * f64::from(limit) / 65_536.0).sum();
    share * market.market.people.count as f64
}

/// Share of a segment's people who have what it takes to pay with `product` on `day`.
fn handset_share(market: &Compiled, product: &Product, segment: usize, day: u32) -> f64 {
    let date = market.market.date(day);
    let scale = product.supported_phone_share * market.market.segments[segment].handset_scale;
    let share = match product.handset {
        Handset::NearField => market.market.smartphone_share.at(date) * market.market.nfc_share.at(date) * scale,
        Handset::Smartphone => market.market.smartphone_share.at(date) * scale,
        Handset::Any => product.supported_phone_share,
        Handset::SetTop => market.market.set_top_share.at(date) * product.supported_phone_share,
    };
    share.clamp(0.0, 1.0)
}

/// Part of the month that ends with `day` in which `product` was on the market.
fn open_share(market: &Compiled, product: &Product, day: u32) -> Rate {
    let date = market.market.date(day);
    let days_in_month = i64::from(date.days_in_month());
    let first = i64::from(day) - i64::from(date.day()) + 1;
    let opened = first.max(0).max(market.market.calendar.day(product.launch));
    let days = (i64::from(day) - opened + 1).max(0);
    Rate::from_ppm(1_000_000 * days / days_in_month)
}

/// Share of people whom handset and carrier would let in on `day`.
fn reachable(market: &Compiled, product: &Product, day: u32) -> f64 {
    let handsets: f64 =
        (0..market.market.segments.len()).map(|s| handset_share(market, product, s, day) * market.market.segments[s].share).sum();
    handsets * product.reach * carrier_office::open_share(&market.market, product)
}
