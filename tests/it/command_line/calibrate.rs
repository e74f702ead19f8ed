//! Calibrate: a fit through the program: a known answer, the file it writes, what it refuses.

use super::{Place, contents};
use serde_json::Value;

/// A short market with one figure to fit to and one to leave out; `@` is the first, `%` the second.
const MARKET: &str = r#"extends = "everyone-taps.toml"
name = "short"
end = 2012-11-02
[[product]]
name = "google-wallet"
initial_share = 0.5
[[target]]
name = "volume-of-october"
metric = "volume_bn"
date = 2012-10-15
over = "month"
value = @
unit = "bn usd"
definition = "all counted products"
source = "the model itself"
[[target]]
metric = "payments_m"
date = 2012-10-15
over = "month"
value = %
unit = "m"
tolerance_pct = 2
definition = "all counted products"
source = "the model itself"
"#;

/// Flags of a fit that is over in a moment.
const QUICK: [&str; 7] = ["--quiet", "--persons-per-agent", "1000000", "--replicates", "1", "--fresh", "3"];

/// The parameter that is looked for.
const FIT: &str = "product.google-wallet.initial_share=0.2..0.95";

/// A place with the market, its figures being what it gives itself.
fn place() -> Place {
    let place = Place::new();
    place.write("short.toml", MARKET.replace(['@', '%'], "1").as_bytes());
    let run = ["run", "short.toml", "--quiet", "--json", "--persons-per-agent", "1000000", "--replicates", "8", "--seed", "77"];
    let told = place.call(&run).done().json();
    let projected = |metric: &str| {
        let row = told["targets"].as_array().unwrap().iter().find(|row| row["metric"] == metric).unwrap();
        row["projected"].as_f64().unwrap().to_string()
    };
    let (volume, payments) = (projected("volume_bn/month"), projected("payments_m/month"));
    place.write("short.toml", MARKET.replace('@', &volume).replace('%', &payments).as_bytes());
    place
}

fn call(place: &Place, more: &[&str]) -> super::Answer {
    let flags = ["calibrate", "short.toml", "--fit", FIT, "--targets", "volume-of-october"];
    place.call(&[&flags, &QUICK[..], more].concat())
}

/// The target with this name.
fn target<'a>(told: &'a Value, name: &str) -> &'a Value {
    let targets = told["targets"].as_array().unwrap();
    targets.iter().find(|target| target["name"] == name).unwrap_or_else(|| panic!("{name} is not in {told:#}"))
}

#[test]
fn it_finds_what_the_figures_were_made_with_and_writes_a_scenario() {
    let place = place();
    let told = call(&place, &["--json", "--out", "fitted.toml", "--threads", "2"]).done();
    let again = call(&place, &["--json", "--threads", "1"]).done();
    assert_eq!(told.out, again.out, "whatever the threads");
    let told = told.json();
    let chosen = told["parameters"][0]["chosen"].as_f64().unwrap();
    assert!((chosen - 0.5).abs() < 0.03, "{chosen}: {told:#}");
    assert_eq!(told["is_plausible"], true);
    let fitted = target(&told, "volume-of-october");
    assert!(fitted["deviation_pct"].as_f64().unwrap().abs() < 5.0 && fitted["is_fitted"] == true, "{fitted}");
    let held_out = target(&told, "payments-m-2012-10");
    assert!(held_out["is_fitted"] == false && held_out["fresh_seeds"].as_f64().unwrap() > 0.0, "{held_out}");

    // The file says where it comes from, and running it gives the score again.
    let text = place.read("fitted.toml");
    assert!(text.starts_with("# Fitted by paycosm calibrate "), "{text}");
    for words in [
        "# paycosm calibrate short.toml --fit product.google-wallet.initial_share=0.2..0.95 --targets volume-of-october",
        "left out",
        "extends = \"short.toml\"",
        "name = \"fitted\"",
    ] {
        assert!(text.contains(words), "{words}:\n{text}");
    }
    assert!(text.contains(&format!("initial_share = {chosen}\n")), "{text}");
    let seed = told["fresh_seed"].to_string();
    let run = ["run", "fitted.toml", "--quiet", "--json", "--persons-per-agent", "1000000", "--replicates", "3", "--seed", &seed];
    let scored = place.call(&run).done().json();
    let row = scored["targets"].as_array().unwrap().iter().find(|row| row["name"] == "volume-of-october").unwrap();
    assert_eq!(row["projected"], fitted["fresh_seeds"]);
}

