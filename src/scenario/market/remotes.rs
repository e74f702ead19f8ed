//! Remotes: `[product.remote]`, how an account funds a payment on a page, in an app or by a code.

use crate::domain::remote::RemoteTerms;
use crate::scenario::text::Reader;

pub(super) fn read(reader: &mut Reader<'_, '_>) -> RemoteTerms {
    RemoteTerms {
        has_quick_pay: reader.flag_or("quick_pay", true),
        gateway_pages: reader.whole("gateway_pages", 1..=20),
        page_drop_share: reader.number("page_drop_pct", 0.0..=100.0) / 100.0,
        page_ms: reader.number("page_ms", 0.0..=600_000.0),
        escrow_days: reader.whole_or("escrow_days", 0, 0..=60),
    }
}
