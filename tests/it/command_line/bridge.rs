//! Bridge: what 100 of volume leave the wallet, by the card behind them: to the cent the operator's account, and what `trace` says.

use super::Place;
use super::report_page::{COMPARED, Cell, csv, page, rows, strategies};
use std::collections::BTreeMap;

type Row = BTreeMap<String, String>;

/// A decimal of millions in minor units.
fn minor(millions: &str) -> i64 {
    (millions.parse::<f64>().unwrap() * 1e8).round() as i64
}

fn number(row: &Row, column: &str) -> f64 {
    row[column].parse().unwrap()
}

/// The lines that belong to a payment.
const LINES: [&str; 6] = ["interchange_share", "funding_interchange", "assessments", "staged_wallet_fee", "credit_loss", "fraud"];

#[test]
fn over_fundings_every_line_of_the_bridge_is_the_operators_to_the_cent() {
    let mut bridge: BTreeMap<(String, String, String, &str), i64> = BTreeMap::new();
    for row in csv("bridge.csv").iter().filter(|row| row["product"] == "google-wallet") {
        for line in LINES {
            let key = (row["strategy"].clone(), row["replicate"].clone(), row["year"].clone(), line);
            *bridge.entry(key).or_default() += minor(&row[&format!("{line}_m")]);
        }
        let sum: i64 = LINES.iter().map(|line| minor(&row[&format!("{line}_m")])).sum();
        assert_eq!(sum, minor(&row["margin_m"]), "{row:?}");
    }
    bridge.retain(|_, amount| *amount != 0);
    let mut account: BTreeMap<(String, String, String, &str), i64> = BTreeMap::new();
    for row in csv("parties.csv").iter().filter(|row| row["party"] == "google") {
        if let Some(line) = LINES.into_iter().find(|line| *line == row["line"]) {
            account.insert((row["strategy"].clone(), row["replicate"].clone(), row["year"].clone(), line), minor(&row["amount_m"]));
        }
    }
    account.retain(|_, amount| *amount != 0);
    // Write-offs are too rare at this scale to be sure of.
    let are_there = |line: &str| line == "credit_loss" || account.keys().any(|key| key.3 == line);
    assert!(account.len() > 50 && LINES.into_iter().all(are_there), "{account:?}");
    assert_eq!(bridge, account);
}

/// What `trace` has of `amount` in 2014: interchange share, funding interchange and assessment, costs negative. What MasterCard takes from
/// wallets between is left out, as one card stands for those of two networks.
fn traced(place: &Place, row: &Row, amount: &str) -> [f64; 3] {
    let flags = ["--strategy", &row["strategy"], "--funding", &row["funding"], "--date", "2014-07-01", "--amount", amount];
    let told = place.call(&[&["trace", "google-wallet.toml", "--json"], &flags[..]].concat()).done().json();
    let fees = told["fees"].as_array().unwrap();
    [("to", "interchange share", 1.0), ("from", "funding interchange", -1.0), ("from", "assessment", -1.0)].map(|(end, kind, sign)| {
        let paid = fees.iter().filter(|fee| fee[end] == "google" && fee["kind"] == kind);
        sign * paid.map(|fee| fee["amount"].as_str().unwrap().parse::<f64>().unwrap()).sum::<f64>()
    })
}

