//! Message: one hop between two actors, a small `Copy` value.
//!
//! What a message says about a payment stands in the [`super::Payment`] record it points to, as data elements stand in an ISO 8583
//! message; the record is reachable only by whoever holds the message.

use super::address::Address;
use crate::domain::iso8583::{Mti, ResponseCode};
use crate::domain::payment::Leg;

/// What a message says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum What {
    /// A purchase comes up in somebody's day. Not a hop.
    Intent,
    /// A payment that the scenario wrote down comes up. Not a hop.
    Scripted,
    /// Phone to terminal: card data by radio.
    Tap,
    /// Terminal to phone: paid or not.
    Receipt,
    /// 0100 towards the issuer.
    AuthorizationRequest,
    /// 0110 back.
    AuthorizationResponse,
    /// 0100 for the difference between what clears and what was approved.
    IncrementalRequest,
    /// 0110 to that.
    IncrementalResponse,
    /// Network to token service: which card is this token, and is its cryptogram good?
    TokenRequest,
    /// Token service back.
    TokenResponse,
    /// Proxy's issuer to wallet: somebody taps your card; will you fund it?
    FundingRequest,
    /// Wallet to proxy's issuer.
    FundingResponse,
    /// 0120: approved in your name.
    Advice,
    /// 0130.
    AdviceResponse,
    /// 0400 towards the issuer.
    Reversal,
    /// 0410 back.
    ReversalResponse,
    /// Terminal or wallet to acquirer: the day's batch.
    BatchUpload,
    /// Acquirer to network to issuer: pay this.
    Presentment,
    /// Proxy's issuer to wallet: this cleared against your card.
    ClearingNotice,
    /// The network's net positions of a clearing day. Shown in traces.
    Settlement,
    /// Acquirer to merchant: what is due to it. Shown in traces.
    Payout,
    /// Wallet to proxy's issuer: the money behind what cleared. Shown in traces.
    FundsTransfer,
    /// Issuer to cardholder: the month's charges are paid. Shown in traces.
    Statement,
    /// The terminal has waited long enough. Not a hop.
    TerminalTimer,
    /// The network has waited long enough. Not a hop.
    StandInTimer,
    /// The wallet has waited long enough. Not a hop.
    InnerTimer,
    /// A shop closes its day. Not a hop.
    CutOff,
    /// A person weighs a product. Not a hop.
    Consideration,
    /// Phone to wallet: I want in.
    EnrolmentRequest,
    /// 0100 of amount zero: is this card good?
    VerificationRequest,
    /// 0110 to that.
    VerificationResponse,
    /// Wallet to phone: put this card into the element.
    Provisioning,
    /// Phone to wallet: it is there.
    Provisioned,
    /// A thief tries the next payment of a run. Not a hop.
    ThiefTries,
    /// Owner to wallet and issuer: my phone is gone.
    LossReport,
    /// Wallet to phone: switch off.
    RemoteDisable,
    /// Wallet to customer: was this you?
    Alert,
    /// Customer to wallet or issuer: it was me; open the account.
    AlertAnswer,
    /// Cardholder to issuer, or wallet to its virtual card's issuer: I contest this charge.
    Dispute,
    /// 0422: issuer to whoever bears the loss.
    Chargeback,
    /// A shop takes goods back.
    Refund,
    /// Issuer towards the shop: send a copy of the receipt.
    CopyRequest,
    /// The copy, on its way back.
    ReceiptCopy,
    /// 1240 again: the merchant contests a chargeback.
    Representment,
    /// Issuer towards the merchant: we insist; will you give in?
    PreArbitration,
    /// The answer: given in, or not.
    PreArbitrationAnswer,
    /// Issuer to network: rule.
    Arbitration,
    /// The network's ruling.
    Ruling,
    /// Issuer to whoever claimed: no.
    ClaimRefused,
    /// Issuer to cardholder: credited for the time being.
    ProvisionalCredit,
    /// Issuer to whoever claimed: the credit is taken back.
    CreditWithdrawn,
    /// Issuer to whoever claimed: the credit stays.
    CreditFinal,
    /// Network to issuer: nobody presented again in time.
    ChargebackStands,
    /// Wallet to proxy's issuer: let the second presentment be.
    Acceptance,
    /// A side has had its time to answer. Not a hop.
    ReplyLimit,
    /// The network has had its time to rule. Not a hop.
    RulingDue,
    /// Payer to terminal: phone number and PIN, typed in.
    PinEntry,
    /// Payer to terminal: the operator's plastic card, swiped, and the PIN.
    CardAndPin,
    /// Processor to bank, through the clearing house: debit this account.
    BankDebit,
    /// Processor to bank: pay this into the account.
    BankCredit,
    /// Bank to processor: the debit comes back.
    BankReturn,
    /// Phone to wallet: load my prepaid card from my bank's card.
    TopUpRequest,
    /// Wallet to phone: loaded or not.
    TopUpResponse,
    /// A holder gets round to loading the prepaid card. Not a hop.
    Reload,
    /// A balance that somebody left behind has lain long enough. Not a hop.
    Abandonment,
    /// Phone to whoever pays in its owner's name: I want to pay this.
    Order,
    /// Carrier's billing to phone: shall this go on your bill?
    ConfirmationRequest,
    /// Phone to the carrier's billing: yes.
    Confirmation,
    /// Carrier's billing to shop: it is paid, deliver.
    DeliveryRequest,
    /// Shop to the carrier's billing: give this back.
    BillCredit,
    /// Carrier's billing to phone: your answer came too late.
    OrderRefused,
    /// An order has waited long enough for its answer. Not a hop.
    OrderLapse,
    /// 0200 from a processor: debit this card now.
    FinancialRequest,
    /// 0210 back.
    FinancialResponse,
    /// Bank to its customer, by short message: type this password to pay.
    Password,
    /// Phone to processor, and on to the bank: the password, typed in.
    PasswordEntry,
    /// Processor to phone: pay on your bank's pages.
    Redirect,
    /// Phone to bank: logged in, pay this.
    GatewayEntry,
    /// Phone to processor: the payer went away on the way.
    GivenUp,
    /// Payer to the shop's reader: the code on the phone's screen.
    CodeShown,
    /// Processor to shop: it is paid, deliver. Shown in traces.
    PaymentNotice,
    /// Shop to processor: give the payer this back.
    RefundOrder,
    /// A payday, or an occasion on which somebody wants the money in a fund. Not a hop.
    Saving,
    /// Sender's branch of an operator to the receiver's: money for one of your people.
    Transfer,
    /// Operator to phone: you have got money. Shown in traces.
    MoneyNotice,
    /// Thief to operator: put this card on an account of mine.
    ImpostorEnrols,
    /// Operator to thief: done, or not.
    ImpostorAnswer,
    /// The owner of a lost phone has the product on another one. Not a hop.
    Restored,
    /// Somebody forgets what a neighbour told of a fraud. Not a hop.
    Forgotten,
}

