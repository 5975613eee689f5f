//! A Lambda function in place of a stage, and as the handler of provider states.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::fake_lambda::{start, verify};
use crate::harness::{Provider, Said, folder_with_pact, gatepact, root};

/// The events that a function was sent, in order.
fn events(lambda: &Provider, function: &str) -> Vec<Value> {
    let path = format!("/functions/{function}/invocations");
    let invocations = lambda.all_received();
    let of_function = invocations.iter().filter(|received| received.target.contains(&path));
    of_function.map(|received| serde_json::from_slice(&received.body).unwrap()).collect()
}

/// A folder with a pact of one interaction that promises this response.
fn promising(response: &Value) -> TempDir {
    folder_with_pact(|pact| pact["interactions"][0]["response"] = response.clone())
}

fn run(folder: &TempDir, function: &str, arguments: &[&str]) -> (Provider, Said) {
    let lambda = start();
    let mut command = verify(&lambda, function, folder.path());
    let said = Said::of(command.args(["--dir", "pacts"]).args(arguments));
    (lambda, said)
}

#[test]
fn the_committed_pacts_are_kept_in_both_payload_formats() {
    for format in ["1.0", "2.0"] {
        let lambda = start();
        let mut command = verify(&lambda, "orders:live", &root());
        command.args(["--dir", "pacts", "--payload-format", format, "--report", "json"]).args([
            "--state-change-lambda",
            "states",
            "--state-change-teardown",
        ]);
        let report = Said::of(&mut command).expect(0, &[]).json();
        assert_eq!(report["summary"]["kept"], 12, "{report:#}");
        assert_eq!(
            report["target"],
            json!({ "function": "orders:live", "payload_format": format })
        );
        // Nobody checks credentials here, and the report says so.
        assert_eq!(report["findings"].as_array().unwrap().len(), 1);
        assert_eq!(report["findings"][0]["id"], "credentials.not-sent");
        assert_eq!(report["findings"][0]["severity"], "warning");
        let events = events(&lambda, "orders");
        assert_eq!(events.len(), 12);
        for event in &events {
            assert_eq!(event["version"], format);
            let headers = event["headers"].as_object().unwrap();
            assert!(!headers.keys().any(|name| name.eq_ignore_ascii_case("authorization")));
            assert!(!event.to_string().contains("test-secret"));
        }
        let invocations = lambda.all_received();
        let to_alias = invocations.iter().filter(|r| r.target.contains("?Qualifier=live")).count();
        assert_eq!(to_alias, 12, "the alias was asked");
        let changes = invocations.iter().filter(|r| r.target.contains("/states/")).count();
        assert!(changes > 0 && changes % 2 == 0, "each set-up has its teardown: {changes}");
    }
}

#[test]
fn a_function_that_fails_breaks_the_promise_and_shows_its_stack() {
    let folder = folder_with_pact(|_| {});
    let (_, said) = run(&folder, "crash", &["--report", "json"]);
    let report = said.expect(1, &[]).json();
    let finding = &report["findings"][0];
    assert_eq!(finding["id"], "function.failed");
    assert_eq!(
        finding["message"],
        "the function failed (Unhandled): TypeError: order.lines is not iterable"
    );
    assert!(finding["evidence"]["answer"].as_str().unwrap().contains("total.js:7:21"));
    assert_eq!(report["interactions"][0]["answered_by"], "provider");
    assert_eq!(report["interactions"][0]["attempts"], 1);
}

#[test]
fn what_a_rest_api_would_answer_with_502_is_broken() {
    let folder = folder_with_pact(|_| {});
    for (function, why) in
        [("bare", "it is a string, not an object"), ("object", "it has the member `message`")]
    {
        let (_, said) = run(&folder, function, &["--report", "json"]);
        let report = said.expect(1, &[]).json();
        assert_eq!(report["findings"][0]["id"], "function.malformed-answer");
        let message = report["findings"][0]["message"].as_str().unwrap();
        assert!(message.contains("502") && message.contains(why), "{message}");
    }
}

