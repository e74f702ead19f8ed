//! Gates: counts, on the last day of a year, how many people of a district stand before each gate of each product.

use crate::actors::stage::Desk;
use crate::domain::gate::Gate;
use crate::domain::product::ProductId;
use crate::policy::acceptance::meets_shops;
use crate::protocol::{Fact, GatesFact, Observer};

/// Tells one fact a product.
pub fn census<O: Observer>(desk: &mut Desk<'_, O>) {
    for product in (0..desk.market.market.products.len()).map(|p| ProductId(p as u8)) {
        let fact = GatesFact { at: desk.now, product, people: count(desk, product) };
        desk.observer.fact(Fact::Gates(fact));
    }
}

/// People by gate, full scale; each has passed all gates before.
fn count<O: Observer>(desk: &Desk<'_, O>, product: ProductId) -> [i64; Gate::COUNTED] {
    let market = &desk.market.market;
    let accepting_share = desk.accepting_share(product);
    let payments_per_year: f64 = market.categories.iter().map(|category| category.payments_per_year).sum();
    let mut agents = [0; Gate::COUNTED];
    for (segment, range) in market.segments.iter().zip(&desk.branch.segments) {
        let has_shops = meets_shops(payments_per_year * segment.payments_scale, accepting_share);
        for person in range.clone() {
            for count in &mut agents[..passed(desk, person, product, has_shops)] {
                *count += 1;
            }
        }
    }
    agents.map(|count| count * i64::from(desk.rules.weight))
}

/// How many gates stand open to `person` one after the other; all do to those who can pay already.
fn passed<O: Observer>(desk: &Desk<'_, O>, person: u32, product: ProductId, has_shops: bool) -> usize {
    if desk.branch.at_hand[person as usize].has(product) {
        return Gate::COUNTED;
    }
    // Where no card works, a prepaid one may.
    let has_card = || desk.product(product).prepaid.is_some_and(|prepaid| prepaid.is_enabled) || desk.has_funding(person, product);
    let gates: [&dyn Fn() -> bool; Gate::COUNTED] =
        [&|| true, &|| desk.has_phone_for(person, product), &|| desk.is_let_in(person, product), &has_card, &|| {
            has_shops && desk.is_on_offer(person, product)
        }];
    gates.iter().take_while(|is_open| is_open()).count()
}