impl Message {
    /// Marks, as second datum of a provisioning, the new SIM of somebody whose old one no longer works.
    pub const RESWAP: u32 = u32::MAX;
}

impl What {
    /// True for messages from one actor to another; false for clocks and chance inside one.
    #[must_use]
    #[inline]
    pub const fn is_hop(self) -> bool {
        !matches!(
            self,
            Self::Intent
                | Self::Scripted
                | Self::TerminalTimer
                | Self::StandInTimer
                | Self::InnerTimer
                | Self::CutOff
                | Self::Consideration
                | Self::ThiefTries
                | Self::Refund
                | Self::ReplyLimit
                | Self::RulingDue
                | Self::Reload
                | Self::Abandonment
                | Self::OrderLapse
                | Self::Saving
                | Self::Restored
                | Self::Forgotten
        )
    }

    /// True where `subject` is a case's slot, so that the message keeps the case open.
    #[must_use]
    #[inline]
    pub const fn is_about_case(self) -> bool {
        matches!(
            self,
            Self::Dispute
                | Self::Chargeback
                | Self::CopyRequest
                | Self::ReceiptCopy
                | Self::Representment
                | Self::PreArbitration
                | Self::PreArbitrationAnswer
                | Self::Arbitration
                | Self::Ruling
                | Self::ClaimRefused
                | Self::ProvisionalCredit
                | Self::CreditWithdrawn
                | Self::CreditFinal
                | Self::ChargebackStands
                | Self::Acceptance
                | Self::ReplyLimit
                | Self::RulingDue
        )
    }

