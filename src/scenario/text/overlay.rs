//! Overlay: a strategy laid over the scenario.
//!
//! A `[[strategy]]` has a `name`, an `about`, a `set` table of changes and tables of its own, such as
//! `[[strategy.product]]`, that are merged into the scenario by name. Its tables come first, so that
//! `set` can speak of an entry the strategy adds. One that is `like` another, which stands before it, is laid over that one.

use super::changes::changes;
use super::document::Document;
use super::log::ReadLog;
use super::merge::overlay_table;
use super::node::{Node, Table, Value};
use super::problem::{Problem, Problems};
use super::reader::Reader;
use super::source::Place;
use super::words::{quote, suggest};

/// What is known of a strategy without laying it over anything.
#[derive(Clone, Debug, PartialEq)]
pub struct StrategyBrief {
    /// Its name.
    pub name: String,
    /// One sentence, possibly empty.
    pub about: String,
    /// Its header.
    pub place: Place,
}

impl Document {
    /// The strategies in the order of the files, or those that `strategies` names, in its order.
    pub fn strategies(&self) -> Result<Vec<StrategyBrief>, Problems> {
        let mut log = ReadLog::new();
        let briefs = strategy_nodes(&self.root, &mut log)
            .into_iter()
            .map(|node| {
                let mut strategy = Reader::open(node, "strategy", &mut log);
                StrategyBrief { name: strategy.name(), about: strategy.text_or("about", ""), place: node.place.clone() }
            })
            .collect();
        let briefs = self.chosen(briefs, &mut log);
        log.problems.or(briefs)
    }

    /// What `strategies` picks of those that the files have.
    fn chosen(&self, briefs: Vec<StrategyBrief>, log: &mut ReadLog) -> Vec<StrategyBrief> {
        let Some(list) = self.root.table().and_then(|table| table.get("strategies")) else { return briefs };
        let names: Vec<String> = briefs.iter().map(|brief| brief.name.clone()).collect();
        let places = Reader::open_root(&self.root, log).references("strategies", &names);
        if places.is_empty() && log.problems.is_empty() {
            log.problems.push(Problem::at(&list.place, "`strategies` names no strategy").label("expected one name at least"));
        }
        places.into_iter().filter_map(|at| briefs.get(at).cloned()).collect()
    }

    /// The scenario without its strategies, none of them laid over it.
    pub fn without_strategies(&self) -> Node {
        let mut root = self.root.clone();
        if let Some(table) = root.table_mut() {
            table.remove("strategy");
            table.remove("strategies");
        }
        root
    }

    /// The scenario with one strategy laid over it, and without `strategy`.
    pub fn for_strategy(&self, name: &str) -> Result<Node, Problems> {
        let mut log = ReadLog::new();
        let nodes = strategy_nodes(&self.root, &mut log);
        let mut problems = log.problems;
        let Some(strategy) = nodes.iter().find(|node| node.name() == Some(name)) else {
            let names: Vec<&str> = nodes.iter().filter_map(|node| node.name()).collect();
            let problem = Problem::nowhere(format!("no strategy is named {}", quote(name))).help(suggest(name, &names, "the scenario has"));
            problems.push(problem);
            return Err(problems);
        };
        let mut root = self.without_strategies();
        for layer in layers(&nodes, strategy, &mut problems) {
            lay(&mut root, layer, &mut problems);
        }
        problems.or(root)
    }
}

/// The strategies that `strategy` lies over, the lowest first, and itself.
fn layers<'n>(nodes: &[&'n Node], strategy: &'n Node, problems: &mut Problems) -> Vec<&'n Node> {
    let mut layers = vec![strategy];
    let place_of = |node: &Node| nodes.iter().position(|other| other.name() == node.name()).unwrap_or(0);
    let mut top = strategy;
    while let Some(like) = top.table().and_then(|table| table.get("like")) {
        let before: Vec<&Node> = nodes[..place_of(top)].to_vec();
        let named = |node: &&&Node| node.name().is_some() && node.name() == like.text();
        let Some(below) = before.iter().find(named) else {
            let names: Vec<&str> = before.iter().filter_map(|node| node.name()).collect();
            let problem = Problem::at(&like.place, "`like` names no strategy before this one")
                .label("expected the name of an earlier strategy")
                .help(like.text().and_then(|text| suggest(text, &names, "before it stand")));
            problems.push(problem);
            break;
        };
        layers.push(below);
        top = below;
    }
    layers.reverse();
    layers
}

