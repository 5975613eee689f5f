//! Until when a token is good.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;

/// How long before its end a token is replaced: a request takes time to arrive, and clocks differ.
const MARGIN: Duration = Duration::from_secs(30);

/// The moment from which on another token should be obtained; `None` for a token that tells
/// nothing. What its source says (`expires_in`) comes before what the token says itself (`exp` of a
/// JWT).
///
/// A tenth of a short life is margin enough, so that no token is too old from the beginning.
pub(super) fn good_until(
    token: &str,
    expires_in: Option<u64>,
    now: SystemTime,
    clock: Instant,
) -> Option<Instant> {
    let life = match expires_in {
        Some(seconds) => Duration::from_secs(seconds),
        None => {
            let end = UNIX_EPOCH.checked_add(Duration::from_secs(jwt_expiry(token)?))?;
            end.duration_since(now).unwrap_or_default()
        }
    };
    clock.checked_add(life - MARGIN.min(life / 10))
}

/// The claim `exp` of a JWT. Nothing is verified: that is the gateway's part.
fn jwt_expiry(token: &str) -> Option<u64> {
    let mut parts = token.split('.');
    let (_header, claims, _signature) = (parts.next()?, parts.next()?, parts.next()?);
    let claims = URL_SAFE_NO_PAD.decode(claims.trim_end_matches('=')).ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    let exp = claims.get("exp")?;
    // RFC 7519 allows fractions; a whole second earlier does no harm.
    exp.as_u64().or_else(|| exp.as_number()?.to_string().split('.').next()?.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt(claims: &str) -> String {
        format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(claims))
    }

    /// How many seconds a token is good for, at second 1,000.
    fn seconds(token: &str, expires_in: Option<u64>) -> Option<f64> {
        let (now, clock) = (UNIX_EPOCH + Duration::from_secs(1_000), Instant::now());
        let until = good_until(token, expires_in, now, clock)?;
        Some(until.duration_since(clock).as_secs_f64())
    }

    #[test]
    fn a_jwt_tells_its_end() {
        assert_eq!(seconds(&jwt(r#"{"exp":4600}"#), None), Some(3570.0));
        assert_eq!(seconds(&jwt(r#"{"exp":4600.75}"#), None), Some(3570.0));
        assert_eq!(
            seconds(&jwt(r#"{"exp":1010}"#), None),
            Some(9.0),
            "a short life, a short margin"
        );
        assert_eq!(seconds(&jwt(r#"{"exp":999}"#), None), Some(0.0));
    }

    #[test]
    fn the_source_knows_better() {
        assert_eq!(seconds(&jwt(r#"{"exp":4600}"#), Some(100)), Some(90.0));
        assert_eq!(seconds("opaque", Some(3600)), Some(3570.0));
        assert_eq!(seconds("opaque", Some(u64::MAX)), None, "for ever is no moment");
    }

    #[test]
    fn what_tells_nothing_is_good_until_it_is_refused() {
        for token in ["opaque", "a.b", "a.%.c", &jwt("{}"), &jwt(r#"{"exp":"soon"}"#), &jwt("[")] {
            assert_eq!(seconds(token, None), None, "{token}");
        }
    }
}
