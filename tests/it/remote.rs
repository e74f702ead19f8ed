//! Remote: processors' accounts on pages, in apps and by codes, run end to end; the audits of `run` look at every cent.

use crate::support::{order, plan, run, watch};
use paycosm::domain::line::Line;
use paycosm::domain::payment::{Leg, LegState, Outcome, Source};
use paycosm::domain::product::Flow;
use paycosm::experiment::RunSummary;
use paycosm::kernel::time::{Span, Time};
use paycosm::protocol::{Fact, Message, Observer, Payment, PaymentKind, What};
use std::collections::BTreeMap;

/// A quarter in which everybody shops on pages with an account; `processor`, `remote` and `more` say what is different.
pub fn market(processor: &str, remote: &str, more: &str) -> String {
    format!(
        "extends = \"google-wallet.toml\"\nname = \"remote\"\nstart = 2012-04-01\nend = 2012-06-01\npersons_per_agent = 400_000\n\
         strategy = []\ntarget = []\nevent = []\nbaseline = \"base\"\n[adoption]\nhabit_start = 1.0\nhabit_cap = 1.0\n\
         [threats]\nlost_device_per_year = 0.0\nexposure_per_payment = 0.0\n\
         [[category]]\nname = \"online\"\npayments_per_year = 200\nrefund_share = 0.05\npartial_refund_share = 0.3\n\
         [[category]]\nname = \"card-bills\"\npurpose = \"card-repayment\"\nplace = \"counter\"\npayments_per_year = 12\nticket_median_usd = 90.00\n\
         [[merchant]]\nname = \"online-shops\"\nonline_share = 1.0\n\
         [[processor]]\nname = \"zhifu-pay\"\nmerchant_fee_bps = 70\nbank_debit_usd_per_thousand = 0.00\nwithdrawal_usd = 0.00\n{processor}\n\
         [[product]]\nname = \"zhifu\"\noperator = \"zhifu-pay\"\nflow = \"remote-account\"\nlaunch = 2012-01-01\nbank_gate = \"any\"\nhandset = \"any\"\n\
         inner_acquirer = \"paypal-acquirer\"\ninitial_share = 1.0\nticket_limit_usd = 100_000.00\n\
         enrolment = {{ trouble = 1.0, drop_out_share = 0.0, refused_share = 0.0, provisioning_failure_share = 0.0, provisioning_ms = 0 }}\n\
         liability = {{ wallet_share_of_proxy_pct = 0.0, cardholder_cap_usd = 50.00, late_report_days = 2 }}\n\
         account = {{ online_share = 0.0, online_trouble = 0.0, bank_share = 0.5 }}\n\
         stored = {{ float_bps_per_year = 100, opening_share = 0.5, opening_mean_usd = 200.00, abandon_below_usd = 1.00, breakage_days = 365 }}\n\
         [product.remote]\ngateway_pages = 7\npage_drop_pct = 5.0\npage_ms = 8_000\n{remote}\n{more}\n"
    )
}

/// The market with more said in its entry of this name.
pub fn also(text: &str, name: &str, more: &str) -> String {
    let head = format!("name = \"{name}\"\n");
    assert_eq!(text.matches(&head).count(), 1, "one entry of {name}");
    text.replace(&head, &format!("{head}{more}\n"))
}

/// How payments ended, and how many events they took.
#[derive(Clone, Default)]
struct Count {
    ends: BTreeMap<(Source, Outcome, LegState, LegState), u64>,
    kinds: BTreeMap<(PaymentKind, Outcome), u64>,
    said: BTreeMap<(What, Leg), u64>,
}

impl Observer for Count {
    fn fact(&mut self, fact: Fact<'_>) {
        if let Fact::Payment(payment) = fact
            && payment.flow == Flow::RemoteAccount
        {
            *self.kinds.entry((payment.kind, payment.outcome)).or_default() += 1;
            if !payment.is_refund() {
                let [outer, inner] = payment.legs;
                *self.ends.entry((payment.source, payment.outcome, outer, inner)).or_default() += 1;
            }
        }
    }

    fn sent(&mut self, _: Time, _: Option<Time>, message: &Message, payment: Option<&Payment>) {
        if payment.is_some_and(|payment| payment.flow == Flow::RemoteAccount) {
            *self.said.entry((message.what, message.leg)).or_default() += 1;
        }
    }
}

impl Count {
    fn of(text: &str) -> Self {
        let plan = plan(text);
        let ended = watch(&plan, order(&plan, 0, 1), Span::DAY, Self::default);
        assert_eq!(ended.payments_open, 0, "nothing is left open");
        let mut sum = Self::default();
        for one in ended.observers {
            for (key, n) in one.ends {
                *sum.ends.entry(key).or_default() += n;
            }
            for (key, n) in one.kinds {
                *sum.kinds.entry(key).or_default() += n;
            }
            for (key, n) in one.said {
                *sum.said.entry(key).or_default() += n;
            }
        }
        sum
    }

