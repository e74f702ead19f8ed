//! Biller: a carrier's billing.
//!
//! Hears orders by short message. Says nothing yet.

use super::stage::Desk;
use crate::protocol::{Message, Observer};

/// Somebody orders.
pub fn on_order<O: Observer>(desk: &mut Desk<'_, O>, message: Message) {
    let _ = (desk, message);
}
