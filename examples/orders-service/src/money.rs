use std::fmt;
use std::iter::Sum;
use std::ops::Mul;

/// An amount in cents: money is never computed in floating point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Money(u64);

impl Money {
    pub(crate) const fn from_cents(cents: u64) -> Self {
        Self(cents)
    }

    /// The amount as a JSON number, such as `12.5`.
    #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 cents")]
    pub(crate) fn as_number(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl Mul<u32> for Money {
    type Output = Self;

    fn mul(self, quantity: u32) -> Self {
        Self(self.0 * u64::from(quantity))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        Self(amounts.map(|money| money.0).sum())
    }
}

#[cfg(test)]
mod tests {
    use super::Money;

    #[test]
    fn cents_are_always_two_digits() {
        assert_eq!(Money::from_cents(1205).to_string(), "12.05");
        assert_eq!(Money::from_cents(5).to_string(), "0.05");
    }
}
