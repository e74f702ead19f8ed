//! Remote: how a processor's account funds a payment on a page, in an app or by a code.

/// The terms of a remote account.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RemoteTerms {
    /// True while a bound card can be debited without leaving the processor's page.
    pub has_quick_pay: bool,
    /// Pages between the order and the bank's word, where the bank is asked by a redirect.
    pub gateway_pages: u32,
    /// Share who give up on each of them.
    pub page_drop_share: f64,
    /// Median time on each of them, milliseconds.
    pub page_ms: f64,
    /// Share of payers who bind the card when they are about to be sent to the bank's pages.
    pub bind_share: f64,
    /// Median time that takes, milliseconds.
    pub binding_ms: f64,
    /// Median time to read a one-time password and to type it in, milliseconds.
    pub password_ms: f64,
    /// Share of passwords that are typed wrong.
    pub password_mistyped_share: f64,
    /// Days that the shop waits for its money where the processor holds it until the goods are there; 0 is not held.
    pub escrow_days: u32,
}
