//! Is this signature the one that the key makes for this request, here and now? Each refusal in the gateway's words.

use std::time::SystemTime;

use gatepact_gateway_responses::ResponseType;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use time::Duration;

use super::authorization::{ALGORITHM, Authorization};
use super::canonical::canonical_request;
use super::{Arrived, Scope, date};
use crate::IamKey;
use crate::own::Own;

/// How far the clock of a caller may be off, in minutes.
const SKEW: i64 = 5;

/// The key that signed, or the refusal.
pub(crate) fn check<'k>(
    request: Arrived<'_>,
    keys: &'k [IamKey],
    scope: Scope<'_>,
    now: SystemTime,
) -> Result<&'k IamKey, Own> {
    let Some(authorization) = Authorization::of(request)? else {
        return Err(ResponseType::MissingAuthenticationToken.into());
    };
    in_scope(&authorization, scope)?;
    in_time(&authorization, now)?;
    let key = known(&authorization, keys)?;
    let invalid = |message: &str| Own::saying(ResponseType::InvalidSignature, message);
    if !authorization.signed_headers.iter().any(|name| name == "host") {
        return Err(invalid("'Host' must be a 'SignedHeader' in the AWS Authorization."));
    }
    let canonical = canonical_request(request, &authorization.signed_headers)
        .ok_or_else(|| Own::from(ResponseType::InvalidSignature))?;
    let to_sign = string_to_sign(&authorization, &canonical);
    if signs(key, &authorization, &to_sign) {
        return Ok(key);
    }
    let about = format!(
        "\n\nThe Canonical String for this request should have been\n'{canonical}'\n\n\
         The String-to-Sign should have been\n'{to_sign}'\n"
    );
    Err(Own::about(ResponseType::InvalidSignature, about))
}

fn in_scope(authorization: &Authorization, scope: Scope<'_>) -> Result<(), Own> {
    let [day, region, service, terminator] = &authorization.scope;
    let mut message = String::new();
    if region != scope.region {
        message += &format!("Credential should be scoped to a valid region, not '{region}'. ");
    }
    if service != scope.service {
        message +=
            &format!("Credential should be scoped to correct service: '{}'. ", scope.service);
    }
    if terminator != "aws4_request" {
        message += &format!(
            "Credential should be scoped with a valid terminator: 'aws4_request', not '{terminator}'. "
        );
    }
    let date = &authorization.date;
    if date::parse(date).is_none() {
        let message = format!("Date must be in ISO-8601 'basic format'. Got '{date}'.");
        return Err(Own::saying(ResponseType::IncompleteSignature, message));
    }
    if !date.starts_with(day.as_str()) || day.len() != 8 {
        let of_header = date.get(..8).unwrap_or_default();
        message += &format!(
            "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: \
             '{day}' != '{of_header}', from '{date}'."
        );
    }
    if message.is_empty() {
        return Ok(());
    }
    Err(Own::saying(ResponseType::InvalidSignature, message))
}

fn in_time(authorization: &Authorization, now: SystemTime) -> Result<(), Own> {
    let Some(signed) = date::parse(&authorization.date) else { return Ok(()) };
    let now = date::of(now);
    let skew = Duration::minutes(SKEW);
    let print = date::print;
    if signed > now + skew {
        let about = format!(
            "not yet current: {} is still later than {} ({} + {SKEW}",
            print(signed),
            print(now + skew),
            print(now)
        );
        return Err(Own::about(ResponseType::SignatureExpired, about));
    }
    let lasts = authorization.expires.map_or(skew, Duration::seconds);
    if signed + lasts < now {
        let about = format!(
            "expired: {} is now earlier than {} ({} - {}",
            print(signed),
            print(now - lasts),
            print(now),
            lasts.whole_minutes()
        );
        return Err(Own::about(ResponseType::SignatureExpired, about));
    }
    Ok(())
}