    /// True where `subject` is a payment's slot, so that the message keeps the payment alive.
    #[must_use]
    #[inline]
    pub const fn is_about_payment(self) -> bool {
        matches!(
            self,
            Self::Tap
                | Self::Receipt
                | Self::AuthorizationRequest
                | Self::AuthorizationResponse
                | Self::IncrementalRequest
                | Self::IncrementalResponse
                | Self::TokenRequest
                | Self::TokenResponse
                | Self::FundingRequest
                | Self::FundingResponse
                | Self::Advice
                | Self::AdviceResponse
                | Self::Reversal
                | Self::ReversalResponse
                | Self::BatchUpload
                | Self::Presentment
                | Self::ClearingNotice
                | Self::TerminalTimer
                | Self::StandInTimer
                | Self::InnerTimer
                | Self::PinEntry
                | Self::CardAndPin
                | Self::BankDebit
                | Self::BankCredit
                | Self::BankReturn
                | Self::TopUpRequest
                | Self::TopUpResponse
                | Self::Order
                | Self::ConfirmationRequest
                | Self::Confirmation
                | Self::DeliveryRequest
                | Self::BillCredit
                | Self::OrderRefused
                | Self::OrderLapse
                | Self::FinancialRequest
                | Self::FinancialResponse
                | Self::Password
                | Self::PasswordEntry
                | Self::Redirect
                | Self::GatewayEntry
                | Self::GivenUp
                | Self::CodeShown
                | Self::PaymentNotice
                | Self::RefundOrder
        )
    }

    /// The ISO 8583 message type, where there is one.
    #[must_use]
    pub const fn mti(self) -> Option<Mti> {
        match self {
            Self::AuthorizationRequest | Self::IncrementalRequest | Self::VerificationRequest => Some(Mti::AuthorizationRequest),
            Self::AuthorizationResponse | Self::IncrementalResponse | Self::VerificationResponse => Some(Mti::AuthorizationResponse),
            Self::Advice => Some(Mti::AuthorizationAdvice),
            Self::AdviceResponse => Some(Mti::AuthorizationAdviceResponse),
            Self::Reversal => Some(Mti::ReversalRequest),
            Self::ReversalResponse => Some(Mti::ReversalResponse),
            Self::BatchUpload => Some(Mti::BatchUpload),
            Self::Presentment | Self::Representment => Some(Mti::Presentment),
            Self::CopyRequest => Some(Mti::Administrative),
            Self::Settlement => Some(Mti::Reconciliation),
            Self::Chargeback => Some(Mti::Chargeback),
            Self::FinancialRequest => Some(Mti::FinancialRequest),
            Self::FinancialResponse => Some(Mti::FinancialResponse),
            _ => None,
        }
    }