    fn ended(&self, wanted: impl Fn(Source, Outcome) -> bool) -> u64 {
        self.ends.iter().filter(|((source, outcome, ..), _)| wanted(*source, *outcome)).map(|(_, n)| n).sum()
    }

    fn said(&self, what: What) -> u64 {
        self.said.iter().filter(|((said, _), _)| *said == what).map(|(_, n)| n).sum()
    }
}

fn line(summary: &RunSummary, wanted: Line) -> i64 {
    summary.tables.parties.iter().filter(|row| row.line == wanted).map(|row| row.amount).sum()
}

#[test]
fn an_order_draws_on_balance_bound_card_and_bank_pages_and_every_cent_is_found() {
    let text = market("direct_banks = [\"chase\", \"citi\"]\nbank_line_bps = 20\n", "", "");
    let count = Count::of(&text);
    for source in [Source::Balance, Source::QuickPay, Source::Gateway] {
        let paid = count.ended(|s, outcome| s == source && outcome == Outcome::Approved);
        assert!(paid > 100, "{paid} from {source:?}: {:?}", count.ends);
    }
    assert!(count.kinds.get(&(PaymentKind::Repayment, Outcome::Approved)).is_some_and(|n| *n > 50), "{:?}", count.kinds);
    assert!(count.kinds.get(&(PaymentKind::Refund, Outcome::Approved)).is_some_and(|n| *n > 10), "{:?}", count.kinds);
    assert!(count.said(What::GivenUp) > 50 && count.said(What::GatewayEntry) > count.said(What::GivenUp));
    let plan = plan(&text);
    let summary = run(&plan, order(&plan, 0, 1), 1);
    assert!(line(&summary, Line::MerchantFees) > 0 && line(&summary, Line::QuickpayFees) > 0);
    assert!(-line(&summary, Line::BankFees) > line(&summary, Line::QuickpayFees), "the network's banks cost more than a line");
}

#[test]
fn an_order_takes_at_most_ten_events() {
    // All banks over the network, the longest way.
    let count = Count::of(&market("", "", ""));
    let orders = count.said(What::Order) + count.said(What::RefundOrder);
    let sent: u64 = count.said.values().sum();
    let clocks =
        count.ends.iter().filter(|((source, ..), _)| matches!(source, Source::QuickPay | Source::Gateway)).map(|(_, n)| n).sum::<u64>();
    let events = sent - count.said(What::PaymentNotice) + orders + clocks;
    let each = events as f64 / orders as f64;
    assert!(each < 10.0 && each > 3.0, "{each} events an order");
}

#[test]
fn lost_words_and_outages_are_reversed_and_nothing_is_kept() {
    let text = market(
        "direct_banks = [\"chase\"]\n",
        "",
        "[links.issuer]\nmedian_ms = 120\nloss_ppm = 50_000\n[links.sms]\nmedian_ms = 40_000\nsigma = 1.0\n[[bank]]\nname = \"chase\"\npassword_pct = 50.0\noutages_per_year = 50.0\noutage_hours = 6.0\n",
    );
    let count = Count::of(&text);
    for source in [Source::QuickPay, Source::Gateway] {
        let undone: u64 = count
            .ends
            .iter()
            .filter(|((s, _, outer, inner), _)| (*s, *outer, *inner) == (source, LegState::Declined, LegState::Reversed))
            .map(|(_, n)| n)
            .sum();
        assert!(undone > 10, "{undone} from {source:?}: {:?}", count.ends);
    }
    assert!(count.said(What::Reversal) > 60 && count.said(What::ReversalResponse) == count.said(What::Reversal));
    let plan = plan(&text);
    run(&plan, order(&plan, 0, 1), 1);
}

#[test]
fn shops_wait_for_their_money_and_get_all_of_it() {
    let escrow = |days: u32| {
        // One kind of shop, so that what it waits for is what the processor holds.
        let text = also(&market("", &format!("escrow_days = {days}"), ""), "zhifu", "categories = [\"online\"]");
        let plan = plan(&text);
        run(&plan, order(&plan, 0, 1), 1)
    };
    let held = |summary: &RunSummary, who: &str| -> (i64, i64) {
        let rows = summary.tables.trial_balance.iter().filter(|row| row.account == "escrow" && row.owner == who);
        rows.map(|row| (row.debit, row.credit)).fold((0, 0), |sum, row| (sum.0 + row.0, sum.1 + row.1))
    };
    let (none, week) = (escrow(0), escrow(7));
    assert_eq!(held(&none, "zhifu-pay"), (0, 0));
    let (released, taken) = held(&week, "zhifu-pay");
    assert!(released > 0 && taken == released, "{released} of {taken} were released by the end, days after trading");
    assert_eq!(held(&week, "online-shops"), (taken, released));
    // A week of sales lies with the processor, and earns its float.
    assert!(line(&week, Line::Float) > line(&none, Line::Float));
    assert_eq!(line(&week, Line::MerchantFees), line(&none, Line::MerchantFees));
}

