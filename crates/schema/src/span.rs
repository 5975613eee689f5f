//! A span of counts: of characters, items or properties.

/// From `min` to `max`, both inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) min: u64,
    pub(crate) max: Option<u64>,
}

impl Span {
    pub(crate) const ANY: Self = Self { min: 0, max: None };

    pub(crate) fn at_least(min: u64) -> Self {
        Self { min, max: None }
    }

    pub(crate) fn at_most(max: u64) -> Self {
        Self { min: 0, max: Some(max) }
    }

    pub(crate) fn holds(self, count: usize) -> bool {
        let count = count as u64;
        count >= self.min && self.max.is_none_or(|max| count <= max)
    }

    pub(crate) fn meet(self, other: Self) -> Self {
        let max = match (self.max, other.max) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        Self { min: self.min.max(other.min), max }
    }

    pub(crate) fn is_empty(self) -> bool {
        self.max.is_some_and(|max| max < self.min)
    }

    /// The counts outside: below and above.
    pub(crate) fn outside(self) -> Vec<Self> {
        let below = self.min.checked_sub(1).map(Self::at_most);
        let above = self.max.and_then(|max| max.checked_add(1)).map(Self::at_least);
        below.into_iter().chain(above).collect()
    }
}
