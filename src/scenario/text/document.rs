//! Document: a scenario file together with the files it extends, as one tree.
//!
//! `extends = "other.toml"` names a file beside the one that says it. The file that extends lies
//! over the one extended; a chain may be 16 files long and may not come round to a file it has.

use std::path::Path;

use super::currency::refuse_mixed;
use super::merge::{overlay, refuse_repeated_names};
use super::node::{Entry, Node};
use super::parse::parse;
use super::path::{beside, tidy};
use super::problem::{Problem, Problems};
use super::render::Look;
use super::source::Sources;
use super::words::{one_line, quote};

/// Most files in one chain of `extends`.
const LONGEST_CHAIN: usize = 16;

/// Where the texts come from. The error of a load is shown to the user as it is.
pub trait Loader {
    /// The text of the file at `path`.
    fn load(&self, path: &str) -> Result<String, String>;
}

/// A scenario as written, its strategies still in it as `[[strategy]]`.
#[derive(Clone, Debug)]
pub struct Document {
    /// The files; the one asked for first.
    pub sources: Sources,
    /// All of them as one tree.
    pub root: Node,
}

/// Files that could not be made into a document, and why.
#[derive(Clone, Debug)]
pub struct Rejected {
    /// What is wrong.
    pub problems: Problems,
    /// The files read so far.
    pub sources: Sources,
}

impl Rejected {
    /// The problems with the lines they are about.
    pub fn render(&self, look: Look) -> String {
        self.problems.render(&self.sources, look)
    }
}

/// Reads the file at `path` and all it extends.
pub fn read(loader: &dyn Loader, path: &str) -> Result<Document, Rejected> {
    let mut sources = Sources::default();
    match read_chain(loader, &tidy(Path::new(path)), &mut sources) {
        Ok(root) => Ok(Document { sources, root }),
        Err(problems) => Err(Rejected { problems, sources }),
    }
}

fn read_chain(loader: &dyn Loader, path: &str, sources: &mut Sources) -> Result<Node, Problems> {
    let mut problems = Problems::new();
    let mut trees: Vec<Node> = Vec::new();
    let mut chain = vec![path.to_string()];
    let mut said_by: Option<Node> = None;
    while let Some(path) = chain.last().cloned() {
        let step = read_one(loader, &path, said_by.as_ref(), sources, &mut problems);
        let Some(mut tree) = step else {
            return Err(problems);
        };
        let extends = tree.table_mut().and_then(|table| table.remove("extends"));
        trees.push(tree);
        let Some(entry) = extends else {
            break;
        };
        match next_in_chain(&chain, &path, &entry) {
            Ok(next) => chain.push(next),
            Err(found) => {
                problems.absorb(found);
                break;
            }
        }
        said_by = Some(entry.node);
    }
    refuse_mixed(&trees, &mut problems);
    let mut layers = trees.into_iter().rev();
    let Some(mut root) = layers.next() else {
        return Err(problems);
    };
    layers.for_each(|layer| overlay(&mut root, layer));
    problems.or(root)
}

/// The tree of one file; `None` when it cannot be loaded or parsed.
fn read_one(loader: &dyn Loader, path: &str, said_by: Option<&Node>, sources: &mut Sources, problems: &mut Problems) -> Option<Node> {
    let text = match loader.load(path) {
        Ok(text) => text,
        Err(reason) => {
            problems.push(not_loaded(path, said_by, &reason));
            return None;
        }
    };
    let source = sources.add(path, text);
    let text = sources.get(source)?.text();
    match parse(source, text) {
        Ok(tree) => {
            refuse_repeated_names(&tree, "", problems);
            Some(tree)
        }
        Err(found) => {
            problems.absorb(found);
            None
        }
    }
}

fn not_loaded(path: &str, said_by: Option<&Node>, reason: &str) -> Problem {
    let reason = one_line(reason);
    match said_by {
        None => Problem::nowhere(format!("cannot read {}: {reason}", quote(path))),
        Some(node) => Problem::at(&node.place, "cannot read the file this one extends")
            .label(reason)
            .help(format!("the path is relative to the file that says it; looked for {}", quote(path))),
    }
}