/// Fees are affine in the amount, so a year in which the tariff stays leaves of a payment what the mean ticket leaves, but for rounding to cents
/// and for refunds, which count as payments. What was never collected bears no fees of the card behind.
#[test]
fn by_funding_the_lines_of_a_year_are_what_trace_says_of_the_mean_ticket() {
    let (place, table) = (Place::new(), csv("bridge.csv"));
    let mut margins: BTreeMap<(String, String), Vec<f64>> = BTreeMap::new();
    let is_looked_at = |row: &&Row| row["product"] == "google-wallet" && row["replicate"] == "1" && row["year"] == "2014";
    for row in table.iter().filter(is_looked_at).filter(|row| row["strategy"].starts_with("go-cloud")) {
        let (volume, payments) = (number(row, "volume_bn") * 1e9, number(row, "payments_m") * 1e6);
        let (low, high) = (traced(&place, row, "10.00"), traced(&place, row, "190.00"));
        let collected = 1.0 + number(row, "credit_loss_m") * 1e6 / volume;
        for (at, line) in LINES[..3].iter().enumerate() {
            let rate = (high[at] - low[at]) / 180.0;
            let fixed = low[at] - 10.0 * rate;
            let expected = (rate * volume + fixed * payments) * if at == 0 { 1.0 } else { collected };
            let found = number(row, &format!("{line}_m")) * 1e6;
            let gap = (found - expected) / payments;
            assert!(gap.abs() <= 0.02, "{} {} {line}: {found}, not {expected}", row["strategy"], row["funding"]);
        }
        let staged = -number(row, "staged_wallet_fee_m") * 1e6 / volume;
        assert!((0.0..=0.0036).contains(&staged), "35 basis points at most, on cards of one network: {staged}");
        let of_strategy = margins.entry((row["strategy"].clone(), row["year"].clone())).or_default();
        of_strategy.push(number(row, "margin_m") * 1e6 / volume);
    }
    assert_eq!(margins.len(), 4);
    for ((strategy, year), margins) in margins {
        let all: Vec<&Row> = table.iter().filter(is_looked_at).filter(|row| row["strategy"] == strategy).collect();
        let sum = |column| all.iter().map(|row| number(row, column)).sum::<f64>();
        let volume_m = sum("volume_bn") * 1e3;
        let accounts = csv("parties.csv");
        let of_google = || {
            let is_run = |row: &&Row| row["strategy"] == strategy && row["replicate"] == "1" && row["year"] == year;
            accounts.iter().filter(is_run).filter(|row| row["party"] == "google")
        };
        let profit: f64 = of_google().map(|row| number(row, "amount_m")).sum();
        let others: f64 = of_google().filter(|row| !LINES.contains(&row["line"].as_str())).map(|row| number(row, "amount_m")).sum();
        let margin = (profit - others) / volume_m;
        let (least, most) =
            margins.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), margin| (low.min(*margin), high.max(*margin)));
        assert!(least < margin && margin < most, "{strategy}: {least} < {margin} < {most}");
    }
}

/// The terminal's figures below a heading by row and strategy: tables with a few strategies each, split where two blanks stand.
fn printed(out: &str, heading: &str) -> BTreeMap<(String, String), String> {
    let (_, rest) = out.split_once(heading).unwrap_or_else(|| panic!("no `{heading}` in {out}"));
    let words = |line: &str| -> Vec<String> { line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).map(String::from).collect() };
    let mut cells = BTreeMap::new();
    let mut lines = rest.lines().skip(1).peekable();
    while let Some(header) = lines.next() {
        let is_table = lines.next_if(|line| line.starts_with('=')).is_some();
        if !is_table {
            break;
        }
        let columns = words(header);
        while let Some(line) = lines.next_if(|line| !line.is_empty()) {
            let row = words(line);
            assert_eq!(row.len(), columns.len(), "{line}");
            for (column, cell) in columns.iter().zip(&row).skip(1) {
                cells.insert((row[0].clone(), column.clone()), cell.clone());
            }
        }
        lines.next_if(|line| line.is_empty());
    }
    cells
}

/// A value of each replicate that has it, as a mean.
fn mean(values: impl IntoIterator<Item = Option<f64>>) -> f64 {
    let values: Vec<f64> = values.into_iter().flatten().collect();
    values.iter().sum::<f64>() / values.len() as f64
}

/// What one row of the page's table of the bridge is in the files, for a strategy in a replicate in 2014.
fn from_files(measure: &str, strategy: &str, replicate: &str) -> Option<f64> {
    let is_run = |row: &Row| row["strategy"] == strategy && row["replicate"] == replicate;
    let bridge: Vec<Row> =
        csv("bridge.csv").into_iter().filter(|row| is_run(row) && row["product"] == "google-wallet" && row["year"] == "2014").collect();
    let account: Vec<Row> =
        csv("parties.csv").into_iter().filter(|row| is_run(row) && row["party"] == "google" && row["year"] == "2014").collect();
    let over = |keep: &dyn Fn(&str) -> bool| {
        let rows = || bridge.iter().filter(|row| keep(&row["funding"]));
        let volume: f64 = rows().map(|row| number(row, "volume_bn") * 1e3).sum();
        (volume > 0.0).then(|| rows().map(|row| number(row, "margin_m")).sum::<f64>() / volume)
    };
    let volume: f64 = bridge.iter().map(|row| number(row, "volume_bn") * 1e3).sum();
    let lines =
        |keep: &dyn Fn(&str) -> bool| account.iter().filter(|row| keep(&row["line"])).map(|row| number(row, "amount_m")).sum::<f64>();
    match measure {
        "margin on all volume" => over(&|_| true).map(|margin| 100.0 * margin),
        "profit" => Some(100.0 * lines(&|_| true) / volume),
        "break-even share of regulated debit, %" => {
            let standing = ["platform_fixed", "acquisition", "offers_data", "fines"];
            let cost = -lines(&|line| !LINES.contains(&line) && !standing.contains(&line)) / volume;
            let (debit, others) = (over(&|funding| funding == "debit-regulated")?, over(&|funding| funding != "debit-regulated")?);
            (debit > others).then(|| 100.0 * (cost - others) / (debit - others))
        }
        "offers and data needed, USD per active user and month" => {
            let is_month = |row: &Row| is_run(row) && row["product"] == "google-wallet" && row["month"].starts_with("2014");
            let months: f64 = csv("products.csv").iter().filter(|row| is_month(row)).map(|row| number(row, "active_users_m")).sum();
            (months > 0.0).then(|| -lines(&|line| line != "offers_data") / months)
        }
        _ => over(&|funding| measure == format!("margin on {funding}")).map(|margin| 100.0 * margin),
    }
}

