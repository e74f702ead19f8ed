//! Least squares: the normal equations of a small weighted regression, solved by Cholesky's decomposition.

/// Added to the diagonal, as a share of its mean: a direction that no point shows has a slope of nothing and a huge variance.
const RIDGE: f64 = 1e-9;

/// The solved equations: coefficients and the triangle by which variances are found.
#[derive(Clone, Debug)]
pub(super) struct Solved {
    /// The lower triangle of the decomposition, row by row.
    triangle: Vec<Vec<f64>>,
    pub coefficients: Vec<f64>,
}

/// Finds the coefficients of `rows` that come nearest to `values`; `rows` is not empty and all its rows are equally long.
pub(super) fn solve(rows: &[Vec<f64>], values: &[f64], weights: &[f64]) -> Solved {
    let size = rows[0].len();
    let mut normal = vec![vec![0.0; size]; size];
    let mut right = vec![0.0; size];
    for ((row, value), weight) in rows.iter().zip(values).zip(weights) {
        for i in 0..size {
            right[i] += weight * row[i] * value;
            for j in 0..=i {
                normal[i][j] += weight * row[i] * row[j];
            }
        }
    }
    let trace: f64 = (0..size).map(|i| normal[i][i]).sum();
    for (i, row) in normal.iter_mut().enumerate() {
        row[i] += RIDGE * (trace / size as f64).max(f64::MIN_POSITIVE);
    }
    let triangle = decompose(normal);
    let half = forward(&triangle, &right);
    let coefficients = backward(&triangle, &half);
    Solved { triangle, coefficients }
}

impl Solved {
    /// The variance of the fitted value at `row`, in units of one observation's variance of weight one.
    pub fn leverage(&self, row: &[f64]) -> f64 {
        forward(&self.triangle, row).iter().map(|v| v * v).sum()
    }
}

fn decompose(mut matrix: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    for i in 0..matrix.len() {
        for j in 0..=i {
            let below: f64 = (0..j).map(|k| matrix[i][k] * matrix[j][k]).sum();
            let left = matrix[i][j] - below;
            matrix[i][j] = if i == j { libm::sqrt(left.max(f64::MIN_POSITIVE)) } else { left / matrix[j][j] };
        }
    }
    matrix
}

fn forward(triangle: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let mut solved: Vec<f64> = Vec::with_capacity(right.len());
    for (i, row) in triangle.iter().enumerate() {
        let known: f64 = row.iter().zip(&solved).map(|(a, b)| a * b).sum();
        solved.push((right[i] - known) / row[i]);
    }
    solved
}

fn backward(triangle: &[Vec<f64>], right: &[f64]) -> Vec<f64> {
    let size = right.len();
    let mut solved = vec![0.0; size];
    for i in (0..size).rev() {
        let known: f64 = (i + 1..size).map(|k| triangle[k][i] * solved[k]).sum();
        solved[i] = (right[i] - known) / triangle[i][i];
    }
    solved
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_through_weighted_points_is_the_textbooks() {
        let rows: Vec<Vec<f64>> = [0.0, 1.0, 2.0, 3.0].iter().map(|x| vec![1.0, *x]).collect();
        let solved = solve(&rows, &[1.0, 3.0, 5.0, 100.0], &[1.0, 1.0, 1.0, 0.0]);
        assert!((solved.coefficients[0] - 1.0).abs() < 1e-6 && (solved.coefficients[1] - 2.0).abs() < 1e-6, "{solved:?}");
        // At the middle of three points the variance is a third, one step out a third and a half.
        assert!((solved.leverage(&[1.0, 1.0]) - 1.0 / 3.0).abs() < 1e-6);
        assert!((solved.leverage(&[1.0, 2.0]) - (1.0 / 3.0 + 0.5)).abs() < 1e-6);
    }

    #[test]
    fn what_no_point_shows_has_no_slope_and_a_huge_variance() {
        let rows = vec![vec![1.0, 0.0]; 3];
        let solved = solve(&rows, &[2.0, 2.0, 2.0], &[1.0; 3]);
        assert!((solved.coefficients[0] - 2.0).abs() < 1e-6 && solved.coefficients[1].abs() < 1e-6);
        assert!(solved.leverage(&[1.0, 1.0]) > 1e6);
    }
}
