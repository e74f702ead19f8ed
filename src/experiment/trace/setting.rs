//! Setting: one person, one shop and the circumstances of the one payment.

use super::{Errand, Request, TraceError, Wanted};
use crate::actors::stage::{Conditions, Saving};
use crate::domain::card::Funding;
use crate::domain::market::{Market, ScriptedPayment};
use crate::domain::merchant::{Purpose, Technologies, Technology};
use crate::domain::money::{Money, Rate};
use crate::domain::product::{BankGate, Flow, Product};
use crate::protocol::Actor;
use jiff::civil::time;

/// Circumstances that bring about what is asked for.
pub(super) fn conditions(request: &Request, market: &Market) -> Conditions {
    let (wanted, flow) = (request.wanted, market.products[request.product].flow);
    // A virtual card's issuer asks the wallet; of a bank's own card the bank itself decides.
    let decides = if flow.is_proxied() { Actor::Wallet } else { Actor::Issuer };
    let is_silent = wanted == Wanted::StandIn || (wanted == Wanted::Uncollected && flow == Flow::ProxyNested);
    Conditions {
        is_broke: matches!(wanted, Wanted::Decline | Wanted::Uncollected),
        is_silent: is_silent.then_some(decides),
        comes_back: match wanted {
            Wanted::Refund => Some(1.0),
            Wanted::PartialRefund => Some(0.25),
            _ => None,
        },
        // At a checkout it is the processor that waits.
        loses_answers_to: (wanted == Wanted::Timeout).then_some(match flow {
            Flow::PhoneBill => Actor::Phone,
            Flow::RemoteAccount => Actor::Processor,
            _ => Actor::Terminal,
        }),
        pays_as_thief: wanted == Wanted::Fraud,
        contest: if let Wanted::Dispute(course) = wanted { Some(course.contest(&market.disputes)) } else { None },
        loses_batches: wanted == Wanted::LostBatch,
        pays: match request.errand {
            Errand::Transfer | Errand::TransferToBank => Purpose::Transfer,
            Errand::Repayment => Purpose::Repayment,
            Errand::Purchase | Errand::Subscription | Errand::Redemption => Purpose::Purchase,
        },
        sends_to_bank: request.errand == Errand::TransferToBank,
        saves: match request.errand {
            Errand::Subscription => Some(Saving::In),
            Errand::Redemption => Some(Saving::Out),
            _ => None,
        },
        is_plain: true,
    }
}

/// The market with one person who holds the product and the card, and shops that all take it.
pub(super) fn alone(market: &Market, request: &Request) -> Result<Market, TraceError> {
    let behind = card_behind(market, request).ok_or(TraceError::NoSuchCard(request.funding))?;
    let card = market.cards.iter().find(|c| c.funding == behind).ok_or(TraceError::NoSuchCard(request.funding))?;
    let mut stage = market.clone();
    stage.calendar = market.calendar.starting(request.date);
    // The sender in one district, the receiver in another.
    stage.people.count = if request.errand.is_sent() { 2 } else { 1 };
    stage.segments.truncate(1);
    let is_credit = request.funding.is_credit();
    let pays_off = request.errand == Errand::Repayment;
    let paid_off = market.cards.iter().find(|c| pays_off && c.funding.is_credit()).map(|c| c.issuer);
    for segment in &mut stage.segments {
        segment.share = 1.0;
        segment.credit_holder_share = if is_credit || pays_off { 1.0 } else { 0.0 };
        segment.prefers_credit_share = if is_credit { 1.0 } else { 0.0 };
        segment.funds_median_minor = i64::MAX / 1_000_000;
    }
    for bank in &mut stage.banks {
        let share = f64::from(u8::from(bank.party == card.issuer));
        let paid_off = f64::from(u8::from(Some(bank.party) == paid_off));
        (bank.debit_share, bank.credit_share) = if is_credit { (0.0, share) } else { (share, paid_off) };
        bank.rewards_share = f64::from(u8::from(request.funding == Funding::RewardsCredit));
        bank.outages_per_year = 0.0;
    }
    // A trace asks how a payment goes, not whether its operator's licence has come.
    stage.licensing = None;
    for product in &mut stage.products {
        (product.initial_share, product.initial_habit, product.habit_start, product.reach) = (0.0, None, None, 1.0);
        product.ticket_limit = request.amount;
        if request.wanted == Wanted::Decline {
            // Where the wallet lends, it is its own limit that declines.
            product.collection.credit_limit = Money::ZERO;
        }
    }
    let operator = stage.products[request.product].operator;
    if stage.products[request.product].flow == Flow::PhoneBill {
        for carrier in &mut stage.carriers {
            carrier.share = f64::from(u8::from(carrier.party == operator));
        }
    }
    // Limits are by product, and this payment is the day's only one.
    stage.protections.velocity = None;
    stage.products.swap(0, request.product);
    stage.products[0].initial_share = 1.0;
    fund(&mut stage.products[0], request);
    let rules = &mut stage.adoption;
    (rules.habit_start, rules.habit_cap, rules.leave_dormant_per_year) = (1.0, 1.0, 0.0);
    (rules.p_per_year, rules.q_per_year, rules.neighbour_per_year, rules.reconsider_per_year) = (0.0, 0.0, 0.0, 0.0);
    (rules.funding_reviews_per_year, rules.returns_per_year, rules.leave_hunter_per_year) = (0.0, 0.0, 0.0);
    for category in &mut stage.categories {
        (category.payments_per_year, category.home_share) = (0.0, 0.0);
    }
    let remote = stage.threats.remote_merchant;
    let shops = stage.merchants.len();
    let is_usual = |m: &usize| *m != remote && market.products[request.product].serves(stage.merchants[*m].category as u8);
    let usual = (0..shops).find(is_usual).or_else(|| (0..shops).find(|&m| m != remote));
    let merchant = request.merchant.or(usual).or((shops > 0).then_some(0)).ok_or(TraceError::NoShop)?;
    for (ordinal, group) in stage.merchants.iter_mut().enumerate() {
        let takes_phones = f64::from(u8::from(ordinal != remote || ordinal == merchant));
        (group.on_share, group.blocks) = ([1.0; Technology::ALL.len()], Technologies::NONE);
        (group.is_national, group.taken_share, group.shops_per_district) = (false, [takes_phones; Technology::ALL.len()], 1);
    }
    stage.acceptance.reviews_per_year = 0.0;
    let threats = &mut stage.threats;
    (threats.lost_device_per_year, threats.breaches_per_year, threats.exposure_per_payment) = (0.0, 0.0, 0.0);
    (threats.run_length, threats.run_gap_hours, threats.ticket_sigma) = (1.0, 0.0, 0.0);
    threats.guesses_per_year = 0.0;
    (threats.malware, threats.privacy, threats.hijack, threats.compromise) = (None, None, None, None);
    (threats.deception, threats.counterfeit, threats.thieves) = (None, None, None);
    threats.ticket_minor = request.amount.minor();
    let at = request.date.to_datetime(time(12, 0, 0, 0));
    stage.script = vec![ScriptedPayment { at, person: 0, merchant, amount: request.amount }];
    Ok(stage)
}

