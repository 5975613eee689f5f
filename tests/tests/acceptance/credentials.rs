//! Where credentials come from: commands, token endpoints, API Gateway itself; and how often.

use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Provider, Said, folder_with_pact, gatepact};

/// A folder with a pact of several interactions, all alike.
fn folder_with(count: usize, method: &str) -> TempDir {
    folder_with_pact(|pact| {
        let mut interaction = pact["interactions"][0].clone();
        interaction["request"]["method"] = json!(method);
        let interactions = (0..count).map(|number| {
            interaction["description"] = json!(format!("number {number}"));
            interaction.clone()
        });
        pact["interactions"] = Value::Array(interactions.collect());
    })
}

fn verify(folder: &Path, provider: &Provider, arguments: &[&str]) -> Command {
    let mut command = gatepact(folder);
    command
        .args(["verify", "--dir", "pacts", "--provider-base-url", &provider.base_url])
        .args(arguments)
        .env("PATH", "/usr/bin:/bin");
    command
}

/// A script that prints `token-1`, `token-2` and so on, and how often it ran.
fn counting(folder: &TempDir) -> impl Fn() -> usize {
    let script = "#!/bin/sh\necho x >> runs\nprintf 'token-%s' $(wc -l < runs)\n";
    std::fs::write(folder.path().join("token.sh"), script).unwrap();
    let runs = folder.path().join("runs");
    move || std::fs::read_to_string(&runs).map_or(0, |text| text.lines().count())
}

/// A provider that answers only to this token, and refuses every other with 401.
fn guarded(token: &'static str) -> Provider {
    let handler = move |headers: HeaderMap| async move {
        let sent = headers.get("authorization").and_then(|value| value.to_str().ok());
        if sent == Some(&format!("Bearer {token}")) {
            StatusCode::NOT_FOUND
        } else {
            StatusCode::UNAUTHORIZED
        }
    };
    Provider::serving(Router::new().fallback(handler), |_, _| {})
}

fn tokens(provider: &Provider) -> Vec<String> {
    let received = provider.received();
    received.iter().map(|r| r.header("authorization").unwrap_or("none").to_owned()).collect()
}

const COMMAND: [&str; 4] = ["--auth", "bearer", "--token-command", "sh ./token.sh"];

#[test]
fn a_token_command_runs_once_for_a_whole_run() {
    let folder = folder_with(5, "GET");
    let (runs, provider) = (counting(&folder), Provider::good());
    Said::of(&mut verify(folder.path(), &provider, &COMMAND)).expect(0, &["5 kept of 5"]);
    assert_eq!(tokens(&provider), ["Bearer token-1"; 5]);
    assert_eq!(runs(), 1);
}

#[test]
fn a_token_that_has_expired_is_obtained_anew() {
    let folder = folder_with(3, "POST");
    // A JWT whose `exp` is long past.
    let jwt = format!("e30.{}.s", URL_SAFE_NO_PAD.encode("{\"exp\":1000}"));
    let script = format!("#!/bin/sh\necho x >> runs\nprintf '{jwt}'\n");
    std::fs::write(folder.path().join("token.sh"), script).unwrap();
    let provider =
        Provider::serving(Router::new().fallback(|| async { StatusCode::NOT_FOUND }), |_, _| {});
    Said::of(&mut verify(folder.path(), &provider, &COMMAND)).expect(0, &["3 kept of 3"]);
    let runs = std::fs::read_to_string(folder.path().join("runs")).unwrap();
    assert_eq!(runs.lines().count(), 3);
}