    /// The words on a ladder.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Intent => "purchase intent",
            Self::Scripted => "scripted payment",
            Self::Tap => "tap",
            Self::Receipt => "receipt",
            Self::AuthorizationRequest => "authorization request",
            Self::AuthorizationResponse => "authorization response",
            Self::IncrementalRequest => "incremental authorization request",
            Self::IncrementalResponse => "incremental authorization response",
            Self::TokenRequest => "token request",
            Self::TokenResponse => "token response",
            Self::FundingRequest => "funding request",
            Self::FundingResponse => "funding response",
            Self::Advice => "stand-in advice",
            Self::AdviceResponse => "advice response",
            Self::Reversal => "reversal request",
            Self::ReversalResponse => "reversal response",
            Self::BatchUpload => "batch upload",
            Self::Presentment => "presentment",
            Self::ClearingNotice => "clearing notice",
            Self::Settlement => "net settlement",
            Self::Payout => "payout",
            Self::FundsTransfer => "funds transfer",
            Self::Statement => "charges paid",
            Self::TerminalTimer => "terminal time-out",
            Self::StandInTimer => "stand-in time-out",
            Self::InnerTimer => "inner time-out",
            Self::CutOff => "cut-off",
            Self::Consideration => "consideration",
            Self::EnrolmentRequest => "enrolment request",
            Self::VerificationRequest => "card verification request",
            Self::VerificationResponse => "card verification response",
            Self::Provisioning => "provisioning",
            Self::Provisioned => "provisioned",
            Self::ThiefTries => "thief tries",
            Self::LossReport => "loss report",
            Self::RemoteDisable => "remote disable",
            Self::Alert => "alert",
            Self::AlertAnswer => "alert answer",
            Self::Dispute => "dispute",
            Self::Chargeback => "chargeback",
            Self::Refund => "refund",
            Self::CopyRequest => "retrieval request",
            Self::ReceiptCopy => "copy of the receipt",
            Self::Representment => "second presentment",
            Self::PreArbitration => "pre-arbitration",
            Self::PreArbitrationAnswer => "pre-arbitration answer",
            Self::Arbitration => "arbitration filing",
            Self::Ruling => "ruling",
            Self::ClaimRefused => "claim refused",
            Self::ProvisionalCredit => "provisional credit",
            Self::CreditWithdrawn => "credit withdrawn",
            Self::CreditFinal => "credit made final",
            Self::ChargebackStands => "chargeback stands",
            Self::Acceptance => "acceptance",
            Self::ReplyLimit => "time to answer is over",
            Self::RulingDue => "ruling is due",
            Self::PinEntry => "phone number and PIN",
            Self::CardAndPin => "operator's card and PIN",
            Self::BankDebit => "bank debit",
            Self::BankCredit => "bank credit",
            Self::BankReturn => "bank debit returned",
            Self::TopUpRequest => "top-up request",
            Self::TopUpResponse => "top-up response",
            Self::Reload => "reload",
            Self::Abandonment => "abandonment",
            Self::Order => "order",
            Self::ConfirmationRequest => "confirmation request",
            Self::Confirmation => "confirmation",
            Self::DeliveryRequest => "delivery request",
            Self::BillCredit => "bill credit",
            Self::OrderRefused => "order refused",
            Self::OrderLapse => "order lapses",
            Self::FinancialRequest => "financial request",
            Self::FinancialResponse => "financial response",
            Self::Password => "one-time password",
            Self::PasswordEntry => "password typed in",
            Self::Redirect => "redirect to the bank",
            Self::GatewayEntry => "payment on the bank's pages",
            Self::GivenUp => "given up",
            Self::CodeShown => "code on the screen",
            Self::PaymentNotice => "payment notice",
            // A ladder says that it is of a refund.
            Self::RefundOrder => "order",
            Self::Saving => "saving",
            Self::Transfer => "transfer",
            Self::MoneyNotice => "notice of money",
            Self::ImpostorEnrols => "enrolment by an impostor",
            Self::ImpostorAnswer => "answer to an impostor",
            Self::Restored => "restored",
            Self::Forgotten => "hearsay forgotten",
        }
    }
}

/// One hop, or one event inside an actor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// Who gets it.
    pub to: Address,
    /// Who sent it.
    pub from: Address,
    /// What it says.
    pub what: What,
    /// Which leg of the payment it belongs to.
    pub leg: Leg,
    /// Data element 39 of an answer.
    pub code: ResponseCode,
    /// Small datum of the message: category of an intent, product of an enrolment.
    pub note: u8,
    /// The payment's slot, or the person, or the case, as the message says.
    pub subject: u32,
    /// Second datum: an intent's ordinal.
    pub detail: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_takes_sixteen_bytes() {
        assert_eq!(std::mem::size_of::<Message>(), 16);
    }
}
