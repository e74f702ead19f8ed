//! Currency: the money that all amounts of a scenario are in, by its ISO 4217 code.
//!
//! Amounts are kept in hundredths, so a currency with another number of decimals is known and refused.

use std::fmt;

/// A currency whose main unit has two decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Currency {
    code: &'static str,
}

/// Why a code is no [`Currency`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoCurrency {
    /// ISO 4217 has no such code.
    Unknown,
    /// There is such a currency, and its main unit has so many decimals.
    Decimals(u32),
}

/// Decimals of the main unit of every [`Currency`].
const DECIMALS: u32 = 2;

/// ISO 4217, alphabetic codes of money that people pay with, by the decimals of the main unit.
const CODES: [(u32, &[&str]); 3] = [
    (
        DECIMALS,
        &[
            "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BMD", "BND", "BOB", "BRL", "BSD",
            "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CNY", "COP", "CRC", "CUP", "CVE", "CZK", "DKK", "DOP", "DZD", "EGP", "ERN",
            "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP", "GMD", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR",
            "IRR", "JMD", "KES", "KGS", "KHR", "KPW", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "MAD", "MDL", "MGA", "MKD", "MMK",
            "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN", "NIO", "NOK", "NPR", "NZD", "PAB", "PEN", "PGK",
            "PHP", "PKR", "PLN", "QAR", "RON", "RSD", "RUB", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP",
            "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "USD", "UYU", "UZS", "VES", "WST",
            "XCD", "XCG", "YER", "ZAR", "ZMW", "ZWG",
        ],
    ),
    (0, &["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"]),
    (3, &["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]),
];

impl Currency {
    /// The US dollar: what a scenario is in that names no currency.
    pub const USD: Self = Self { code: "USD" };

    /// The currency with this code, in capitals.
    ///
    /// # Errors
    /// There is no such code, or the main unit has not two decimals.
    pub fn find(code: &str) -> Result<Self, NoCurrency> {
        for (decimals, codes) in CODES {
            if let Some(code) = codes.iter().find(|known| **known == code) {
                return if decimals == DECIMALS { Ok(Self { code }) } else { Err(NoCurrency::Decimals(decimals)) };
            }
        }
        Err(NoCurrency::Unknown)
    }

    /// The codes of all currencies.
    pub fn codes() -> impl Iterator<Item = &'static str> {
        CODES.into_iter().filter(|(decimals, _)| *decimals == DECIMALS).flat_map(|(_, codes)| codes.iter().copied())
    }

    /// The code, in capitals: `CNY`.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.code
    }
}

/// The code.
impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_money_of_hundredths_is_a_currency() {
        assert_eq!(Currency::find("USD"), Ok(Currency::USD));
        assert_eq!(Currency::find("CNY").map(Currency::code), Ok("CNY"));
        assert_eq!(Currency::find("JPY"), Err(NoCurrency::Decimals(0)));
        assert_eq!(Currency::find("KWD"), Err(NoCurrency::Decimals(3)));
        for wrong in ["cny", "RMB", "", "US", "USDX"] {
            assert_eq!(Currency::find(wrong), Err(NoCurrency::Unknown), "{wrong}");
        }
    }

    #[test]
    fn every_code_is_three_capitals_and_stands_once() {
        let mut all: Vec<&str> = CODES.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
        assert!(all.iter().all(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase())));
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
