//! Bad input: every mistake gets its file, line, reason and mend, exit code 2, and leaves nothing behind.

use super::Place;

/// What precedes a mistake in the smallest scenario.
const TAP: &str = "extends = \"one-tap.toml\"\nname = \"case\"\n";

/// What precedes a mistake in a strategy of it.
const STRATEGY: &str = "extends = \"one-tap.toml\"\nname = \"case\"\n[[strategy]]\nname = \"cloud\"\n";

/// What precedes a mistake in a dated event of it.
const EVENT: &str = "extends = \"one-tap.toml\"\nname = \"case\"\n[[event]]\nname = \"turn\"\n";

/// Each command that reads a scenario refuses `text`, says `words`, and writes nothing.
#[track_caller]
fn refuse(text: impl AsRef<[u8]>, words: &[&str]) {
    let place = Place::new();
    place.write("case.toml", text.as_ref());
    let before = place.contents();
    for command in ["check", "run", "compare", "trace"] {
        place.call(&[command, "case.toml"]).refused().says(words);
    }
    assert_eq!(place.contents(), before, "something was written");
}

/// As [`refuse`], for a mistake in the last line of `head` and `tail`.
#[track_caller]
fn refuse_last_line(head: &str, tail: &str, words: &[&str]) {
    let text = format!("{head}{tail}\n");
    let place = format!("--> case.toml:{}:", text.lines().count());
    refuse(&text, &[&[place.as_str()], words].concat());
}

#[test]
fn a_wrong_key_is_met_with_the_right_one() {
    refuse_last_line(TAP, "[people]\ncuont = 5", &["people has no key `cuont`", "did you mean `count`?"]);
    refuse_last_line(STRATEGY, "abuot = \"x\"", &["strategy `cloud` cannot have `abuot`", "did you mean `about`?"]);
}

#[test]
fn a_wrong_type_is_met_with_the_right_one() {
    refuse_last_line(TAP, "[people]\ncount = \"many\"", &["`count` of people is not a whole number", "found a string"]);
    refuse_last_line(TAP, "start = \"2012-10-01\"", &["`start` of the scenario is not a date", "write it without quotes: 2012-10-01"]);
    refuse_last_line(TAP, "[adoption]\nattraction = inf", &["not a finite number", "between -20 and 20"]);
}

#[test]
fn a_wrong_unit_is_met_with_the_right_one() {
    refuse_last_line(TAP, "[limits]\nterminal_s = 30", &["limits has no key `terminal_s`", "given in milliseconds: `terminal_ms`"]);
    let shop = "[[merchant]]\nname = \"corner-shop\"\n";
    refuse_last_line(TAP, &format!("{shop}discount_pct = 2"), &["has no key `discount_pct`", "given in basis points: `discount_bps`"]);
    refuse_last_line(TAP, &format!("{shop}discount_usd = 0.105"), &["too many decimals", "at most 2 decimals"]);
}

#[test]
fn an_unknown_name_is_met_with_the_known_ones() {
    let shop = "[[merchant]]\nname = \"corner-shop\"\n";
    refuse_last_line(TAP, &format!("{shop}acquirer = \"shop-aquirer\""), &["names nothing here", "did you mean `shop-acquirer`?"]);
    let wallet = "[[product]]\nname = \"wallet\"\n";
    refuse_last_line(TAP, &format!("{wallet}carriers = [\"verizon\"]"), &["names nothing here", "there is `carrier`"]);
    refuse_last_line(TAP, &format!("{wallet}flow = \"proxy\""), &["not one of the options", "did you mean `proxy-nested`?"]);
    refuse_last_line(TAP, "focus = \"walet\"", &["`focus` of the scenario names nothing here", "did you mean `wallet`?"]);
    refuse_last_line(TAP, "baseline = \"clod\"", &["`baseline` of the scenario names nothing here", "did you mean `cloud`?"]);
    let set = "set.\"product.walet.flow\" = \"proxy-nested\"";
    refuse_last_line(STRATEGY, set, &["the path `product.walet.flow` leads nowhere", "did you mean `wallet`?"]);
}

#[test]
fn a_bad_date_is_met_with_a_good_one() {
    refuse_last_line(TAP, "start = 2012-02-30", &["invalid date", "between 01 and 29"]);
    refuse(
        format!("{TAP}end = 2012-09-01\n"),
        &["--> case.toml:3:7", "is not after its start", "expected a date after the start, 2012-10-01"],
    );
    refuse_last_line(TAP, "end = 2112-10-01", &["is too far away", "at most 60 years after the start"]);
}

