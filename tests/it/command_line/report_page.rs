//! Report page: one file that loads nothing, says what the tables and the terminal say, figure by figure, and trusts no text.

use super::{Answer, Place, SMALL};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A small comparison and what it printed, done once for all tests that only look at it.
pub(super) static COMPARED: LazyLock<(Place, Answer)> = LazyLock::new(|| {
    let place = Place::new();
    let answer = place.call(&[&["compare", "google-wallet.toml", "--out", "results"], &SMALL[..]].concat()).done();
    (place, answer)
});

/// The sections of a comparison, in order.
pub(super) const SECTIONS: [&str; 17] = [
    "question",
    "verdict",
    "comparison",
    "growth",
    "gates",
    "profit",
    "bridge",
    "fraud",
    "monitoring",
    "trust",
    "approval",
    "published",
    "assumptions",
    "settings",
    "intervals",
    "audits",
    "again",
];

/// The strategies, in the order of the comparison, baseline first.
pub(super) fn strategies() -> Vec<String> {
    csv("comparison.csv").iter().filter(|row| row["metric"] == "users_m").map(|row| row["strategy"].clone()).collect()
}

pub(super) fn page() -> String {
    COMPARED.0.read("results/report.html")
}

/// A cell of a table: its text, and its figures as (exact, shown).
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) figures: Vec<(String, String)>,
}

impl Cell {
    fn read(markup: &str) -> Self {
        let figures = markup.split("<data value=\"").skip(1).map(|data| {
            let (exact, rest) = data.split_once("\">").unwrap();
            (exact.to_owned(), rest.split_once("</data>").unwrap().0.to_owned())
        });
        Self { text: text(markup), figures: figures.collect() }
    }

    pub(super) fn exact(&self) -> Vec<&str> {
        self.figures.iter().map(|(exact, _)| exact.as_str()).collect()
    }
}

