//! Nothing foreign steers a terminal or a CI system: every output, with every dangerous text in every foreign name.

use std::path::Path;

use axum::http::{HeaderValue, StatusCode};
use serde_json::json;
use tempfile::TempDir;

use crate::harness::{Provider, Said, folder_with_pact, gatepact};

/// Texts that terminals and CI systems would obey.
const DANGEROUS: [&str; 9] = [
    "a\u{1b}[31mred\u{1b}]52;c;aGk=\u{7}",
    "a\n::error::planted",
    "a\r\n  ::add-mask::planted",
    "a ##[stop-commands]planted",
    "a ##vso[task.setvariable variable=x]planted",
    "a\u{202e}detnalp\u{2066}\u{200f}",
    "a\u{9b}31m\u{85}::error::planted\u{2028}::error::planted",
    "a%0A::error::planted",
    "::error::planted",
];

const FORMATS: [&str; 6] = ["text", "json", "junit", "markdown", "github", "sarif"];

/// Own lines of ours that begin with a command are those of the format `github`, one for each finding.
fn assert_harmless(place: &str, text: &str, own_commands: bool) {
    let steers = |c: char| {
        c.is_control() && c != '\n'
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert!(!text.contains(steers), "{place} holds a control character:\n{text:?}");
    let lower = text.to_lowercase();
    assert!(
        !lower.contains("##[") && !lower.contains("##vso["),
        "{place} holds a command:\n{text}"
    );
    for line in text.lines().map(str::trim_start).filter(|line| line.starts_with("::")) {
        let is_own = own_commands
            && ["::error ", "::warning ", "::notice "].iter().any(|it| line.starts_with(it));
        assert!(is_own && !line.contains("%0A::error::planted%"), "{place}: {line}\n{text}");
    }
    assert!(!text.lines().any(|line| line.trim_start().starts_with("planted")), "{place}:\n{text}");
}

#[track_caller]
fn run(folder: &Path, arguments: &[&str]) -> Said {
    let said = Said::of(gatepact(folder).args(arguments).env("RUST_BACKTRACE", "1"));
    let github = arguments.contains(&"github");
    assert_harmless(&format!("stdout of {arguments:?}"), &said.stdout, github);
    assert_harmless(&format!("stderr of {arguments:?}"), &said.stderr, false);
    assert_ne!(said.code, 101, "{}", said.stderr);
    said
}

/// A pact with the text in each of its names and values.
fn pact_with(text: &str) -> TempDir {
    folder_with_pact(|pact| {
        pact["consumer"]["name"] = json!(text);
        pact["provider"]["name"] = json!(text);
        let interaction = &mut pact["interactions"][0];
        interaction["description"] = json!(text);
        interaction["providerStates"] = json!([{ "name": text }]);
        interaction["request"]["query"] = json!({ text: [text] });
        interaction["request"]["body"] =
            json!({ "contentType": "text/plain", "content": text, "encoded": false });
        interaction["response"] = json!({
            "status": 201,
            "headers": { "X-A": [text], "Set-Cookie": [format!("{text}=1")] },
            "body": { "contentType": "application/json", "content": { text: text, "b": [text] } }
        });
        let mut faulty = interaction.clone();
        faulty["request"]["method"] = json!(text);
        pact["interactions"].as_array_mut().unwrap().push(faulty);
    })
}

/// A provider that answers with the text, as far as HTTP allows it.
fn provider_of(text: &'static str) -> Provider {
    let answer = move || async move {
        let body = json!({ "other": text, "b": [text, text] }).to_string();
        let mut response = axum::response::Response::new(axum::body::Body::from(body));
        *response.status_mut() = StatusCode::BAD_REQUEST;
        let header =
            HeaderValue::from_str(text).or_else(|_| HeaderValue::from_bytes(text.as_bytes()));
        for name in ["x-a", "set-cookie", "apigw-requestid", "x-amzn-errortype"] {
            if let Ok(value) = &header {
                response.headers_mut().insert(name, value.clone());
            }
        }
        response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
        response
    };
    Provider::serving(axum::Router::new().fallback(answer), |_, _| {})
}

#[test]
fn no_text_of_a_pact_or_an_answer_steers_an_output_of_verify() {
    for text in DANGEROUS {
        let (folder, provider) = (pact_with(text), provider_of(text));
        for format in FORMATS {
            for level in ["--quiet", "--verbose"] {
                let file = format!("{format}=report");
                let states = format!("{}/states", provider.base_url);
                let arguments = [
                    "verify",
                    "--dir",
                    "pacts",
                    "--provider-base-url",
                    &provider.base_url,
                    "--state-change-url",
                    &states,
                    "--report",
                    format,
                    "--report",
                    &file,
                    level,
                ];
                for arguments in [&arguments[..], &[&arguments[..5], &arguments[7..]].concat()] {
                    let said = run(folder.path(), arguments);
                    assert!(matches!(said.code, 1 | 3), "{} {}", said.stdout, said.stderr);
                    let written = std::fs::read_to_string(folder.path().join("report")).unwrap();
                    assert_harmless(&format!("the report {format}"), &written, format == "github");
                }
            }
        }
    }
}

/// A document with the text in names, descriptions and references.
fn document(text: &str, required: bool, path: &str) -> String {
    json!({
        "openapi": "3.0.3", "info": { "title": text, "version": text },
        "paths": {
            format!("/a/{path}"): { "get": {
                "operationId": text, "tags": [text], "description": text,
                "parameters": [{ "name": text, "in": "query", "required": required, "schema": { "type": "string" } }],
                "responses": { "200": { "description": text, "content": { "application/json": { "schema": {
                    "type": "object", "properties": { text: { "type": "string", "enum": [text, "b"] } },
                    "required": [text]
                } } } }, "400": { "$ref": format!("{text}.yaml") } }
            } },
            "/b": { "get": { "responses": { "200": { "description": "x" } } } }
        }
    })
    .to_string()
}

#[test]
fn no_text_of_a_document_steers_an_output_of_diff() {
    for text in DANGEROUS {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("old.json"), document(text, false, "x")).unwrap();
        let other =
            document(text, true, text).replace("\"required\":[", "\"maxProperties\":1,\"x\":[");
        std::fs::write(folder.path().join("new.json"), other).unwrap();
        for format in FORMATS.iter().chain(&["changelog"]) {
            for level in ["--quiet", "--verbose"] {
                let arguments = ["diff", "old.json", "new.json", "--report", format, level];
                let said = run(folder.path(), &arguments);
                assert!(said.code == 1 || said.code == 3, "{} {}", said.stdout, said.stderr);
            }
        }
    }
}

