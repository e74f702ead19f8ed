//! Dispatch: which actor handles which message. One `match`, closed: a message that nobody handles does not compile into being.

use crate::actors::stage::Desk;
use crate::actors::{
    acquirer, biller, checkout, chooser, fund_desk, holder, impostor, issuer, issuer_debits, issuer_disputes, loader, network, phone,
    processor, proxy_issuer, purse, receiver, saver, shop_disputes, shopper, terminal, thief, token_service, wallet, wallet_disputes,
};
use crate::domain::payment::Leg;
use crate::domain::product::{Flow, ProductId};
use crate::protocol::{Actor, Message, Observer, PaymentKind, What};

/// Hands `message` to its actor, unless the actor's party is out, and puts the payment it is about down again.
#[inline]
pub fn handle<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    if !is_unheard(desk, message) {
        deliver(desk, message);
    }
    if message.what.is_about_payment() {
        desk.put_down(message.subject);
    } else if message.what.is_about_case() {
        desk.put_down_case(message.subject);
    }
}

/// A party that is out hears no online request; what is stored and forwarded waits for it.
#[inline]
fn is_unheard<O: Observer>(desk: &Desk<'_, O>, message: Message) -> bool {
    let is_online = matches!(
        message.what,
        What::AuthorizationRequest
            | What::IncrementalRequest
            | What::FundingRequest
            | What::FinancialRequest
            | What::PasswordEntry
            | What::GatewayEntry
    );
    if !is_online {
        return false;
    }
    desk.rules.conditions.is_silent == Some(message.to.actor)
        || desk.day.outages.iter().any(|out| out.party == message.to.party && out.from <= desk.now && desk.now < out.until)
}

