//! Page in browser: a real browser opens the report offline, narrow and wide, in daylight and in the dark, and finds nothing wrong.
//!
//! It looks for a browser of the Chromium family, or takes the one that `PAYCOSM_BROWSER` names. Without either it says so and looks at
//! nothing; a browser that is named must be there.

use super::report_page::{COMPARED, SECTIONS};
use serde_json::Value;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// Names under which the browser is installed.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A browser that has not answered by then hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// Shows the report in a frame of the width asked for, since a window cannot be as narrow as a phone, and tells what it finds there.
const LENS: &str = r#"<!doctype html><meta charset="utf-8"><style>body{margin:0}iframe{border:0;height:900px;width:WIDTHpx}</style>
<iframe src="report.html"></iframe><pre id="found"></pre>
<script>
document.querySelector('iframe').onload = event => {
  const view = event.target.contentWindow, page = view.document;
  const shows = element => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const box = element => element.getBoundingClientRect();
  const found = {
    width: view.innerWidth,
    scroll: page.scrollingElement.scrollWidth,
    dark: view.matchMedia('(prefers-color-scheme: dark)').matches,
    paper: view.getComputedStyle(page.body).backgroundColor,
    headings: [...page.querySelectorAll('section > h2')].filter(shows).map(heading => heading.parentElement.id),
    charts: [...page.querySelectorAll('figure svg')].filter(shows).map(chart => [box(chart).width, box(chart).height]),
    figures: page.querySelectorAll('figure').length,
    requests: view.performance.getEntriesByType('resource').map(entry => entry.name),
  };
  document.getElementById('found').textContent = JSON.stringify(found);
};
</script>"#;

fn browser() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("PAYCOSM_BROWSER") {
        let named = find(Path::new(&named)).unwrap_or_else(|| panic!("PAYCOSM_BROWSER names {}, which is not there", named.display()));
        return Some(named);
    }
    let found = NAMES.iter().find_map(|name| find(Path::new(name)));
    if found.is_none() {
        eprintln!("no browser ({}) is installed: the report is not looked at; PAYCOSM_BROWSER names another", NAMES.join(", "));
    }
    found
}

/// A program by its path, or by its name in the folders of the search path.
fn find(program: &Path) -> Option<PathBuf> {
    if program.components().count() > 1 {
        return program.is_file().then(|| program.to_path_buf());
    }
    let folders = std::env::var_os("PATH")?;
    std::env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())
}

/// What the browser says on standard output and standard error.
fn open(browser: &Path, folder: &Path, arguments: &[&str], file: &str) -> (String, String) {
    let profile = tempfile::tempdir().unwrap();
    let said = fs::File::create(folder.join("said.txt")).unwrap();
    let mut child = Command::new(browser)
        .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-extensions"])
        .args(["--disable-background-networking", "--host-resolver-rules=MAP * ~NOTFOUND", "--allow-file-access-from-files"])
        .args(["--enable-logging=stderr", "--virtual-time-budget=10000"])
        .arg(format!("--user-data-dir={}", profile.path().display()))
        .args(arguments)
        .arg(format!("file://{}", folder.join(file).display()))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(said)
        .spawn()
        .unwrap();
    let mut pipe = child.stdout.take().unwrap();
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let _ = pipe.read_to_end(&mut bytes);
        let _ = sender.send(bytes);
    });
    let Ok(out) = receiver.recv_timeout(PATIENCE) else {
        child.kill().unwrap();
        child.wait().unwrap();
        panic!("the browser did not answer within {PATIENCE:?}");
    };
    child.wait().unwrap();
    (String::from_utf8_lossy(&out).into_owned(), fs::read_to_string(folder.join("said.txt")).unwrap())
}

/// A folder with the report and a lens of `width` pixels.
fn folder(width: u32) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("report.html"), COMPARED.0.read("results/report.html")).unwrap();
    fs::write(folder.path().join("lens.html"), LENS.replace("WIDTH", &width.to_string())).unwrap();
    folder
}

#[track_caller]
fn assert_fine(browser: &Path, width: u32, is_dark: bool) {
    let folder = folder(width);
    let scheme = format!("--blink-settings=preferredColorScheme={}", u8::from(!is_dark));
    let (out, said) = open(browser, folder.path(), &["--window-size=1400,1000", &scheme, "--dump-dom"], "lens.html");
    let complaints: Vec<&str> = said.lines().filter(|line| line.contains(":CONSOLE")).collect();
    assert!(complaints.is_empty(), "{complaints:#?}");
    let found = out.split_once("<pre id=\"found\">").and_then(|(_, rest)| rest.split_once("</pre>")).map_or("", |(found, _)| found);
    let found: Value = serde_json::from_str(found).unwrap_or_else(|error| panic!("{error} in {out}\n{said}"));
    assert_eq!((found["width"].as_u64(), found["dark"].as_bool()), (Some(width.into()), Some(is_dark)), "{found}");
    assert_eq!(found["paper"], if is_dark { "rgb(22, 25, 31)" } else { "rgb(255, 255, 255)" });
    assert!(found["scroll"].as_u64() <= Some(width.into()), "the page is wider than {width}: {found}");
    assert_eq!(found["headings"], serde_json::json!(SECTIONS), "every heading shows");
    assert_eq!(found["requests"], serde_json::json!([]), "nothing is loaded");
    let charts = found["charts"].as_array().unwrap();
    assert_eq!(Some(charts.len() as u64), found["figures"].as_u64(), "each figure shows one chart");
    assert!(charts.len() >= 6 && charts.iter().all(|size| size[0].as_f64() > Some(200.0) && size[1].as_f64() > Some(80.0)), "{found}");
}

#[test]
fn a_browser_finds_the_report_whole_on_phone_and_desk_by_day_and_night() {
    let Some(browser) = browser() else { return };
    for width in [360, 1280] {
        for is_dark in [false, true] {
            assert_fine(&browser, width, is_dark);
        }
    }
}

#[test]
fn a_browser_prints_the_report() {
    let Some(browser) = browser() else { return };
    let folder = folder(1280);
    let file = folder.path().join("report.pdf");
    open(&browser, folder.path(), &["--no-pdf-header-footer", &format!("--print-to-pdf={}", file.display())], "report.html");
    let pdf = fs::read(file).unwrap();
    assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 50_000, "{} bytes", pdf.len());
}
