//! Section: a table inside a table, read by a function of its own.

use super::text::{Node, ReadLog, Reader, Table, Value};

/// Reads the table `key` inside `node`. A missing one is one mistake, not one for each of its keys.
pub(super) fn required<T>(reader: &mut Reader<'_, '_>, node: &Node, key: &str, read: impl FnOnce(&mut Reader<'_, '_>) -> T) -> T {
    if node.table().is_some_and(|table| table.get(key).is_none()) {
        let label = format!("add a table `{key}` here");
        reader.refuse(key, "is missing", &label, None);
    }
    optional(reader, node, key, read)
}

/// Reads the table `key` inside `node`, which a scenario may leave out, or switch off by `enabled`. One that is there has all its
/// figures, so that a strategy or an event need only switch it on.
pub(super) fn switched<T>(reader: &mut Reader<'_, '_>, node: &Node, key: &str, read: impl FnOnce(&mut Reader<'_, '_>) -> T) -> Option<T> {
    node.table()?.get(key)?;
    optional(reader, node, key, |reader| {
        let is_enabled = reader.flag_or("enabled", true);
        Some(read(reader)).filter(|_| is_enabled)
    })
}

/// Reads the table `key` inside `node`; where there is none, every key of it has its default.
pub(super) fn optional<T>(reader: &mut Reader<'_, '_>, node: &Node, key: &str, read: impl FnOnce(&mut Reader<'_, '_>) -> T) -> T {
    reader.pass(key);
    if let Some(inner) = node.table().and_then(|table| table.get(key)) {
        let mut inside = reader.enter(inner, key);
        let value = read(&mut inside);
        inside.finish();
        return value;
    }
    // What is missing was reported once, above, so this log is dropped.
    let nothing = Node { value: Value::Table(Table::default()), place: node.place.clone() };
    let mut unseen = ReadLog::new();
    read(&mut Reader::open(&nothing, key, &mut unseen))
}