#[inline]
fn deliver<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match message.what {
        What::Intent => phone::on_intent(desk, message),
        What::Scripted => phone::on_scripted(desk, message),
        What::Tap | What::PinEntry | What::CardAndPin | What::CodeShown => terminal::on_tap(desk, message),
        What::Receipt if message.to.actor == Actor::Thief => thief::on_receipt(desk, message),
        What::Receipt if message.to.actor == Actor::Phone && desk.payment(message.subject).thief.is_some() => {
            thief::on_receipt(desk, message)
        }
        What::Receipt if message.to.actor == Actor::Terminal => terminal::on_receipt(desk, message),
        What::Receipt => phone::on_receipt(desk, message),
        What::AuthorizationRequest => on_authorization_request(desk, message),
        What::AuthorizationResponse => on_authorization_response(desk, message),
        What::IncrementalRequest if message.to.actor == Actor::Issuer => issuer::on_incremental_request(desk, message),
        What::IncrementalRequest if message.to.actor == Actor::Network => network::on_request(desk, message),
        What::IncrementalRequest => acquirer::on_request(desk, message),
        What::IncrementalResponse if message.to.actor == Actor::Wallet => wallet::on_incremental_response(desk, message),
        What::IncrementalResponse if message.to.actor == Actor::Network => network::on_answer(desk, message),
        What::IncrementalResponse => acquirer::on_answer(desk, message),
        What::TokenRequest => token_service::on_request(desk, message),
        What::TokenResponse => network::on_token_response(desk, message),
        What::FundingRequest => wallet::on_funding_request(desk, message),
        What::FundingResponse => proxy_issuer::on_funding_response(desk, message),
        What::Advice => on_advice(desk, message),
        What::Reversal => on_reversal(desk, message),
        What::ReversalResponse => on_reversal_response(desk, message),
        What::CutOff => terminal::on_cut_off(desk, message),
        What::BatchUpload if message.to.actor == Actor::Processor => purse::on_batch_upload(desk, message),
        What::BatchUpload => acquirer::on_batch_upload(desk, message),
        What::Presentment => on_presentment(desk, message),
        What::ClearingNotice => wallet::on_clearing_notice(desk, message),
        What::TerminalTimer => terminal::on_timer(desk, message),
        What::StandInTimer => network::on_stand_in_timer(desk, message),
        What::InnerTimer if desk.payment(message.subject).flow == Flow::RemoteAccount => checkout::on_timer(desk, message),
        What::InnerTimer if message.to.actor == Actor::Processor && !is_loading(desk, message) => processor::on_inner_timer(desk, message),
        What::InnerTimer => wallet::on_inner_timer(desk, message),
        What::BankDebit | What::BankCredit => issuer::on_bank_debit(desk, message),
        What::BankReturn => processor::on_bank_return(desk, message),
        What::TopUpRequest => wallet::on_top_up_request(desk, message),
        What::TopUpResponse => loader::on_top_up_response(desk, message),
        What::Reload => loader::on_reload(desk, message),
        What::Order if message.to.actor == Actor::Biller => biller::on_order(desk, message),
        What::Order if desk.payment(message.subject).kind == PaymentKind::Redemption => fund_desk::on_redemption_order(desk, message),
        What::Order => checkout::on_order(desk, message),
        What::ConfirmationRequest => phone::on_confirmation_request(desk, message),
        What::Confirmation => biller::on_confirmation(desk, message),
        What::DeliveryRequest => terminal::on_delivery_request(desk, message),
        What::BillCredit => biller::on_bill_credit(desk, message),
        What::OrderLapse if message.to.actor == Actor::Biller => biller::on_order_lapse(desk, message),
        What::OrderLapse => phone::on_order_lapse(desk, message),
        What::Saving => saver::on_saving(desk, message),
        What::Transfer => receiver::on_transfer(desk, message),
        What::FinancialRequest | What::FinancialResponse | What::PasswordEntry => on_debit(desk, message),
        What::Password => shopper::on_password(desk, message),
        What::Redirect => shopper::on_redirect(desk, message),
        What::GatewayEntry => issuer_debits::on_gateway_entry(desk, message),
        What::GivenUp => checkout::on_given_up(desk, message),
        What::RefundOrder => checkout::on_refund_order(desk, message),
        What::Abandonment => loader::on_abandonment(desk, message),
        What::Consideration => chooser::on_consideration(desk, message),
        What::EnrolmentRequest if message.to.actor == Actor::Biller => biller::on_enrolment_request(desk, message),
        What::EnrolmentRequest if message.to.actor == Actor::Processor && !joins_by_sim(desk, message) => {
            processor::on_enrolment_request(desk, message)
        }
        What::EnrolmentRequest => wallet::on_enrolment_request(desk, message),
        What::VerificationRequest => issuer::on_verification(desk, message),
        What::VerificationResponse if message.to.actor == Actor::Processor && !joins_by_sim(desk, message) => {
            processor::on_verification_response(desk, message)
        }
        What::VerificationResponse => wallet::on_verification_response(desk, message),
        What::Provisioning => chooser::on_provisioning(desk, message),
        What::Provisioned => wallet::on_provisioned(desk, message),
        What::ThiefTries => thief::on_try(desk, message),
        What::ImpostorEnrols => impostor::on_impostor_enrols(desk, message),
        What::ImpostorAnswer => thief::on_enrolled(desk, message),
        What::Restored => holder::on_restored(desk, message),
        What::Forgotten => holder::on_forgotten(desk, message),
        What::LossReport if message.to.actor == Actor::Wallet => wallet::on_loss_report(desk, message),
        What::LossReport => issuer::on_loss_report(desk, message),
        What::AlertAnswer if message.to.actor == Actor::Processor => processor::on_alert_answer(desk, message),
        What::AlertAnswer => wallet::on_alert_answer(desk, message),
        What::Dispute => issuer_disputes::on_dispute(desk, message),
        What::Chargeback => on_chargeback(desk, message),
        What::CopyRequest | What::ReceiptCopy | What::Representment => on_evidence(desk, message),
        What::PreArbitration | What::PreArbitrationAnswer => on_pre_arbitration(desk, message),
        What::Arbitration => network::on_arbitration(desk, message),
        What::Ruling => on_ruling(desk, message),
        What::RulingDue => network::on_ruling_due(desk, message),
        What::Acceptance => issuer_disputes::on_acceptance(desk, message),
        What::ChargebackStands => issuer_disputes::on_chargeback_stands(desk, message),
        What::ReplyLimit => on_reply_limit(desk, message),
        What::Refund => terminal::on_refund(desk, message),
        // Read and understood; nothing follows from them.
        What::AdviceResponse | What::Alert | What::RemoteDisable | What::OrderRefused => {}
        What::ClaimRefused | What::ProvisionalCredit | What::CreditWithdrawn | What::CreditFinal => {}
        // Told to observers where they happen, never sent.
        What::Settlement | What::Payout | What::FundsTransfer | What::Statement | What::PaymentNotice | What::MoneyNotice => {}
    }
}

/// True where a card loads a balance, which every operator does alike.
fn is_loading<O: Observer>(desk: &Desk<'_, O>, message: Message) -> bool {
    desk.payment(message.subject).kind == PaymentKind::TopUp
}

/// True where enrolling puts something on a SIM: a purse is provisioned as a card is.
fn joins_by_sim<O: Observer>(desk: &Desk<'_, O>, message: Message) -> bool {
    desk.product(ProductId(message.note)).flow == Flow::OfflinePurse
}

fn on_authorization_request<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match message.to.actor {
        Actor::Network => network::on_authorization_request(desk, message),
        Actor::Issuer => issuer::on_authorization_request(desk, message),
        Actor::ProxyIssuer => proxy_issuer::on_authorization_request(desk, message),
        Actor::Processor => processor::on_authorization_request(desk, message),
        _ => acquirer::on_request(desk, message),
    }
}

