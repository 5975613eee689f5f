//! No secret of a run may appear in anything that it writes.

use std::path::Path;

use axum::http::HeaderValue;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Provider, Said, folder_with_pact};

const API_KEY: &str = "api/key+with \"quotes\" & 7f3a";
const SECRET_KEY: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
const SESSION_TOKEN: &str = "session/token+IQoJb3JpZ2luX2VjEXAMPLE==";
const BEARER: &str = "eyJhbGciOiJIUzI1NiJ9.e30.bearer-example";
const HEADER: &str = "tenant-secret-0451";
const PRINTED: &str = "eyJhbGciOiJIUzI1NiJ9.e30.printed-by-a-command";
const GRANTED: &str = "granted+by/the-token-endpoint==";
const CLIENT_SECRET: &str = "client/secret: \"quoted\" 0815";
const LOOKED_UP: &str = "value/of+the-api-key-by-its-id";

/// More headers than any request of these tests has.
const MOST_HEADERS: usize = 12;

/// The worst provider: it repeats every header that it was sent, in the body and in headers, plain,
/// URL-encoded and in base64.
async fn echo(request: axum::extract::Request) -> axum::response::Response {
    let mut body = serde_json::Map::new();
    let mut response = axum::response::Response::new(axum::body::Body::empty());
    for (index, (_, value)) in request.headers().iter().enumerate() {
        let value = value.to_str().unwrap();
        // Names that tell nothing: values must be recognised, not names.
        body.insert(format!("{index}-plain"), json!(value));
        body.insert(format!("{index}-url"), json!(percent(value)));
        body.insert(format!("{index}-base64"), json!(STANDARD.encode(format!("x:{value}"))));
        body.insert(format!("{index}-nested"), json!(json!({ "v": value }).to_string()));
        response.headers_mut().append("x-echo", HeaderValue::from_str(value).unwrap());
    }
    *response.body_mut() = axum::body::Body::from(Value::Object(body).to_string());
    response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    response
}

fn percent(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Every spelling that may not be found.
fn spellings(secret: &str) -> Vec<String> {
    let json = json!(secret).to_string();
    vec![
        secret.to_owned(),
        json[1..json.len() - 1].to_owned(),
        percent(secret),
        percent(secret).to_lowercase(),
        STANDARD.encode(secret),
        URL_SAFE_NO_PAD.encode(secret),
    ]
}

fn assert_clean(place: &str, text: &str) {
    let obtained = [PRINTED, GRANTED, CLIENT_SECRET, LOOKED_UP];
    let given = [API_KEY, SECRET_KEY, SESSION_TOKEN, BEARER, HEADER];
    for secret in given.iter().chain(&obtained) {
        for spelling in spellings(secret) {
            assert!(!text.contains(&spelling), "{place} shows `{spelling}`:\n{text}");
        }
    }
    // No value of a signature either; its name in a help text would do no harm.
    assert!(!text.contains("AWS4-HMAC-SHA256 Credential="), "{place}:\n{text}");
}

fn assert_files_clean(folder: &Path) -> usize {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            if path.is_dir() {
                return assert_files_clean(&path);
            }
            assert_clean(&path.display().to_string(), &std::fs::read_to_string(&path).unwrap());
            1
        })
        .sum()
}

/// An interaction that quotes the whole answer when it is broken: each header and each member that
/// the provider echoes is promised otherwise.
fn quoting_pact(kinds: &[&str]) -> TempDir {
    folder_with_pact(|pact| {
        let interaction = &mut pact["interactions"][0];
        interaction["comments"] = json!({ "references": { "gatepact": { "auth": kinds } } });
        let mut content = serde_json::Map::new();
        for index in 0..MOST_HEADERS {
            for form in ["plain", "url", "base64", "nested"] {
                content.insert(format!("{index}-{form}"), json!("something else"));
            }
        }
        interaction["response"] = json!({
            "status": 201, "headers": { "X-Echo": ["something else"] },
            "body": { "contentType": "application/json", "content": content }
        });
    })
}

fn run(folder: &TempDir, provider: &Provider, arguments: &[&str]) -> Said {
    let mut command = provider.verify(folder.path());
    command
        .args(["--dir", "pacts", "--header", &format!("X-Tenant={HEADER}")])
        .args(arguments)
        .env("GATEPACT_API_KEY", API_KEY)
        .env("GATEPACT_BEARER_TOKEN", BEARER)
        .env("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
        .env("AWS_SESSION_TOKEN", SESSION_TOKEN)
        .env("GATEPACT_CLIENT_ID", "the-client")
        .env("GATEPACT_CLIENT_SECRET", CLIENT_SECRET)
        .env("PATH", "/usr/bin:/bin")
        .env("RUST_LOG", "trace")
        .env("RUST_BACKTRACE", "1");
    Said::of(&mut command)
}

#[test]
fn an_echoing_provider_cannot_bring_a_secret_into_any_output() {
    let provider = Provider::serving(axum::Router::new().fallback(echo), |_, _| {});
    let mut broken = 0;
    for kinds in [&["api-key"][..], &["iam"], &["bearer"], &["iam", "api-key"]] {
        for level in [&["--quiet"][..], &[], &["--verbose"]] {
            for format in ["text", "json", "junit", "markdown", "github", "sarif"] {
                let folder = quoting_pact(kinds);
                let file = format!("{format}=report");
                let mut arguments = level.to_vec();
                arguments.extend(["--report", format, "--report", &file]);
                let said = run(&folder, &provider, &arguments).expect(1, &["X-Echo"]);
                assert_clean("stdout", &said.stdout);
                assert_clean("stderr", &said.stderr);
                assert!(assert_files_clean(folder.path()) >= 2, "a pact and a report");
                broken += 1;
            }
        }
    }
    assert_eq!(broken, 72);
    // The test is only worth something if the secrets were really sent.
    let sent: Vec<String> =
        provider.received().iter().flat_map(|r| r.headers.iter().map(|(_, v)| v.clone())).collect();
    for secret in [API_KEY, SESSION_TOKEN, HEADER] {
        assert!(sent.iter().any(|value| value == secret), "{secret} was never sent");
    }
    assert!(provider.received().iter().all(|r| r.headers.len() < MOST_HEADERS));
    assert!(sent.iter().any(|value| value.contains(BEARER)));
}

#[test]
fn a_state_handler_that_repeats_secrets_cannot_bring_them_into_any_output() {
    let handler = axum::Router::new().fallback(|| async {
        (axum::http::StatusCode::BAD_REQUEST, format!("key {API_KEY} token {BEARER}"))
    });
    let provider = Provider::serving(handler, |_, _| {});
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["providerStates"] = json!([{ "name": "anything" }]);
    });
    let said = run(&folder, &provider, &["--verbose"]).expect(3, &["[redacted]"]);
    assert_clean("stdout", &said.stdout);
    assert_clean("stderr", &said.stderr);
}

