//! Percentiles.

/// The smallest of the values that at least `percent` of them do not exceed: the nearest rank, which is always a value
/// that was measured (definition 1 of Hyndman and Fan, "Sample quantiles in statistical packages", 1996). `sorted` goes
/// upward; none where it is empty.
pub fn percentile<T: Copy>(sorted: &[T], percent: u32) -> Option<T> {
    let rank = (sorted.len() as u64 * u64::from(percent.min(100))).div_ceil(100).max(1);
    sorted.get(rank as usize - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn a_percentile_is_the_nearest_rank() {
        let hundred: Vec<u32> = (1..=100).collect();
        assert_eq!([1, 50, 90, 99, 100].map(|p| percentile(&hundred, p)), [1, 50, 90, 99, 100].map(Some));
        let five = [15, 20, 35, 40, 50];
        for (percent, value) in [(0, 15), (5, 15), (20, 15), (21, 20), (30, 20), (40, 20), (50, 35), (100, 50)] {
            assert_eq!(percentile(&five, percent), Some(value), "{percent}");
        }
        assert_eq!(percentile(&[7], 99), Some(7));
        assert_eq!(percentile::<u32>(&[], 50), None);
    }
}
