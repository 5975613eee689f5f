//! How far from now the expressions of date and time generators lead.
//!
//! `pact_models` walks months day by day and panics where the calendar ends.

/// The longest expression, in bytes.
const MAX_BYTES: usize = 1_000;

/// The farthest date, in years from now.
const MAX_YEARS: f64 = 7_000.0;

/// Units and their length in days; the first whose name the word begins with is meant.
const UNITS: [(&str, f64); 9] = [
    ("millisecond", 1.0 / 86_400_000.0),
    ("second", 1.0 / 86_400.0),
    ("minute", 1.0 / 1_440.0),
    ("hour", 1.0 / 24.0),
    ("day", 1.0),
    ("week", 7.0),
    ("fortnight", 14.0),
    ("month", 31.0),
    ("year", 366.0),
];

/// Whether the sum of the offsets stays within bounds, whatever their signs.
pub(super) fn is_bounded(expression: &str) -> bool {
    if expression.len() > MAX_BYTES {
        return false;
    }
    let mut rest = expression;
    let mut days = 0.0;
    while let Some(start) = rest.find(|it: char| it.is_ascii_digit()) {
        let digits = &rest[start..];
        let end = digits.find(|it: char| !it.is_ascii_digit()).unwrap_or(digits.len());
        let number = digits[..end].parse::<f64>().unwrap_or(f64::INFINITY);
        rest = &digits[end..];
        let unit = rest.trim_start();
        // Names of weekdays and of months count as a year each; an hour of the clock as that, too.
        let length = UNITS.iter().find(|(name, _)| unit.starts_with(name)).map_or(366.0, |it| it.1);
        days += number * length;
    }
    days <= MAX_YEARS * 366.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_have_bounds() {
        for expression in [
            "",
            "now + 3 days",
            "next week - 4 hours",
            "today @ 1 o'clock",
            "+ 100 years",
            "+ 86400 seconds - 1000000 milliseconds",
        ] {
            assert!(is_bounded(expression), "{expression}");
        }
        for expression in [
            "now + 99999999999 hours",
            "+ 99999999999999999999 days",
            "- 262000 years",
            "+ 100000 months",
            "+ 3000000 days",
            "+ 7000 years + 7000 years",
            "- 999999999 weeks",
        ] {
            assert!(!is_bounded(expression), "{expression}");
        }
        assert!(!is_bounded(&" ".repeat(2_000)));
    }
}