/// The terminal shows the page's figure: mean, and half of the interval that the page has.
#[track_caller]
fn assert_printed(cell: &Cell, printed: &str) {
    let mean = cell.figures.first().map_or("none", |(_, shown)| shown.as_str());
    assert_eq!(printed.split(' ').next(), Some(mean), "{cell:?}");
}

#[test]
fn the_page_holds_every_figure_of_the_bridge_as_files_and_terminal_have_it() {
    let (table, arms) = (rows(&page(), "bridge-table"), strategies());
    let printed = printed(&COMPARED.1.out, "What 100 USD of google-wallet volume leave its operator in 2014");
    assert!(table.len() >= 8, "{table:?}");
    assert_eq!(printed.len(), table.len() * arms.len());
    let mut figures = 0;
    for cells in &table {
        for (cell, strategy) in cells[1..].iter().zip(&arms) {
            assert_printed(cell, &printed[&(cells[0].text.clone(), strategy.clone())]);
            let values = ["1", "2"].map(|replicate| from_files(&cells[0].text, strategy, replicate));
            let Some(exact) = cell.exact().first().copied() else {
                assert!(cell.text == "none" && values.contains(&None), "{} of {strategy}: {values:?}", cells[0].text);
                continue;
            };
            let expected = mean(values);
            let value: f64 = exact.parse().unwrap();
            assert!((value - expected).abs() <= 2e-6 * expected.abs().max(1.0), "{} of {strategy}: {value}, not {expected}", cells[0].text);
            figures += 1;
        }
    }
    assert!(figures > 30, "{figures}");
}

#[test]
fn the_lines_of_each_strategy_add_up_to_its_profit() {
    for place in 0..strategies().len() {
        let table = rows(&page(), &format!("bridge-{place}"));
        let last = |cells: &Vec<Cell>| cells.last().and_then(|cell| cell.exact().first().map(|exact| exact.parse::<f64>().unwrap()));
        let lines =
            table.iter().filter(|cells| cells.len() > 1 && !["margin", "profit", "share of volume, %"].contains(&cells[0].text.as_str()));
        let sum: f64 = lines.filter_map(last).sum();
        let profit = table.last().and_then(last).unwrap();
        assert!((sum - profit).abs() < 1e-4, "{place}: {sum} is not {profit}");
    }
}

#[test]
fn the_page_holds_every_published_figure_as_files_and_terminal_have_it() {
    let (table, arms, files) = (rows(&page(), "published-table"), strategies(), csv("targets.csv"));
    let printed = printed(&COMPARED.1.out, "Against published figures");
    assert_eq!((table.len() * arms.len(), printed.len()), (files.len(), files.len() + table.len()), "and what was published");
    for (at, cells) in table.iter().enumerate() {
        for (place, (cell, strategy)) in cells[1..].iter().zip(&arms).enumerate() {
            let row = &files[place * table.len() + at];
            assert_eq!((strategy, cells[0].exact()[0].parse::<f64>()), (&row["strategy"], row["target"].parse::<f64>()));
            let exact = cell.exact();
            assert_eq!((exact.first(), exact.last()), (Some(&row["projected"].as_str()), Some(&row["deviation_pct"].as_str())));
            if exact.len() == 4 {
                assert_eq!(exact[1..3], [&row["low"], &row["high"]]);
            }
            let shown: Vec<&str> = cell.figures.iter().map(|(_, shown)| shown.as_str()).collect();
            let (_, told) =
                printed.iter().find(|((figure, arm), _)| arm == strategy && cells[0].text.starts_with(figure.as_str())).unwrap();
            assert_eq!(told.replace('*', ""), format!("{} ({})", shown[0], shown[shown.len() - 1]));
            assert_eq!(told.contains('*'), cell.text.ends_with('*'), "{told}: {}", cell.text);
        }
    }
}
