//! File: the scenario file that a fit writes; whole or not at all, and never over a file that is not such a one.

use crate::cli::failure::Failure;
use crate::cli::files;
use crate::scenario::Plan;
use std::fs;
use std::path::{Component, Path, PathBuf};

/// What such a file begins with.
const MARK: &str = "# Fitted by paycosm calibrate";

/// Most characters of a scenario's name.
const LONGEST_NAME: usize = 40;

/// A file that may be written.
#[derive(Debug)]
pub struct OverlayFile {
    path: PathBuf,
    /// The scenario, absolute and without detours.
    scenario: PathBuf,
    scenario_name: String,
}

impl OverlayFile {
    /// Refuses a path that holds something else, or where nothing can be written.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn check(path: &Path, plan: &Plan) -> Result<Self, Failure> {
        let wrong = |why: &str| Failure::Argument(format!("{} {why}; name another file with --out", path.display()));
        if path.extension().is_none_or(|ending| ending != "toml") || path.to_str().is_none() {
            return Err(wrong("is no name of a scenario file, which ends in .toml"));
        }
        let folder = folder_of(path);
        if !folder.is_dir() {
            return Err(wrong("is in no folder that is there"));
        }
        if fs::symlink_metadata(path).is_ok() {
            let text = fs::read_to_string(path).unwrap_or_default();
            if !text.starts_with(MARK) {
                return Err(wrong("is there and was not written by paycosm calibrate"));
            }
        }
        let scenario = plan.sources.iter().next().map(|source| source.name().to_owned()).unwrap_or_default();
        let file = Self { path: path.to_path_buf(), scenario: plain(Path::new(&scenario))?, scenario_name: plan.name.clone() };
        let place = plain(path)?;
        for source in plan.sources.iter() {
            if plain(Path::new(source.name()))? == place {
                return Err(wrong("is a file of the scenario itself"));
            }
        }
        Ok(file)
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes `comments` and the text that `overlay` makes of the path to extend and the name; the file is read once before it takes its place.
    ///
    /// # Errors
    /// If the disk does not take it, or, a fault of ours, it is no scenario.
    pub fn write(&self, comments: &str, overlay: impl FnOnce(&str, &str) -> String) -> Result<(), Failure> {
        let extends = from_folder(&plain(folder_of(&self.path))?, &self.scenario);
        let text = format!("{MARK} {}\n{comments}\n{}", env!("CARGO_PKG_VERSION"), overlay(&extends, &self.name()));
        let stem = self.path.file_name().unwrap_or_default().to_string_lossy();
        let staging = folder_of(&self.path).join(format!(".{stem}.{}.partial", std::process::id()));
        let done = fs::write(&staging, text).map_err(|e| Failure::files("write", &self.path, &e)).and_then(|()| {
            files::plan(&staging).map_err(|failure| Failure::Broken(format!("the file to write is no scenario: {failure}")))?;
            fs::rename(&staging, &self.path).map_err(|e| Failure::files("write", &self.path, &e))
        });
        if done.is_err() {
            let _ = fs::remove_file(&staging);
        }
        done
    }

    /// The scenario's name: that of the file, as far as it can be one.
    fn name(&self) -> String {
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
        let kept: String =
            stem.chars().map(|c| if c.is_ascii_lowercase() || c.is_ascii_digit() { c } else { '-' }).take(LONGEST_NAME).collect();
        if kept.chars().any(|c| c != '-') { kept } else { format!("{}-fitted", self.scenario_name).chars().take(LONGEST_NAME).collect() }
    }
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}

/// The path from the root, without `.` and `..`.
fn plain(path: &Path) -> Result<PathBuf, Failure> {
    let absolute = std::path::absolute(path).map_err(|e| Failure::files("find", path, &e))?;
    let mut plain = PathBuf::new();
    for component in absolute.components() {
        match component {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    Ok(plain)
}

/// How a file in `folder` names `file`; both are plain.
fn from_folder(folder: &Path, file: &Path) -> String {
    let (from, to): (Vec<_>, Vec<_>) = (folder.components().collect(), file.components().collect());
    let shared = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    // With nothing in common but the root, or not even that, the whole path is the plainer one.
    if shared <= 1 {
        return file.to_string_lossy().into_owned();
    }
    let up = std::iter::repeat_n("..".to_owned(), from.len() - shared);
    let down = to[shared..].iter().map(|component| component.as_os_str().to_string_lossy().into_owned());
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_names_the_one_it_extends_from_its_own_folder() {
        let name = |folder: &str, file: &str| from_folder(Path::new(folder), Path::new(file));
        assert_eq!(name("/a/b", "/a/b/x.toml"), "x.toml");
        assert_eq!(name("/a/b/c", "/a/s/x.toml"), "../../s/x.toml");
        assert_eq!(name("/a/o", "/b/s/x.toml"), "/b/s/x.toml");
    }

    #[test]
    fn paths_lose_their_detours() {
        assert_eq!(plain(Path::new("/a/./b/../c.toml")).ok(), Some(PathBuf::from("/a/c.toml")));
    }
}
