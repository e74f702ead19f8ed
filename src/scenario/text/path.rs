//! Path: where the file is that another file extends.
//!
//! Purely a matter of names: `.` and `..` are resolved in the text of the path, no disk is asked.

use std::path::{Component, Path, PathBuf};

/// The path of `target`, which the file `from` names, relative to that file.
pub(super) fn beside(from: &str, target: &str) -> String {
    let folder = Path::new(from).parent().unwrap_or(Path::new(""));
    tidy(&folder.join(target))
}

/// The path without detours.
pub(super) fn tidy(path: &Path) -> String {
    let mut tidied = PathBuf::new();
    for component in path.components() {
        match component {
            Component::CurDir => {}
            Component::ParentDir if ends_with_a_folder(&tidied) => {
                tidied.pop();
            }
            other => tidied.push(other),
        }
    }
    tidied.to_string_lossy().into_owned()
}

fn ends_with_a_folder(path: &Path) -> bool {
    matches!(path.components().next_back(), Some(Component::Normal(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_relative_to_the_file_that_names_it() {
        assert_eq!(beside("us.toml", "base.toml"), "base.toml");
        assert_eq!(beside("a/b/us.toml", "../base.toml"), "a/base.toml");
        assert_eq!(beside("us.toml", "../base.toml"), "../base.toml");
        assert_eq!(beside("../us.toml", "../base.toml"), "../../base.toml");
        assert_eq!(beside("a/us.toml", "./x/../base.toml"), "a/base.toml");
        assert_eq!(beside("a/us.toml", "/base.toml"), "/base.toml");
    }
}