/// The path that `extends` names, unless the chain comes round or grows too long.
fn next_in_chain(chain: &[String], path: &str, extends: &Entry) -> Result<String, Problems> {
    let node = &extends.node;
    let Some(target) = node.text() else {
        let problem = Problem::at(&node.place, "`extends` does not name a file")
            .label(format!("expected a string, found {}", node.what()))
            .help("write extends = \"other.toml\"".to_string());
        return Err(problem.into());
    };
    let next = beside(path, target);
    if let Some(from) = chain.iter().position(|earlier| *earlier == next) {
        let mut round: Vec<&str> = chain[from..].iter().map(String::as_str).collect();
        round.push(&next);
        let problem = Problem::at(&node.place, "`extends` goes round in a circle")
            .label(format!("leads back to {}", quote(&next)))
            .note(format!("the chain is {}", round.join(" -> ")));
        return Err(problem.into());
    }
    if chain.len() == LONGEST_CHAIN {
        let problem = Problem::at(&node.place, "the chain of `extends` is too long")
            .label(format!("at most {LONGEST_CHAIN} files may follow each other"));
        return Err(problem.into());
    }
    Ok(next)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{PLAIN, files};
    use super::*;

    fn rejection(loader: &dyn Loader, path: &str) -> String {
        match read(loader, path) {
            Ok(_) => "it was accepted".to_string(),
            Err(rejected) => rejected.render(PLAIN),
        }
    }

    #[test]
    fn a_file_lies_over_the_file_it_extends_and_values_keep_their_places() {
        let loader = files([("s/us.toml", "extends = \"../base.toml\"\na = 2\n"), ("base.toml", "a = 1\nb = 1\n")]);
        let document = read(&loader, "s/us.toml").expect("both files are right");
        let table = document.root.table().expect("the root is a table");
        let file = |key: &str| {
            let place = &table.get(key).expect("both keys are there").place;
            document.sources.get(place.source).map(|source| source.name())
        };
        assert_eq!(file("a"), Some("s/us.toml"));
        assert_eq!(file("b"), Some("base.toml"));
        assert!(table.get("extends").is_none());
    }

    #[test]
    fn a_circle_of_files_is_spelled_out() {
        let loader =
            files([("a.toml", "extends = \"b.toml\"\n"), ("b.toml", "extends = \"c.toml\"\n"), ("c.toml", "extends = \"./b.toml\"\n")]);
        assert_eq!(
            rejection(&loader, "a.toml"),
            "\
error: `extends` goes round in a circle
 --> c.toml:1:11
  |
1 | extends = \"./b.toml\"
  |           ^^^^^^^^^^ leads back to `b.toml`
  |
  = note: the chain is b.toml -> c.toml -> b.toml
"
        );
    }

    #[test]
    fn a_missing_file_is_reported_where_it_is_named() {
        let loader = files([("s/us.toml", "extends = \"bse.toml\"\n")]);
        assert_eq!(
            rejection(&loader, "s/us.toml"),
            "\
error: cannot read the file this one extends
 --> s/us.toml:1:11
  |
1 | extends = \"bse.toml\"
  |           ^^^^^^^^^^ no such file
  |
  = help: the path is relative to the file that says it; looked for `s/bse.toml`
"
        );
        assert_eq!(rejection(&loader, "x.toml"), "error: cannot read `x.toml`: no such file\n");
    }

    #[test]
    fn a_name_given_twice_in_one_file_shows_both_places() {
        let text = "[[bank]]\nname = \"citi\"\n\n[[bank]]\nname = \"citi\"\n";
        assert_eq!(
            rejection(&files([("us.toml", text)]), "us.toml"),
            "\
error: two entries of `bank` are named `citi`
 --> us.toml:5:8
  |
2 | name = \"citi\"
  |        ------ first given here
...
5 | name = \"citi\"
  |        ^^^^^^ given again here
  |
  = help: rename one of them, or merge the two into one
"
        );
    }

    #[test]
    fn mistakes_of_all_files_of_a_chain_are_shown_together() {
        let loader = files([("a.toml", "extends = \"b.toml\"\n[[x]]\nname = \"n\"\n[[x]]\nname = \"n\"\n"), ("b.toml", "y = \n")]);
        let text = rejection(&loader, "a.toml");
        assert!(text.contains("--> a.toml:5:8") && text.contains("--> b.toml:1:5"));
    }

    #[test]
    fn a_chain_of_seventeen_files_is_too_long() {
        struct Endless;
        impl Loader for Endless {
            fn load(&self, path: &str) -> Result<String, String> {
                Ok(format!("extends = \"x{path}\""))
            }
        }
        assert!(rejection(&Endless, "a.toml").contains("at most 16 files"));
    }
}
