//! Redaction neither leaks nor destroys.

use axum::http::{HeaderValue, header};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Provider, Said, folder_with_pact, gatepact};

const KEY: &str = "k3y/of+\"a&b\"=7f3a";
const FORMATS: [&str; 6] = ["text", "json", "junit", "markdown", "github", "sarif"];

/// What everyday servers make of a text.
fn encodings(text: &str) -> Vec<String> {
    let each = |encode: &dyn Fn(u32) -> String| -> String {
        text.chars().map(|character| encode(character.into())).collect()
    };
    let percent = each(&|it| format!("%{it:02X}"));
    let html = text.replace('&', "&amp;").replace('"', "&quot;").replace('+', "&plus;");
    let mut encodings = vec![
        text.to_owned(),
        json!(text).to_string().trim_matches('"').to_owned(),
        each(&|it| format!("\\u{it:04x}")),
        each(&|it| format!("\\u{it:04X}")),
        percent.to_lowercase(),
        percent.replace('%', "%25"),
        percent,
        html,
        each(&|it| format!("&#{it};")),
        each(&|it| format!("&#x{it:x};")),
        each(&|it| format!("{it:02x}")),
        each(&|it| format!("{it:02X}")),
    ];
    for before in ["", "a", "ab"] {
        encodings.push(STANDARD.encode(format!("{before}{text}c")));
        encodings.push(URL_SAFE_NO_PAD.encode(format!("{before}{text}c")));
    }
    encodings
}

/// The part of base64 that only the secret can have made, and any other encoding as it is.
fn core(encoding: &str) -> &str {
    if encoding.len() > 12 { &encoding[4..encoding.len() - 4] } else { encoding }
}

fn answering(text: String) -> Provider {
    let app = axum::Router::new().fallback(move || {
        let text = text.clone();
        async move { ([(header::CONTENT_TYPE, HeaderValue::from_static("text/plain"))], text) }
    });
    Provider::serving(app, |_, _| {})
}

#[test]
fn no_encoding_brings_a_secret_into_any_output() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["response"] = json!({
            "status": 404, "body": { "contentType": "text/plain", "content": "x", "encoded": false }
        });
    });
    for encoding in encodings(KEY) {
        let provider = answering(format!("the key is <{encoding}>"));
        for format in FORMATS {
            let mut command = provider.verify(folder.path());
            command.args(["--dir", "pacts", "--auth", "api-key", "--verbose", "--report", format]);
            let said = Said::of(command.env("GATEPACT_API_KEY", KEY)).expect(1, &["[redacted]"]);
            for text in [&said.stdout, &said.stderr] {
                // A format has escapes of its own.
                let plain = text.replace("&amp;", "&").replace("&lt;", "<").replace("%25", "%");
                let plain = plain.replace("\\\\", "\\");
                assert!(!plain.contains(core(&encoding)), "{format} shows {encoding}:\n{text}");
            }
        }
    }
}

#[test]
fn what_comes_from_the_pact_stays_whatever_the_key_is() {
    let provider = answering("the answer quotes an unknown order".to_owned());
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["response"] = json!({
            "status": 404,
            "body": { "contentType": "text/plain", "content": "unknown", "encoded": false }
        });
    });
    let run = |key: &str, format: &str| {
        let mut command = provider.verify(folder.path());
        command.args(["--dir", "pacts", "--auth", "api-key", "--report", format]);
        Said::of(command.env("GATEPACT_API_KEY", key)).expect(1, &[])
    };
    for key in ["an unknown order", "orders-api", "/orders/unknown", "someone-orders-api"] {
        let report = run(key, "json").json();
        let result = &report["interactions"][0];
        assert_eq!(result["description"], "an unknown order");
        assert_eq!(result["operation"], "GET /orders/unknown");
        assert!(result["curl"].as_str().unwrap().contains("/orders/unknown"), "{result}");
        for finding in report["findings"].as_array().unwrap() {
            assert_eq!(finding["pact"]["interaction"], "an unknown order");
            assert!(finding["pact"]["file"].as_str().unwrap().ends_with("someone-orders-api.json"));
            let actual = finding["evidence"]["actual"].as_str().unwrap_or_default();
            assert!(!actual.contains(key), "{finding}");
        }
        let names = |xml: &str| -> Vec<String> {
            let parts = xml.split("<testcase ").skip(1);
            parts.map(|it| it.split(" time=").next().unwrap().to_owned()).collect()
        };
        let junit = run(key, "junit").stdout;
        assert_eq!(names(&junit), names(&run("another-long-key", "junit").stdout), "{key}");
    }
}

