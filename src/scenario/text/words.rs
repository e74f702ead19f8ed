//! Words: how messages quote, list and suggest.

use std::fmt::Write as _;

/// Likeness (Jaro-Winkler, 0 to 1) from which a word is worth suggesting.
const LIKE_ENOUGH: f64 = 0.8;
/// Longer words are nobody's typing mistake.
const LONGEST_WORD: usize = 64;
/// Candidates looked at, so that a huge file cannot make one message slow.
const MOST_CANDIDATES: usize = 1_000;
/// Words a list spells out.
const LISTED: usize = 16;
/// Characters of a value that a message repeats.
const REPEATED: usize = 40;

/// The candidate most like `word`, the first among equals, if one is like enough.
pub(in crate::scenario) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if word.len() > LONGEST_WORD {
        return None;
    }
    let mut best = None;
    let mut best_likeness = LIKE_ENOUGH;
    for candidate in candidates.into_iter().take(MOST_CANDIDATES) {
        if candidate.len() > LONGEST_WORD {
            continue;
        }
        let likeness = strsim::jaro_winkler(word, candidate);
        if likeness > best_likeness || (best.is_none() && likeness >= LIKE_ENOUGH) {
            best = Some(candidate);
            best_likeness = likeness;
        }
    }
    best
}

/// "did you mean `x`?" if one candidate is near, else "`preamble` `a`, `b` or `c`".
pub(super) fn suggest(word: &str, candidates: &[&str], preamble: &str) -> Option<String> {
    match nearest(word, candidates.iter().copied()) {
        Some(near) => Some(format!("did you mean {}?", quote(near))),
        None if candidates.is_empty() => None,
        None => Some(format!("{preamble} {}", list(candidates))),
    }
}

/// "`a`, `b` or `c`", cut after a screenful.
pub(super) fn list(words: &[&str]) -> String {
    let mut text = String::new();
    let shown = words.len().min(LISTED);
    for (index, word) in words[..shown].iter().enumerate() {
        let joint = match index {
            0 => "",
            _ if index + 1 == words.len() => " or ",
            _ => ", ",
        };
        text.push_str(joint);
        text.push_str(&quote(word));
    }
    if words.len() > shown {
        let _ = write!(text, " and {} more", words.len() - shown);
    }
    text
}

/// The text between back-ticks, shortened, without control characters.
pub(super) fn quote(text: &str) -> String {
    format!("`{}`", short(text))
}

/// The text on one line, shortened, without control characters.
pub(super) fn short(text: &str) -> String {
    let mut characters = text.chars();
    let mut shown: String = characters.by_ref().take(REPEATED).map(visible).collect();
    if characters.next().is_some() {
        shown.push('…');
    }
    shown
}

/// The text on one line, without control characters.
pub(super) fn one_line(text: &str) -> String {
    text.trim().chars().map(visible).collect()
}

fn visible(character: char) -> char {
    match character {
        '\n' | '\t' => ' ',
        _ if character.is_control() => '\u{FFFD}',
        _ => character,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_is_recognised_and_a_different_word_is_not() {
        let kinds = ["bank", "carrier", "product"];
        assert_eq!(nearest("prodct", kinds), Some("product"));
        assert_eq!(nearest("zebra", kinds), None);
        assert_eq!(nearest(&"product".repeat(100), kinds), None);
    }

    #[test]
    fn lists_read_as_sentences_and_stay_short() {
        assert_eq!(list(&["a"]), "`a`");
        assert_eq!(list(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert!(list(&["a"; 20]).ends_with("`a` and 4 more"));
    }

    #[test]
    fn quoted_text_holds_no_control_characters() {
        assert_eq!(quote("a\nb\u{1b}[31m"), "`a b\u{FFFD}[31m`");
        assert_eq!(short(&"x".repeat(41)).chars().count(), 41);
    }
}
