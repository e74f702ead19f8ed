//! Payments file: where `--payments` goes; written beside its place line by line, and moved into it when everything is done, or not at all.

use super::failure::Failure;
use crate::experiment::payment_log::COLUMNS;
use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, BufWriter, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// A file being filled; dropped unfinished, it leaves nothing behind.
#[derive(Debug)]
pub struct PaymentsFile {
    path: PathBuf,
    staging: PathBuf,
    out: BufWriter<File>,
    rows: u64,
    failed: Option<io::Error>,
    is_done: bool,
}

impl PaymentsFile {
    /// Refuses a path that holds something else, where nothing can be written, or inside `results`, the folder that is replaced as a whole.
    ///
    /// # Errors
    /// What stands in the way.
    pub fn check(path: &Path, results: &Path) -> Result<(), Failure> {
        let wrong = |why: &str| Failure::Argument(format!("{} {why}; name another file with --payments", path.display()));
        if path.extension().is_none_or(|ending| ending != "csv") {
            return Err(wrong("is no name of a table, which ends in .csv"));
        }
        let folder = folder_of(path);
        if !folder.is_dir() {
            return Err(wrong("is in no folder that is there"));
        }
        let absolute = |path: &Path| fs::canonicalize(path).or_else(|_| std::path::absolute(path));
        let inside = absolute(folder).and_then(|folder| Ok(folder.starts_with(absolute(results)?)));
        if inside.unwrap_or(false) {
            return Err(wrong("is inside the folder of results, which is replaced as a whole"));
        }
        if fs::symlink_metadata(path).is_ok() && !begins_like_ours(path) {
            return Err(wrong("is there and holds no payments written by paycosm"));
        }
        Ok(())
    }

    /// Begins the file, after the same checks.
    ///
    /// # Errors
    /// As [`PaymentsFile::check`], or if the place cannot be written.
    pub fn open(path: &Path, results: &Path) -> Result<Self, Failure> {
        Self::check(path, results)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let staging = folder_of(path).join(format!(".{name}.{}.partial", std::process::id()));
        let file = File::create(&staging).map_err(|e| Failure::files("write", path, &e))?;
        let out = BufWriter::with_capacity(1 << 20, file);
        let mut opened = Self { path: path.to_path_buf(), staging, out, rows: 0, failed: None, is_done: false };
        writeln!(opened.out, "{COLUMNS}").map_err(|e| Failure::files("write", path, &e))?;
        Ok(opened)
    }

    /// Takes some lines; stops the run if the disk does not take them.
    pub fn take(&mut self, lines: &str) -> ControlFlow<()> {
        self.rows += lines.bytes().filter(|&byte| byte == b'\n').count() as u64;
        match self.out.write_all(lines.as_bytes()) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                self.failed = Some(error);
                ControlFlow::Break(())
            }
        }
    }

    /// What the disk said when it took no more.
    pub fn failure(&mut self) -> Option<Failure> {
        self.failed.take().map(|error| Failure::files("write", &self.path, &error))
    }

    /// Payments in it.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// Writes out what still waits in memory, so that a full disk is known before anything is moved into place.
    ///
    /// # Errors
    /// If the disk does not take it.
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.out.flush().map_err(|e| Failure::files("write", &self.path, &e))
    }

    /// Moves it into place.
    ///
    /// # Errors
    /// If it cannot be moved.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        fs::rename(&self.staging, &self.path).map_err(|e| Failure::files("write", &self.path, &e))?;
        self.is_done = true;
        Ok(())
    }
}

impl Drop for PaymentsFile {
    fn drop(&mut self) {
        if !self.is_done {
            let _ = fs::remove_file(&self.staging);
        }
    }
}

fn begins_like_ours(path: &Path) -> bool {
    let mut first = String::new();
    let file = fs::symlink_metadata(path).is_ok_and(|found| found.is_file()).then(|| File::open(path).ok()).flatten();
    file.is_some_and(|file| BufReader::new(file).read_line(&mut first).is_ok()) && first.trim_end() == COLUMNS
}

/// The folder that a file is in.
fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."))
}
