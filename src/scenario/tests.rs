//! Whole scenarios: the shipped files load and mean what their comments say, and every kind of mistake names its place and its mend.

mod baskets;
mod currency;
mod events;
mod fees;
mod mistakes;
mod shipped;
mod targets;

use super::text::{Loader, Look};
use super::{Plan, load};

const PLAIN: Look = Look::Plain { width: 140 };

/// The shipped files, and one more over them.
struct Files<'t> {
    top: &'t str,
}

impl Loader for Files<'_> {
    fn load(&self, path: &str) -> Result<String, String> {
        match path {
            "top.toml" => Ok(self.top.to_string()),
            "google-wallet.toml" => Ok(include_str!("../../scenarios/google-wallet.toml").to_string()),
            "everyone-taps.toml" => Ok(include_str!("../../scenarios/everyone-taps.toml").to_string()),
            "one-tap.toml" => Ok(include_str!("../../scenarios/one-tap.toml").to_string()),
            _ => Err("no such file".to_string()),
        }
    }
}

fn shipped(path: &str) -> Plan {
    load(&Files { top: "" }, path).unwrap_or_else(|rejected| panic!("{}", rejected.render(PLAIN)))
}

/// The plan of a text laid over one-tap.toml; the text starts on line 2.
fn over_one_tap(text: &str) -> Plan {
    let top = format!("extends = \"one-tap.toml\"\n{text}");
    load(&Files { top: &top }, "top.toml").unwrap_or_else(|rejected| panic!("{}", rejected.render(PLAIN)))
}

/// What is wrong with a text laid over one-tap.toml; the text starts on line 2.
fn mistake(text: &str) -> String {
    let top = format!("extends = \"one-tap.toml\"\n{text}");
    match load(&Files { top: &top }, "top.toml") {
        Ok(_) => "it was accepted".to_string(),
        Err(rejected) => rejected.render(PLAIN),
    }
}
