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
    is_done: bool,
}

impl Folder {
    /// Opens a staging folder beside `target`, after checking that the target may be replaced.
    ///
    /// # Errors
    /// If the target holds something that is not ours, or the place cannot be written.
    pub fn open(target: &Path) -> Result<Self, Failure> {
        check_replaceable(target)?;
        let name = target.file_name().ok_or_else(|| Failure::Argument(format!("{} cannot be a folder of results", target.display())))?;
        let parent = target.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        fs::create_dir_all(parent).map_err(|e| Failure::files("make the folder", parent, &e))?;
        let staging = parent.join(format!(".{}.{}.partial", name.to_string_lossy(), std::process::id()));
        let _ = fs::remove_dir_all(&staging);
        fs::create_dir(&staging).map_err(|e| Failure::files("write into", parent, &e))?;
        Ok(Self { target: target.to_path_buf(), staging, is_done: false })
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
