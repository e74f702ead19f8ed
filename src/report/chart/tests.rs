//! Tests of whole charts: what every figure must keep to, whatever it holds.

use super::figure::{
    BarSeries, Bars, Curve, CurveAxis, Curves, Figure, IntervalRow, Intervals, Kind, Line, Lines, Mark, RatioPoint, RatioRow, Ratios, Spot,
    StepRow, Steps, Verdict,
};
use super::sheet::{Paper, Shape, Sheet};
use super::text::load_fonts;
use super::{draw, png, svg};

fn months(count: usize) -> Vec<String> {
    (8..8 + count).map(|m| format!("{}-{:02}", 2011 + m / 12, m % 12 + 1)).collect()
}

fn figure(kind: Kind) -> Figure {
    Figure {
        title: "Wallets & \"clouds\" <2014>".into(),
        subtitle: "Medium city".into(),
        note: "Source: the scenario's own run. ".repeat(8),
        kind,
    }
}

fn lines(count: usize, values: &[f64]) -> Kind {
    let band = Some(values.iter().map(|v| (v - 1.0, v + 1.0)).collect());
    let line = |i| Line { name: format!("strategy {i}"), values: values.to_vec(), band: band.clone(), dashed: i == 1 };
    let mark = |at| Mark { at, text: format!("event {at}") };
    let marks = [0, 1, 3, 38, 39, 400].map(mark).to_vec();
    Kind::Lines(Lines {
        x: months(40),
        y_label: "Wallets, million".into(),
        series: (0..count).map(line).collect(),
        marks,
        ..Lines::default()
    })
}

fn bars(groups: usize, series: usize, values: &[f64], stacked: bool, horizontal: bool) -> Kind {
    let one = |i| BarSeries {
        name: format!("bearer {i}"),
        values: values.to_vec(),
        error: Some(values.iter().map(|v| (v - 1.0, v + 2.0)).collect()),
        texts: Vec::new(),
    };
    let groups = (0..groups).map(|i| format!("group {i}")).collect();
    let series = (0..series).map(one).collect();
    Kind::Bars(Bars { groups, y_label: "Losses, million USD".into(), series, stacked, horizontal, colours: Vec::new() })
}

fn intervals(values: &[f64]) -> Kind {
    let row = |(i, value): (usize, &f64)| IntervalRow {
        group: format!("Metric {}", i / 2),
        label: format!("strategy {}", i % 2),
        value: *value,
        low: value - 1.0,
        high: value + 1.0,
        verdict: [Verdict::Better, Verdict::Worse, Verdict::Unclear][i % 3],
        text: format!("{value:+.1}"),
    };
    Kind::Intervals(Intervals { x_label: "difference".into(), rows: values.iter().enumerate().map(row).collect() })
}

fn ratios(rows: usize, series: usize, values: &[f64]) -> Kind {
    let point = |value: f64| RatioPoint { value, low: value - 1.0, high: value * 2.0, text: format!("strategy {value:.3} (×2)") };
    let row = |at: usize| RatioRow {
        label: format!("figure {at}, 2012"),
        detail: "0.529 bn USD volume (estimate, high confidence)".into(),
        points: (0..series).filter_map(|place| values.get((at + place) % values.len().max(1)).copied().map(point)).collect(),
    };
    let names = (0..series).map(|place| format!("strategy {place}")).collect();
    Kind::Ratios(Ratios { x_label: "projected / published".into(), series: names, rows: (0..rows).map(row).collect() })
}

fn steps(values: &[f64]) -> Kind {
    let row = |(at, value): (usize, &f64)| StepRow {
        label: format!("line {at} of an account"),
        value: *value,
        is_sum: at % 4 == 3,
        text: format!("{value:+.3}"),
    };
    Kind::Steps(Steps { x_label: "USD per 100 USD of volume".into(), rows: values.iter().enumerate().map(row).collect() })
}