fn on_authorization_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match message.to.actor {
        Actor::Network => network::on_authorization_response(desk, message),
        Actor::Terminal => terminal::on_authorization_response(desk, message),
        Actor::Wallet => wallet::on_authorization_response(desk, message),
        Actor::Processor if is_loading(desk, message) => wallet::on_authorization_response(desk, message),
        Actor::Processor => processor::on_authorization_response(desk, message),
        _ => acquirer::on_answer(desk, message),
    }
}

/// A debit at once, on its way to the bank or back.
fn on_debit<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match (message.to.actor, message.what) {
        (Actor::Issuer, What::FinancialRequest) => issuer_debits::on_financial_request(desk, message),
        (Actor::Issuer, _) => issuer_debits::on_password_entry(desk, message),
        (Actor::Processor, What::FinancialResponse) => checkout::on_financial_response(desk, message),
        (Actor::Processor, _) => checkout::on_password_entry(desk, message),
        (Actor::Network, What::FinancialResponse) => network::on_answer(desk, message),
        (Actor::Network, _) => network::on_request(desk, message),
        (_, What::FinancialResponse) => acquirer::on_answer(desk, message),
        _ => acquirer::on_request(desk, message),
    }
}

fn on_advice<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match message.to.actor {
        Actor::Wallet => wallet::on_advice(desk, message),
        Actor::ProxyIssuer => proxy_issuer::on_advice(desk, message),
        _ => issuer::on_advice(desk, message),
    }
}

fn on_reversal<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match message.to.actor {
        Actor::Network => network::on_request(desk, message),
        Actor::Issuer => issuer::on_reversal(desk, message),
        Actor::ProxyIssuer => proxy_issuer::on_reversal(desk, message),
        Actor::Wallet => wallet::on_reversal(desk, message),
        Actor::Processor => processor::on_reversal(desk, message),
        _ => acquirer::on_request(desk, message),
    }
}

fn on_reversal_response<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match (message.to.actor, message.leg) {
        (Actor::Network, _) => network::on_reversal_response(desk, message),
        (Actor::Terminal, _) => terminal::on_reversal_response(desk, message),
        (Actor::Wallet, Leg::Inner) => wallet::on_reversal_response(desk, message),
        (Actor::Processor, Leg::Inner) if is_loading(desk, message) => wallet::on_reversal_response(desk, message),
        (Actor::Processor, Leg::Inner) => processor::on_reversal_response(desk, message),
        _ => acquirer::on_answer(desk, message),
    }
}

fn on_presentment<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match message.to.actor {
        Actor::Network => network::on_request(desk, message),
        Actor::ProxyIssuer => proxy_issuer::on_presentment(desk, message),
        Actor::Processor => processor::on_presentment(desk, message),
        _ => issuer::on_presentment(desk, message),
    }
}

fn on_chargeback<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match message.to.actor {
        Actor::Network => network::on_chargeback(desk, message),
        Actor::Acquirer => acquirer::on_case(desk, message),
        Actor::Wallet => wallet_disputes::on_chargeback(desk, message),
        Actor::Processor => processor::on_chargeback(desk, message),
        _ => shop_disputes::on_chargeback(desk, message),
    }
}

fn on_evidence<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match (message.to.actor, message.what) {
        (Actor::Network, What::Representment) => network::on_representment(desk, message),
        (Actor::Network, _) => network::on_case(desk, message),
        (Actor::Acquirer, _) => acquirer::on_case(desk, message),
        (Actor::Wallet, What::Representment) => wallet_disputes::on_representment(desk, message),
        (Actor::Wallet, _) => wallet_disputes::on_copy_request(desk, message),
        (Actor::Terminal, _) => shop_disputes::on_copy_request(desk, message),
        (_, What::Representment) => issuer_disputes::on_representment(desk, message),
        _ => issuer_disputes::on_copy(desk, message),
    }
}

fn on_pre_arbitration<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match (message.to.actor, message.what) {
        (Actor::Network, _) => network::on_case(desk, message),
        (Actor::Acquirer, _) => acquirer::on_pre_arbitration(desk, message),
        (Actor::Wallet, _) => wallet_disputes::on_inner_loss(desk, message),
        (_, What::PreArbitration) => issuer_disputes::on_pre_arbitration(desk, message),
        _ => issuer_disputes::on_pre_arbitration_answer(desk, message),
    }
}

fn on_ruling<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match message.to.actor {
        Actor::Acquirer => acquirer::on_ruling(desk, message),
        Actor::Wallet => wallet_disputes::on_inner_loss(desk, message),
        _ => issuer_disputes::on_ruling(desk, message),
    }
}

fn on_reply_limit<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    match message.to.actor {
        Actor::Network => network::on_reply_limit(desk, message),
        Actor::Wallet => wallet_disputes::on_reply_limit(desk, message),
        _ => issuer_disputes::on_reply_limit(desk, message),
    }
}