/// Lays one strategy over the tree.
fn lay(root: &mut Node, strategy: &Node, problems: &mut Problems) {
    let Some(table) = strategy.table() else { return };
    let additions = additions(table, strategy.name().unwrap_or_default(), problems);
    if let Some(below) = root.table_mut() {
        overlay_table(below, additions);
    }
    if let Some(set) = table.get("set") {
        for change in changes(set, problems) {
            if let Err(found) = change.apply(root) {
                problems.absorb(found);
            }
        }
    }
}

fn strategy_nodes<'n>(root: &'n Node, log: &mut ReadLog) -> Vec<&'n Node> {
    Reader::open_root(root, log).tables("strategy")
}

/// The tables that a strategy adds to the scenario.
fn additions(strategy: &Table, name: &str, problems: &mut Problems) -> Table {
    let mut additions = Table::default();
    for entry in strategy.entries() {
        match (&*entry.key, &entry.node.value) {
            ("name" | "about" | "like" | "set", _) => {}
            ("strategy" | "extends", _) => {
                problems.push(not_in_a_strategy(entry, name, None));
            }
            (_, Value::Table(_)) => additions.push(entry.clone()),
            (_, Value::Array(_)) if entry.node.is_array_of_tables() => {
                additions.push(entry.clone());
            }
            _ => {
                let help = suggest(&entry.key, &["name", "about", "like", "set"], "a strategy has");
                problems.push(not_in_a_strategy(entry, name, help));
            }
        }
    }
    additions
}

