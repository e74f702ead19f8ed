//! Privacy theft: identity and card data of somebody who may hold no product at all, put on the thief's own account.

/// Hazard of privacy theft.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrivacyTheft {
    /// Times a year that a person's identity and card data are tried at an operator's enrolment.
    pub tries_per_year: f64,
    /// Mean days from a good enrolment to the first payment.
    pub misuse_days: f64,
}
