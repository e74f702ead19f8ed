//! Earned: what each user has been promised by an operator so far; a side table, dense for products that ever pay an incentive.

use crate::domain::market::Market;
use crate::domain::money::Money;
use crate::domain::product::ProductId;

/// By product and person: promised so far, minor units of one person; empty for products that never pay.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earned(Vec<Vec<u32>>);

impl Earned {
    /// Nothing earned yet by any of `people`, in a run under `markets`.
    #[must_use]
    pub fn new<'m>(markets: impl Iterator<Item = &'m Market> + Clone, people: usize, products: usize) -> Self {
        let pays = |product: usize| markets.clone().any(|m| m.products.get(product).is_some_and(|p| p.incentive.is_some()));
        Self((0..products).map(|product| if pays(product) { vec![0; people] } else { Vec::new() }).collect())
    }

    /// True if some product pays an incentive at some time.
    #[must_use]
    pub fn is_kept(&self) -> bool {
        self.0.iter().any(|people| !people.is_empty())
    }

    /// What `person` has been promised by the operator of `product`.
    #[must_use]
    pub fn of(&self, person: u32, product: ProductId) -> Money {
        Money::from_minor(self.0[product.index()].get(person as usize).copied().unwrap_or(0).into())
    }

    /// Notes a further promise, or one taken back.
    pub fn add(&mut self, person: u32, product: ProductId, amount: Money) {
        if let Some(sum) = self.0[product.index()].get_mut(person as usize) {
            *sum = u32::try_from(i64::from(*sum) + amount.minor()).unwrap_or(0);
        }
    }
}