/// Names on the command line come from scripts, and those from elsewhere.
#[test]
fn no_argument_and_no_setting_steers_an_error() {
    for text in DANGEROUS {
        let folder = TempDir::new().unwrap();
        let url = format!("http://127.0.0.1:9/{text}");
        let file = format!("{text}.json");
        for arguments in [
            &["verify", text][..],
            &[text],
            &["verify", "--file", &file, "--provider-base-url", "http://127.0.0.1:9"],
            &["verify", "--file", "a.json", "--provider-base-url", text],
            &["verify", "--dir", text, "--provider-base-url", "http://127.0.0.1:9"],
            &["verify", "--report", text],
            &["verify", "--auth", text],
            &["verify", "--filter-description", &format!("({text}")],
            &["verify", "--request-timeout", text],
            &["verify", "--config", text],
            &[
                "verify",
                "--ca-bundle",
                text,
                "--dir",
                ".",
                "--provider-base-url",
                "http://127.0.0.1:9",
            ],
            &["verify", "--rest-api-id", text, "--stage-name", text, "--dir", "."],
            &["verify", "--lambda", text, "--dir", "."],
            &["diff", text, "b.json"],
            &["diff", &file, "b.json"],
            &["diff", &url, "b.json"],
            &["diff", &format!("api@{text}"), "b.json"],
            &["diff", &format!("main:{text}"), "b.json"],
            &["diff", "--explain", text],
            &["publish-spec", "--release", text],
            &["completions", text],
        ] {
            let said = run(folder.path(), arguments);
            assert!(matches!(said.code, 1..=3), "{arguments:?}: {} {}", said.code, said.stderr);
        }
        let text = json!(text).to_string();
        for settings in [
            format!("{text} = 1"),
            format!("[verify]\nauth = [{text}]"),
            format!("[verify]\nmax-rps = {text}"),
            format!("[verify]\n{text} = 1"),
            format!("[verify]\nreport = [{text}]"),
            format!("[[waiver]]\nid = {text}\nreason = {text}\nexpires = 2020-01-01"),
        ] {
            std::fs::write(folder.path().join("gatepact.toml"), &settings).unwrap();
            let url = ["--dir", ".", "--provider-base-url", "http://127.0.0.1:9"];
            run(folder.path(), &[&["verify"][..], &url].concat());
            run(folder.path(), &["diff", "a.json", "b.json"]);
        }
    }
}
