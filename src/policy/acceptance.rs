//! Acceptance: does a shop have a technology at its terminals, and is it switched on?
//!
//! A review compares the year to come with and without: custom and cash saved against running cost, switching and, where a terminal is
//! due, its price; and what such payments have cost it lately in fraud and chargebacks. Switching is spread over a terminal's life, so that a shop changes its mind only for more than it costs to change it.

use crate::domain::card::Entry;
use crate::domain::fee::{Fee, Qualification, Tariff};
use crate::domain::market::Market;
use crate::domain::merchant::{Acceptance, Equipment, MerchantGroup, Technology};
use crate::domain::money::Money;
use crate::domain::terminal::Fitting;

/// What a shop looks at in a review.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prospect {
    /// Phone payments it would see at one location in a year.
    pub phone_payments_per_year: f64,
    /// Its mean ticket, minor units.
    pub ticket_minor: f64,
    /// Share of those that would have been cash.
    pub cash_share: f64,
    /// Its own belief in the uplift, against the market's.
    pub belief: f64,
    /// Its gross margin.
    pub margin: f64,
    /// What a card payment costs it, as a share of the ticket.
    pub discount: f64,
    /// What it expects to lose at one location in a year to fraud and chargebacks on phone payments, minor units: as much as lately.
    pub losses_per_year: f64,
}

/// What a shop or a head office remembers of losses: today's in full, older ones by half for every half-life that has passed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LossMemory {
    minor: f64,
    day: u32,
}

impl LossMemory {
    /// So much was lost on `day`, which is never before the last one.
    pub fn add(&mut self, day: u32, minor: i64, half_life_days: f64) {
        *self = Self { minor: self.left(day, half_life_days) + minor as f64, day };
    }

    /// What a year of losses as remembered on `day` comes to: losses that go on at a steady rate are told at that rate.
    #[must_use]
    pub fn per_year(&self, day: u32, half_life_days: f64) -> f64 {
        self.left(day, half_life_days) * std::f64::consts::LN_2 * DAYS_PER_YEAR / half_life_days
    }

    fn left(&self, day: u32, half_life_days: f64) -> f64 {
        self.minor * libm::exp2(-f64::from(day - self.day) / half_life_days)
    }
}

const DAYS_PER_YEAR: f64 = 365.25;

/// What the reviewing shop's group and market look like from one location: the market's mean ticket of the category is given, and
/// nothing has been lost.
#[must_use]
pub fn prospect((market, tariff): (&Market, &Tariff), group: &MerchantGroup, mean_ticket: f64, users_share: f64, belief: f64) -> Prospect {
    let category = &market.categories[group.category];
    let payments = market.people.count as f64 * category.payments_per_year * group.share / group.locations.max(1) as f64;
    Prospect {
        phone_payments_per_year: payments * users_share * market.adoption.habit_cap,
        ticket_minor: mean_ticket,
        cash_share: category.cash_share,
        belief,
        margin: group.margin,
        discount: discount(market, tariff, group, mean_ticket),
        losses_per_year: 0.0,
    }
}

/// What a card payment of `mean_ticket` costs the group, as a share of the ticket: what its contract says, or where the tariff sets the
/// discount of some kinds of card, the mean over the market's kinds, each counted once.
fn discount(market: &Market, tariff: &Tariff, group: &MerchantGroup, mean_ticket: f64) -> f64 {
    let share = |fee: Fee| {
        let share = fee.rate.ppm() as f64 / 1e6 + fee.fixed.minor() as f64 / mean_ticket;
        fee.cap.map_or(share, |cap| share.min(cap.minor() as f64 / mean_ticket))
    };
    let own = share(group.discount());
    let class = market.fee_class(group.category);
    let (mut sum, mut is_set) = (0.0, false);
    for card in &market.cards {
        let qualification = Qualification { network: card.network, funding: card.funding, entry: Entry::CardPresent, class };
        let set = tariff.merchant_discount(qualification);
        is_set |= set.is_some();
        sum += set.map_or(own, share);
    }
    if is_set { sum / market.cards.len() as f64 } else { own }
}