fn not_in_a_strategy(entry: &super::Entry, name: &str, help: Option<String>) -> Problem {
    let what = format!("strategy {} cannot have {}", quote(name), quote(&entry.key));
    Problem::at(&entry.key_place, what)
        .label("not a key of a strategy")
        .help(help)
        .note(format!("to change a key of the scenario, write set.\"{}\" = value", super::words::short(&entry.key)))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{PLAIN, document};
    use super::*;

    const SCENARIO: &str = r#"
[people]
count = 1000
[[product]]
name = "google-wallet"
flow = "secure-element"
[product.monitoring]
latency_ms = 40
[[strategy]]
name = "as-launched"
[[strategy]]
name = "proxy"
about = "A card in front of the card."
set."product.google-wallet.flow" = "proxy-nested"
set."people.count" = 5
set.product.google-wallet.monitoring.latency_ms = 80
set."product.tag.fee_usd" = 1
[[strategy.product]]
name = "tag"
flow = "purse"
"#;

    fn mistakes(text: &str, strategy: &str) -> String {
        let document = document(text);
        match document.for_strategy(strategy) {
            Ok(_) => "it was accepted".to_string(),
            Err(problems) => problems.render(&document.sources, PLAIN),
        }
    }

    #[test]
    fn strategies_are_listed_in_the_order_of_the_file() {
        let briefs = document(SCENARIO).strategies().expect("both are right");
        let names: Vec<&str> = briefs.iter().map(|brief| brief.name.as_str()).collect();
        assert_eq!(names, ["as-launched", "proxy"]);
        assert_eq!(briefs[1].about, "A card in front of the card.");
    }

    #[test]
    fn a_strategy_sets_keys_by_path_and_adds_entries() {
        let root = document(SCENARIO).for_strategy("proxy").expect("right");
        let mut log = ReadLog::new();
        let mut reader = Reader::open_root(&root, &mut log);
        let products = reader.tables("product");
        let people = reader.table("people");
        reader.finish();
        assert_eq!(products.len(), 2);
        let mut wallet = Reader::open(products[0], "product", &mut log);
        assert_eq!(wallet.text("flow"), "proxy-nested");
        let monitoring = wallet.table("monitoring").expect("kept");
        assert_eq!(wallet.enter(monitoring, "monitoring").whole("latency_ms", 0..=99), 80);
        let mut tag = Reader::open(products[1], "product", &mut log);
        assert_eq!(tag.money("fee_usd", 0..=500), 100);
        let mut people = Reader::open(people.expect("kept"), "people", &mut log);
        assert_eq!(people.whole("count", 1..=10), 5);
        assert!(log.problems.is_empty());
    }

    #[test]
    fn a_file_picks_strategies_by_name() {
        let text = "strategies = [\"z\", \"x\"]\n[[strategy]]\nname = \"x\"\n[[strategy]]\nname = \"y\"\n[[strategy]]\nname = \"z\"\n";
        let briefs = document(text).strategies().expect("it is right");
        assert_eq!(briefs.iter().map(|brief| brief.name.as_str()).collect::<Vec<_>>(), ["z", "x"]);
        let wrong = document(&text.replace("\"z\", ", "\"w\", ")).strategies();
        assert!(wrong.is_err(), "a name that is no strategy's");
    }

    #[test]
    fn a_strategy_like_another_lies_over_it() {
        let text =
            "a = 1\nb = 1\nc = 1\n[[strategy]]\nname = \"x\"\nset.a = 2\nset.b = 2\n[[strategy]]\nname = \"y\"\nlike = \"x\"\nset.b = 3\n";
        let tree = document(text).for_strategy("y").expect("it is right");
        let mut log = ReadLog::new();
        let mut reader = Reader::open_root(&tree, &mut log);
        assert_eq!(["a", "b", "c"].map(|key| reader.whole(key, 0..=9)), [2, 3, 1]);
        let later = text.replace("like = \"x\"", "like = \"z\"");
        assert!(mistakes(&later, "y").contains("`like` names no strategy before this one"));
    }

    #[test]
    fn an_unknown_strategy_is_met_with_a_suggestion() {
        assert_eq!(mistakes(SCENARIO, "proxi"), "error: no strategy is named `proxi`\n |\n = help: did you mean `proxy`?\n");
    }

    #[test]
    fn each_step_of_a_path_that_leads_nowhere_has_its_own_hint() {
        let text = r#"
[[product]]
name = "google-wallet"
fee_usd = 1
[[strategy]]
name = "s"
set."prodct.google-wallet.flow" = 1
set."product.google-walet.flow" = 1
set."product.google-wallet.fee_usd.x" = 1
set."product.google-wallet" = 1
set."product..flow" = 1
"#;
        let rendered = mistakes(text, "s");
        let expected = "\
error: the path `prodct.google-wallet.flow` leads nowhere
 --> us.toml:7:5
  |
7 | set.\"prodct.google-wallet.flow\" = 1
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ the scenario has no `prodct`
  |
  = help: did you mean `product`?

error: the path `product.google-walet.flow` leads nowhere
 --> us.toml:8:5
  |
8 | set.\"product.google-walet.flow\" = 1
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ no product is named `google-walet`
  |
  = help: did you mean `google-wallet`?
";
        assert!(rendered.starts_with(expected), "{rendered}");
        assert!(rendered.contains("`fee_usd` is a whole number, it has no keys"));
        assert!(rendered.contains("name a key of one entry: `product.google-wallet.key`"));
        assert!(rendered.contains("`product..flow` is not a path"));
    }

    #[test]
    fn an_entry_keeps_its_name_and_a_strategy_its_measure() {
        let renamed = r#"
[[bank]]
name = "citi"
[[strategy]]
name = "s"
set."bank.citi.name" = "chase"
"#;
        assert!(mistakes(renamed, "s").contains("an entry keeps its name"));
        let lines: String = (0..1_001).map(|n| format!("set.k{n} = 1\n")).collect();
        let text = format!("[[strategy]]\nname = \"s\"\n{lines}");
        assert!(mistakes(&text, "s").contains("`set` makes too many changes"));
    }

    #[test]
    fn a_key_that_no_strategy_has_is_refused() {
        let text = "[[strategy]]\nname = \"s\"\nabuot = \"x\"\n";
        assert!(mistakes(text, "s").contains("did you mean `about`?"));
    }
}