/// The text of a piece of markup.
fn text(markup: &str) -> String {
    let mut out = String::new();
    for piece in markup.split('<') {
        out.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
    }
    let plain = out.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows of a table's bodies, cell by cell; headings of groups have one cell.
pub(super) fn rows(page: &str, id: &str) -> Vec<Vec<Cell>> {
    let (_, table) = page.split_once(&format!("<table id=\"{id}\"")).unwrap_or_else(|| panic!("no table {id}"));
    let table = table.split_once("</table>").unwrap().0;
    let bodies: String = table.split("<tbody").skip(1).collect();
    let row = |row: &str| {
        let cells = row.replace("<th ", "<td ").replace("</th>", "</td>");
        cells.split("<td ").skip(1).map(|cell| Cell::read(cell.split_once('>').unwrap().1.split_once("</td>").unwrap().0)).collect()
    };
    bodies.split("<tr").skip(1).map(row).collect()
}

/// Rows under the heading of their group: (heading, cells).
fn grouped(page: &str, id: &str) -> Vec<(String, Vec<Cell>)> {
    let mut heading = String::new();
    let mut found = Vec::new();
    for row in rows(page, id) {
        match row.as_slice() {
            [only] => heading = only.text.clone(),
            _ => found.push((heading.clone(), row)),
        }
    }
    found
}

/// The lines of a CSV file by column.
pub(super) fn csv(name: &str) -> Vec<BTreeMap<String, String>> {
    let text = COMPARED.0.read(&format!("results/{name}"));
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    lines.map(|line| header.iter().map(ToString::to_string).zip(line.split(',').map(String::from)).collect()).collect()
}

/// The mean over the two replicates of a strategy's sum of a column over the rows that `keep` keeps.
fn mean(table: &[BTreeMap<String, String>], strategy: &str, column: &str, keep: impl Fn(&BTreeMap<String, String>) -> bool) -> f64 {
    let rows = table.iter().filter(|row| row["strategy"] == strategy && keep(row));
    rows.map(|row| row[column].parse::<f64>().unwrap()).sum::<f64>() / 2.0
}

#[track_caller]
pub(super) fn assert_near(exact: &str, expected: f64) {
    let value: f64 = exact.parse().unwrap();
    assert!((value - expected).abs() <= 1.01e-6, "{value} is not {expected}");
}

/// The terminal's rows of the comparison, each in one line however the terminal breaks it.
fn printed(out: &str) -> Vec<String> {
    let mut lines = out.lines().skip_while(|line| !line.starts_with("metric "));
    let names = lines.next().unwrap().find("strategy").unwrap();
    let mut rows: Vec<String> = Vec::new();
    for line in lines.skip(1).take_while(|line| !line.is_empty()) {
        match rows.last_mut() {
            Some(last) if line.chars().take(names + 1).all(char::is_whitespace) => *last = format!("{last} {}", line.trim()),
            _ => rows.push(line.to_owned()),
        }
    }
    rows
}

#[test]
fn the_page_holds_every_figure_of_the_comparison_as_files_and_terminal_have_it() {
    let (page, out) = (page(), &COMPARED.1.out);
    let rows = grouped(&page, "comparison-table");
    let table = csv("comparison.csv");
    let printed = printed(out);
    assert_eq!((rows.len(), printed.len()), (table.len(), table.len()), "{out}");
    assert!(table.len() >= 15);
    for (((_, cells), row), line) in rows.iter().zip(&table).zip(printed) {
        let [strategy, value, difference, relative, verdict] = cells.as_slice() else { panic!("{cells:?}") };
        assert_eq!(strategy.text, row["strategy"]);
        assert_eq!(value.exact(), [&row["mean"], &row["low"], &row["high"]]);
        let is_baseline = row["strategy"] == row["baseline"];
        if is_baseline {
            assert!(difference.text.is_empty() && row["difference"] == "0.000000" && verdict.text == "baseline", "{cells:?}");
        } else {
            assert_eq!(difference.exact(), [&row["difference"], &row["difference_low"], &row["difference_high"]]);
            assert!(verdict.text.starts_with(&row["verdict"]), "{cells:?}");
            let [(_, mean), (_, low), (_, high)] = difference.figures.as_slice() else { panic!("{difference:?}") };
            assert!(line.contains(&format!(" {mean} ")) && line.contains(&format!("[{low}, {high}]")), "{line}: {difference:?}");
        }
        let shown = format!("{} ±", value.figures[0].1);
        for words in [&strategy.text, &shown, &relative.text, &verdict.text] {
            assert!(line.contains(words.as_str()), "`{words}` is not in {line}");
        }
        for (exact, shown) in value.figures.iter().chain(&difference.figures) {
            let decimals = shown.split_once('.').map_or(0, |(_, part)| part.len());
            assert_eq!(format!("{:.decimals$}", exact.parse::<f64>().unwrap().abs()), shown.trim_start_matches(['+', '-']), "{exact}");
        }
    }
}

#[test]
fn the_verdict_is_the_terminals() {
    let sentence = COMPARED.1.out.lines().find(|line| line.starts_with("Against ")).unwrap();
    assert!(text(&page()).contains(sentence), "{sentence}");
}

#[test]
fn the_page_holds_every_change_of_profit_as_files_and_terminal_have_it() {
    let (page, accounts, arms) = (page(), csv("parties.csv"), strategies());
    let (_, printed) = COMPARED.1.out.split_once("Change of profit").unwrap();
    let words: BTreeSet<&str> = printed.split_whitespace().collect();
    let rows = rows(&page, "profit-table");
    assert!(rows.len() > 10, "{printed}");
    for cells in &rows {
        let of_party = |row: &BTreeMap<String, String>| row["party"] == cells[0].text && row["role"] == cells[1].text;
        assert_changes(&cells[2..], &arms, |strategy| mean(&accounts, strategy, "amount_m", of_party));
        assert!(words.contains(cells[0].text.as_str()), "{}", cells[0].text);
        let shown = cells[2].text.split_whitespace().take(1).chain(cells[3..].iter().flat_map(|change| change.text.split_whitespace()));
        for figure in shown {
            assert!(words.contains(figure), "`{figure}` of {} is not in the terminal's\n{printed}", cells[0].text);
        }
    }
    for cells in self::rows(&page, "operator-table") {
        let of_line = |row: &BTreeMap<String, String>| row["party"] == "google" && row["line"].replace('_', " ") == cells[0].text;
        assert_changes(&cells[1..], &arms, |strategy| mean(&accounts, strategy, "amount_m", of_line));
    }
}

/// The baseline's amount, then what each other strategy changes.
#[track_caller]
fn assert_changes(cells: &[Cell], arms: &[String], amount: impl Fn(&str) -> f64) {
    assert_eq!(cells.len(), arms.len());
    let base = amount(&arms[0]);
    assert_near(cells[0].exact()[0], base);
    for (cell, strategy) in cells[1..].iter().zip(&arms[1..]) {
        assert_near(cell.exact()[0], amount(strategy) - base);
    }
}

#[test]
fn gates_fraud_and_approval_are_the_files() {
    let page = page();
    let gates = csv("gates.csv");
    let mut names: Vec<&str> = gates.iter().map(|row| row["gate"].as_str()).collect();
    names.truncate(6);
    assert_eq!(names, ["people", "phone", "carrier", "card", "shop", "active"]);
    let (steps, arms) = (rows(&page, "gates-table"), strategies());
    let is_focus = |row: &BTreeMap<String, String>| row["product"] == "google-wallet";
    assert_eq!(steps.len(), names.len());
    for (cells, name) in steps.iter().zip(names) {
        for (cell, strategy) in cells[1..].iter().zip(&arms) {
            let at = |row: &BTreeMap<String, String>| is_focus(row) && row["year"] == "2014" && row["gate"] == name;
            assert_near(cell.exact()[0], mean(&gates, strategy, "people_m", at));
        }
    }
    let fraud = csv("fraud.csv");
    let borne = grouped(&page, "fraud-table");
    assert!(borne.len() > 6 && borne.last().unwrap().0 == "all together");
    for (bearer, cells) in borne {
        // The page is of counted products; PayPal is a rival that does not count here.
        let is_counted = |row: &BTreeMap<String, String>| row["product"] != "plastic" && row["product"] != "paypal";
        let is_borne = |row: &BTreeMap<String, String>| is_counted(row) && (bearer == "all together" || row["bearer"] == bearer);
        for (cell, column) in cells[1..].iter().zip(["attempted_m", "prevented_m", "gross_m", "recovered_m", "net_m"]) {
            assert_near(cell.exact()[0], mean(&fraud, &cells[0].text, column, is_borne));
        }
    }
    let products = csv("products.csv");
    let columns = ["payments_m", "declined_funds_m", "declined_risk_m", "declined_timeout_m", "declined_other_m"];
    let answers = grouped(&page, "approval-table");
    assert_eq!(answers.len(), columns.len() * arms.len());
    for (place, (_, cells)) in answers.iter().enumerate() {
        // A replicate in which nobody tried has no rate.
        let shares = ["1", "2"].into_iter().filter_map(|replicate| {
            let at = |row: &BTreeMap<String, String>| {
                row["product"] == "google-wallet" && row["month"].starts_with("2014") && row["replicate"] == replicate
            };
            let sum = |column| mean(&products, &cells[0].text, column, at);
            (sum("attempts_m") > 0.0).then(|| 100.0 * sum(columns[place / arms.len()]) / sum("attempts_m"))
        });
        let shares: Vec<f64> = shares.collect();
        assert_near(cells[1].exact()[0], shares.iter().sum::<f64>() / shares.len() as f64);
    }
}

#[test]
fn gates_narrow_and_end_with_the_active_users_of_the_comparison() {
    for arm in csv("gates.csv").chunks(6) {
        let people: Vec<f64> = arm.iter().map(|row| row["people_m"].parse().unwrap()).collect();
        assert!(people.windows(2).all(|pair| pair[0] >= pair[1]), "{arm:?}");
        assert!((people[0] - 240.0).abs() < 0.3, "{arm:?}");
    }
    let gates = csv("gates.csv");
    for row in csv("comparison.csv").iter().filter(|row| row["metric"] == "active_users_m") {
        let is_active =
            |gate: &BTreeMap<String, String>| gate["year"] == "2014" && gate["gate"] == "active" && gate["product"] == "google-wallet";
        let active = mean(&gates, &row["strategy"], "people_m", is_active);
        assert_near(&row["mean"], active);
    }
}

#[test]
fn sections_stand_in_order_and_every_id_is_given_once() {
    let page = page();
    let ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect();
    let sections: Vec<&str> = page.split("<section id=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect();
    assert_eq!(sections, SECTIONS);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{ids:?}");
    for link in page.split("href=\"#").skip(1).map(|rest| rest.split_once('"').unwrap().0) {
        assert!(ids.contains(&link), "#{link} leads nowhere");
    }
}

#[test]
fn assumptions_carry_the_remarks_of_the_scenarios_file() {
    let page = page();
    let row = |path: &str| {
        let found = page.split("<tr ").find(|row| row.split_once("</th>").is_some_and(|(head, _)| text(head).ends_with(path)));
        text(found.unwrap_or_else(|| panic!("no row for {path}")))
    };
    let threat = row("threats.breaches_per_year");
    assert!(threat.contains("0.03") && threat.contains("assumption, 0.01-0.1"), "{threat}");
    let gate = row("product.google-wallet.bank_gate");
    assert!(gate.contains("integrated"), "{gate}");
    assert!(page.contains("Sultan, Farley and Lehmann (1990) average 0.03"), "a table's remark is there");
    assert!(page.contains("from cloud-launch (2012-08-01)") && page.contains("assumption, 0.5-1.2: type a card number"));
}

#[test]
fn nothing_is_loaded_and_nothing_runs() {
    let page = page();
    for word in ["<script", "<link", "<img", "<iframe", " src=", "url(", "@import", "javascript:", " onload", "<base"] {
        assert!(!page.contains(word), "{word}");
    }
    assert!(page.split("href=\"").skip(1).all(|link| link.starts_with('#')));
}

#[test]
fn texts_of_a_scenario_are_escaped_wherever_they_stand() {
    let place = Place::new();
    let text = "extends = \"google-wallet.toml\"\nabout = \"<script>alert(1)</script>\"\nquestion = \"</style><script>alert('2')</script> & \\\"more\\\"\"\n\
                # <script>alert(3)</script>\n[[wallet]]\nname = \"google\" # <img src=x onerror=alert(4)>\n[[strategy]]\nname = \"go-cloud\"\n\
                about = \"<b>bold</b>\"\n[[strategy.event]]\nname = \"cloud-launch\"\nabout = \"<i>\"\n";
    place.write("hostile.toml", text.as_bytes());
    place.call(&[&["compare", "hostile.toml", "--out", "results"], &SMALL[..]].concat()).done();
    let page = place.read("results/report.html");
    for word in ["<script", "<img", "<b>", "<i>"] {
        assert!(!page.contains(word), "{word}");
    }
    for word in [
        "&lt;script&gt;alert(1)",
        "&lt;/style&gt;&lt;script&gt;alert('2')",
        "alert(3)",
        "&lt;img src=x onerror=alert(4)&gt;",
        "&lt;b&gt;bold",
    ] {
        assert!(page.contains(word), "{word}");
    }
    assert_eq!(page.matches("</style>").count(), 1);
}

#[test]
fn one_strategy_has_a_page_too() {
    let place = Place::new();
    place.call(&["run", "one-tap.toml", "--quiet", "--out", "results"]).done();
    let page = place.read("results/report.html");
    let sections: Vec<&str> = page.split("<section id=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect();
    // A scenario without published figures has none to show, nor one in which nothing was scored.
    let shown = SECTIONS.into_iter().filter(|section| !["published", "monitoring"].contains(section));
    let expected: Vec<&str> = shown.map(|section| if section == "comparison" { "annual" } else { section }).collect();
    assert_eq!(sections, expected);
    assert!(!page.contains("NaN") && !page.contains("inf "));
    assert!(page.contains("paycosm run one-tap.toml --strategy cloud --seed "), "the command that does it again");
}