#[test]
fn a_figure_that_no_value_gives_is_said_to_be_out_of_reach() {
    let place = Place::new();
    place.write("short.toml", MARKET.replace(['@', '%'], "20000").as_bytes());
    let told = call(&place, &[]).done();
    assert!(told.out.contains("No point is plausible; the nearest misses volume-of-october by ÷"), "{}", told.out);
    let row = told.out.lines().find(|line| line.contains("0.2 to 0.95")).unwrap();
    let chosen: f64 = row.split_whitespace().last().unwrap().parse().unwrap();
    assert!(chosen > 0.9, "as near as it gets: {row}");
    assert!(told.out.lines().all(|line| line.chars().count() <= 120), "{}", told.out);
}

#[test]
fn what_cannot_be_fitted_is_refused_before_anything_runs() {
    let place = Place::new();
    place.write("short.toml", MARKET.replace(['@', '%'], "1").as_bytes());
    let ask = |arguments: &[&str]| place.call(&[&["calibrate", "short.toml"], arguments].concat()).refused();
    ask(&[]).says(&["--fit <PATH=LOW..HIGH>"]);
    ask(&["--fit", "adoption.p_per_year"]).says(&["write PATH=LOW..HIGH, such as adoption.q_per_year=0.1..0.6"]);
    ask(&["--fit", "adoption.p_per_yaer=0.1..0.2"]).says(&["no setting `adoption.p_per_yaer`; did you mean `adoption.p_per_year`?"]);
    ask(&["--fit", "adoption.p_per_year=0.1..900"]).says(&[
        "`p_per_year` of adoption is out of range",
        "p_per_year = 900",
        "expected a number between",
    ]);
    ask(&["--fit", "seed=1..9"]).says(&["`seed` cannot be fitted", "a seed in particular is never fitted"]);
    ask(&["--fit", FIT, "--fit", FIT]).says(&["`product.google-wallet.initial_share` is given twice"]);
    ask(&["--fit", "a=0..1", "--fit", "b=0..1", "--fit", "c=0..1", "--fit", "d=0..1"]).says(&["at most 3 numbers"]);
    ask(&["--fit", FIT, "--targets", "members"]).says(&["no target `members`", "volume-of-october", "payments-m-2012-10"]);
    ask(&["--fit", FIT, "--leave-out", "payments-m-2012-10", "--targets", "payments-m-2012-10"])
        .says(&["every published figure is left out"]);
    ask(&["--fit", FIT, "--strategy", "go-clod"]).says(&["has no strategy `go-clod`"]);
    place
        .call(&["calibrate", "one-tap.toml", "--fit", "people.initial_trust=0.1..0.9"])
        .refused()
        .says(&["no [[target]] that speaks of strategy cloud"]);
}

#[test]
fn no_file_is_overwritten_that_a_fit_did_not_write() {
    let place = Place::new();
    place.write("short.toml", MARKET.replace(['@', '%'], "1").as_bytes());
    place.write("mine.toml", b"name = \"mine\"\n");
    let before = contents(place.0.path());
    for (out, words) in [
        ("mine.toml", "is there and was not written by paycosm calibrate"),
        ("short.toml", "was not written by paycosm calibrate"),
        ("fitted.txt", "which ends in .toml"),
        ("nowhere/fitted.toml", "is in no folder that is there"),
    ] {
        place.call(&["calibrate", "short.toml", "--fit", FIT, "--out", out]).refused().says(&[words]);
    }
    assert_eq!(contents(place.0.path()), before);
    let written = call(&place, &["--out", "fitted.toml"]).done();
    assert!(written.err.is_empty());
    call(&place, &["--out", "fitted.toml", "--seed", "5"]).done();
    assert!(place.read("fitted.toml").contains("--seed 5 "));
    let names: Vec<String> = contents(place.0.path()).into_keys().map(|path| path.display().to_string()).collect();
    assert!(names.iter().all(|name| !name.contains("partial")), "{names:?}");
}
