//! Remote ladders: orders at a processor's checkout as `trace` prints them.

use crate::remote::{also, market};
use crate::support::plan;
use paycosm::domain::card::Funding;
use paycosm::domain::money::Money;
use paycosm::experiment::trace::{Errand, Ladder, Request, TraceError, Wanted, trace};
use paycosm::report::ladder;

/// One bank with a line of its own, the others over the network.
const LINE: &str = "direct_banks = [\"bank-of-america\", \"citi\"]\nbank_line_bps = 20\nrepayment_fee_usd = 0.30\n";

fn request(text: &str, funding: Funding, wanted: Wanted) -> Result<Ladder, TraceError> {
    asked(text, funding, (Errand::Purchase, wanted))
}

fn asked(text: &str, funding: Funding, (errand, wanted): (Errand, Wanted)) -> Result<Ladder, TraceError> {
    let plan = plan(text);
    let market = plan.arms[plan.baseline].market(20);
    let product = market.products.iter().position(|p| p.name == "zhifu").unwrap();
    let merchant = market.merchants.iter().position(|m| m.name == "online-shops");
    trace(market, &Request { product, funding, amount: Money::from_minor(10_000), date: market.date(20), merchant, errand, wanted })
}

/// A ladder in the market with `LINE`, told otherwise by the product, its banks and people.
fn told((product, remote, more): (&str, &str, &str), funding: Funding, wanted: Wanted) -> String {
    let text = also(&market(LINE, "", more), "zhifu", product);
    let drops = "page_drop_pct = 5.0";
    let text =
        if remote.starts_with("page_drop") { text.replace(drops, remote) } else { text.replace(drops, &format!("{drops}\n{remote}")) };
    ladder::text(&request(&text, funding, wanted).unwrap())
}

/// Every bank that a trace may come to wants a password above 50.
const PASSWORDS: &str = "[[bank]]\nname = \"citi\"\npassword_above_usd = 50.00\n[[bank]]\nname = \"chase\"\npassword_above_usd = 50.00\n\
                         [[bank]]\nname = \"bank-of-america\"\npassword_above_usd = 50.00";
const SET_TOPS: &str = "[people]\nset_top_share_pct = [[2012-01-01, 100.0]]";

macro_rules! orders {
    ($($name:ident: $funding:ident, $wanted:ident, $product:expr, $remote:expr, $more:expr;)*) => {
        $(#[test]
        fn $name() {
            insta::assert_snapshot!(told(($product, $remote, $more), Funding::$funding, Wanted::$wanted));
        })*
    };
}

orders! {
    an_order_is_paid_from_the_balance: Balance, Approve, "", "", "";
    an_order_debits_a_bound_card_over_the_banks_line: DebitRegulated, Approve, "", "", "";
    an_order_debits_a_bound_card_over_the_network: DebitExempt, Approve, "", "", "";
    an_order_wants_a_one_time_password: DebitRegulated, Approve, "", "", PASSWORDS;
    a_one_time_password_is_typed_wrong: DebitRegulated, Approve, "", "password_mistyped_pct = 60.0", PASSWORDS;
    an_order_meets_an_empty_account: DebitRegulated, Decline, "", "", "";
    an_order_hears_nothing_and_is_reversed: DebitRegulated, Timeout, "", "", "";
    an_order_over_the_network_hears_nothing_and_is_reversed: DebitExempt, Timeout, "", "", "";
    an_order_is_paid_on_the_banks_pages: Bank, Approve, "", "", "";
    an_order_is_given_up_on_the_banks_pages: Bank, Approve, "", "page_drop_pct = 20.0", "";
    an_order_meets_an_empty_account_on_the_banks_pages: Bank, Decline, "", "", "";
    the_banks_pages_send_no_word_back: Bank, Timeout, "", "", "";
    a_code_is_read_in_a_shop: DebitRegulated, Approve, "technologies = [\"code\"]", "", "";
    a_set_top_box_orders: Balance, Approve, "technologies = [\"set-top\"]", "", SET_TOPS;
    an_order_comes_back: DebitRegulated, Refund, "", "", "";
    an_order_comes_back_to_the_balance: Balance, Refund, "", "", "";
    a_shop_waits_for_its_money: Balance, Approve, "", "escrow_days = 3", "";
    a_virus_reads_the_password_and_the_processor_compensates: DebitRegulated, Fraud, "", "", PASSWORDS;
    any_terminal_orders_by_a_tap: Credit, Approve, "technologies = [\"contactless\"]", "", "";
}

macro_rules! repayments {
    ($($name:ident: $funding:ident, $wanted:ident;)*) => {
        $(#[test]
        fn $name() {
            let told = asked(&market(LINE, "", ""), Funding::$funding, (Errand::Repayment, Wanted::$wanted)).unwrap();
            insta::assert_snapshot!(ladder::text(&told));
        })*
    };
}

repayments! {
    a_credit_card_is_paid_off: DebitRegulated, Approve;
    a_credit_card_is_not_paid_off_from_an_empty_account: DebitRegulated, Decline;
    a_credit_card_is_not_paid_off_over_a_silent_line: DebitRegulated, Timeout;
    a_credit_card_is_not_paid_off_over_a_silent_network: DebitExempt, Timeout;
}

#[test]
fn what_cannot_happen_to_a_repayment_is_refused_with_a_reason() {
    let refusal = |funding, wanted| asked(&market("", "", ""), funding, (Errand::Repayment, wanted)).unwrap_err();
    assert_eq!(refusal(Funding::Balance, Wanted::Timeout), TraceError::NobodyToWaitFor);
    assert_eq!(refusal(Funding::Credit, Wanted::Approve), TraceError::NotOnCredit(Funding::Credit));
    for wanted in [Wanted::Fraud, Wanted::Refund, Wanted::PartialRefund] {
        assert_eq!(refusal(Funding::Bank, wanted), TraceError::OnlyPurchases);
    }
}

#[test]
fn what_cannot_happen_to_an_order_is_refused_with_a_reason() {
    let text = market("", "", "");
    assert_eq!(request(&text, Funding::Balance, Wanted::Timeout).unwrap_err(), TraceError::NobodyToWaitFor);
    assert_eq!(request(&text, Funding::Credit, Wanted::StandIn).unwrap_err(), TraceError::NobodyStandsIn("remote-account"));
}

#[test]
fn a_time_out_at_a_checkout_leaves_no_money_anywhere() {
    let errands = [Errand::Purchase, Errand::Repayment];
    for ((processor, reversals), errand) in [(LINE, 1), ("", 3)].into_iter().flat_map(|line| errands.map(|errand| (line, errand))) {
        let ladder = asked(&market(processor, "", ""), Funding::DebitRegulated, (errand, Wanted::Timeout)).unwrap();
        assert!(ladder.fees.is_empty() && ladder.losses.is_empty(), "{:?}", ladder.fees);
        let said = |mti: &str| ladder.hops.iter().filter(|hop| hop.mti == mti).count();
        assert_eq!((said("0400"), said("0410")), (reversals, reversals));
    }
}