#[test]
fn a_refused_token_is_replaced_and_a_read_is_sent_once_more() {
    let folder = folder_with(3, "GET");
    let (runs, provider) = (counting(&folder), guarded("token-2"));
    let arguments = [&COMMAND[..], &["--concurrency", "1", "--report", "json"]].concat();
    let report = Said::of(&mut verify(folder.path(), &provider, &arguments)).expect(0, &[]).json();
    assert_eq!(report["interactions"][0]["attempts"], 2);
    assert_eq!(report["interactions"][1]["attempts"], 1);
    let expected = ["Bearer token-1", "Bearer token-2", "Bearer token-2", "Bearer token-2"];
    assert_eq!(tokens(&provider), expected);
    assert_eq!(runs(), 2);
}

#[test]
fn a_write_is_not_sent_again_but_what_follows_has_the_new_token() {
    let folder = folder_with(2, "POST");
    let (runs, provider) = (counting(&folder), guarded("token-2"));
    let said = Said::of(&mut verify(folder.path(), &provider, &COMMAND));
    assert_ne!(said.code, 0, "{}", said.stdout);
    assert!(said.stdout.contains("1 kept"), "{}", said.stdout);
    assert_eq!(tokens(&provider), ["Bearer token-1", "Bearer token-2"]);
    assert_eq!(runs(), 2);
}

#[test]
fn a_token_that_is_refused_for_good_is_not_asked_for_without_end() {
    let folder = folder_with(6, "GET");
    let (runs, provider) = (counting(&folder), guarded("another"));
    let arguments = [&COMMAND[..], &["--concurrency", "1"]].concat();
    let said = Said::of(&mut verify(folder.path(), &provider, &arguments));
    assert_ne!(said.code, 0, "{}", said.stdout);
    assert_eq!(runs(), 2);
}

#[test]
fn a_promised_401_is_an_answer_like_any_other() {
    let folder = folder_with_pact(|pact| {
        let interaction = &mut pact["interactions"][0];
        interaction["comments"] = json!({ "references": { "gatepact": { "auth": ["bearer"] } } });
        interaction["response"]["status"] = json!(401);
    });
    let (runs, provider) = (counting(&folder), guarded("another"));
    Said::of(&mut verify(folder.path(), &provider, &COMMAND[2..])).expect(0, &[]);
    assert_eq!(runs(), 1);
}

#[test]
fn a_command_that_fails_says_why_and_never_what_it_printed() {
    let folder = folder_with(2, "GET");
    let provider = Provider::good();
    for (script, texts) in [
        (
            "echo half-a-token; echo no session: half-a-token >&2; exit 4",
            &["exit status: 4", "no session: [redacted]"][..],
        ),
        ("exec sleep 60", &["took longer than 400ms"]),
        ("true", &["printed nothing"]),
    ] {
        std::fs::write(folder.path().join("token.sh"), script).unwrap();
        let arguments = [&COMMAND[..], &["--request-timeout", "400ms"]].concat();
        let said = Said::of(&mut verify(folder.path(), &provider, &arguments)).expect(3, texts);
        assert!(!said.stdout.contains("half-a-token"), "{}", said.stdout);
    }
    let arguments = ["--auth", "bearer", "--token-command", "no-such-program --password=hunter2"];
    let said = Said::of(&mut verify(folder.path(), &provider, &arguments));
    let said = said.expect(3, &["`no-such-program` could not be run"]);
    assert!(!said.stdout.contains("hunter2"));
    assert!(provider.received().is_empty());
}

/// A token endpoint that knows one client, and counts what it granted.
fn endpoint(expires_in: u64) -> Provider {
    let granted = AtomicUsize::new(0);
    let granted: &'static AtomicUsize = Box::leak(Box::new(granted));
    let handler = move |headers: HeaderMap, body: Bytes| async move {
        grant(&headers, &body, granted, expires_in)
    };
    Provider::serving(Router::new().route("/oauth2/token", post(handler)), |_, _| {})
}