/// Purchases a year by which somebody meets shops that take the phone: one a month.
const MEETS_PER_YEAR: f64 = 12.0;

/// True for somebody with `payments_per_year` purchases, of which `accepting_share` are made where the phone is taken, if those are one a
/// month at least.
#[must_use]
pub fn meets_shops(payments_per_year: f64, accepting_share: f64) -> bool {
    payments_per_year * accepting_share >= MEETS_PER_YEAR
}

/// The state of a shop's old terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wear {
    /// It would go on for years.
    StillGood,
    /// It has to be replaced anyway.
    WornOut,
}

/// The wear that a review finds with uniform `roll`: each review finds the share of terminals that reach their end in between.
#[must_use]
pub fn wear(rules: &Acceptance, roll: f64) -> Wear {
    if roll < 1.0 / (rules.terminal_life_years * rules.reviews_per_year) { Wear::WornOut } else { Wear::StillGood }
}

/// What the next terminal comes with, whether the shop asks for it or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Without the technology: it has to be asked and paid for.
    Plain,
    /// With it, switched off.
    Off,
    /// With it, switched on by the acquirer that sets it up.
    On,
}

/// What the terminal that replaces a worn-out one comes with, for two uniforms.
#[must_use]
pub fn delivery(rules: &Acceptance, group: &MerchantGroup, technology: Technology, (ready, on): (f64, f64)) -> Delivery {
    if technology != Technology::Contactless || ready >= group.ready_share {
        Delivery::Plain
    } else if on < rules.delivered_on_share {
        Delivery::On
    } else {
        Delivery::Off
    }
}

/// What a review decides, for one location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decision {
    /// How the terminals stand to the technology from now on.
    pub fitting: Fitting,
    /// What each terminal bought for it costs.
    pub each: Money,
    /// True if somebody has to go and switch it.
    pub is_switched: bool,
}

/// Decides on one technology; `now` is how the terminals stand to it today. What is in no terminal does not wear out with one.
#[must_use]
pub fn review(rules: &Acceptance, technology: Technology, now: Fitting, prospect: &Prospect, wear: Wear, delivery: Delivery) -> Decision {
    let Equipment { early, anyway, .. } = rules.equipment[technology as usize];
    let years = rules.terminal_life_years;
    let gain = yearly_gain(rules, technology, prospect);
    let to_switch = rules.switching.minor() as f64 / years;
    let unsponsored = 1.0 - rules.sponsored_share[technology as usize];
    let own_part = |each: Money| unsponsored * each.minor() as f64 * (1.0 - rules.acquirer_share) * rules.terminals_per_location / years;
    let bought = |each| Decision { fitting: Fitting::On, each, is_switched: false };
    let given_up = Decision { fitting: Fitting::Absent, each: Money::ZERO, is_switched: false };
    let switched = |from: Fitting, to: Fitting| Decision { fitting: to, each: Money::ZERO, is_switched: from != to };
    let wear = if technology.is_in_terminal() { wear } else { Wear::StillGood };
    match (wear, now, delivery) {
        (Wear::WornOut, _, Delivery::Plain) if gain > own_part(anyway) => bought(anyway),
        (Wear::WornOut, _, Delivery::Plain) => given_up,
        (Wear::StillGood, Fitting::Absent, _) if gain > own_part(early) => bought(early),
        (Wear::StillGood, Fitting::Absent, _) => given_up,
        // What comes with the new terminal costs nothing; it stays as it was, or as the acquirer set it, unless changing that pays.
        (_, Fitting::On, _) | (Wear::WornOut, _, Delivery::On) => {
            switched(Fitting::On, if gain < -to_switch { Fitting::Off } else { Fitting::On })
        }
        _ => switched(Fitting::Off, if gain > to_switch { Fitting::On } else { Fitting::Off }),
    }
}