#[test]
fn a_short_secret_costs_one_warning_and_no_text() {
    let provider = answering("ok is not ok".to_owned());
    let folder = folder_with_pact(|pact| {
        let mut second = pact["interactions"][0].clone();
        second["description"] = json!("another ok");
        pact["interactions"].as_array_mut().unwrap().push(second);
    });
    let mut command = provider.verify(folder.path());
    command.args(["--dir", "pacts", "--auth", "api-key", "--header", "X-Tenant=t1"]);
    let said =
        Said::of(command.env("GATEPACT_API_KEY", "ok")).expect(1, &["ok is not ok", "another ok"]);
    assert_eq!(said.stderr.matches("fewer than 8 characters").count(), 1, "{}", said.stderr);
    assert!(said.stdout.contains("$GATEPACT_API_KEY"), "{}", said.stdout);
    assert!(!said.stdout.contains("t1"), "{}", said.stdout);
}

fn judged(promised: &Value, answer: &'static str) -> Value {
    let app = axum::Router::new().fallback(move || async move {
        ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], answer)
    });
    let provider = Provider::serving(app, |_, _| {});
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["response"] = json!({
            "status": 200, "body": { "contentType": "application/json", "content": promised }
        });
    });
    let mut command = provider.verify(folder.path());
    command.args(["--dir", "pacts", "--report", "json"]);
    Said::of(&mut command).expect(1, &[]).json()
}

#[test]
fn numbers_are_shown_and_tokens_are_not() {
    let report = judged(
        &json!({ "total_tokens": 2, "max_tokens": 64, "access_token": 7, "refresh_tokens": ["a"] }),
        r#"{"total_tokens": "16", "max_tokens": 65, "access_token": "tok-secret", "refresh_tokens": ["rt-secret"]}"#,
    );
    let text = report.to_string();
    assert!(!text.contains("tok-secret") && !text.contains("rt-secret"), "{report:#}");
    let at = |path: &str| {
        let findings = report["findings"].as_array().unwrap();
        let found = findings.iter().find(|it| it["evidence"]["at"] == path);
        found.unwrap_or_else(|| panic!("{path} in {report:#}"))
    };
    for (path, expected, actual) in
        [("$.total_tokens", "2", "\"16\""), ("$.max_tokens", "64", "65")]
    {
        assert_eq!(at(path)["evidence"]["expected"], expected);
        assert_eq!(at(path)["evidence"]["actual"], actual);
    }
    assert!(at("$.total_tokens")["message"].as_str().unwrap().contains("(String)"), "{report:#}");
    let token = at("$.access_token");
    assert_eq!(token["message"], "$.access_token: a text where a number was promised");
    assert_eq!(token["evidence"]["expected"], "7");
    assert_eq!(token["evidence"]["actual"], "[redacted]");
}

