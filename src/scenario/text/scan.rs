//! Scan: bounds on a text before it is parsed.
//!
//! Parsing costs memory in proportion to the values, and stack in proportion to the nesting that
//! brackets and dotted keys build. One pass over the bytes bounds both, splitting strings and
//! comments from the rest as the TOML parser does, in broken files too.

/// Largest text of one file.
pub(super) const MOST_BYTES: usize = 4 << 20;
/// Deepest nesting of tables and lists.
pub(super) const MOST_DEPTH: usize = 64;
/// Most values, tables and lists in one file.
pub(super) const MOST_NODES: usize = 100_000;
/// A value costs at most four of the marks counted here: `[[`, a comma, a point or a `=`.
const MOST_MARKS: usize = 4 * MOST_NODES;

/// Which bound a text breaks, and at which byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Excess {
    Bytes,
    Depth(usize),
    Nodes(usize),
}

/// Whether the text is small enough to be parsed.
pub(super) fn scan(text: &str) -> Result<(), Excess> {
    if text.len() > MOST_BYTES {
        return Err(Excess::Bytes);
    }
    let bytes = text.as_bytes();
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut dots = 0;
    let mut marks = 0;
    let mut at = 0;
    while at < bytes.len() {
        let byte = bytes[at];
        match byte {
            b'"' | b'\'' => {
                at = after_string(bytes, at);
                continue;
            }
            b'#' => {
                at = find(bytes, at, |byte| matches!(byte, b'\r' | b'\n'));
                continue;
            }
            b'[' | b'{' => open.push((byte + 2, dots)),
            b']' | b'}' => {
                // A closer that does not match closes nothing: a broken file may only look deeper.
                if let Some(&(closer, before)) = open.last()
                    && closer == byte
                {
                    dots = before;
                    open.pop();
                }
            }
            b'.' => dots += 1,
            b',' | b'\n' | b'\r' => dots = open.last().map_or(0, |&(_, before)| before),
            _ => {}
        }
        marks += usize::from(matches!(byte, b'[' | b'{' | b'.' | b',' | b'='));
        if open.len() + dots > MOST_DEPTH {
            return Err(Excess::Depth(at));
        }
        if marks > MOST_MARKS {
            return Err(Excess::Nodes(at));
        }
        at += 1;
    }
    Ok(())
}

/// The byte after the string that starts at `start`; an unclosed one ends with its line, an unclosed
/// one of several lines with the text.
pub(super) fn after_string(bytes: &[u8], start: usize) -> usize {
    let quote = bytes[start];
    let escapes = quote == b'"';
    let triple = [quote; 3];
    if !bytes[start..].starts_with(&triple) {
        let mut at = start + 1;
        loop {
            at = find(bytes, at, |byte| byte == quote || byte == b'\n' || (escapes && byte == b'\\'));
            match bytes.get(at) {
                Some(b'\\') => at = after_escape(bytes, at),
                Some(b'\n') | None => return at,
                Some(_) => return at + 1,
            }
        }
    }
    let mut at = start + 3;
    while at < bytes.len() && !bytes[at..].starts_with(&triple) {
        at = match bytes[at] {
            b'\\' if escapes => after_escape(bytes, at),
            _ => at + 1,
        };
    }
    // Up to two quotes may stand directly before the closing three.
    at = (at + 3).min(bytes.len());
    let more = bytes[at..].iter().take(2).take_while(|byte| **byte == quote);
    at + more.count()
}

fn after_escape(bytes: &[u8], backslash: usize) -> usize {
    match bytes.get(backslash + 1) {
        Some(b'\\' | b'"') => backslash + 2,
        _ => backslash + 1,
    }
}

/// The first byte from `from` on at which to stop; the end of the text if there is none.
pub(super) fn find(bytes: &[u8], from: usize, stop: impl Fn(u8) -> bool) -> usize {
    let found = bytes[from..].iter().position(|byte| stop(*byte));
    found.map_or(bytes.len(), |ahead| from + ahead)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_and_comments_may_hold_any_number_of_points() {
        let points = ".".repeat(200);
        for text in [
            format!("a = \"{points}\""),
            format!("a = '{points}'"),
            format!("a = \"\\\"{points}\""),
            format!("a = \"\"\"\n{points}\"\"\"\"\"\nb = 1"),
            format!("a = '''\n{points}'''"),
            format!("a = 1 # {points}\nb = 2"),
        ] {
            assert_eq!(scan(&text), Ok(()), "{text}");
        }
    }

    #[test]
    fn brackets_and_dotted_keys_count_as_nesting() {
        let dotted = format!("{}z = 1", "a.".repeat(65));
        assert_eq!(scan(&dotted), Err(Excess::Depth(129)));
        let brackets = format!("a = {}", "[".repeat(65));
        assert_eq!(scan(&brackets), Err(Excess::Depth(68)));
        let mixed = "a.b.c = {".repeat(40);
        assert!(matches!(scan(&mixed), Err(Excess::Depth(_))));
    }

    #[test]
    fn a_long_list_of_decimals_is_not_deep() {
        let text = format!("a = [{}]", "1.5, ".repeat(1_000));
        assert_eq!(scan(&text), Ok(()));
    }

    #[test]
    fn size_and_number_of_values_are_bounded() {
        assert_eq!(scan(&" ".repeat(MOST_BYTES + 1)), Err(Excess::Bytes));
        let text = format!("a = [{}]", "1,".repeat(MOST_MARKS));
        assert!(matches!(scan(&text), Err(Excess::Nodes(_))));
    }
}