fn known<'k>(authorization: &Authorization, keys: &'k [IamKey]) -> Result<&'k IamKey, Own> {
    let key = keys.iter().find(|key| key.access_key_id == authorization.access_key_id);
    let key = key.filter(|key| key.session_token == authorization.session_token);
    let key = key.ok_or_else(|| Own::from(ResponseType::UnrecognizedClient))?;
    if key.expired {
        return Err(ResponseType::ExpiredToken.into());
    }
    Ok(key)
}

fn string_to_sign(authorization: &Authorization, canonical: &str) -> String {
    format!(
        "{ALGORITHM}\n{}\n{}\n{}",
        authorization.date,
        authorization.scope(),
        hex::encode(Sha256::digest(canonical))
    )
}

fn signs(key: &IamKey, authorization: &Authorization, to_sign: &str) -> bool {
    let secret = format!("AWS4{}", key.secret_access_key);
    let key = authorization
        .scope
        .iter()
        .fold(secret.into_bytes(), |key, part| mac(&key, part).finalize().into_bytes().to_vec());
    let Ok(given) = hex::decode(&authorization.signature) else { return false };
    // Compared in constant time.
    mac(&key, to_sign).verify_slice(&given).is_ok()
}

fn mac(key: &[u8], text: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::new_from_slice(key).expect("HMAC takes keys of any length");
    mac.update(text.as_bytes());
    mac
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, UNIX_EPOCH};

    use http::{HeaderMap, HeaderValue};
    use proptest::prelude::*;

    use super::*;

    const SCOPE: Scope<'_> = Scope { service: "service", region: "us-east-1" };

    fn keys() -> [IamKey; 1] {
        [IamKey::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")]
    }

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        let pairs = pairs.iter();
        pairs
            .filter_map(|(name, value)| {
                Some((http::HeaderName::from_static(name), HeaderValue::from_str(value).ok()?))
            })
            .collect()
    }

    /// 2015-08-30T12:36:00Z
    fn then() -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_440_938_160)
    }

    fn get<'a>(path: &'a str, query: &'a str, headers: &'a HeaderMap) -> Arrived<'a> {
        Arrived { method: "GET", path, query, headers, body: b"" }
    }

    /// AWS's own example of the whole procedure, `get-vanilla`, and its signature.
    #[test]
    fn the_published_example_is_accepted() {
        let signature = "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature={signature}"
        );
        let headers = headers(&[
            ("host", "example.amazonaws.com"),
            ("x-amz-date", "20150830T123600Z"),
            ("authorization", &authorization),
        ]);
        let keys = keys();
        let key = check(get("/", "", &headers), &keys, SCOPE, then()).unwrap();
        assert_eq!(key.access_key_id, "AKIDEXAMPLE");
        let refused = check(get("/", "a", &headers), &keys, SCOPE, then()).unwrap_err();
        assert_eq!(refused.response_type, ResponseType::InvalidSignature);
    }

    proptest! {
        #[test]
        fn whatever_is_sent_is_refused_and_nothing_panics(
            path in "[/.%a-z\u{e4}]{0,12}",
            query in "(X-Amz-(Algorithm|Date|Credential|Expires|Signature|SignedHeaders)=[%a-z0-9/]{0,9}&?){0,6}",
            credential in "[a-z0-9/]{0,20}",
            date in "(20150830T123600Z|[0-9TZ\u{e4}]{0,17})",
            signature in "[0-9a-f]{0,66}",
            signed in "[a-z;-]{0,20}",
        ) {
            let authorization = format!(
                "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request{credential}, \
                 SignedHeaders=host;{signed}, Signature={signature}"
            );
            for headers in [
                headers(&[]),
                headers(&[("authorization", &authorization), ("x-amz-date", &date), ("host", "a")]),
            ] {
                prop_assert!(check(get(&path, &query, &headers), &keys(), SCOPE, then()).is_err());
            }
        }
    }
}
