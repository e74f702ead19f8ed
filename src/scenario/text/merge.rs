//! Merge: one tree laid over another.
//!
//! Tables merge key by key. Lists of tables whose entries have a `name` merge by it: the same name
//! overlays its keys, a new name is appended. Any other value, an empty list included, takes the
//! place of the one below. Every value keeps the place where it was written.

use std::collections::BTreeMap;

use super::node::{Node, Table, Value};
use super::problem::{Problem, Problems};
use super::words::quote;

/// Lays `over` on `base`.
pub(super) fn overlay(base: &mut Node, over: Node) {
    if merges_by_name(base, &over) {
        if let (Value::Array(entries), Value::Array(others)) = (&mut base.value, over.value) {
            overlay_by_name(entries, others);
        }
        return;
    }
    match (&mut base.value, over.value) {
        (Value::Table(below), Value::Table(above)) => overlay_table(below, above),
        (_, value) => {
            *base = Node { value, place: over.place };
        }
    }
}

/// Lays the keys of one table on another.
pub(super) fn overlay_table(below: &mut Table, above: Table) {
    let entries = below.entries_mut();
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        index.insert(entry.key.clone(), at);
    }
    for entry in above.into_entries() {
        match index.get(&entry.key) {
            Some(&at) => {
                entries[at].key_place = entry.key_place;
                overlay(&mut entries[at].node, entry.node);
            }
            None => entries.push(entry),
        }
    }
}

fn overlay_by_name(below: &mut Vec<Node>, above: Vec<Node>) {
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    for (at, node) in below.iter().enumerate() {
        if let Some(name) = node.name() {
            index.insert(name.to_string(), at);
        }
    }
    for node in above {
        match node.name().and_then(|name| index.get(name)) {
            Some(&at) => overlay(&mut below[at], node),
            None => below.push(node),
        }
    }
}

/// Entries without a name are appended, so that the reader can point at them.
fn merges_by_name(base: &Node, over: &Node) -> bool {
    base.is_array_of_tables() && over.is_array_of_tables() && has_names(base)
}

/// Whether this is a list whose entries all have a name.
pub(super) fn has_names(list: &Node) -> bool {
    match &list.value {
        Value::Array(nodes) => nodes.iter().all(|node| node.name().is_some()),
        _ => false,
    }
}

/// Refuses a name given twice in one list of one file.
pub(super) fn refuse_repeated_names(node: &Node, key: &str, problems: &mut Problems) {
    match &node.value {
        Value::Table(table) => {
            for entry in table.entries() {
                refuse_repeated_names(&entry.node, &entry.key, problems);
            }
        }
        Value::Array(nodes) => {
            let mut first: BTreeMap<&str, &Node> = BTreeMap::new();
            for node in nodes {
                refuse_repeated_names(node, key, problems);
                let Some(named) = node.table().and_then(|table| table.get("name")) else {
                    continue;
                };
                let Some(name) = named.text() else {
                    continue;
                };
                match first.get(name) {
                    Some(earlier) => {
                        let what = format!("two entries of {} are named {}", quote(key), quote(name));
                        let problem = Problem::at(&named.place, what)
                            .label("given again here")
                            .help("rename one of them, or merge the two into one".to_string())
                            .also(&earlier.place, "first given here");
                        problems.push(problem);
                    }
                    None => {
                        first.insert(name, named);
                    }
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::parsed;
    use super::*;

    fn merged(base: &str, over: &str) -> Node {
        let mut tree = parsed(base);
        overlay(&mut tree, parsed(over));
        tree
    }

    /// The tree as one line of text, without places.
    fn shape(node: &Node) -> String {
        match &node.value {
            Value::Text(text) => text.clone(),
            Value::Integer { raw, .. } | Value::Float { raw, .. } => raw.clone(),
            Value::Array(nodes) => {
                let shapes: Vec<String> = nodes.iter().map(shape).collect();
                format!("[{}]", shapes.join(" "))
            }
            Value::Table(table) => {
                let entries = table.entries().iter();
                let shapes: Vec<String> = entries.map(|e| format!("{}={}", e.key, shape(&e.node))).collect();
                format!("{{{}}}", shapes.join(" "))
            }
            other => format!("{other:?}"),
        }
    }

    #[test]
    fn tables_merge_key_by_key_and_scalars_are_replaced() {
        let tree = merged("a = 1\n[t]\nx = 1\ny = 2\n", "[t]\ny = 3\nz = 4\n");
        assert_eq!(shape(&tree), "{a=1 t={x=1 y=3 z=4}}");
    }

    #[test]
    fn entries_merge_by_name_and_new_names_are_appended() {
        let base = "[[bank]]\nname = \"a\"\nx = 1\n[[bank]]\nname = \"b\"\n";
        let over = "[[bank]]\nname = \"c\"\n[[bank]]\nname = \"a\"\ny = 2\n";
        assert_eq!(shape(&merged(base, over)), "{bank=[{name=a x=1 y=2} {name=b} {name=c}]}");
    }

    #[test]
    fn lists_without_names_are_replaced() {
        assert_eq!(shape(&merged("a = [1, 2]", "a = [3]")), "{a=[3]}");
        let base = "[[target]]\nx = 1\n";
        assert_eq!(shape(&merged(base, "[[target]]\nx = 2\n")), "{target=[{x=2}]}");
        assert_eq!(shape(&merged(base, "target = []")), "{target=[]}");
    }

    #[test]
    fn a_value_of_another_type_takes_the_place() {
        assert_eq!(shape(&merged("a = 1", "a = {b = 2}")), "{a={b=2}}");
    }
}
