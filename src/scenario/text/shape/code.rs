//! Code shape: a currency by its ISO 4217 code.

use super::{Refusal, Shape, found_text};
use crate::domain::currency::{Currency, NoCurrency};
use crate::scenario::text::node::Node;
use crate::scenario::text::words::{nearest, quote};

/// The code of a currency that is kept in hundredths.
#[derive(Clone, Copy, Debug)]
pub struct Code;

impl Shape for Code {
    type Value = Currency;

    fn expected(&self) -> String {
        "an ISO 4217 code such as `USD`".to_string()
    }

    fn read(&self, node: &Node) -> Result<Currency, Vec<Refusal>> {
        let Some(text) = node.text() else {
            return Refusal::new(node, "is not a currency", self.expected()).alone();
        };
        let (fault, expected, help) = match Currency::find(text) {
            Ok(currency) => return Ok(currency),
            Err(NoCurrency::Decimals(decimals)) => {
                let has = if decimals == 0 { "no decimals".to_string() } else { format!("{decimals} decimals") };
                let help = format!("amounts are kept in hundredths for now, and {text} has {has}");
                ("cannot be simulated", "a currency with two decimals".to_string(), Some(help))
            }
            Err(NoCurrency::Unknown) => {
                let capitals = text.to_ascii_uppercase();
                let near = nearest(&capitals, Currency::codes()).filter(|_| text.len() == 3);
                ("is not a currency", self.expected(), near.map(|near| format!("did you mean {}?", quote(near))))
            }
        };
        let mut refusal = Refusal::new(node, fault, expected);
        refusal.found = found_text(text);
        refusal.help(help).alone()
    }

    fn stand_in(&self) -> Currency {
        Currency::USD
    }

    fn show(&self, value: &Currency) -> String {
        value.code().to_string()
    }
}
