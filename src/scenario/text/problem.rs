//! Problem: one mistake in a scenario file, where it is and how to mend it.

use super::source::Place;

/// One mistake. The message says what is wrong, the label (under the caret) what was expected
/// there, the help what to write instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where; `None` when no file holds the mistake.
    pub place: Option<Place>,
    /// What is wrong, in one line.
    pub message: String,
    /// What the caret points at.
    pub label: Option<String>,
    /// What would be right.
    pub help: Option<String>,
    /// Further facts, some with a place of their own.
    pub notes: Vec<Note>,
}

/// A further fact about a problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Where, if somewhere.
    pub place: Option<Place>,
    /// The fact.
    pub text: String,
}

impl Problem {
    /// A problem at a place.
    pub fn at(place: &Place, message: impl Into<String>) -> Self {
        let mut problem = Self::nowhere(message);
        problem.place = Some(place.clone());
        problem
    }

    /// A problem that no file holds, such as a name asked for from outside.
    pub fn nowhere(message: impl Into<String>) -> Self {
        Self { place: None, message: message.into(), label: None, help: None, notes: Vec::new() }
    }

    /// With words under the caret.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// With the mend, if one is known.
    #[must_use]
    pub fn help(mut self, help: impl Into<Option<String>>) -> Self {
        self.help = help.into();
        self
    }

    /// With a further fact.
    #[must_use]
    pub fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(Note { place: None, text: text.into() });
        self
    }

    /// With a second place.
    #[must_use]
    pub fn also(mut self, place: &Place, text: impl Into<String>) -> Self {
        self.notes.push(Note { place: Some(place.clone()), text: text.into() });
        self
    }

    fn order(&self) -> (Option<super::SourceId>, usize) {
        let source = self.place.as_ref().map(|place| place.source);
        let start = self.place.as_ref().map_or(0, |place| place.span.start);
        (source, start)
    }
}

/// All the mistakes found so far.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    list: Vec<Problem>,
}

impl Problems {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, problem: Problem) {
        self.list.push(problem);
    }

    /// Adds one that may be replaced, and returns where it stands.
    pub(super) fn push_for_now(&mut self, problem: Problem) -> usize {
        self.list.push(problem);
        self.list.len() - 1
    }

    /// Puts a better account of the same mistake in the place of an earlier one.
    pub(super) fn replace(&mut self, index: usize, problem: Problem) {
        if let Some(earlier) = self.list.get_mut(index) {
            *earlier = problem;
        }
    }

    /// Adds all of another collection.
    pub fn absorb(&mut self, others: Problems) {
        self.list.extend(others.list);
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Nothing wrong: `value`; else the problems.
    pub fn or<T>(self, value: T) -> Result<T, Problems> {
        if self.is_empty() { Ok(value) } else { Err(self) }
    }

    /// In the order of the files, repeated ones once (strategies share what they are laid over).
    pub fn sorted(&self) -> Vec<&Problem> {
        let mut sorted: Vec<&Problem> = self.list.iter().collect();
        sorted.sort_by_key(|problem| problem.order());
        let mut distinct: Vec<&Problem> = Vec::new();
        for problem in sorted {
            let seen_here =
                distinct.iter().rev().take_while(|earlier| earlier.order() == problem.order()).any(|earlier| *earlier == problem);
            if !seen_here {
                distinct.push(problem);
            }
        }
        distinct
    }
}

impl From<Problem> for Problems {
    fn from(problem: Problem) -> Self {
        Self { list: vec![problem] }
    }
}
