//! Text: scenario files, from TOML to typed values with exact places.
//!
//! ```text
//! read (document)   files -> one tree; `extends` resolved, entries merged by name
//! for_strategy      the tree with one strategy laid over it
//! events, apply     dated changes, in order
//! Reader            the tree -> numbers with unit, range and default
//! ```
//!
//! Nothing here reads a file (a [`Loader`] does) and nothing stops at the first mistake: problems
//! are collected in [`Problems`], each with the [`Place`] it comes from and how to mend it. No text
//! whatever makes this layer panic; size, nesting and number of values are bounded before parsing.

mod changes;
mod currency;
mod decimal;
mod document;
mod events;
mod log;
mod merge;
mod node;
mod overlay;
mod parse;
mod path;
mod problem;
mod reader;
mod remarks;
mod render;
mod scan;
pub mod shape;
mod source;
mod unit;
mod words;

#[cfg(test)]
mod mutations;
#[cfg(test)]
mod testing;

pub use changes::Change;
pub use document::{Document, Loader, Rejected, read};
pub use events::{Event, apply, events};
pub use log::{ReadLog, Setting};
pub use node::{Entry, Node, Table, Value, is_name};
pub use overlay::StrategyBrief;
pub use problem::{Note, Problem, Problems};
pub use reader::Reader;
pub use remarks::Remarks;
pub use render::Look;
pub use source::{Place, Source, SourceId, Sources};
pub(super) use words::nearest;