#[test]
fn a_number_out_of_range_is_met_with_the_range() {
    refuse_last_line(TAP, "[people]\ninitial_trust = 1.5", &["is out of range", "between 0 and 1, found 1.5"]);
    refuse_last_line(TAP, "[people]\ncount = 0", &["is out of range", "between 1 and 10000000000, found 0"]);
    let huge = "9".repeat(400);
    refuse_last_line(TAP, &format!("[people]\ncount = {huge}"), &["is out of range", "between 1 and 10000000000"]);
    refuse_last_line(TAP, "persons_per_agent = 0", &["is out of range", "between 1 and 10000000, found 0"]);
    refuse_last_line(TAP, "replicates = 10_001", &["is out of range", "between 1 and 10000, found 10001"]);
    refuse_last_line(TAP, "seed = -1", &["is out of range", "found -1"]);
}

#[test]
fn shares_that_do_not_make_a_whole_are_counted_up() {
    refuse_last_line(TAP, "[[merchant]]\nname = \"corner-shop\"\nshare = 0.5", &["do not sum to 1", "0.5 is missing"]);
}

#[test]
fn a_missing_key_is_asked_for() {
    refuse(
        format!("{TAP}[[bank]]\nname = \"third-bank\"\n"),
        &["--> case.toml:3:1", "bank \"third-bank\" lacks `network`", "add `network` here"],
    );
}

#[test]
fn a_circle_of_files_is_spelled_out() {
    let place = Place::new();
    place.write("other.toml", b"extends = \"case.toml\"\n");
    place.write("case.toml", b"extends = \"other.toml\"\n");
    let words = ["--> other.toml:1:11", "goes round in a circle", "case.toml -> other.toml -> case.toml"];
    place.call(&["check", "case.toml"]).refused().says(&words);
    refuse("extends = \"case.toml\"\n", &["--> case.toml:1:11", "leads back to `case.toml`"]);
}

#[test]
fn a_file_that_cannot_be_extended_is_reported_where_it_is_named() {
    refuse("extends = \"nowhere.toml\"\n", &["--> case.toml:1:11", "there is no such file", "looked for `nowhere.toml`"]);
    refuse("extends = \"./\"\n", &["--> case.toml:1:11", "names no file"]);
    refuse("extends = 5\n", &["--> case.toml:1:11", "expected a string", "write extends = \"other.toml\""]);
}

#[test]
fn a_file_that_is_no_scenario_is_named_with_the_reason() {
    let place = Place::new();
    std::fs::create_dir(place.path("folder")).unwrap();
    let before = place.contents();
    for command in ["check", "run", "compare", "trace"] {
        place.call(&[command, "nowhere.toml"]).refused().says(&["cannot read `nowhere.toml`: there is no such file"]);
        place.call(&[command, "folder"]).refused().says(&["cannot read `folder`: it is a folder", "name a scenario file in it"]);
    }
    assert_eq!(place.contents(), before);
}

#[test]
fn text_that_is_not_utf_8_is_met_with_its_line() {
    refuse(b"name = \"case\"\nabout = \"\xff\"\n", &["`case.toml`", "line 2 is not UTF-8 text", "save the file as UTF-8"]);
}

#[test]
fn an_empty_file_is_told_what_a_scenario_needs() {
    refuse("", &["--> case.toml:1:1", "the scenario lacks `name`", "add `start` here: a date such as", "add a table `people` here"]);
}

#[test]
fn garbage_is_refused_with_its_place() {
    let noise = (0_u64..4_000).map(|n| (n.wrapping_mul(6_364_136_223_846_793_005) >> 33) as u8).collect::<Vec<u8>>();
    refuse(&noise, &["case.toml", "is not UTF-8 text"]);
    let letters: Vec<u8> = noise.iter().map(|byte| b' ' + byte % 95).collect();
    refuse(&letters, &["--> case.toml:1:", "this is not valid TOML"]);
    refuse_last_line(TAP, "[people", &["this is not valid TOML", "expected `]`"]);
    refuse_last_line(TAP, "name = \"again\"", &["duplicate key", "give a key or a [table] once"]);
}

