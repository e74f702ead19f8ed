//! Classes of trade, caps and dated discounts in scenario files.

use super::{mistake, over_one_tap};
use crate::domain::card::{Entry, Funding};
use crate::domain::fee::{FeeClass, FeeKind, Qualification};
use crate::domain::money::Money;

/// A class for the one category, and rows that price everything.
const PRICED: &str = "\
[[category]]
name = \"groceries\"
fee_class = \"daily-living\"
[[fee]]
kind = \"interchange\"
from = 2011-10-01
rate_bps = 100
";

#[test]
fn a_row_of_a_class_prices_the_categories_that_name_it() {
    let row = "[[fee]]\nkind = \"interchange\"\nclass = \"daily-living\"\nfrom = 2011-10-01\nrate_bps = 35\ncap_usd = 2.50\n";
    let plan = over_one_tap(&format!("{PRICED}{row}"));
    let market = &plan.arms[0].stages[0].market;
    let tariff = market.fees.tariff(market.date(0), market.parties.len());
    let class = market.fee_class(0);
    assert_eq!((class, market.fees.class_name(class)), (FeeClass(1), "daily-living"));
    let card = market.cards[0];
    let fee = |class| tariff.interchange(Qualification { network: card.network, funding: card.funding, entry: Entry::CardPresent, class });
    assert_eq!((fee(class).rate.ppm(), fee(class).cap), (3_500, Some(Money::from_minor(250))));
    assert_eq!((fee(FeeClass::NONE).rate.ppm(), fee(FeeClass::NONE).cap), (10_000, None));
    let virtual_card =
        Qualification { network: market.products[0].proxy_network, funding: Funding::Prepaid, entry: Entry::CardPresent, class };
    assert!(tariff.merchant_discount(virtual_card).is_none());
    assert!(
        market.fees.row_on(market.date(0), FeeKind::Assessment, virtual_card).is_none(),
        "the file's own rows took the place of those below"
    );
}

#[test]
fn a_class_that_no_category_names_is_refused() {
    let row = "[[fee]]\nkind = \"interchange\"\nclass = \"daily-livin\"\nfrom = 2011-10-01\nrate_bps = 35\n";
    assert_eq!(
        mistake(&format!("{PRICED}{row}")),
        "\
error: `class` of fee names nothing here
  --> top.toml:11:9
   |
11 | class = \"daily-livin\"
   |         ^^^^^^^^^^^^^ expected a name given in this scenario, found `daily-livin`
   |
   = help: did you mean `daily-living`?
"
    );
}

#[test]
fn a_class_without_interchange_on_the_first_day_is_refused() {
    let classed = PRICED.replace("from =", "class = \"daily-living\"\nfrom =");
    assert_eq!(mistake(&classed), "it was accepted", "the only class is priced");
    let two = format!("{classed}[[category]]\nname = \"other\"\npayments_per_year = 0\nticket_median_usd = 1.00\nfee_class = \"other\"\n");
    let text = mistake(&two);
    assert!(
        text.contains("no interchange row for visa, credit, card-present, other on 2012-10-01") || text.contains(", other on"),
        "{text}"
    );
    assert!(text.contains("entry = \"card-present\", class = \"other\" and a `from` not after the start"), "{text}");
}

#[test]
fn a_discount_that_leaves_the_acquirer_less_than_nothing_is_refused() {
    let row = "[[fee]]\nkind = \"merchant-discount\"\nfrom = 2012-10-04\nrate_bps = 95\n";
    let text = mistake(&format!("{PRICED}{row}"));
    assert!(text.contains("a merchant discount leaves the acquirer less than nothing on 2012-10-04"), "{text}");
    assert!(text.contains("top.toml:9:"), "{text}");
    assert_eq!(text.matches("error:").count(), 1, "one mistake, however many cards: {text}");
    assert_eq!(mistake(&format!("{PRICED}{}", row.replace("95", "100"))), "it was accepted");
    assert_eq!(mistake(&format!("{PRICED}{}", row.replace("2012-10-04", "2012-10-08"))), "it was accepted", "it starts after the run");
}
