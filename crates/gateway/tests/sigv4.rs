//! The same signatures as botocore, for requests whose paths and queries are as awkward as they get.
//!
//! `tests/vectors/sigv4.py` makes the vectors. The two disagree on a path that ends in `/.` or `/..`:
//! botocore leaves no slash behind, aws-sigv4 leaves one, as RFC 3986 has it. No request of ours has
//! such a path: a URL is resolved when it is parsed, before anything is signed.

// Clippy takes only functions marked #[test] for tests.
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::{Duration, UNIX_EPOCH};

use gatepact_gateway::{Keys, Signer, Unsigned};
use serde_json::Value;

/// 2023-11-14 22:13:20 UTC, the moment at which botocore signed.
const NOW: Duration = Duration::from_secs(1_700_000_000);

fn vectors() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors/sigv4.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn every_signature_is_the_one_of_botocore() {
    let vectors = vectors();
    let signer = |with_token: bool| {
        let keys = Keys {
            access_key_id: text(&vectors["access_key_id"]).to_owned(),
            secret_access_key: text(&vectors["secret_access_key"]).to_owned(),
            session_token: with_token.then(|| text(&vectors["session_token"]).to_owned()),
        };
        Signer::with_keys(&keys, text(&vectors["region"]))
    };
    let (plain, temporary) = (signer(false), signer(true));
    let (mut checked, mut unresolved, mut different) = (0, 0, Vec::new());
    for case in vectors["cases"].as_array().unwrap() {
        let with_token = case[3].as_bool().unwrap();
        let request = Unsigned {
            host: None,
            method: text(&case[0]),
            url: text(&case[1]),
            body: text(&case[2]).as_bytes(),
        };
        let signer = if with_token { &temporary } else { &plain };
        let signature = signer.sign(request, UNIX_EPOCH + NOW).await.unwrap();
        let header = |name: &str| {
            let found = signature.headers.iter().find(|(header, _)| header == name);
            found.map(|(_, value)| value.as_str())
        };
        assert_eq!(header("x-amz-date"), Some(text(&vectors["time"])));
        assert_eq!(header("x-amz-security-token").is_some(), with_token);
        let (_, given) = header("authorization").unwrap().split_once("Signature=").unwrap();
        let same = given == text(&case[4]);
        if !same && ends_in_dots(request.url) {
            unresolved += 1;
            continue;
        }
        if !same {
            different.push(format!("{} {}", request.method, request.url));
        }
        checked += 1;
    }
    assert!(checked >= 500, "only {checked} vectors");
    assert!(different.is_empty(), "{} differ:\n{}", different.len(), different.join("\n"));
    // Nothing is left out but what cannot be sent.
    assert!(unresolved < 50, "{unresolved} left out, whose paths end in `/.` or `/..`");
}

fn ends_in_dots(url: &str) -> bool {
    let path = url.split('?').next().unwrap_or_default();
    path.ends_with("/.") || path.ends_with("/..")
}