/// Yearly gain of taking phones at one location with terminals that can, minor units.
#[must_use]
pub fn yearly_gain(rules: &Acceptance, technology: Technology, prospect: &Prospect) -> f64 {
    let sales = prospect.phone_payments_per_year * prospect.ticket_minor;
    let custom = sales * rules.believed_uplift * prospect.belief * prospect.margin;
    // Where the phone replaces cash, handling is saved and the discount is due; where it replaces plastic, neither changes.
    let cash = sales * prospect.cash_share * (rules.cash_handling.ppm() as f64 / 1e6 - prospect.discount);
    custom + cash - running_cost(rules, technology, 1.0) - rules.loss_weight * prospect.losses_per_year
}

/// What `locations` locations pay a year to keep the technology switched on, minor units.
#[must_use]
pub fn running_cost(rules: &Acceptance, technology: Technology, locations: f64) -> f64 {
    rules.equipment[technology as usize].running.minor() as f64 * rules.terminals_per_location * locations
}

/// What the terminals of `locations` locations cost at a price of `each`.
#[must_use]
pub fn price(rules: &Acceptance, each: Money, locations: f64) -> Money {
    Money::from_minor((each.minor() as f64 * rules.terminals_per_location * locations + 0.5) as i64)
}

/// Splits what terminals of `technology` cost into what each carrier bears, which goes to `bear` with the carrier's place, and the rest.
pub fn sponsored(market: &Market, technology: Technology, minor: i64, mut bear: impl FnMut(usize, i64)) -> i64 {
    let mut rest = minor;
    for (place, carrier) in market.carriers.iter().enumerate().filter(|(_, carrier)| carrier.terminal_technologies.has(technology)) {
        let part = carrier.terminal_share.of(Money::from_minor(minor)).minor();
        rest -= part;
        bear(place, part);
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Rate;

    const CONTACTLESS: Technology = Technology::Contactless;

    fn rules() -> Acceptance {
        let money = Money::from_minor;
        Acceptance {
            reviews_per_year: 1.0,
            terminal_life_years: 6.0,
            equipment: [Equipment { early: money(30_000), anyway: money(6_000), running: money(1_000) }; Technology::ALL.len()],
            believed_uplift: 0.05,
            belief_sigma: 1.0,
            cash_handling: Rate::from_ppm(10_000),
            terminals_per_location: 1.5,
            switching: money(6_000),
            delivered_on_share: 0.5,
            acquirer_share: 0.0,
            realised_uplift: 0.0,
            sponsored_share: [0.0; Technology::ALL.len()],
            loss_weight: 1.0,
            loss_half_life_months: 12.0,
        }
    }

    fn prospect(payments: f64) -> Prospect {
        let (ticket_minor, cash_share, belief, margin, discount) = (2_500.0, 0.3, 1.0, 0.3, 0.02);
        Prospect { phone_payments_per_year: payments, ticket_minor, cash_share, belief, margin, discount, losses_per_year: 0.0 }
    }

    fn decides(now: Fitting, payments: f64, wear: Wear, delivery: Delivery) -> Fitting {
        review(&rules(), CONTACTLESS, now, &prospect(payments), wear, delivery).fitting
    }

    #[test]
    fn a_shop_buys_when_enough_phones_come_by_and_earlier_when_a_terminal_is_due() {
        use Wear::{StillGood, WornOut};
        let at = |payments, wear| decides(Fitting::Absent, payments, wear, Delivery::Plain);
        assert_eq!([at(10.0, StillGood), at(10.0, WornOut)], [Fitting::Absent; 2]);
        assert_eq!([at(200.0, StillGood), at(200.0, WornOut)], [Fitting::Absent, Fitting::On]);
        assert_eq!(at(2_000.0, StillGood), Fitting::On);
    }

    #[test]
    fn a_shop_switches_off_only_for_more_than_switching_costs() {
        // A payment gains 30 cents; running costs 15 a year and terminal; switching costs 10 a year.
        let at = |now, payments| decides(now, payments, Wear::StillGood, Delivery::Plain);
        for payments in [20.0, 50.0, 80.0] {
            assert_eq!([at(Fitting::On, payments), at(Fitting::Off, payments)], [Fitting::On, Fitting::Off], "{payments}");
        }
        assert_eq!([at(Fitting::On, 10.0), at(Fitting::Off, 10.0)], [Fitting::Off; 2]);
        assert_eq!([at(Fitting::On, 90.0), at(Fitting::Off, 90.0)], [Fitting::On; 2]);
    }

    #[test]
    fn losses_that_outweigh_the_custom_switch_a_terminal_off_and_once_forgotten_it_comes_back() {
        let rules = rules();
        let half_life = rules.loss_half_life_days();
        let mut memory = LossMemory::default();
        // 1,000 payments gain 300 USD less 15 of running cost: a loss of 500 in a year is too much.
        memory.add(100, 72_135, half_life);
        let after = |day: u32, now: Fitting, weight: f64| {
            let rules = Acceptance { loss_weight: weight, ..rules.clone() };
            let prospect = Prospect { losses_per_year: memory.per_year(day, half_life), ..prospect(1_000.0) };
            review(&rules, CONTACTLESS, now, &prospect, Wear::StillGood, Delivery::Plain).fitting
        };
        assert_eq!(after(100, Fitting::On, 1.0), Fitting::Off);
        assert_eq!(after(100, Fitting::On, 0.0), Fitting::On, "who does not weigh losses goes on");
        assert_eq!([after(200, Fitting::Off, 1.0), after(500, Fitting::Off, 1.0)], [Fitting::Off, Fitting::On]);
    }

    #[test]
    fn losses_at_a_steady_rate_are_remembered_at_that_rate() {
        let mut memory = LossMemory::default();
        (0..10_000).for_each(|day| memory.add(day, 1_000, 365.25));
        let told = memory.per_year(9_999, 365.25);
        assert!((told / 365_250.0 - 1.0).abs() < 1e-3, "{told}");
        assert!((memory.per_year(9_999 + 365, 365.25) / told - 0.5).abs() < 1e-3);
    }

    #[test]
    fn a_worn_out_reader_is_not_renewed_unless_it_pays_or_comes_with_the_terminal() {
        let at = |now, delivery| decides(now, 40.0, Wear::WornOut, delivery);
        assert_eq!(at(Fitting::On, Delivery::Plain), Fitting::Absent);
        assert_eq!([at(Fitting::On, Delivery::Off), at(Fitting::Absent, Delivery::On)], [Fitting::On; 2]);
        assert_eq!([at(Fitting::Off, Delivery::Off), at(Fitting::Absent, Delivery::Off)], [Fitting::Off; 2]);
    }

    #[test]
    fn a_page_does_not_wear_out_with_the_terminal() {
        let after = |technology| review(&rules(), technology, Fitting::On, &prospect(40.0), Wear::WornOut, Delivery::Plain).fitting;
        assert_eq!(
            (after(CONTACTLESS), after(Technology::Online), after(Technology::ShortMessage)),
            (Fitting::Absent, Fitting::On, Fitting::On)
        );
    }

    #[test]
    fn an_acquirer_who_bears_part_of_the_price_makes_shops_buy_earlier() {
        let bought = |acquirer_share| {
            let rules = Acceptance { acquirer_share, ..rules() };
            review(&rules, CONTACTLESS, Fitting::Absent, &prospect(150.0), Wear::StillGood, Delivery::Plain).fitting
        };
        assert_eq!((bought(0.0), bought(0.8)), (Fitting::Absent, Fitting::On));
    }

    #[test]
    fn one_purchase_a_month_is_enough_to_meet_shops() {
        assert!(meets_shops(480.0, 0.025) && !meets_shops(480.0, 0.024) && !meets_shops(480.0, 0.0));
    }
}