#[test]
fn an_http_api_takes_a_bare_answer_for_the_body() {
    let json = |content: &str| {
        json!({
            "status": 200, "headers": { "Content-Type": ["application/json"] },
            "body": { "contentType": "application/json", "encoded": "json", "content": content }
        })
    };
    run(&promising(&json("\"hello\"")), "bare", &["--payload-format", "2.0"]).1.expect(0, &[]);
    let object = json("{\"message\":\"hello\"}");
    run(&promising(&object), "object", &["--payload-format", "2.0"]).1.expect(0, &[]);
    run(&promising(&json("\"other\"")), "bare", &["--payload-format", "2.0"]).1.expect(1, &[]);
}

#[test]
fn bytes_go_there_and_back_in_base64() {
    for format in ["1.0", "2.0"] {
        let folder = folder_with_pact(|pact| {
            let body = json!({
                "contentType": "application/octet-stream", "encoded": "base64", "content": "/wD+"
            });
            pact["interactions"][0]["request"] = json!({
                "method": "POST", "path": "/files",
                "headers": { "Content-Type": ["application/octet-stream"] }, "body": body
            });
            pact["interactions"][0]["response"] = json!({ "status": 200, "body": body });
        });
        let (lambda, said) = run(&folder, "echo", &["--payload-format", format]);
        said.expect(0, &[]);
        let event = &events(&lambda, "echo")[0];
        assert_eq!((&event["body"], &event["isBase64Encoded"]), (&json!("/wD+"), &json!(true)));
    }
}

#[test]
fn cookies_have_a_place_of_their_own_in_the_second_format() {
    let folder = folder_with_pact(|pact| {
        let interaction = &mut pact["interactions"][0];
        interaction["request"]["headers"] = json!({ "Cookie": ["a=1; b=2"] });
        interaction["response"] = json!({
            "status": 200, "headers": { "Set-Cookie": ["session=1; Path=/"] },
            "body": { "contentType": "text/plain", "encoded": false, "content": "[\"a=1\",\"b=2\"]" }
        });
    });
    run(&folder, "cookies", &["--payload-format", "2.0"]).1.expect(0, &[]);
}

#[test]
fn a_throttle_is_weather_and_waited_out() {
    let folder = folder_with_pact(|_| {});
    let (_, said) = run(&folder, "throttled-once", &["--report", "json"]);
    let report = said.expect(0, &[]).json();
    assert_eq!(report["interactions"][0]["attempts"], 2);
    let (lambda, said) = run(&folder, "throttled", &["--report", "json", "--retry-budget", "1s"]);
    let report = said.expect(3, &[]).json();
    assert_eq!(report["findings"][0]["id"], "request.failed");
    assert!(report["findings"][0]["message"].as_str().unwrap().contains("throttled"));
    assert!(events(&lambda, "throttled").len() > 1);
}

#[test]
fn what_keeps_a_function_from_running_is_unknown_and_named() {
    let folder = folder_with_pact(|_| {});
    for (function, id, text) in [
        ("nowhere", "request.failed", "ResourceNotFoundException"),
        ("denied", "credentials.unavailable", "AccessDeniedException"),
    ] {
        let (_, said) = run(&folder, function, &["--report", "json"]);
        let report = said.expect(3, &[]).json();
        assert_eq!(report["findings"][0]["id"], id);
        assert!(report["findings"][0]["message"].as_str().unwrap().contains(text), "{report:#}");
    }
    let lambda = start();
    let mut command = verify(&lambda, "orders", folder.path());
    command.args(["--dir", "pacts", "--report", "json"]).env_remove("AWS_ACCESS_KEY_ID");
    let report = Said::of(&mut command).expect(3, &[]).json();
    assert_eq!(report["findings"][0]["id"], "credentials.unavailable");
    let mut command = verify(&lambda, "slow", folder.path());
    command.args(["--dir", "pacts", "--request-timeout", "300ms", "--retry-budget", "0"]);
    Said::of(&mut command).expect(3, &["no complete answer within 300ms"]);
}

#[test]
fn arguments_that_contradict_each_other_are_refused_before_anything_is_sent() {
    let folder = folder_with_pact(|_| {});
    for (arguments, text) in [
        (&["--lambda", "orders", "--provider-base-url", "http://127.0.0.1"][..], "--lambda"),
        (&["--lambda", "orders", "--auth", "iam"], "--auth"),
        (&["--lambda", "orders live"], "names no function"),
        (&["--lambda", "orders", "--payload-format", "3.0"], "unknown payload format `3.0`"),
        (&["--provider-base-url", "http://127.0.0.1", "--payload-format", "2.0"], "--lambda"),
        (&["--lambda", "orders", "--state-change-lambda", "a:b:c"], "--state-change-lambda"),
    ] {
        let mut command = gatepact(folder.path());
        Said::of(command.args(["verify", "--dir", "pacts"]).args(arguments)).expect(2, &[text]);
    }
}

