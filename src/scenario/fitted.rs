//! Fitted: numbers of a scenario set by path, in a file that extends it.
//!
//! What is simulated while a scenario is fitted is read from the very text that is written in the end, by the same reader; so ranges, units
//! and mistakes are those of any file. A path is one of those that `check` prints. Its value lies over the scenario itself, or over the
//! strategy where that has a word of its own.

use super::plan::{Plan, load};
use super::text::{Document, Loader, Node, Rejected, Value, nearest, read};
use std::path::Path;

/// The file that is not on disk while values are tried.
const TRIED: &str = "--fit";

/// Keys at the head of a scenario and tables that describe no market, and why they cannot be fitted.
const NEVER: [(&str, &str); 4] = [
    ("", "it belongs to how a scenario is run; a seed in particular is never fitted"),
    ("target", "a published figure is what is fitted to"),
    ("materiality", "it says how results are judged"),
    ("worlds", "it says which runs are made"),
];

/// Which layer a value is written into.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layer {
    /// The scenario.
    Scenario,
    /// The strategy.
    Strategy,
}

/// A number that can be set.
#[derive(Clone, Debug, PartialEq)]
pub struct Knob {
    path: String,
    layer: Layer,
}

impl Knob {
    /// Its path: `product.alipay.consideration_scale`.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

/// Why a path cannot be set.
#[derive(Clone, Debug)]
pub enum Unset {
    /// In words: the path leads nowhere.
    Path(String),
    /// The reader refuses the value.
    Value(Rejected),
}

/// A scenario under one strategy, whose numbers can be set.
pub struct Fitted<'l> {
    loader: &'l dyn Loader,
    file: String,
    document: Document,
    strategy: String,
    /// True if the strategy is one of the file, not the only one of a scenario without any.
    is_named: bool,
    /// The paths of all settings on the first day.
    paths: Vec<String>,
}

impl<'l> Fitted<'l> {
    /// Opens the scenario at `file`, which was read as `plan`, under the arm at `arm`.
    ///
    /// # Errors
    /// If it cannot be read any more.
    pub fn open(loader: &'l dyn Loader, file: &str, plan: &Plan, arm: usize) -> Result<Self, Rejected> {
        let document = read(loader, file)?;
        let arm = &plan.arms[arm];
        let is_named = document.strategies().is_ok_and(|briefs| briefs.iter().any(|brief| brief.name == arm.name));
        let paths = arm.settings.iter().map(|setting| setting.path.clone()).collect();
        Ok(Self { loader, file: file.to_owned(), document, strategy: arm.name.clone(), is_named, paths })
    }

    /// Finds the number at `path` and tries `value`.
    ///
    /// # Errors
    /// Why there is none or it does not take the value.
    pub fn knob(&self, path: &str, value: f64) -> Result<Knob, Unset> {
        self.check_path(path)?;
        let mut layers = vec![Layer::Scenario];
        if self.is_named {
            layers.push(Layer::Strategy);
        }
        for layer in layers {
            let knob = Knob { path: path.to_owned(), layer };
            let Some(text) = self.tried(&[(&knob, value)]) else { continue };
            let plan = self.read(text).map_err(Unset::Value)?;
            if self.is_heard(&plan, path) {
                return Ok(knob);
            }
        }
        Err(Unset::Path(format!("`{path}` cannot be fitted: an event or a strategy of the scenario sets it whatever it was before")))
    }

    /// The scenario with these values, and with no other strategy.
    ///
    /// # Errors
    /// What the reader refuses.
    pub fn plan(&self, values: &[(&Knob, f64)]) -> Result<Plan, Rejected> {
        self.read(self.tried(values).unwrap_or_default())
    }

    /// The text that is tried: reading strategies that are not simulated would only take time.
    fn tried(&self, values: &[(&Knob, f64)]) -> Option<String> {
        let file = Path::new(&self.file).file_name()?.to_string_lossy().into_owned();
        let mut head = vec![("extends", toml::Value::from(file))];
        if self.is_named {
            head.push(("baseline", self.strategy.clone().into()));
            head.push(("strategies", vec![self.strategy.clone()].into()));
        }
        self.text(&head, values)
    }

    /// The text of a file named `name` with these values that extends the file at `extends`.
    #[must_use]
    pub fn overlay(&self, extends: &str, name: &str, values: &[(&Knob, f64)]) -> String {
        self.text(&[("extends", extends.into()), ("name", name.into())], values).unwrap_or_default()
    }