fn curves(values: &[f64], is_log: bool) -> Kind {
    let points = |shift: f64| values.iter().enumerate().map(|(at, value)| (at as f64 + shift, value * shift)).collect();
    let curve = |place: usize| Curve {
        name: format!("curve {place}"),
        points: points(place as f64),
        is_stepped: place == 1,
        is_dashed: place == 2,
    };
    let axis = |label: &str| CurveAxis { label: label.into(), is_log };
    let spots = values.iter().take(3).map(|value| Spot { at: (1.0, *value), text: "here".into(), series: Some(1) }).collect();
    Kind::Curves(Curves { x: axis("false alarms, %"), y: axis("detected, %"), series: (0..3).map(curve).collect(), spots })
}

pub(super) fn usual() -> Vec<Figure> {
    let values: Vec<f64> = (0..40).map(|i| f64::from(i) * 2.5 - 20.0).collect();
    let mut kinds = vec![lines(3, &values), lines(12, &values), intervals(&values[..10])];
    kinds.extend([ratios(8, 3, &[0.001, 0.5, 1.2, 30.0]), ratios(2, 12, &[2.0, 0.7])]);
    kinds.push(steps(&[1.5, -1.75, -0.001, -0.25, -3.0, 0.0, 0.4]));
    kinds.extend([curves(&values, false), curves(&values, true)]);
    for (stacked, lying) in [(false, false), (true, false), (false, true), (true, true)] {
        kinds.push(bars(4, 3, &values[6..], stacked, lying));
        kinds.push(bars(14, 6, &values, stacked, lying));
    }
    kinds.into_iter().map(figure).collect()
}

fn odd() -> Vec<Figure> {
    let gaps = [f64::NAN, 1.0, f64::INFINITY, f64::NEG_INFINITY, 2.0];
    let series: [&[f64]; 8] = [&[], &[0.0; 40], &[5.0], &[f64::NAN; 3], &gaps, &[1e300, -1e308], &[1e-300, 3e-300], &[-4.0]];
    let mut kinds = vec![Kind::default(), bars(0, 0, &[], false, false), bars(500, 2, &[1.0; 500], false, false)];
    for values in series {
        for count in [1, 12] {
            kinds.push(lines(count, values));
        }
        for (stacked, lying) in [(false, false), (true, false), (false, true), (true, true)] {
            kinds.push(bars(1, 1, values, stacked, lying));
            kinds.push(bars(5, 12, values, stacked, lying));
        }
        kinds.push(intervals(values));
        kinds.push(ratios(3, 2, values));
        kinds.push(steps(values));
        kinds.extend([curves(values, false), curves(values, true)]);
    }
    kinds.push(ratios(100, 1, &[1.0]));
    let mut figures: Vec<Figure> = kinds.into_iter().map(figure).collect();
    let mut long = figure(lines(2, &[1.0, 2.0]));
    long.title = "Donaudampfschifffahrt".repeat(40);
    if let Kind::Lines(data) = &mut long.kind {
        data.x = vec!["a label that is not a month at all".repeat(5), String::new()];
        data.series[0].name = "name\u{0}".repeat(60);
        data.marks.push(Mark { at: 1, text: "event ".repeat(60) });
        data.y_label = "unit ".repeat(80);
    }
    figures.push(long);
    figures.push(Figure::default());
    figures
}

fn laid_out(figure: &Figure) -> Sheet {
    load_fonts().expect("the typeface is built in");
    draw::sheet(figure)
}