#[test]
fn a_function_may_stand_in_the_settings_and_a_url_outranks_it() {
    let folder = folder_with_pact(|_| {});
    let lambda = start();
    let settings = format!(
        "[verify]\ndir = ['pacts']\nlambda = 'orders'\npayload-format = '2.0'\nauth = ['bearer']\n\
         region = 'eu-west-1'\nendpoint-url = '{}'\nstate-change-lambda = 'states'\n",
        lambda.base_url
    );
    std::fs::write(folder.path().join("gatepact.toml"), settings).unwrap();
    let verify = || {
        let mut command = gatepact(folder.path());
        command.arg("verify").env("AWS_ACCESS_KEY_ID", "A").env("AWS_SECRET_ACCESS_KEY", "s-e-c");
        command
    };
    Said::of(&mut verify()).expect(0, &["in the function orders", "1 kept of 1"]);
    let event = &events(&lambda, "orders")[0];
    // The stage's kinds tell the function who would have called.
    assert_eq!(event["requestContext"]["authorizer"]["jwt"]["claims"]["sub"], "gatepact");
    let provider = Provider::good();
    let arguments = ["--provider-base-url", &provider.base_url, "--auth", "none"];
    Said::of(verify().args(arguments)).expect(0, &["1 kept of 1"]);
    assert_eq!(provider.received().len(), 1);
}

fn with_state(name: &str) -> TempDir {
    folder_with_pact(|pact| pact["interactions"][0]["providerStates"] = json!([{ "name": name }]))
}

#[test]
fn a_state_function_that_fails_is_shown_and_asked_again() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["providerStates"] =
            json!([{ "name": "no orders exist" }, { "name": "the moon is full" }]);
    });
    let (lambda, said) = run(
        &folder,
        "orders",
        &[
            "--state-change-lambda",
            "states",
            "--state-change-retries",
            "2",
            "--state-change-teardown",
        ],
    );
    said.expect(3, &["the moon is full", "StateError", "an order exists", "UNKNOWN"]);
    assert!(events(&lambda, "orders").is_empty(), "no request without its state");
    let calls: Vec<String> = events(&lambda, "states")
        .iter()
        .map(|event| format!("{} {}", event["action"].as_str().unwrap(), event["state"]))
        .collect();
    let moon = "setup \"the moon is full\"";
    let expected = ["setup \"no orders exist\"", moon, moon, moon, "teardown \"no orders exist\""];
    assert_eq!(calls, expected);
}

#[test]
fn values_of_a_state_function_feed_the_request() {
    let folder = folder_with_pact(|pact| {
        let interaction = &mut pact["interactions"][0];
        interaction["providerStates"] =
            json!([{ "name": "an order exists", "params": { "id": "77" } }]);
        interaction["request"] = json!({
            "method": "GET", "path": "/orders/1",
            "generators": { "path": { "type": "ProviderState", "expression": "/orders/${id}" } }
        });
        interaction["response"]["status"] = json!(200);
    });
    let (lambda, said) = run(&folder, "orders", &["--state-change-lambda", "states"]);
    said.expect(0, &[]);
    assert_eq!(events(&lambda, "orders")[0]["path"], "/orders/77");
}

/// Ctrl-C during an invocation: the state is torn down by the function, no report appears.
#[cfg(unix)]
#[test]
fn an_interruption_tears_the_state_down() {
    let folder = with_state("no orders exist");
    let lambda = start();
    let mut command = verify(&lambda, "slow", folder.path());
    command
        .args(["--dir", "pacts", "--state-change-lambda", "states", "--state-change-teardown"])
        .args(["--report", "json=report.json"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while events(&lambda, "slow").is_empty() {
        assert!(started.elapsed() < Duration::from_secs(30), "no request came");
        std::thread::sleep(Duration::from_millis(10));
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.unwrap().success());
    Said::from(child.wait_with_output().unwrap()).expect(130, &["interrupted"]);
    assert_eq!(events(&lambda, "states").pop().unwrap()["action"], "teardown");
    assert!(!folder.path().join("report.json").exists());
}
