//! Is a request signed for API Gateway? Its form is judged, not its signature: the mock knows no
//! secret key, and whether the key may call the API is the account's business.

use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, HeaderName};

use super::{Refusal, text};
use crate::gateway_answer::{INCOMPLETE_SIGNATURE, MISSING_AUTHENTICATION_TOKEN};

const ALGORITHM: &str = "AWS4-HMAC-SHA256";

pub(super) fn check(headers: &HeaderMap) -> Result<(), Refusal> {
    if !headers.contains_key(AUTHORIZATION) {
        return Err(Refusal {
            reason: "it is not signed: it has no `Authorization` header",
            answer: MISSING_AUTHENTICATION_TOKEN,
        });
    }
    let date = text(headers, &HeaderName::from_static("x-amz-date"));
    check_signature(text(headers, &AUTHORIZATION), date)
        .map_err(|reason| Refusal { reason, answer: INCOMPLETE_SIGNATURE })
}

fn check_signature(authorization: &str, date: &str) -> Result<(), &'static str> {
    let parameters = authorization
        .strip_prefix(ALGORITHM)
        .and_then(|rest| rest.strip_prefix(' '))
        .ok_or("`Authorization` is not an AWS4-HMAC-SHA256 signature")?;
    let parameter = |name: &str| {
        parameters
            .split(',')
            .filter_map(|pair| pair.trim().split_once('='))
            .find_map(|(key, value)| (key == name).then_some(value))
    };

    let credential = parameter("Credential").ok_or("the signature has no `Credential`")?;
    let signed = parameter("SignedHeaders").ok_or("the signature has no `SignedHeaders`")?;
    let signature = parameter("Signature").ok_or("the signature has no `Signature`")?;

    check_scope(credential, date)?;
    if !signed.split(';').any(|name| name == "host") {
        return Err("`SignedHeaders` does not cover `host`");
    }
    if signature.len() != 64 || !signature.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err("`Signature` is not 64 hexadecimal digits");
    }
    Ok(())
}

fn check_scope(credential: &str, date: &str) -> Result<(), &'static str> {
    let scope: Vec<_> = credential.split('/').collect();
    let [key, day, region, service, terminator] = scope[..] else {
        return Err("`Credential` is not `key/date/region/service/aws4_request`");
    };
    if key.is_empty() || region.is_empty() || terminator != "aws4_request" {
        return Err("`Credential` is not `key/date/region/service/aws4_request`");
    }
    if service != "execute-api" {
        return Err("it is signed for another service than `execute-api`");
    }
    if !is_timestamp(date) {
        return Err("it has no `x-amz-date` header of the form `20261123T101500Z`");
    }
    if !date.starts_with(day) || day.len() != 8 {
        return Err("the date in `Credential` is not the one of `x-amz-date`");
    }
    Ok(())
}

/// `20261123T101500Z`
fn is_timestamp(text: &str) -> bool {
    text.len() == 16
        && text.bytes().enumerate().all(|(index, byte)| match index {
            8 => byte == b'T',
            15 => byte == b'Z',
            _ => byte.is_ascii_digit(),
        })
}

#[cfg(test)]
mod tests {
    use super::check_signature;

    const DATE: &str = "20261123T101500Z";
    const SIGNATURE: &str = "4f3b0b1c4f3b0b1c4f3b0b1c4f3b0b1c4f3b0b1c4f3b0b1c4f3b0b1c4f3b0b1c";

    fn header() -> String {
        format!(
            "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123/eu-central-1/execute-api/aws4_request, \
             SignedHeaders=host;x-amz-date, Signature={SIGNATURE}"
        )
    }

    #[test]
    fn a_signature_for_api_gateway_passes() {
        assert_eq!(check_signature(&header(), DATE), Ok(()));
        assert_eq!(check_signature(&header().replace(", ", ","), DATE), Ok(()));
    }

    #[test]
    fn what_is_malformed_is_named() {
        let cases = [
            (("AWS4-HMAC-SHA256", "Bearer"), "AWS4-HMAC-SHA256 signature"),
            (("Credential=", "Creds="), "no `Credential`"),
            (("SignedHeaders=", "Signed="), "no `SignedHeaders`"),
            (("Signature=4f", "Sig=4f"), "no `Signature`"),
            (("AKIDEXAMPLE/", ""), "key/date/region/service/aws4_request"),
            (("AKIDEXAMPLE/", "/"), "key/date/region/service/aws4_request"),
            (("aws4_request", "aws5"), "key/date/region/service/aws4_request"),
            (("execute-api", "lambda"), "another service than `execute-api`"),
            (("/20261123/", "/20261122/"), "not the one of `x-amz-date`"),
            (("host;", ""), "does not cover `host`"),
            (("4f3b0b1c4f", "4f"), "not 64 hexadecimal digits"),
            (("4f3b0b1c4f", "zzzzzzzzzz"), "not 64 hexadecimal digits"),
        ];
        for ((from, to), complaint) in cases {
            let reason = check_signature(&header().replacen(from, to, 1), DATE).unwrap_err();
            assert!(reason.contains(complaint), "`{from}` as `{to}`: {reason}");
        }
    }

    #[test]
    fn a_date_is_required() {
        for date in ["", "2026-11-23", "20261123T101500", "20261123T10150zZ"] {
            let reason = check_signature(&header(), date).unwrap_err();
            assert!(reason.contains("no `x-amz-date`"), "`{date}`: {reason}");
        }
    }
}