/// The card that is charged, or that stands behind a balance or an account; none where the product knows no such funding.
fn card_behind(market: &Market, request: &Request) -> Option<Funding> {
    let product = &market.products[request.product];
    let has_account = product.flow.is_account();
    let has_bill = product.flow == Flow::PhoneBill;
    let is_known = match request.funding {
        Funding::Balance => has_account || has_bill || product.purse.is_some(),
        Funding::Bank => has_account,
        Funding::Bill => has_bill,
        Funding::Prepaid => product.prepaid.is_some_and(|prepaid| prepaid.is_enabled),
        funding => return Some(funding),
    };
    let is_debit = |funding| matches!(funding, Funding::DebitRegulated | Funding::DebitExempt);
    let debit = market.cards.iter().map(|card| card.funding).find(|&funding| is_debit(funding));
    debit.filter(|_| is_known)
}

/// Balances and links as the funding asked for wants them; nothing comes in or goes out beside the payment.
fn fund(product: &mut Product, request: &Request) {
    if let Some(account) = &mut product.account {
        // At a checkout it is the bank's pages where nothing is bound.
        let is_linked = (request.funding == Funding::Bank) != (product.flow == Flow::RemoteAccount);
        account.bank_share = f64::from(u8::from(is_linked));
    }
    if let Some(bill) = &mut product.bill {
        (bill.postpaid_share, bill.airtime) =
            (f64::from(u8::from(request.funding == Funding::Bill)), Money::from_minor(i64::MAX / 1_000_000));
        bill.bad_debt = Rate::ZERO;
    }
    let is_prepaid = request.funding == Funding::Prepaid;
    // A purse pays out of its balance whatever card is behind it; with a card, the ladder goes on to show how that card loads it again.
    let is_kept = is_prepaid || request.funding == Funding::Balance || product.purse.is_some();
    if let Some(purse) = &mut product.purse {
        purse.capacity = purse.capacity.max(request.amount);
        let is_loaded = request.funding != Funding::Balance;
        purse.loading.auto_reload_share = f64::from(u8::from(is_loaded));
        purse.loading.reload_below = if is_loaded { Money::from_minor(1) } else { Money::ZERO };
    }
    if let Some(stored) = &mut product.stored {
        stored.opening_share = f64::from(u8::from(is_kept && request.wanted != Wanted::Decline));
        (stored.opening_mean, stored.receipts_per_year, stored.withdrawals_per_year) = (request.amount, 0.0, 0.0);
    }
    if let Some(fund) = &mut product.fund {
        // Whoever wants money out of it that is not there is declined.
        fund.opening_share = f64::from(u8::from(request.errand == Errand::Redemption && request.wanted != Wanted::Decline));
        (fund.opening_mean, fund.considered_per_year, fund.redemptions_per_year) = (request.amount, 0.0, 0.0);
    }
    if let Some(prepaid) = &mut product.prepaid {
        (prepaid.is_enabled, prepaid.reload_below) = (is_prepaid, Money::ZERO);
    }
    if is_prepaid {
        (product.bank_gate, product.integrated) = (BankGate::Integrated, Vec::new());
    }
}
