//! Spread: moves labels apart so that none covers another.

/// Centres near `wanted` for labels of the given heights, none overlapping, all between `low` and `high` if they fit at all.
///
/// Labels that touch form a block, and the block sits where its members are least far from home on average.
pub(super) fn spread(wanted: &[f64], heights: &[f64], low: f64, high: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|a, b| wanted[*a].total_cmp(&wanted[*b]).then(a.cmp(b)));
    let mut blocks: Vec<Block> = Vec::new();
    for index in order {
        let mut block = Block::of(index, wanted[index], heights[index]);
        block.settle(low, high);
        while let Some(above) = blocks.pop() {
            if above.top + above.height <= block.top {
                blocks.push(above);
                break;
            }
            block = above.joined(block);
            block.settle(low, high);
        }
        blocks.push(block);
    }
    let mut centres = vec![0.0; wanted.len()];
    for block in blocks {
        let mut top = block.top;
        for index in block.members {
            centres[index] = top + heights[index] / 2.0;
            top += heights[index];
        }
    }
    centres
}

/// Labels stacked without gaps.
struct Block {
    members: Vec<usize>,
    height: f64,
    /// Sum over the members of the block's top that would put each at home.
    wishes: f64,
    top: f64,
}

impl Block {
    fn of(index: usize, wanted: f64, height: f64) -> Self {
        Self { members: vec![index], height, wishes: wanted - height / 2.0, top: 0.0 }
    }

    fn joined(mut self, below: Self) -> Self {
        self.wishes += below.wishes - self.height * below.members.len() as f64;
        self.height += below.height;
        self.members.extend(below.members);
        self
    }

    fn settle(&mut self, low: f64, high: f64) {
        let wish = self.wishes / self.members.len() as f64;
        self.top = wish.min(high - self.height).max(low);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_apart_stay_home() {
        assert_eq!(spread(&[10.0, 50.0], &[10.0, 10.0], 0.0, 100.0), [10.0, 50.0]);
    }

    #[test]
    fn labels_on_one_spot_move_evenly() {
        assert_eq!(spread(&[50.0, 50.0, 50.0], &[10.0; 3], 0.0, 100.0), [40.0, 50.0, 60.0]);
    }

    #[test]
    fn labels_stay_inside_and_apart() {
        let wanted: Vec<f64> = (0..12).map(|i| f64::from(i * i % 7) - 3.0).collect();
        let mut centres = spread(&wanted, &[10.0; 12], 0.0, 125.0);
        centres.sort_by(f64::total_cmp);
        assert!(centres[0] >= 5.0 && centres[11] <= 120.0);
        assert!(centres.windows(2).all(|pair| pair[1] - pair[0] >= 9.999));
    }
}