#[test]
fn goods_that_come_back_while_the_shop_waits_come_out_of_what_it_waits_for() {
    let text = market("", "escrow_days = 30", "").replace("refund_share = 0.05", "refund_share = 0.5\nrefund_days = 3.0");
    let text = text.replace("partial_refund_share = 0.3", "partial_refund_share = 0.0");
    let count = Count::of(&text);
    let of = |kind| count.kinds.get(&(kind, Outcome::Approved)).copied().unwrap_or(0) as f64;
    let back = of(PaymentKind::Refund) / of(PaymentKind::Purchase);
    assert!((back - 0.5).abs() < 0.03, "{back} of what was bought came back");
    let plan = plan(&text);
    let summary = run(&plan, order(&plan, 0, 1), 1);
    let row = summary.tables.trial_balance.iter().find(|row| row.account == "escrow" && row.owner == "zhifu-pay").unwrap();
    let paid_out = summary.tables.trial_balance.iter().find(|row| row.account == "merchants_payable" && row.owner == "zhifu-pay").unwrap();
    // Of two payments that were held one was given back before its day came, and never reached the shop.
    assert!((paid_out.credit as f64 / row.credit as f64 - 0.5).abs() < 0.05, "{} of {} was paid out", paid_out.credit, row.credit);
}

#[test]
fn who_is_sent_to_the_bank_binds_the_card_in_time() {
    let share = |bind: &str| {
        let count = Count::of(&market("", bind, ""));
        let by = |source| count.ended(|s, _| s == source) as f64;
        by(Source::QuickPay) / (by(Source::QuickPay) + by(Source::Gateway))
    };
    let (never, sometimes) = (share("bind_pct = 0.0"), share("bind_pct = 10.0"));
    assert!(never < 0.6 && sometimes > 0.75, "{never} and {sometimes} of what is not on the balance");
}

#[test]
fn quick_pay_needs_a_bank_that_offers_it_and_pages_a_customer_who_banks_there() {
    let count = Count::of(&market("quick_pay_banks = [\"citi\"]\n", "", ""));
    assert!(count.ended(|s, _| s == Source::QuickPay) < count.ended(|s, _| s == Source::Gateway) / 3, "{:?}", count.ends);
    assert_eq!(Count::of(&market("", "quick_pay = false", "")).ended(|s, _| s == Source::QuickPay), 0);
    let banks: String = crate::remote_success::BANKS
        .iter()
        .map(|b| format!("[[bank]]\nname = \"{b}\"\nonline_banking_share_pct = [[2012-01-01, 0.0]]\n"))
        .collect();
    let offline = Count::of(&market("", "quick_pay = false", &banks));
    let paid = offline.ended(|s, outcome| s != Source::Balance && outcome == Outcome::Approved);
    assert_eq!((paid, offline.said(What::Redirect)), (0, 0), "{:?}", offline.ends);
}

#[test]
fn a_bank_on_a_line_earns_its_share_and_the_network_nothing() {
    let all = crate::remote_success::BANKS.map(|bank| format!("\"{bank}\"")).join(", ");
    let plan = plan(&market(&format!("direct_banks = [{all}]\nbank_line_bps = 25\n"), "", ""));
    let summary = run(&plan, order(&plan, 0, 1), 1);
    assert_eq!(line(&summary, Line::AssessmentsInner), 0);
    let (fees, volume) = (line(&summary, Line::QuickpayFees) as f64, {
        let rows = summary.tables.funding.iter().filter(|row| row.product == product(&plan, "zhifu"));
        rows.filter(|row| row.funding != paycosm::domain::card::Funding::Balance).map(|row| row.volume).sum::<i64>() as f64
    });
    // Refunds give their share back.
    assert!((fees / volume * 1e4 - 25.0).abs() < 1.5, "{} bp", fees / volume * 1e4);
}

fn product(plan: &paycosm::scenario::Plan, name: &str) -> paycosm::domain::product::ProductId {
    let at = plan.arms[0].stages[0].market.products.iter().position(|product| product.name == name).unwrap();
    paycosm::domain::product::ProductId(at as u8)
}