#[test]
fn a_mistaken_secret_is_not_repeated_in_the_error() {
    let folder = folder_with_pact(|_| {});
    let provider = Provider::good();
    let said = run(&folder, &provider, &["--header", HEADER]);
    assert_clean("stderr", &said.expect(2, &["NAME=VALUE"]).stderr);
}

/// Everything that is obtained on the way: by a command, from a token endpoint, from AWS.
#[test]
fn what_is_obtained_during_the_run_is_hidden_as_well() {
    let provider = Provider::serving(axum::Router::new().fallback(echo), |_, _| {});
    let sources = axum::Router::new()
        .route(
            "/token",
            axum::routing::post(async || json!({ "access_token": GRANTED }).to_string()),
        )
        .route(
            "/apikeys/k1",
            axum::routing::get(async || json!({ "value": LOOKED_UP }).to_string()),
        );
    let sources = Provider::serving(sources, |_, _| {});
    let endpoint = format!("{}/token", sources.base_url);
    for (kinds, arguments, secret) in [
        (&["bearer"][..], &["--token-command", "sh ./token.sh"][..], PRINTED),
        (&["bearer"], &["--oauth-token-url", &endpoint], GRANTED),
        (&["api-key"], &["--api-key-id", "k1", "--endpoint-url", &sources.base_url], LOOKED_UP),
        (&["bearer", "api-key"], &["--token-command", "sh ./token.sh"], PRINTED),
    ] {
        for format in ["text", "json", "junit"] {
            let folder = quoting_pact(kinds);
            let scripts = TempDir::new().unwrap();
            std::fs::write(scripts.path().join("token.sh"), format!("printf '%s' '{PRINTED}'"))
                .unwrap();
            let command = format!("sh {}/token.sh", scripts.path().display());
            let arguments: Vec<&str> = arguments
                .iter()
                .map(|text| if *text == "sh ./token.sh" { command.as_str() } else { *text })
                .chain(["--verbose", "--report", format])
                .collect();
            let said = run(&folder, &provider, &arguments).expect(1, &["X-Echo"]);
            assert_clean("stdout", &said.stdout);
            assert_clean("stderr", &said.stderr);
            assert!(assert_files_clean(folder.path()) >= 1);
            let sent = provider.received();
            let sent = sent.iter().flat_map(|r| r.headers.iter().map(|(_, value)| value));
            assert!(
                sent.into_iter().any(|value| value.contains(secret)),
                "{secret} was never sent"
            );
        }
    }
}

/// A state handler that knows a token which another interaction was sent with.
#[test]
fn a_late_secret_is_hidden_in_findings_that_have_nothing_to_do_with_it() {
    let handler = axum::Router::new()
        .route(
            "/states",
            axum::routing::post(async || {
                (axum::http::StatusCode::BAD_REQUEST, format!("{PRINTED} {CLIENT_SECRET}"))
            }),
        )
        .fallback(async || axum::http::StatusCode::NOT_FOUND);
    let provider = Provider::serving(handler, |_, _| {});
    let folder = folder_with_pact(|pact| {
        let mut second = pact["interactions"][0].clone();
        second["description"] = json!("with a state");
        second["providerStates"] = json!([{ "name": "anything" }]);
        pact["interactions"].as_array_mut().unwrap().push(second);
    });
    std::fs::write(folder.path().join("token.sh"), format!("printf '%s' '{PRINTED}'")).unwrap();
    let states = format!("{}/states", provider.base_url);
    let arguments =
        ["--auth", "bearer", "--token-command", "sh ./token.sh", "--state-change-url", &states];
    let mut command = crate::harness::gatepact(folder.path());
    command
        .args(["verify", "--dir", "pacts", "--provider-base-url", &provider.base_url, "--verbose"])
        .args(arguments)
        .env("PATH", "/usr/bin:/bin")
        .env("GATEPACT_CLIENT_SECRET", CLIENT_SECRET);
    let said = Said::of(&mut command).expect(3, &["[redacted] [redacted]", "1 kept"]);
    assert_clean("stdout", &said.stdout);
    assert_clean("stderr", &said.stderr);
}
