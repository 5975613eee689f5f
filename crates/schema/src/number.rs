//! Numbers as exact fractions: 0.3 is three tenths, and 3 is a multiple of it.

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use serde_json::Number;

/// Beyond these powers of ten a number is not expanded: its digits would be the attack.
const EXPONENTS: std::ops::RangeInclusive<i64> = -400..=400;
/// The longest mantissa that is read.
const DIGITS: usize = 400;

/// The exact value of a number as it is written; `None` where it is too large to handle.
pub(crate) fn exact(number: &Number) -> Option<BigRational> {
    if let Some(small) = number.as_i64() {
        return Some(BigRational::from_integer(small.into()));
    }
    decimal(&number.to_string())
}

/// The exact value of a decimal literal.
fn decimal(text: &str) -> Option<BigRational> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (text, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    if whole.len() + fraction.len() > DIGITS || !EXPONENTS.contains(&exponent) {
        return None;
    }
    let digits: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let exponent = exponent - i64::try_from(fraction.len()).ok()?;
    let power = num_traits::pow(BigInt::from(10), usize::try_from(exponent.unsigned_abs()).ok()?);
    Some(if exponent >= 0 {
        BigRational::from_integer(digits * power)
    } else {
        BigRational::new(digits, power)
    })
}

pub(crate) fn is_integral(number: &Number) -> bool {
    number.is_i64() || number.is_u64() || exact(number).is_some_and(|exact| exact.is_integer())
}

/// The number as JSON can say it; `None` where it would have to round.
pub(crate) fn to_json(value: &BigRational) -> Option<Number> {
    let number = if value.is_integer() {
        let digits = value.to_integer();
        match (i64::try_from(&digits), u64::try_from(&digits)) {
            (Ok(small), _) => Number::from(small),
            (_, Ok(small)) => Number::from(small),
            (Err(_), Err(_)) => Number::from_f64(digits.to_string().parse().ok()?)?,
        }
    } else {
        Number::from_f64(decimal_text(value)?.parse().ok()?)?
    };
    (exact(&number)? == *value).then_some(number)
}

/// The decimal expansion, where it ends within thirty places.
fn decimal_text(value: &BigRational) -> Option<String> {
    let mut scaled = value.clone();
    for places in 0..30_usize {
        if scaled.is_integer() {
            return Some(format!("{}e-{places}", scaled.to_integer()));
        }
        scaled *= BigInt::from(10);
    }
    None
}

/// The least positive number that is a whole multiple of both.
pub(crate) fn least_common_multiple(a: &BigRational, b: &BigRational) -> BigRational {
    let numerator = (a.numer() * b.denom()).lcm(&(b.numer() * a.denom()));
    BigRational::new(numerator, a.denom() * b.denom()).abs()
}

/// Whether `value` is a whole multiple of `step`.
pub(crate) fn is_multiple(value: &BigRational, step: &BigRational) -> bool {
    step.is_zero() || (value / step).is_integer()
}

/// One end of a range.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Bound {
    pub(crate) at: BigRational,
    /// Whether the end itself is outside.
    pub(crate) open: bool,
}

/// An interval.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Range {
    pub(crate) low: Option<Bound>,
    pub(crate) high: Option<Bound>,
}

impl Range {
    pub(crate) fn holds(&self, value: &BigRational) -> bool {
        self.low
            .as_ref()
            .is_none_or(|low| if low.open { *value > low.at } else { *value >= low.at })
            && self
                .high
                .as_ref()
                .is_none_or(|high| if high.open { *value < high.at } else { *value <= high.at })
    }

    /// Keeps what is above the bound too.
    pub(crate) fn raise(&mut self, bound: &Bound) {
        let tighter = self
            .low
            .as_ref()
            .is_none_or(|low| bound.at > low.at || (bound.at == low.at && bound.open && !low.open));
        if tighter {
            self.low = Some(bound.clone());
        }
    }

    /// Keeps what is below the bound too.
    pub(crate) fn lower(&mut self, bound: &Bound) {
        let tighter = self.high.as_ref().is_none_or(|high| {
            bound.at < high.at || (bound.at == high.at && bound.open && !high.open)
        });
        if tighter {
            self.high = Some(bound.clone());
        }
    }

    pub(crate) fn meet(&mut self, other: &Self) {
        if let Some(low) = &other.low {
            self.raise(low);
        }
        if let Some(high) = &other.high {
            self.lower(high);
        }
    }

    /// Whether no number at all is inside.
    pub(crate) fn is_empty(&self) -> bool {
        match (&self.low, &self.high) {
            (Some(low), Some(high)) => {
                low.at > high.at || (low.at == high.at && (low.open || high.open))
            }
            (None, _) | (_, None) => false,
        }
    }
}

pub(crate) fn one() -> BigRational {
    BigRational::one()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exactly(text: &str) -> BigRational {
        exact(&serde_json::from_str(text).unwrap()).unwrap()
    }

    #[test]
    fn decimals_are_exact() {
        assert!(is_multiple(&exactly("3"), &exactly("0.3")));
        assert!(!is_multiple(&exactly("0.0075"), &exactly("0.00751")));
        assert_eq!(exactly("1e3"), exactly("1000.0"));
        assert_eq!(least_common_multiple(&exactly("0.4"), &exactly("0.6")), exactly("1.2"));
    }

    #[test]
    fn what_json_cannot_say_is_not_said() {
        assert_eq!(to_json(&exactly("0.25")).unwrap().to_string(), "0.25");
        assert!(to_json(&BigRational::new(1.into(), 3.into())).is_none());
        assert!(decimal("1e1000000000").is_none());
    }
}