    fn check_path(&self, path: &str) -> Result<(), Unset> {
        let kind = path.split_once('.').map_or("", |(kind, _)| kind);
        if !self.paths.iter().any(|known| known == path) {
            let last = path.rsplit('.').next().unwrap_or_default();
            let is_like = |known: &&str| known.rsplit('.').next() == Some(last) || known.split('.').next() == Some(kind);
            let near = nearest(path, self.paths.iter().map(String::as_str).filter(is_like));
            let help = near.map_or_else(|| "`paycosm check` prints all it has".to_owned(), |near| format!("did you mean `{near}`?"));
            return Err(Unset::Path(format!("the scenario has no setting `{path}`; {help}")));
        }
        match NEVER.iter().find(|(never, _)| *never == kind) {
            Some((_, reason)) => Err(Unset::Path(format!("`{path}` cannot be fitted: {reason}"))),
            None => Ok(()),
        }
    }

    fn read(&self, text: String) -> Result<Plan, Rejected> {
        let path = Path::new(&self.file).with_file_name(TRIED).to_string_lossy().into_owned();
        load(&Over { below: self.loader, path: path.clone(), text }, &path)
    }

    /// True if the setting in force is the one of the file on top.
    fn is_heard(&self, plan: &Plan, path: &str) -> bool {
        let arm = plan.arms.iter().find(|arm| arm.name == self.strategy);
        let setting = arm.and_then(|arm| arm.settings.iter().find(|setting| setting.path == path));
        setting.is_some_and(|setting| setting.given && setting.place.source.ordinal() == 0)
    }

    /// The text; nothing if a path leads to an entry that only the strategy has.
    fn text(&self, head: &[(&str, toml::Value)], values: &[(&Knob, f64)]) -> Option<String> {
        let mut tables = toml::Table::new();
        let mut set = toml::Table::new();
        for (knob, value) in values {
            match knob.layer {
                Layer::Strategy => {
                    set.insert(knob.path.clone(), number(*value));
                }
                Layer::Scenario => {
                    let steps: Vec<&str> = knob.path.split('.').collect();
                    put(&mut tables, Some(&self.document.root), &steps, number(*value))?;
                }
            }
        }
        if !set.is_empty() {
            let strategy = toml::Table::from_iter([("name".to_owned(), self.strategy.clone().into()), ("set".to_owned(), set.into())]);
            tables.insert("strategy".to_owned(), vec![toml::Value::from(strategy)].into());
        }
        let head: String = head.iter().map(|(key, value)| format!("{key} = {value}\n")).collect();
        Some(format!("{head}\n{tables}"))
    }
}

/// A number as TOML has it: whole ones without a point, which every kind of number takes.
fn number(value: f64) -> toml::Value {
    if value.fract() == 0.0 && value.abs() < 1e15 { toml::Value::Integer(value as i64) } else { toml::Value::Float(value) }
}

/// Puts `value` where `steps` lead, entering lists by the name of an entry as in `node`; nothing if `node` has no such entry.
fn put(table: &mut toml::Table, node: Option<&Node>, steps: &[&str], value: toml::Value) -> Option<()> {
    let (step, rest) = steps.split_first()?;
    if rest.is_empty() {
        table.insert((*step).to_owned(), value);
        return Some(());
    }
    let below = node.and_then(Node::table).and_then(|table| table.get(step));
    if let Some(Value::Array(entries)) = below.map(|node| &node.value) {
        let (name, rest) = rest.split_first()?;
        let entry = entries.iter().find(|entry| entry.name() == Some(name))?;
        let list = table.entry(*step).or_insert_with(|| toml::Value::Array(Vec::new())).as_array_mut()?;
        let is_named = |entry: &toml::Value| entry.get("name").and_then(toml::Value::as_str) == Some(name);
        let at = list.iter().position(is_named).unwrap_or_else(|| {
            list.push(toml::Table::from_iter([("name".to_owned(), (*name).into())]).into());
            list.len() - 1
        });
        return put(list[at].as_table_mut()?, Some(entry), rest, value);
    }
    let inner = table.entry(*step).or_insert_with(|| toml::Table::new().into()).as_table_mut()?;
    put(inner, below, rest, value)
}

/// One more file beside those that another loader has.
struct Over<'l> {
    below: &'l dyn Loader,
    path: String,
    text: String,
}

impl Loader for Over<'_> {
    fn load(&self, path: &str) -> Result<String, String> {
        if path == self.path { Ok(self.text.clone()) } else { self.below.load(path) }
    }
}

#[cfg(test)]
mod tests {
    use super::super::text::Look;
    use super::*;

    /// The shipped scenarios, under the folder `s`.
    struct Shipped;

    const GOOGLE: &str = include_str!("../../scenarios/google-wallet.toml");

    impl Loader for Shipped {
        fn load(&self, path: &str) -> Result<String, String> {
            if path == "s/google-wallet.toml" { Ok(GOOGLE.to_owned()) } else { Err(format!("there is no {path}")) }
        }
    }