#[test]
fn cookies_are_shown_without_their_values() {
    let app = axum::Router::new().fallback(|| async {
        let mut response = axum::response::Response::new(axum::body::Body::empty());
        for cookie in ["sid=tok-secret; HttpOnly", "AWSALB=abc-secret; Path=/; Max-Age=60"] {
            response.headers_mut().append(header::SET_COOKIE, HeaderValue::from_static(cookie));
        }
        response
    });
    let provider = Provider::serving(app, |_, _| {});
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["response"] =
            json!({ "status": 200, "headers": { "Set-Cookie": ["sid=other-secret; HttpOnly"] } });
    });
    for format in FORMATS {
        let mut command = provider.verify(folder.path());
        command.args(["--dir", "pacts", "--report", format]);
        let texts = ["AWSALB was not promised", "sid has another value", "Max-Age=60", "HttpOnly"];
        let said = Said::of(&mut command).expect(1, &texts);
        assert!(!said.stdout.contains("-secret"), "{format}:\n{}", said.stdout);
    }
}

#[test]
fn no_error_repeats_a_secret_of_a_url_or_a_setting() {
    let folder = TempDir::new().unwrap();
    let url = "http://user:hunter22@127.0.0.1:9/x";
    for arguments in [
        &["verify", "--dir", ".", "--provider-base-url", url][..],
        &[
            "verify",
            "--dir",
            ".",
            "--provider-base-url",
            "http://127.0.0.1:9",
            "--state-change-url",
            url,
        ],
        &[
            "verify",
            "--dir",
            ".",
            "--provider-base-url",
            "http://127.0.0.1:9",
            "--oauth-token-url",
            url,
        ],
        &[
            "verify",
            "--dir",
            ".",
            "--rest-api-id",
            "a1",
            "--stage-name",
            "p",
            "--endpoint-url",
            url,
        ],
        &["verify", "--file", url, "--provider-base-url", "http://127.0.0.1:9"],
        &["verify", "--dir", url, "--provider-base-url", "http://127.0.0.1:9"],
        &["verify", url],
        &[
            "verify",
            "--dir",
            ".",
            "--provider-base-url",
            "http://127.0.0.1:9/?access_token=hunter22",
        ],
        &["diff", url, "b.json"],
        &["diff", "http://127.0.0.1:9/a?access_token=hunter22", "b.json"],
        &[
            "publish-spec",
            "--rest-api-id",
            "a1",
            "--stage-name",
            "p",
            "--release",
            "1",
            "--endpoint-url",
            url,
        ],
    ] {
        let said = Said::of(
            gatepact(folder.path())
                .args(arguments)
                .env("AWS_REGION", "eu-west-1")
                .env("AWS_ACCESS_KEY_ID", "AKID")
                .env("AWS_SECRET_ACCESS_KEY", "hunter22-hunter22"),
        );
        let all = format!("{}{}", said.stdout, said.stderr);
        assert!(matches!(said.code, 2 | 3), "{arguments:?}: {all}");
        assert!(!all.contains("hunter22"), "{arguments:?}: {all}");
    }
    for proxy in ["http://user:hunter22@127.0.0.1:9", "user:hunter22@[bad", "ftp://u:hunter22@x"] {
        for command in ["verify", "diff"] {
            let arguments: &[&str] = match command {
                "verify" => &["--dir", ".", "--provider-base-url", "http://example.invalid"],
                _ => &["http://example.invalid/a.json", "b.json"],
            };
            let said = Said::of(
                gatepact(folder.path()).arg(command).args(arguments).env("http_proxy", proxy),
            );
            let all = format!("{}{}", said.stdout, said.stderr);
            assert!(!all.contains("hunter22"), "{command} {proxy}: {all}");
        }
    }
    for settings in [
        "[verify]\napi-key = \"hunter22\"\n",
        "[verify]\nmax-rps = \"hunter22\"\n",
        "[verify]\napi-key-id = \"hunter22\n",
        "[verify]\ntoken-command = \"echo 'hunter22\"\nauth = \"bearer\"\n",
    ] {
        std::fs::write(folder.path().join("gatepact.toml"), settings).unwrap();
        let arguments = ["verify", "--dir", ".", "--provider-base-url", "http://127.0.0.1:9"];
        let said = Said::of(gatepact(folder.path()).args(arguments)).expect(2, &["gatepact.toml"]);
        assert!(!said.stderr.contains("hunter22"), "{}", said.stderr);
    }
}
