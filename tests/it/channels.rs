//! Channels: where payments are made adds up to the table of products, a rule about a channel shows in it from its day on, and each product of
//! the shipped market has its ladder.

use crate::support::{order, plan, run};
use paycosm::domain::card::Funding;
use paycosm::domain::merchant::Technology;
use paycosm::domain::money::Money;
use paycosm::domain::product::Flow;
use paycosm::experiment::RunSummary;
use paycosm::experiment::trace::{Errand, Request, Wanted, trace};
use paycosm::metrics::{Channel, ChannelRow};
use paycosm::report::ladder;

/// What happened in China from the autumn of 2013 to the next summer, when many hold an account already.
fn china(more: &str) -> RunSummary {
    let text = format!(
        "extends = \"china-launches.toml\"\nname = \"channels\"\nstart = 2013-09-01\nend = 2014-06-01\npersons_per_agent = 100_000\n\
         replicates = 1\n[[product]]\nname = \"alipay-mobile\"\ninitial_share = 0.5\ninitial_habit = 0.8\n\
         [[merchant]]\nname = \"convenience-chains\"\ncode_share = 1.0\n{more}"
    );
    let plan = plan(&text);
    run(&plan, order(&plan, 0, 1), 2)
}

fn month(row: &ChannelRow) -> String {
    row.month.to_string()
}

#[test]
fn the_channels_of_a_product_add_up_to_what_it_paid() {
    let tables = china("").tables;
    for product in &tables.products {
        let of = || tables.channels.iter().filter(|row| row.month == product.month && row.product == product.product);
        let (payments, volume) = (of().map(|row| row.payments).sum::<i64>(), of().map(|row| row.volume).sum::<i64>());
        assert_eq!((payments, volume), (product.counts.payments, product.counts.volume), "{:?}", product.product);
    }
    let channels = |wanted: Channel| tables.channels.iter().filter(|row| row.channel == wanted).map(|row| row.payments).sum::<i64>();
    let bills = tables.frame.product_named("mobile-bill").unwrap();
    assert!(tables.channels.iter().all(|row| row.product != bills || row.channel == Channel::Phone(Technology::ShortMessage)));
    assert!(channels(Channel::Phone(Technology::Online)) > 0 && channels(Channel::Phone(Technology::ShortMessage)) > 0);
}

#[test]
fn codes_are_paid_with_until_the_central_bank_says_no() {
    let tables = china("").tables;
    let codes: Vec<_> = tables.channels.iter().filter(|row| row.channel == Channel::Phone(Technology::Code)).collect();
    let months: Vec<String> = codes.iter().map(|row| month(row)).collect();
    assert!(months.iter().any(|month| month == "2014-02"), "{months:?}");
    assert!(months.iter().all(|month| ("2013-10".."2014-04").contains(&month.as_str())), "suspended on 14 March 2014: {months:?}");
    let tables = china("[[event]]\nname = \"codes-suspended\"\nset.\"regulator.central-bank.suspends\" = []\n").tables;
    let april = tables.channels.iter().filter(|row| row.channel == Channel::Phone(Technology::Code) && month(row) == "2014-04");
    assert!(april.map(|row| row.payments).sum::<i64>() > 0, "without the suspension they go on");
}

/// Whatever licences, habits and towns say: a trace shows how a payment goes.
#[test]
fn every_product_of_china_has_a_ladder_of_its_own() {
    let plan = plan("extends = \"china-launches.toml\"\nname = \"channels\"\n");
    let date = jiff::civil::date(2014, 5, 5);
    let day = (0..plan.days()).find(|&day| plan.arms[0].market(0).date(day) == date).unwrap();
    let market = plan.arms[0].market(day);
    let told = |product: usize, funding, errand| {
        let request = Request { product, funding, amount: Money::from_minor(5_000), date, merchant: None, errand, wanted: Wanted::Approve };
        ladder::text(&trace(market, &request).unwrap_or_else(|error| panic!("{}: {error}", market.products[product].name)))
    };
    for (ordinal, product) in market.products.iter().enumerate() {
        let funding = if product.flow == Flow::PhoneBill { Funding::Bill } else { Funding::DebitExempt };
        let ladder = told(ordinal, funding, Errand::Purchase);
        let operator = &market.parties[product.operator.index()].name;
        assert!(ladder.lines().next().unwrap().ends_with(": approved"), "{ladder}");
        assert!(
            product.flow == Flow::CardInElement || ladder.matches(operator.as_str()).count() > 1,
            "{operator} has no part in it: {ladder}"
        );
    }
    let alipay = market.products.iter().position(|product| product.name == "alipay-mobile").unwrap();
    for errand in [Errand::Transfer, Errand::TransferToBank, Errand::Subscription, Errand::Redemption, Errand::Repayment] {
        let ladder = told(alipay, Funding::DebitExempt, errand);
        assert!(ladder.lines().next().unwrap().ends_with(": approved") && ladder.contains("processor alipay"), "{errand:?}: {ladder}");
    }
}