/// Follows every tag: they must nest, and attributes must have even quotes.
fn assert_well_formed(document: &str) {
    let mut open = Vec::new();
    for tag in document.split('<').skip(1) {
        let (tag, text) = tag.split_once('>').expect("each tag ends");
        assert!(!text.contains('"') || open.last() == Some(&"text") || !text.contains('='), "{text}");
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
        let name = tag.trim_start_matches('/').split([' ', '/']).next().expect("a name");
        if tag.starts_with('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
    let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&apos;"];
    for (at, _) in document.match_indices('&') {
        assert!(entities.iter().any(|entity| document[at..].starts_with(entity)), "{}", &document[at..at + 9]);
    }
    assert!(document.chars().all(|c| c == '\n' || !c.is_control()));
}

#[test]
fn svg_is_well_formed_and_holds_title_and_names() {
    for figure in usual().into_iter().chain(odd()) {
        let document = String::from_utf8(svg(&figure).expect("drawn")).expect("UTF-8");
        assert_well_formed(&document);
        if figure.title.starts_with("Wallets") {
            assert!(document.contains(">Wallets &amp; &quot;clouds&quot; &lt;2014&gt;</text>"), "{document}");
        }
    }
    for figure in usual() {
        let document = String::from_utf8(svg(&figure).expect("drawn")).expect("UTF-8");
        for name in figure.names() {
            assert!(document.contains(&format!(">{name}</text>")), "{name}");
        }
    }
}

#[test]
fn png_has_twice_the_pixels_of_the_sheet() {
    for figure in usual().iter().take(3) {
        let bytes = png(figure).expect("drawn");
        let mut reader = ::png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
        let mut pixels = vec![0; reader.output_buffer_size().expect("a size")];
        let frame = reader.next_frame(&mut pixels).expect("pixels");
        assert_eq!((frame.width, frame.height), (1_920, 2 * laid_out(figure).height as u32));
        assert!(pixels.chunks(4).any(|pixel| pixel == [0, 114, 178, 255]), "the first colour is on the picture");
    }
}

#[test]
fn the_same_figure_gives_the_same_bytes() {
    for figure in usual() {
        assert_eq!(svg(&figure), svg(&figure));
    }
    let figure = &usual()[0];
    assert_eq!(png(figure), png(figure));
}

#[test]
fn no_figure_stops_the_drawing() {
    for figure in odd() {
        assert!(svg(&figure).is_ok());
    }
    for figure in odd().iter().step_by(20) {
        assert!(png(figure).is_ok());
    }
}

#[test]
fn a_figure_without_data_says_so() {
    for kind in [Kind::default(), lines(2, &[f64::NAN; 9]), bars(3, 2, &[], true, false), intervals(&[f64::NAN])] {
        let document = String::from_utf8(svg(&figure(kind)).expect("drawn")).expect("UTF-8");
        assert!(document.contains(">no data</text>"));
    }
}

#[test]
fn groups_left_out_are_counted_in_the_note() {
    let figure = figure(bars(500, 1, &[1.0; 500], false, true));
    let document = String::from_utf8(svg(&figure).expect("drawn")).expect("UTF-8");
    assert!(document.contains(">440 more not drawn."));
}

#[test]
fn no_text_leaves_the_sheet_or_covers_another() {
    load_fonts().expect("the typeface is built in");
    let files = usual().into_iter().chain(odd()).map(|figure| laid_out(&figure));
    let pages = usual().into_iter().flat_map(|figure| [Paper::DESK, Paper::PHONE].map(|paper| draw::bare_sheet(&figure, paper)));
    for sheet in files.chain(pages) {
        let boxes: Vec<_> = sheet.shapes.iter().filter_map(|shape| Some((shape, shape.text_box()?))).collect();
        for (shape, (left, top, right, bottom)) in &boxes {
            let is_on_it = *left >= 0.0 && *right <= sheet.paper.width && *top >= 0.0 && *bottom <= sheet.height;
            assert!(is_on_it, "{:?} {shape:?}", sheet.paper);
        }
        for (i, (one, a)) in boxes.iter().enumerate() {
            for (other, b) in &boxes[i + 1..] {
                let across = a.2.min(b.2) - a.0.max(b.0);
                let down = a.3.min(b.3) - a.1.max(b.1);
                assert!(across <= 0.5 || down <= 1.5, "{:?} {one:?} {other:?}", sheet.paper);
            }
        }
    }
}

#[test]
fn every_coordinate_is_on_the_sheet() {
    for figure in usual().into_iter().chain(odd()) {
        let sheet = laid_out(&figure);
        for shape in &sheet.shapes {
            let points = match shape {
                Shape::Path { points, .. } | Shape::Area { points, .. } => points.clone(),
                Shape::Rect { from, to, .. } => vec![*from, *to],
                Shape::Disc { centre, .. } => vec![*centre],
                Shape::Text { at, .. } => vec![*at],
            };
            for (x, y) in points {
                assert!((-1.0..=sheet.paper.width + 1.0).contains(&x) && (0.0..=sheet.height).contains(&y), "{shape:?}");
            }
        }
    }
}
