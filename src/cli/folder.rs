//! Folder: where results go; written whole beside the target and moved into place, or not at all.

use super::failure::Failure;
use std::fs;
use std::path::{Path, PathBuf};

/// The file by which a folder of results is known.
pub const MANIFEST: &str = "manifest.json";

/// A folder being filled; dropped unfinished, it leaves nothing behind.
#[derive(Debug)]
pub struct Folder {
    target: PathBuf,
    staging: PathBuf,
    /// Folders made on the way, outermost first.
    made: Vec<PathBuf>,
    is_done: bool,
}

impl Folder {
    /// Refuses a target that holds something that is not ours, or that cannot be a folder.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn check(target: &Path) -> Result<(), Failure> {
        if target.file_name().is_none() {
            return Err(Failure::Argument(format!(
                "{} cannot be a folder of results; name a new or empty one with --out",
                target.display()
            )));
        }
        check_replaceable(target)?;
        let way = target.ancestors().skip(1).find(|folder| folder.exists());
        match way {
            Some(way) if !way.is_dir() => {
                let (way, target) = (way.display(), target.display());
                Err(Failure::Argument(format!("{way} is not a folder, so it cannot hold {target}; name another with --out")))
            }
            _ => Ok(()),
        }
    }

    /// Opens a staging folder beside `target`, after checking that the target may be replaced.
    ///
    /// # Errors
    /// As [`Folder::check`], or if the place cannot be written.
    pub fn open(target: &Path) -> Result<Self, Failure> {
        Self::check(target)?;
        let name = target.file_name().unwrap_or_default();
        let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let staging = parent.join(format!(".{}.{}.partial", name.to_string_lossy(), std::process::id()));
        // From here on a failure drops it, which takes away what was made.
        let mut folder = Self { target: target.to_path_buf(), staging, made: Vec::new(), is_done: false };
        let missing: Vec<&Path> = parent.ancestors().take_while(|p| !p.as_os_str().is_empty() && !p.exists()).collect();
        for ancestor in missing.into_iter().rev() {
            fs::create_dir(ancestor).map_err(|e| Failure::files("make the folder", ancestor, &e))?;
            folder.made.push(ancestor.to_path_buf());
        }
        let _ = fs::remove_dir_all(&folder.staging);
        fs::create_dir(&folder.staging).map_err(|e| Failure::files("write into", parent, &e))?;
        Ok(folder)
    }

    /// Writes one file; `name` may have a folder in front.
    ///
    /// # Errors
    /// If the disk is full or the place cannot be written.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let path = self.staging.join(name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|e| Failure::files("make the folder", parent, &e))?;
        }
        fs::write(&path, bytes).map_err(|e| Failure::files("write", &self.target.join(name), &e))
    }

    /// Moves everything into place.
    ///
    /// # Errors
    /// If the old results cannot be moved away or the new ones not into place; the old ones are then put back.
    pub fn finish(mut self) -> Result<PathBuf, Failure> {
        check_replaceable(&self.target)?;
        let old = self.staging.with_extension("old");
        let had_old = self.target.exists();
        if had_old {
            fs::rename(&self.target, &old).map_err(|e| Failure::files("replace", &self.target, &e))?;
        }
        if let Err(error) = fs::rename(&self.staging, &self.target) {
            if had_old {
                let _ = fs::rename(&old, &self.target);
            }
            return Err(Failure::files("write", &self.target, &error));
        }
        self.is_done = true;
        if had_old {
            let _ = fs::remove_dir_all(&old);
        }
        Ok(self.target.clone())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !self.is_done {
            let _ = fs::remove_dir_all(&self.staging);
            for folder in self.made.iter().rev() {
                // Only if it is empty: another run may have begun to use it.
                let _ = fs::remove_dir(folder);
            }
        }
    }
}

/// A target may be missing, empty, or hold our manifest.
fn check_replaceable(target: &Path) -> Result<(), Failure> {
    let Ok(found) = fs::symlink_metadata(target) else { return Ok(()) };
    if !found.is_dir() {
        return Err(Failure::Argument(format!("{} is not a folder; name a new or empty one with --out", target.display())));
    }
    let mut entries = fs::read_dir(target).map_err(|e| Failure::files("read", target, &e))?;
    if entries.next().is_none() || holds_manifest(target) {
        return Ok(());
    }
    Err(Failure::Argument(format!(
        "{} holds files that are not results of paycosm; name a new or empty folder with --out",
        target.display()
    )))
}

fn holds_manifest(target: &Path) -> bool {
    let Ok(bytes) = fs::read(target.join(MANIFEST)) else { return false };
    serde_json::from_slice::<serde_json::Value>(&bytes).is_ok_and(|manifest| manifest["program"] == "paycosm")
}