#[test]
fn a_file_of_five_mebibytes_is_refused_before_it_is_read() {
    refuse(format!("# {}\n", "x".repeat(5 << 20)), &["`case.toml`", "it is too large", "at most 4 MiB"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_file_without_end_is_refused() {
    let place = Place::new();
    place.call(&["check", "/dev/zero"]).refused().says(&["cannot read `/dev/zero`", "it is too large"]);
}

#[test]
fn deep_nesting_is_refused() {
    let words = ["--> case.toml:1:", "nested too deeply", "at most 64 deep"];
    refuse(format!("a = {}{}\n", "[".repeat(80), "]".repeat(80)), &words);
    refuse(format!("{}z = 1\n", "a.".repeat(100_000)), &words);
}

#[test]
fn a_name_that_would_leave_the_folder_is_refused() {
    refuse(
        "extends = \"one-tap.toml\"\nname = \"../case\"\n",
        &["--> case.toml:2:8", "is not a name", "small letters, digits and hyphens"],
    );
}

#[test]
fn an_event_outside_the_horizon_is_met_with_the_last_day() {
    let set = "set.\"product.wallet.remote_disable\" = false\n";
    let words = ["event `turn` is not before the end", "expected a date before 2012-10-08"];
    refuse(format!("{EVENT}date = 2013-01-01\n{set}"), &[&["--> case.toml:5:8"], &words[..]].concat());
    let event = format!("[[strategy.event]]\nname = \"turn\"\ndate = 2012-10-08\n{set}");
    refuse(format!("{STRATEGY}{event}"), &[&["--> case.toml:7:8"], &words[..]].concat());
}

#[test]
fn an_event_cannot_change_what_the_first_day_settles() {
    let head = format!("{EVENT}date = 2012-10-03\n");
    refuse_last_line(&head, "set.\"people.count\" = 5", &["`people.count` cannot change after the start", "1 on the day before"]);
    refuse_last_line(&head, "set.\"bank.large-bank.regulated\" = false", &["cannot change after the start", "cards are given out"]);
    refuse_last_line(&head, "[[event.bank]]", &["event \"turn\" has no key `bank`"]);
}

#[test]
fn a_strategy_cannot_touch_what_all_strategies_share() {
    refuse_last_line(
        STRATEGY,
        "set.\"people.count\" = 5",
        &["a strategy cannot change `people.count`", "every strategy meets the same people"],
    );
    let theft = "set.\"threats.lost_device_per_year\" = 0.5";
    refuse_last_line(STRATEGY, theft, &["a strategy cannot change", "0 without the strategy", "the same thieves"]);
    let shops = "set.\"merchant.corner-shop.shops_per_district\" = 9";
    refuse_last_line(STRATEGY, shops, &["a strategy cannot change", "the same purchases"]);
}

#[test]
fn all_mistakes_of_all_files_asked_about_are_told() {
    let place = Place::new();
    place.write("a.toml", b"extends = \"one-tap.toml\"\nname = \"a\"\n[people]\ncuont = 5\ninitial_trust = 2\n");
    place.write("b.toml", b"extends = \"nowhere.toml\"\n");
    let answer = place.call(&["check", "--quiet", "a.toml", "one-tap.toml", "b.toml"]);
    assert_eq!((answer.code, answer.out.as_str()), (Some(2), "one-tap.toml: right. 2 strategies, 2012-10-01 to 2012-10-08\n"));
    answer.says(&["--> a.toml:4:1", "--> a.toml:5:17", "--> b.toml:1:11"]);
}

#[test]
fn a_population_too_large_for_memory_is_refused_with_a_scale_that_fits() {
    let place = Place::new();
    place.write("case.toml", b"extends = \"google-wallet.toml\"\nname = \"case\"\n[people]\ncount = 10_000_000_000\n");
    let before = place.contents();
    for command in ["run", "compare"] {
        let answer = place.call(&[command, "case.toml", "--persons-per-agent", "1"]).refused();
        let answer = answer.says(&["case.toml: 10000000000 agents would take ", " MiB of memory and there may be ", "--persons-per-agent"]);
        let fits = answer.err.split("at least ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap().parse::<u32>().unwrap();
        assert!((2..=1_000).contains(&fits), "{fits}");
        assert!(paycosm::world::Scale::new(&footprint(&place), fits).is_ok(), "{fits} does not fit");
    }
    assert_eq!(place.contents(), before);
}

/// What the population of `case.toml` takes.
fn footprint(place: &Place) -> paycosm::world::Footprint {
    struct Beside<'p>(&'p Place);
    impl paycosm::scenario::text::Loader for Beside<'_> {
        fn load(&self, path: &str) -> Result<String, String> {
            Ok(self.0.read(path))
        }
    }
    let plan = paycosm::scenario::load(&Beside(place), "case.toml").unwrap();
    paycosm::world::Footprint::of(&plan.arms[0].stages[0].market)
}
