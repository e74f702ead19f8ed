//! Tests of the auditor: a tale told in facts, the same tale posted by hand, and everything that can go wrong between the two.

mod agreement;
mod bills;
mod disputes;
mod fees;
mod hand;
mod licences;
mod market;
mod purses;
mod tale;
mod tampering;
