//! Design: points that fill a box evenly.
//!
//! Scrambled Sobol points; where only a part of a box is left, those of many that keep furthest apart.

use sobol_burley::sample;

/// A box of places: for each parameter its lower and upper end, between 0 and 1.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Region(pub Vec<(f64, f64)>);

impl Region {
    /// The whole range of `count` parameters.
    pub fn whole(count: usize) -> Self {
        Self(vec![(0.0, 1.0); count])
    }

    /// The least box around `points`, which are not none, let out by a share of its width on each side and never thinner than `least`.
    pub fn around(points: &[Vec<f64>], share: f64, least: f64) -> Self {
        let count = points.first().map_or(0, Vec::len);
        let side = |j: usize| {
            let (low, high) = points.iter().map(|p| p[j]).fold((f64::MAX, f64::MIN), |(low, high), x| (low.min(x), high.max(x)));
            let middle = 0.5 * (low + high);
            let half = (0.5 * (high - low) * (1.0 + 2.0 * share)).max(0.5 * least);
            inside(middle, half)
        };
        Self((0..count).map(side).collect())
    }

    /// The box of a share of this one's size whose middle is `place`, moved inside the whole range.
    pub fn shrunk_to(&self, place: &[f64], share: f64, least: f64) -> Self {
        let side = |((low, high), x): (&(f64, f64), &f64)| inside(*x, (0.5 * share * (high - low)).max(0.5 * least));
        Self(self.0.iter().zip(place).map(side).collect())
    }

    /// A place in units of half the box, from its middle: -1 to 1 inside.
    pub fn scaled(&self, place: &[f64]) -> Vec<f64> {
        self.0.iter().zip(place).map(|((low, high), x)| (x - 0.5 * (low + high)) / (0.5 * (high - low))).collect()
    }

    /// Share of the whole range that it takes.
    pub fn size(&self) -> f64 {
        self.0.iter().map(|(low, high)| high - low).product()
    }
}

/// An interval of the given half width, moved so that it does not leave 0 to 1.
fn inside(middle: f64, half: f64) -> (f64, f64) {
    let half = half.min(0.5);
    let middle = middle.clamp(half, 1.0 - half);
    ((middle - half).max(0.0), (middle + half).min(1.0))
}

/// `count` points that fill `region`; another `series` gives others. At most 65,536.
pub(super) fn fill(region: &Region, count: u32, series: u32) -> Vec<Vec<f64>> {
    let coordinate = |i: u32, j: usize, (low, high): (f64, f64)| low + (high - low) * f64::from(sample(i, j as u32, series));
    (0..count).map(|i| region.0.iter().enumerate().map(|(j, side)| coordinate(i, j, *side)).collect()).collect()
}

/// Of `points`, `count` that keep far from each other and from those `taken`, in units of `region`.
pub(super) fn spread(points: &[Vec<f64>], taken: &[Vec<f64>], count: usize, region: &Region) -> Vec<Vec<f64>> {
    let scaled: Vec<Vec<f64>> = points.iter().map(|p| region.scaled(p)).collect();
    let distance = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum::<f64>();
    let middle = vec![0.0; region.0.len()];
    let mut nearest: Vec<f64> =
        scaled.iter().map(|p| taken.iter().map(|t| distance(p, &region.scaled(t))).fold(f64::MAX, f64::min)).collect();
    let mut chosen: Vec<Vec<f64>> = Vec::new();
    while chosen.len() < count.min(points.len()) {
        // With nothing to keep away from, the first is the one nearest to the middle.
        let worth = |i: usize| if nearest[i] == f64::MAX { -distance(&scaled[i], &middle) } else { nearest[i] };
        let best = (0..points.len()).fold(0, |best, i| if worth(i) > worth(best) { i } else { best });
        chosen.push(points[best].clone());
        for (near, p) in nearest.iter_mut().zip(&scaled) {
            *near = near.min(distance(p, &scaled[best]));
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_fill_every_quarter_of_a_box_alike() {
        let region = Region(vec![(0.2, 0.6), (0.0, 1.0)]);
        let points = fill(&region, 64, 7);
        for (x, y) in [(0.2, 0.0), (0.2, 0.5), (0.4, 0.0), (0.4, 0.5)] {
            let inside = points.iter().filter(|p| (x..x + 0.2).contains(&p[0]) && (y..y + 0.5).contains(&p[1])).count();
            assert_eq!(inside, 16);
        }
        assert_eq!(points, fill(&region, 64, 7));
        assert_ne!(points, fill(&region, 64, 8));
    }

    #[test]
    fn the_chosen_of_many_keep_apart() {
        let region = Region::whole(2);
        let many = fill(&region, 1_000, 1);
        let chosen = spread(&many, &[], 5, &region);
        assert!((chosen[0][0] - 0.5).abs() < 0.05 && (chosen[0][1] - 0.5).abs() < 0.05, "the middle first: {chosen:?}");
        for corner in &chosen[1..] {
            assert!(corner.iter().all(|x| (x - 0.5).abs() > 0.4), "then the corners: {chosen:?}");
        }
        let others = spread(&many, &chosen, 3, &region);
        assert!(others.iter().all(|other| !chosen.contains(other)));
    }

    #[test]
    fn boxes_stay_in_the_range() {
        let around = Region::around(&[vec![0.0, 0.5], vec![0.2, 0.5]], 0.1, 0.04);
        assert_eq!(around.0[0].0, 0.0);
        assert!((around.0[0].1 - 0.24).abs() < 1e-12 && (around.0[1].0 - 0.48).abs() < 1e-12 && (around.0[1].1 - 0.52).abs() < 1e-12);
        let shrunk = Region::whole(1).shrunk_to(&[0.95], 0.2, 0.01);
        assert!((shrunk.0[0].0 - 0.8).abs() < 1e-12 && (shrunk.0[0].1 - 1.0).abs() < 1e-12);
    }
}
