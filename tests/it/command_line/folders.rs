//! Folders: results are written whole into a new or empty folder, or over older results, or not at all.

use super::Place;
use std::fs;
use std::path::Path;
use std::process::Command;

const RUN: [&str; 3] = ["run", "one-tap.toml", "--quiet"];

fn run_into(place: &Place, folder: &str) -> super::Answer {
    place.call(&[&RUN[..], &["--out", folder]].concat())
}

/// Folders in which a run had begun to write.
fn unfinished(place: &Place) -> Vec<String> {
    let names = place.contents().into_keys().map(|path| path.to_string_lossy().into_owned());
    names.filter(|name| name.contains(".partial") || name.contains(".old")).collect()
}

#[test]
fn results_go_to_a_folder_named_after_the_scenario() {
    let place = Place::new();
    place.call(&RUN).done();
    assert!(place.path("output/one-tap/manifest.json").is_file());
    assert!(unfinished(&place).is_empty());
}

#[test]
fn a_new_an_empty_and_a_nested_folder_are_filled() {
    let place = Place::new();
    fs::create_dir(place.path("empty")).unwrap();
    for folder in ["new", "empty", "deep/er/still", "slash/"] {
        run_into(&place, folder).done();
        assert!(place.path(folder).join("manifest.json").is_file(), "{folder}");
    }
    assert!(unfinished(&place).is_empty());
}

#[test]
fn older_results_are_replaced_whole() {
    let place = Place::new();
    place.call(&["compare", "one-tap.toml", "--quiet", "--out", "results"]).done();
    place.write("results/of-old.txt", b"");
    run_into(&place, "results").done();
    assert!(!place.path("results/of-old.txt").exists());
    assert!(!place.path("results/comparison.csv").exists());
    assert!(place.path("results/annual.csv").is_file());
    assert!(unfinished(&place).is_empty());
}

#[test]
fn a_folder_with_other_files_is_left_alone() {
    let place = Place::new();
    for (folder, file, text) in
        [("letters", "dear.txt", "you"), ("theirs", "manifest.json", "{\"program\": \"other\"}"), ("torn", "manifest.json", "{")]
    {
        fs::create_dir(place.path(folder)).unwrap();
        place.write(&format!("{folder}/{file}"), text.as_bytes());
        let before = place.contents();
        run_into(&place, folder).refused().says(&[folder, "not results of paycosm", "name a new or empty folder with --out"]);
        assert_eq!(place.contents(), before);
    }
}

#[test]
fn the_folder_called_from_is_left_alone() {
    let place = Place::new();
    let before = place.contents();
    for folder in [".", "..", "/", "x/.."] {
        run_into(&place, folder).refused().says(&["--out"]);
    }
    assert_eq!(place.contents(), before);
}

#[test]
fn a_file_in_the_way_is_left_alone() {
    let place = Place::new();
    place.write("file", b"mine");
    let before = place.contents();
    run_into(&place, "file").refused().says(&["file is not a folder", "name a new or empty one with --out"]);
    run_into(&place, "file/results").refused().says(&["file is not a folder", "name another with --out"]);
    run_into(&place, "file/deep/results").refused().says(&["file is not a folder"]);
    assert_eq!(place.contents(), before);
}

#[cfg(unix)]
#[test]
fn a_link_is_not_followed_to_a_folder_of_others() {
    let place = Place::new();
    fs::create_dir(place.path("real")).unwrap();
    std::os::unix::fs::symlink(place.path("real"), place.path("link")).unwrap();
    run_into(&place, "link").refused().says(&["link is not a folder"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_place_that_cannot_be_written_is_named() {
    let place = Place::new();
    let before = place.contents();
    run_into(&place, "/dev/null/results").refused().says(&["/dev/null is not a folder"]);
    run_into(&place, "/proc/paycosm").refused().says(&["/proc"]);
    run_into(&place, "/proc/paycosm/deep").refused().says(&["/proc/paycosm"]);
    run_into(&place, &"x".repeat(300)).refused().says(&["cannot"]);
    assert_eq!(place.contents(), before);
    assert!(!Path::new("/proc/paycosm").exists());
}

#[cfg(unix)]
#[test]
fn a_locked_folder_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    fs::create_dir(place.path("locked")).unwrap();
    fs::set_permissions(place.path("locked"), fs::Permissions::from_mode(0o555)).unwrap();
    if fs::write(place.path("locked/probe"), b"").is_ok() {
        println!("skipped: this user may write into locked folders");
        return;
    }
    run_into(&place, "locked/results").refused().says(&["cannot write into locked", "ermission"]);
    assert_eq!(fs::read_dir(place.path("locked")).unwrap().count(), 0);
}

/// A disk that is full after the first files: the shell caps the size of a file, and the cap is met in the middle of writing.
#[cfg(unix)]
#[test]
fn a_write_that_fails_half_way_leaves_nothing_and_keeps_older_results() {
    let place = Place::new();
    run_into(&place, "kept").done();
    let before = place.contents();
    for folder in ["kept", "new", "deep/new"] {
        let program = env!("CARGO_BIN_EXE_paycosm");
        let script = format!("trap '' XFSZ; ulimit -f 4; exec '{program}' run one-tap.toml --quiet --out {folder}");
        let done = Command::new("sh").args(["-c", &script]).current_dir(place.0.path()).output().unwrap();
        let said = String::from_utf8_lossy(&done.stderr);
        assert_eq!((done.status.code(), done.stdout.len()), (Some(2), 0), "{said}");
        assert!(said.starts_with(&format!("error: cannot write {folder}/")), "{said}");
        assert_eq!(place.contents().keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
        assert_eq!(place.contents(), before);
    }
}

/// The same on a real full disk, where one may be mounted.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_named_and_left_empty() {
    let place = Place::new();
    fs::create_dir(place.path("disk")).unwrap();
    let program = env!("CARGO_BIN_EXE_paycosm");
    let script = format!(
        "mount -t tmpfs -o size=24k none disk || exit 77; '{program}' run one-tap.toml --quiet --out disk/deep/results; code=$?; ls -A disk; exit $code"
    );
    let done =
        Command::new("unshare").args(["--user", "--map-root-user", "--mount", "sh", "-c", &script]).current_dir(place.0.path()).output();
    let Some(done) = done.ok().filter(|done| !matches!(done.status.code(), None | Some(1 | 77 | 126 | 127))) else {
        println!("skipped: no disk may be mounted here");
        return;
    };
    let said = String::from_utf8_lossy(&done.stderr);
    assert_eq!((done.status.code(), done.stdout.len()), (Some(2), 0), "{said}");
    assert!(said.contains("error: cannot write disk/deep/results/") && said.contains("No space left"), "{said}");
}