    fn fitted(strategy: &str) -> Fitted<'static> {
        let plan = load(&Shipped, "s/google-wallet.toml").expect("it is right");
        let arm = plan.arm(strategy).expect("it is there");
        Fitted::open(&Shipped, "s/google-wallet.toml", &plan, arm).expect("it is right")
    }

    fn setting(plan: &Plan, strategy: &str, path: &str) -> String {
        let arm = &plan.arms[plan.arm(strategy).expect("it is there")];
        arm.settings.iter().find(|setting| setting.path == path).expect("it is set").value.clone()
    }

    fn refusal(path: &str, value: f64) -> String {
        match fitted("go-cloud").knob(path, value) {
            Ok(knob) => panic!("{knob:?} was accepted"),
            Err(Unset::Path(words)) => words,
            Err(Unset::Value(rejected)) => rejected.render(Look::Plain { width: 100 }),
        }
    }

    #[test]
    fn values_are_set_in_tables_entries_and_tables_of_entries() {
        let fitted = fitted("go-cloud");
        let knobs: Vec<Knob> = [
            ("adoption.q_per_year", 0.25),
            ("product.google-wallet.consideration_scale", 0.5),
            ("product.google-wallet.monitoring.latency_ms", 70.0),
        ]
        .map(|(path, value)| fitted.knob(path, value).unwrap_or_else(|unset| panic!("{unset:?}")))
        .into();
        let values: Vec<(&Knob, f64)> = knobs.iter().zip([0.25, 0.5, 70.0]).collect();
        let plan = fitted.plan(&values).unwrap_or_else(|rejected| panic!("{}", rejected.render(Look::Plain { width: 100 })));
        assert_eq!(setting(&plan, "go-cloud", "adoption.q_per_year"), "0.25");
        assert_eq!(plan.arms.len(), 1, "no other strategy is read");
        assert_eq!(setting(&plan, "go-cloud", "product.google-wallet.consideration_scale"), "0.5");
        assert_eq!(setting(&plan, "go-cloud", "product.google-wallet.monitoring.latency_ms"), "70");
        assert_eq!(
            plan.arms[0].stages[0].market.products.len(),
            load(&Shipped, "s/google-wallet.toml").expect("right").arms[0].stages[0].market.products.len()
        );
    }

    #[test]
    fn what_the_strategy_sets_is_set_in_the_strategy() {
        let text = format!("{GOOGLE}\n[[strategy]]\nname = \"dearer\"\nset.\"product.google-wallet.consideration_scale\" = 0.9\n");
        struct One(String);
        impl Loader for One {
            fn load(&self, _: &str) -> Result<String, String> {
                Ok(self.0.clone())
            }
        }
        let loader = One(text);
        let plan = load(&loader, "x.toml").expect("it is right");
        let fitted = Fitted::open(&loader, "x.toml", &plan, plan.arm("dearer").expect("it is there")).expect("it is right");
        let knob = fitted.knob("product.google-wallet.consideration_scale", 0.5).unwrap_or_else(|unset| panic!("{unset:?}"));
        assert_eq!(knob.layer, Layer::Strategy);
        let plan = fitted.plan(&[(&knob, 0.4)]).expect("it is right");
        assert_eq!(setting(&plan, "dearer", knob.path()), "0.4");
        assert!(fitted.overlay("x.toml", "y", &[(&knob, 0.4)]).contains("[[strategy]]\nname = \"dearer\"\n"));
    }

    #[test]
    fn the_text_is_a_file_that_extends_the_scenario() {
        let fitted = fitted("go-cloud");
        let knob = fitted.knob("adoption.q_per_year", 0.25).unwrap_or_else(|unset| panic!("{unset:?}"));
        assert_eq!(
            fitted.overlay("../google-wallet.toml", "us-fitted", &[(&knob, 0.25)]),
            "extends = \"../google-wallet.toml\"\nname = \"us-fitted\"\n\n[adoption]\nq_per_year = 0.25\n"
        );
    }

    #[test]
    fn mistakes_are_those_of_the_reader_or_say_what_the_path_should_be() {
        assert!(refusal("adoption.q_per_yaer", 0.1).contains("did you mean `adoption.q_per_year`?"));
        assert!(refusal("seed", 1.0).contains("a seed in particular is never fitted"));
        assert!(refusal("target.us-proximity-users.value", 1.0).contains("a published figure is what is fitted to"));
        let out = refusal("adoption.q_per_year", 1e9);
        assert!(out.contains("`q_per_year` of adoption is out of range") && out.contains("s/--fit:"), "{out}");
        assert!(refusal("product.google-wallet.flow", 1.0).contains("expected"));
    }
}
