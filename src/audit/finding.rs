//! Finding: one check's verdict, in words that name the place of the first failure.

/// What one check found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The check's name, for tables.
    pub check: &'static str,
    /// True if everything is as it must be.
    pub is_passed: bool,
    /// What was looked at, or the first thing that is wrong.
    pub detail: String,
}

impl Finding {
    /// A verdict: `Ok` says what was looked at, `Err` what is wrong.
    pub(super) fn new(check: &'static str, verdict: Result<String, String>) -> Self {
        let is_passed = verdict.is_ok();
        let (Ok(detail) | Err(detail)) = verdict;
        Self { check, is_passed, detail }
    }
}
