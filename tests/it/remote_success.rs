//! Remote success: how many orders are paid comes out of money, pages, passwords and lines, near what Alipay's banks had in 2013.

use crate::remote::{also, market};
use crate::support::{order, plan, watch};
use paycosm::domain::payment::{Outcome, Source};
use paycosm::domain::product::Flow;
use paycosm::kernel::time::Span;
use paycosm::protocol::{Fact, Observer, PaymentKind};
use std::collections::BTreeMap;

/// Of 100 orders on the banks' pages, of 100 debits of bound debit cards, of 100 of credit cards: those that were paid.
#[derive(Clone, Copy, Debug)]
struct Success {
    gateway: f64,
    debit: f64,
    credit: f64,
}

#[derive(Clone, Default)]
struct Ends(BTreeMap<(Source, usize, Outcome), u64>);

impl Observer for Ends {
    fn fact(&mut self, fact: Fact<'_>) {
        if let Fact::Payment(payment) = fact
            && payment.flow == Flow::RemoteAccount
            && payment.kind == PaymentKind::Purchase
        {
            *self.0.entry((payment.source, payment.card.index(), payment.outcome)).or_default() += 1;
        }
    }
}

/// Every bank of the market.
pub const BANKS: [&str; 9] =
    ["citi", "chase", "bank-of-america", "wells-fargo", "us-bank", "capital-one", "regional-banks", "community-banks", "credit-unions"];
const SEGMENTS: [&str; 4] = ["young-affluent", "young", "middle", "older"];

/// The assumptions: tickets of 207 yuan at the median and a spread of 1.34 [D13], money within reach of a dozen such tickets just after a monthly
/// payday; seven pages [flows_latency], of which each loses one in twenty; three of a hundred payers who cannot log in at their bank (no
/// certificate, no dongle); a one-time password for a third of debits, one in twenty of which is typed wrong; short messages of some seconds
/// with a tail of minutes; a clock of a minute.
struct Assumed {
    page_drop_pct: f64,
    login_failed_pct: f64,
    password_pct: f64,
    mistyped_pct: f64,
    funds: f64,
    sms_ms: u32,
    limit_usd: f64,
}

impl Assumed {
    const CHINA: Self = Self {
        page_drop_pct: 5.0,
        login_failed_pct: 3.0,
        password_pct: 33.0,
        mistyped_pct: 5.0,
        funds: 2_500.0,
        sms_ms: 5_000,
        limit_usd: 50_000.0,
    };

    fn success(&self) -> Success {
        let Self { page_drop_pct, login_failed_pct, password_pct, mistyped_pct, funds, sms_ms, limit_usd } = self;
        let mut more = format!(
            "[people]\npayday_every_days = 30\n[links.sms]\nmedian_ms = {sms_ms}\nsigma = 1.0\nloss_ppm = 2_000\n\
"
        );
        for segment in SEGMENTS {
            more += &format!(
                "[[segment]]\nname = \"{segment}\"\nfunds_median_usd = {funds:.2}\nticket_scale = 1.0\ncredit_holder_share = 0.5\nprefers_credit_share = 0.5\n"
            );
        }
        for bank in BANKS {
            more += &format!(
                "[[bank]]\nname = \"{bank}\"\npassword_pct = {password_pct:.1}\nlogin_failed_pct = {login_failed_pct:.1}\nquick_pay_limit_usd = {limit_usd:.2}\n"
            );
        }
        let remote = format!("password_mistyped_pct = {mistyped_pct:.1}\n");
        let text = market("direct_banks = [\"chase\", \"citi\"]\n", &remote, &more).replace("opening_share = 0.5", "opening_share = 0.0");
        let text = text.replace("page_drop_pct = 5.0", &format!("page_drop_pct = {page_drop_pct:.1}"));
        let text = also(&text, "online", "ticket_median_usd = 207.00\nticket_sigma = 1.34");
        let plan = plan(&text);
        let cards = &plan.arms[0].stages[0].market.cards;
        let mut sum = Ends::default();
        for one in watch(&plan, order(&plan, 0, 1), Span::DAY, Ends::default).observers {
            for (key, n) in one.0 {
                *sum.0.entry(key).or_default() += n;
            }
        }
        let share = |wanted: &dyn Fn(Source, bool) -> bool| {
            let of = |paid: bool| -> u64 {
                let rows = sum.0.iter().filter(|((source, card, outcome), _)| {
                    wanted(*source, cards[*card].funding.is_credit()) && (!paid || *outcome == Outcome::Approved)
                });
                rows.map(|(_, n)| n).sum()
            };
            100.0 * of(true) as f64 / of(false) as f64
        };
        Success {
            gateway: share(&|source, _| source == Source::Gateway),
            debit: share(&|source, is_credit| source == Source::QuickPay && !is_credit),
            credit: share(&|source, is_credit| source == Source::QuickPay && is_credit),
        }
    }
}

#[test]
fn success_comes_near_the_published_rates() {
    let found = Assumed::CHINA.success();
    for (each, published) in [(found.gateway, 60.0), (found.debit, 84.0), (found.credit, 96.0)] {
        assert!((each - published).abs() < 3.0, "{each:.1} of 100, published are {published}: {found:?}");
    }
}

#[test]
fn each_cause_of_failure_moves_the_rate_it_should() {
    let china = Assumed::CHINA.success();
    let stays = Assumed { page_drop_pct: 0.0, ..Assumed::CHINA }.success();
    assert!(stays.gateway > china.gateway + 15.0 && (stays.debit - china.debit).abs() < 0.5, "pages: {stays:?}");
    let rich = Assumed { funds: 50_000.0, ..Assumed::CHINA }.success();
    assert!(rich.debit > china.debit + 6.0 && rich.gateway > china.gateway + 3.0 && rich.credit > china.credit, "money: {rich:?}");
    let trusted = Assumed { password_pct: 0.0, ..Assumed::CHINA }.success();
    assert!(trusted.credit > china.credit + 1.0 && trusted.gateway == china.gateway, "passwords: {trusted:?}");
    let careful = Assumed { mistyped_pct: 0.0, ..Assumed::CHINA }.success();
    assert!(careful.credit > china.credit + 0.7 && careful.credit < trusted.credit, "slips: {careful:?}");
    let late = Assumed { sms_ms: 60_000, ..Assumed::CHINA }.success();
    assert!(late.credit < china.credit - 10.0 && late.gateway == china.gateway, "late messages: {late:?}");
    let locked_out = Assumed { login_failed_pct: 20.0, ..Assumed::CHINA }.success();
    assert!(locked_out.gateway < china.gateway - 8.0 && locked_out.debit == china.debit, "log-ins: {locked_out:?}");
    let limited = Assumed { limit_usd: 500.0, ..Assumed::CHINA }.success();
    assert!(limited.credit < china.credit - 15.0 && limited.gateway == china.gateway, "limits: {limited:?}");
}
