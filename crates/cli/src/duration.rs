//! Durations as people write them.

use std::time::Duration;

/// Parses `30s`, `500ms`, `2m`, or a bare number of milliseconds (as Pact's own verifier takes it).
///
/// # Errors
/// A sentence for the user when the text is none of these, or is zero.
pub(crate) fn parse(text: &str) -> Result<Duration, String> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let millis_per_unit = match unit {
        "" | "ms" => 1,
        "s" => 1_000,
        "m" => 60_000,
        _ => 0,
    };
    number
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(millis_per_unit))
        .filter(|millis| *millis > 0)
        .map(Duration::from_millis)
        .ok_or_else(|| format!("`{text}` is no duration: write 30s, 500ms or 2m"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_minutes_seconds_and_milliseconds() {
        assert_eq!(parse("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(parse("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(parse("2m"), Ok(Duration::from_secs(120)));
        assert_eq!(parse("5000"), Ok(Duration::from_secs(5)));
    }

    #[test]
    fn everything_else_is_refused() {
        for text in ["", "0s", "s", "-1s", "1.5s", "1h", "99999999999999999999s"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }
}
