//! Remotes: `[product.remote]`, how an account funds a payment on a page, in an app or by a code.

use crate::domain::remote::RemoteTerms;
use crate::scenario::text::Reader;

pub(super) fn read(reader: &mut Reader<'_, '_>) -> RemoteTerms {
    RemoteTerms {
        has_quick_pay: reader.flag_or("quick_pay", true),
        gateway_pages: reader.whole("gateway_pages", 1..=20),
        page_drop_share: reader.number("page_drop_pct", 0.0..=100.0) / 100.0,
        page_ms: reader.number("page_ms", 0.0..=600_000.0),
        bind_share: reader.number_or("bind_pct", 0.0, 0.0..=100.0) / 100.0,
        binding_ms: reader.number_or("binding_ms", 120_000.0, 0.0..=3_600_000.0),
        password_ms: reader.number_or("password_ms", 18_000.0, 0.0..=600_000.0),
        password_mistyped_share: reader.number_or("password_mistyped_pct", 0.0, 0.0..=100.0) / 100.0,
        escrow_days: reader.whole_or("escrow_days", 0, 0..=60),
    }
}
