use crate::scenario::text::{Loader, Look};
use crate::scenario::{Plan, load};

pub(super) const PLAIN: Look = Look::Plain { width: 140 };

/// The shipped files, with changes to some of them.
pub(super) struct Shipped {
    pub changed: Vec<(&'static str, String)>,
}

pub(super) fn original(path: &str) -> Option<&'static str> {
    match path {
        "google-wallet.toml" => Some(include_str!("../../../scenarios/google-wallet.toml")),
        "everyone-taps.toml" => Some(include_str!("../../../scenarios/everyone-taps.toml")),
        "one-tap.toml" => Some(include_str!("../../../scenarios/one-tap.toml")),
        _ => None,
    }
}

impl Loader for Shipped {
    fn load(&self, path: &str) -> Result<String, String> {
        let changed = self.changed.iter().find(|(name, _)| *name == path);
        let text = changed.map(|(_, text)| text.as_str()).or_else(|| original(path));
        text.map(str::to_string).ok_or_else(|| "no such file".to_string())
    }
}

pub(super) fn shipped(path: &str) -> Plan {
    load(&Shipped { changed: Vec::new() }, path).unwrap_or_else(|rejected| panic!("{}", rejected.render(PLAIN)))
}

#[test]
fn all_load() {
    for p in ["one-tap.toml", "google-wallet.toml", "everyone-taps.toml"] { shipped(p); }
}
