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
         [[processor]]\nname = \"zhifu\"\nmerchant_fee_bps = 70\nbank_debit_usd_per_thousand = 0.00\nwithdrawal_usd = 0.00\n{processor}\n\
         [[product]]\nname = \"zhifu\"\noperator = \"zhifu\"\nflow = \"remote-account\"\nlaunch = 2012-01-01\nbank_gate = \"any\"\nhandset = \"any\"\n\
         inner_acquirer = \"paypal-acquirer\"\ninitial_share = 1.0\nticket_limit_usd = 100_000.00\n\
         enrolment = {{ trouble = 1.0, drop_out_share = 0.0, refused_share = 0.0, provisioning_failure_share = 0.0, provisioning_ms = 0 }}\n\
         liability = {{ wallet_share_of_proxy_pct = 0.0, cardholder_cap_usd = 50.00, late_report_days = 2 }}\n\
         account = {{ online_share = 0.0, online_trouble = 0.0, bank_share = 0.5 }}\n\
         stored = {{ float_bps_per_year = 100, opening_share = 0.5, opening_mean_usd = 200.00, abandon_below_usd = 1.00, breakage_days = 365 }}\n\
         [product.remote]\ngateway_pages = 7\npage_drop_pct = 5.0\npage_ms = 8_000\n{remote}\n{more}\n"
    )
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
