//! Trade: which parameters can move together without the figures noticing.

use super::emulator::Emulator;
use super::goal::Goal;
use super::parameter::Parameter;

/// The largest change in a trade, as a share of a parameter's value.
const LARGEST: f64 = 0.1;

/// Sweeps of Jacobi's rotations; three parameters need a handful.
const SWEEPS: usize = 30;

/// The direction in which the fitted figures change least.
#[derive(Clone, Debug, PartialEq)]
pub struct Trade {
    /// By how much each parameter changes, as a share of its value; the largest change is 0.1 up.
    pub changes: Vec<f64>,
    /// By how much the fitted figures then move together, in tolerances (root of the sum of squares).
    pub moved: f64,
    /// The same for each parameter alone, 0.1 up.
    pub alone: Vec<f64>,
}

impl Trade {
    /// True if the figures move by less than they tolerate.
    #[must_use]
    pub fn fits_as_well(&self) -> bool {
        self.moved < 1.0
    }
}

/// The weakest direction of the emulator's slopes at `place`.
pub(super) fn weakest(emulator: &Emulator, parameters: &[Parameter], goals: &[Goal], place: &[f64]) -> Trade {
    let count = parameters.len();
    let mut squares = vec![vec![0.0; count]; count];
    for (g, goal) in goals.iter().enumerate().filter(|(_, goal)| goal.is_fitted) {
        let slopes = emulator.slopes(g, place);
        let shares: Vec<f64> =
            (0..count).map(|j| slopes[j] * parameters[j].place_per_share(parameters[j].value(place[j])) / goal.tolerance).collect();
        for (i, row) in squares.iter_mut().enumerate() {
            for (j, sum) in row.iter_mut().enumerate() {
                *sum += shares[i] * shares[j];
            }
        }
    }
    let alone = (0..count).map(|j| LARGEST * libm::sqrt(squares[j][j])).collect();
    let direction = weakest_eigenvector(&squares);
    let largest = direction.iter().fold(0.0, |largest: f64, x| if x.abs() > largest.abs() + 1e-12 { *x } else { largest });
    let changes: Vec<f64> = direction.iter().map(|x| LARGEST * x / largest).collect();
    let square: f64 = (0..count).map(|i| (0..count).map(|j| changes[i] * squares[i][j] * changes[j]).sum::<f64>()).sum();
    Trade { changes, moved: libm::sqrt(square.max(0.0)), alone }
}

/// The eigenvector of a symmetric matrix that belongs to its least eigenvalue, by Jacobi's rotations.
fn weakest_eigenvector(matrix: &[Vec<f64>]) -> Vec<f64> {
    let size = matrix.len();
    let mut a = matrix.to_vec();
    let mut vectors: Vec<Vec<f64>> = (0..size).map(|i| (0..size).map(|j| if i == j { 1.0 } else { 0.0 }).collect()).collect();
    for _ in 0..SWEEPS {
        for p in 0..size {
            for q in p + 1..size {
                rotate(&mut a, &mut vectors, p, q);
            }
        }
    }
    let least = (0..size).fold(0, |least, i| if a[i][i] < a[least][least] { i } else { least });
    vectors.iter().map(|row| row[least]).collect()
}

/// One rotation that makes the element at (p, q) zero.
fn rotate(a: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    if a[p][q] == 0.0 {
        return;
    }
    let angle = 0.5 * libm::atan2(2.0 * a[p][q], a[q][q] - a[p][p]);
    let (sine, cosine) = (libm::sin(angle), libm::cos(angle));
    for row in a.iter_mut().chain(vectors.iter_mut()) {
        (row[p], row[q]) = (cosine * row[p] - sine * row[q], sine * row[p] + cosine * row[q]);
    }
    let (above, below) = a.split_at_mut(q);
    for (x, y) in above[p].iter_mut().zip(&mut below[0]) {
        (*x, *y) = (cosine * *x - sine * *y, sine * *x + cosine * *y);
    }
}

/// The correlation of each pair of coordinates of `places`, row by row; not a number where one of them never changes.
#[must_use]
pub fn correlations(places: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let count = places.first().map_or(0, Vec::len);
    let number = places.len() as f64;
    let means: Vec<f64> = (0..count).map(|j| places.iter().map(|p| p[j]).sum::<f64>() / number).collect();
    let covariance = |i: usize, j: usize| places.iter().map(|p| (p[i] - means[i]) * (p[j] - means[j])).sum::<f64>();
    let row = |i: usize| (0..count).map(|j| covariance(i, j) / libm::sqrt(covariance(i, i) * covariance(j, j))).collect();
    (0..count).map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_weakest_eigenvector_is_the_textbooks() {
        // Eigenvalues 1 and 3: (1, -1) and (1, 1).
        let weak = weakest_eigenvector(&[vec![2.0, 1.0], vec![1.0, 2.0]]);
        assert!((weak[0] + weak[1]).abs() < 1e-12 && (weak[0].abs() - libm::sqrt(0.5)).abs() < 1e-12, "{weak:?}");
        let matrix = [vec![4.0, 1.0, 0.5], vec![1.0, 3.0, 0.2], vec![0.5, 0.2, 1.0]];
        let weak = weakest_eigenvector(&matrix);
        let image: Vec<f64> = matrix.iter().map(|row| row.iter().zip(&weak).map(|(a, b)| a * b).sum()).collect();
        let value: f64 = image.iter().zip(&weak).map(|(a, b)| a * b).sum();
        assert!(image.iter().zip(&weak).all(|(a, b)| (a - value * b).abs() < 1e-9) && value < 1.0, "{weak:?}");
    }

    #[test]
    fn correlations_are_those_of_the_points() {
        let places: Vec<Vec<f64>> = (0..10).map(f64::from).map(|x| vec![x, 1.0 - 2.0 * x, 0.5]).collect();
        let found = correlations(&places);
        assert!((found[0][1] + 1.0).abs() < 1e-12 && (found[0][0] - 1.0).abs() < 1e-12 && found[0][2].is_nan());
    }
}