fn grant(headers: &HeaderMap, body: &[u8], granted: &AtomicUsize, expires_in: u64) -> Response {
    let basic = format!("Basic {}", STANDARD.encode("the-client:s%2Fecret%3A+1"));
    if headers["authorization"] != basic.as_str() {
        let refusal = json!({ "error": "invalid_client", "error_description": "who is that" });
        return (StatusCode::UNAUTHORIZED, refusal.to_string()).into_response();
    }
    assert_eq!(headers["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(body, b"grant_type=client_credentials&scope=orders%2Fread+orders%2Fwrite");
    let number = granted.fetch_add(1, Ordering::SeqCst) + 1;
    let token = json!({
        "access_token": format!("granted-{number}"), "token_type": "Bearer", "expires_in": expires_in
    });
    token.to_string().into_response()
}

fn with_client(command: &mut Command, secret: &str) -> Said {
    let command = command.env("GATEPACT_CLIENT_ID", "the-client");
    Said::of(command.env("GATEPACT_CLIENT_SECRET", secret))
}

#[test]
fn client_credentials_are_granted_a_token_that_is_kept_until_it_expires() {
    for (expires_in, grants) in [(3600, 1), (0, 3)] {
        let (folder, endpoint, provider) = (
            folder_with(3, "POST"),
            endpoint(expires_in),
            Provider::serving(
                Router::new().fallback(|| async { StatusCode::NOT_FOUND }),
                |_, _| {},
            ),
        );
        let url = format!("{}/oauth2/token", endpoint.base_url);
        let arguments = [
            "--auth",
            "bearer",
            "--oauth-token-url",
            &url,
            "--oauth-scope",
            "orders/read orders/write",
        ];
        let mut command = verify(folder.path(), &provider, &arguments);
        with_client(&mut command, "s/ecret: 1").expect(0, &["3 kept of 3"]);
        assert_eq!(endpoint.received().len(), grants);
        assert_eq!(tokens(&provider)[2], format!("Bearer granted-{grants}"));
    }
}

#[test]
fn a_token_endpoint_that_refuses_makes_the_answer_unknown() {
    let (folder, endpoint, provider) = (folder_with(2, "GET"), endpoint(60), Provider::good());
    let url = format!("{}/oauth2/token", endpoint.base_url);
    let arguments = ["--auth", "bearer", "--oauth-token-url", &url, "--report", "json"];
    let mut command = verify(folder.path(), &provider, &arguments);
    let report = with_client(&mut command, "wrong-secret").expect(3, &[]).json();
    assert_eq!(report["findings"][0]["id"], "credentials.unavailable");
    let message = report["findings"][0]["message"].as_str().unwrap();
    assert!(message.contains("answered 401") && message.contains("who is that"), "{message}");
    assert!(!report.to_string().contains("wrong-secret"));
    assert_eq!(endpoint.received().len(), 1, "one refusal is enough");
    assert!(provider.received().is_empty());
}

/// API Gateway's control plane, as far as one API key needs it.
fn control_plane() -> Provider {
    let key = |uri: axum::http::Uri| async move {
        assert_eq!(uri.query(), Some("includeValue=true"));
        json!({ "id": "k1", "name": "ci", "value": "value-of-the-key" }).to_string()
    };
    let denied = || async {
        let message = "User: arn:aws:iam::1:user/ci is not authorized to perform: apigateway:GET";
        let body = json!({ "message": message }).to_string();
        (StatusCode::FORBIDDEN, [("x-amzn-errortype", "AccessDeniedException")], body)
    };
    let router = Router::new().route("/apikeys/k1", get(key)).route("/apikeys/k2", get(denied));
    Provider::serving(router, |_, _| {})
}

fn by_id(id: &str, folder: &TempDir, provider: &Provider) -> (Provider, Said) {
    let plane = control_plane();
    let arguments = [
        "--auth",
        "api-key",
        "--api-key-id",
        id,
        "--endpoint-url",
        &plane.base_url,
        "--region",
        "eu-west-1",
    ];
    let mut command = verify(folder.path(), provider, &arguments);
    command.env("AWS_ACCESS_KEY_ID", "AKIDTEST").env("AWS_SECRET_ACCESS_KEY", "test-secret");
    let said = Said::of(&mut command);
    (plane, said)
}

#[test]
fn an_api_key_is_looked_up_by_its_id_once() {
    let (folder, provider) = (folder_with(3, "GET"), Provider::good());
    let (plane, said) = by_id("k1", &folder, &provider);
    said.expect(0, &["3 kept of 3"]);
    assert_eq!(plane.received().len(), 1);
    let received = provider.received();
    assert!(received.iter().all(|r| r.header("x-api-key") == Some("value-of-the-key")));
}

#[test]
fn an_api_key_that_may_not_be_read_makes_the_answer_unknown() {
    let (folder, provider) = (folder_with(1, "GET"), Provider::good());
    let (_, said) = by_id("k2", &folder, &provider);
    said.expect(3, &["the API key k2 could not be read", "apigateway:GET", "/apikeys/k2"]);
    assert!(provider.received().is_empty());
}

#[test]
fn several_kinds_are_sent_at_once_in_place_of_the_pacts_own() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["request"]["headers"] =
            json!({ "AUTHORIZATION": ["recorded"], "X-Api-KEY": ["recorded"] });
    });
    let provider = Provider::good();
    let mut command = verify(folder.path(), &provider, &["--auth", "bearer,api-key"]);
    command.env("GATEPACT_API_KEY", "a-key").env("GATEPACT_BEARER_TOKEN", "a-token");
    Said::of(&mut command).expect(0, &[]);
    let received = &provider.received()[0];
    let values = |name: &str| -> Vec<&str> {
        let found = received.headers.iter().filter(|(header, _)| header == name);
        found.map(|(_, value)| value.as_str()).collect()
    };
    assert_eq!(values("authorization"), ["Bearer a-token"]);
    assert_eq!(values("x-api-key"), ["a-key"]);
}

