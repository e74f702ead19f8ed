//! ISO 8583: message types and response codes, the words in which card messages are traced.

/// A message type indicator; presentments use the 1993 edition's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mti {
    /// 0100.
    AuthorizationRequest,
    /// 0110.
    AuthorizationResponse,
    /// 0120: what was approved in the issuer's name.
    AuthorizationAdvice,
    /// 0130.
    AuthorizationAdviceResponse,
    /// 0200: asks for the money at once; no presentment follows.
    FinancialRequest,
    /// 0210.
    FinancialResponse,
    /// 0320: a terminal's batch.
    BatchUpload,
    /// 0400.
    ReversalRequest,
    /// 0410.
    ReversalResponse,
    /// 0422: a chargeback.
    Chargeback,
    /// 0520: net positions of a clearing day.
    Reconciliation,
    /// 1240: first or second presentment.
    Presentment,
    /// 1644: an administrative message, such as a retrieval request.
    Administrative,
}

impl Mti {
    /// The four digits.
    #[must_use]
    pub const fn digits(self) -> &'static str {
        match self {
            Self::AuthorizationRequest => "0100",
            Self::AuthorizationResponse => "0110",
            Self::AuthorizationAdvice => "0120",
            Self::AuthorizationAdviceResponse => "0130",
            Self::FinancialRequest => "0200",
            Self::FinancialResponse => "0210",
            Self::BatchUpload => "0320",
            Self::ReversalRequest => "0400",
            Self::ReversalResponse => "0410",
            Self::Chargeback => "0422",
            Self::Reconciliation => "0520",
            Self::Presentment => "1240",
            Self::Administrative => "1644",
        }
    }
}

/// Data element 39: how a request was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum ResponseCode {
    /// No answer belongs to this message.
    #[default]
    None,
    /// 00: approved.
    Approved,
    /// 05: do not honour.
    DoNotHonour,
    /// 41: lost card, pick up.
    LostCard,
    /// 51: insufficient funds.
    InsufficientFunds,
    /// 55: wrong PIN.
    WrongPin,
    /// 57: not permitted to cardholder.
    NotPermitted,
    /// 59: suspected fraud.
    SuspectedFraud,
    /// 61: exceeds the sum that may be paid.
    ExceedsAmount,
    /// 62: restricted card, such as a frozen one.
    Restricted,
    /// 65: exceeds the number of payments that may be made.
    ExceedsFrequency,
    /// 68: response received too late.
    TooLate,
    /// 75: PIN tried too often.
    PinTriesExceeded,
    /// 91: issuer or switch inoperative.
    IssuerUnavailable,
}

impl ResponseCode {
    /// The two digits, or an empty text where the message carries no DE39.
    #[must_use]
    pub const fn digits(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Approved => "00",
            Self::DoNotHonour => "05",
            Self::LostCard => "41",
            Self::InsufficientFunds => "51",
            Self::WrongPin => "55",
            Self::NotPermitted => "57",
            Self::SuspectedFraud => "59",
            Self::ExceedsAmount => "61",
            Self::Restricted => "62",
            Self::ExceedsFrequency => "65",
            Self::TooLate => "68",
            Self::PinTriesExceeded => "75",
            Self::IssuerUnavailable => "91",
        }
    }

    /// True for an approval.
    #[must_use]
    pub const fn is_approval(self) -> bool {
        matches!(self, Self::Approved)
    }
}