#[test]
fn rules_choose_among_sources_that_stand_in_the_settings() {
    let folder = folder_with(2, "GET");
    let (runs, provider) = (counting(&folder), Provider::good());
    let settings = "[verify]\ndir = ['pacts']\ntoken-command = 'sh ./token.sh'\n\
                    [[auth]]\ndescription = 'number 1'\nkind = 'bearer'\n";
    std::fs::write(folder.path().join("gatepact.toml"), settings).unwrap();
    Said::of(&mut verify(folder.path(), &provider, &["--concurrency", "1"])).expect(0, &[]);
    assert_eq!(tokens(&provider), ["none", "Bearer token-1"]);
    assert_eq!(runs(), 1);
    // The environment outranks the file.
    let mut command = verify(folder.path(), &provider, &["--concurrency", "1"]);
    Said::of(command.env("GATEPACT_BEARER_TOKEN", "from-the-environment")).expect(0, &[]);
    assert_eq!(tokens(&provider)[3], "Bearer from-the-environment");
    assert_eq!(runs(), 1);
}

#[test]
fn sources_that_cannot_be_meant_are_refused_before_anything_is_sent() {
    let folder = folder_with(1, "GET");
    let provider = Provider::good();
    for (arguments, text) in [
        (&["--token-command", "x 'unclosed"][..], "a quote that is never closed"),
        (&["--token-command", " "], "names no program"),
        (&["--oauth-token-url", "http://127.0.0.1/t"], "GATEPACT_CLIENT_ID is not set"),
        (&["--oauth-token-url", "ftp://x"], "neither http:// nor https://"),
        (
            &["--token-command", "x", "--oauth-token-url", "http://127.0.0.1/t"],
            "cannot be used with",
        ),
        (&["--auth", "iam,bearer"], "both stand in the header Authorization"),
    ] {
        Said::of(&mut verify(folder.path(), &provider, arguments)).expect(2, &[text]);
    }
    assert!(provider.received().is_empty());
}
