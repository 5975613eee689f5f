//! What is sent again, how often, and what never is.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use gatepact_gateway_responses::ResponseType;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Provider, Said, folder_with_pact, gatepact};
use crate::script::{Reply, scripted};

fn asking(method: &str) -> TempDir {
    folder_with_pact(|pact| {
        let interaction = &mut pact["interactions"][0];
        interaction["request"]["method"] = json!(method);
        interaction["response"]["status"] = json!(200);
        interaction["providerStates"] = json!([{ "name": "anything" }]);
    })
}

fn verified(provider: &Provider, method: &str, arguments: &[&str]) -> (i32, Value) {
    let folder = asking(method);
    let mut command = provider.verify(folder.path());
    command.args(["--dir", "pacts", "--report", "json"]).args(arguments);
    let said = Said::of(&mut command);
    (said.code, said.json())
}

fn attempts(report: &Value) -> u64 {
    report["interactions"][0]["attempts"].as_u64().unwrap()
}

#[test]
fn a_throttle_is_waited_out_whatever_the_method_with_its_states_set_up_anew() {
    for throttle in [ResponseType::Throttled, ResponseType::HttpApiThrottled] {
        for method in ["GET", "POST"] {
            let provider =
                scripted([throttle.into(), throttle.into(), Reply::of_the_function(200)]);
            let (code, report) = verified(&provider, method, &[]);
            assert_eq!((code, attempts(&report)), (0, 3), "{method}: {report:#}");
            let steps: Vec<String> = provider
                .all_received()
                .iter()
                .map(|received| match serde_json::from_slice::<Value>(&received.body) {
                    Ok(call) => call["action"].as_str().unwrap().to_owned(),
                    Err(_) => received.method.clone(),
                })
                .collect();
            let once = ["setup", method, "teardown"];
            assert_eq!(steps, [once, once, once].concat());
        }
    }
}

#[test]
fn a_failed_integration_is_repeated_for_what_reads_and_for_nothing_else() {
    for failure in [
        ResponseType::IntegrationTimeout,
        ResponseType::IntegrationFailure,
        ResponseType::HttpApiServiceUnavailable,
    ] {
        for (method, times) in [("GET", 2), ("HEAD", 2), ("OPTIONS", 2), ("POST", 1), ("PUT", 1)] {
            if (method, failure) == ("HEAD", ResponseType::HttpApiServiceUnavailable) {
                // An HTTP API is known by its words, and an answer to HEAD has none.
                continue;
            }
            let provider = scripted([failure.into(), Reply::of_the_function(200)]);
            let (code, report) = verified(&provider, method, &[]);
            assert_eq!(attempts(&report), times, "{method} after {failure:?}");
            assert_eq!(code, if times == 2 { 0 } else { 1 }, "{method} after {failure:?}");
        }
    }
}

#[test]
fn nothing_else_of_the_gateways_is_ever_repeated() {
    for answer in [
        ResponseType::MalformedProxyResponse,
        ResponseType::AuthorizerFailure,
        ResponseType::QuotaExceeded,
        ResponseType::InvalidApiKey,
        ResponseType::MissingAuthenticationToken,
    ] {
        let provider = scripted([answer.into(), Reply::of_the_function(200)]);
        let (code, report) = verified(&provider, "GET", &[]);
        assert_ne!(code, 0, "{answer:?}");
        assert_eq!(attempts(&report), 1, "{answer:?}");
    }
}

#[test]
fn the_providers_own_503_is_an_answer() {
    let provider = scripted([Reply::of_the_function(503), Reply::of_the_function(200)]);
    let (code, report) = verified(&provider, "GET", &[]);
    assert_eq!((code, attempts(&report)), (1, 1));
}

#[test]
fn without_a_budget_nothing_is_repeated() {
    let provider = scripted([ResponseType::Throttled.into(), Reply::of_the_function(200)]);
    let (code, report) = verified(&provider, "GET", &["--retry-budget", "0"]);
    assert_eq!((code, attempts(&report)), (3, 1));
    assert_eq!(report["findings"][0]["id"], "gateway.throttled");
}

#[test]
fn a_throttle_that_does_not_end_is_unknown_when_the_budget_is_used_up() {
    let provider = scripted([ResponseType::Throttled.into()]);
    let (code, report) = verified(&provider, "GET", &["--retry-budget", "1s"]);
    assert_eq!(code, 3);
    assert!(attempts(&report) >= 2, "{report:#}");
}

#[test]
fn retry_after_is_obeyed_or_given_up_on() {
    let wait = |seconds: &str| Reply::from(ResponseType::Throttled).with("retry-after", seconds);
    let provider = scripted([wait("1"), Reply::of_the_function(200)]);
    let started = Instant::now();
    let (code, report) = verified(&provider, "GET", &[]);
    assert_eq!((code, attempts(&report)), (0, 2));
    assert!(started.elapsed() >= Duration::from_secs(1));
    let provider = scripted([wait("3600"), Reply::of_the_function(200)]);
    let (code, report) = verified(&provider, "GET", &[]);
    assert_eq!((code, attempts(&report)), (3, 1), "an hour is longer than any budget");
}

/// A server that reads a request and hangs up; tells how many there were.
fn hanging_up() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let requests = Arc::new(AtomicUsize::new(0));
    let seen = requests.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            if stream.read(&mut request).unwrap_or(0) > 0 {
                seen.fetch_add(1, Ordering::SeqCst);
                let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{");
            }
        }
    });
    (url, requests)
}

#[test]
fn a_lost_connection_is_repeated_for_what_reads_only() {
    for (method, times) in [("GET", 2), ("POST", 1)] {
        let (url, requests) = hanging_up();
        let folder = folder_with_pact(|pact| {
            pact["interactions"][0]["request"]["method"] = json!(method);
        });
        let mut command = gatepact(folder.path());
        command.args(["verify", "--dir", "pacts", "--provider-base-url", &url]);
        Said::of(&mut command).expect(3, &["the connection failed before the answer was complete"]);
        assert_eq!(requests.load(Ordering::SeqCst), times, "{method}");
    }
}

#[test]
fn what_never_connected_is_tried_again_whatever_its_method() {
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["request"]["method"] = json!("POST");
    });
    let mut command = gatepact(folder.path());
    command
        .args(["verify", "--dir", "pacts", "--report", "json"])
        .args(["--provider-base-url", &format!("http://{closed}")]);
    let said = Said::of(&mut command).expect(3, &["is sent again in"]);
    assert_eq!(attempts(&said.json()), 4);
}

#[test]
fn requests_keep_the_pace() {
    let folder = folder_with_pact(|pact| {
        let first = pact["interactions"][0].clone();
        for number in 1..6 {
            let mut next = first.clone();
            next["description"] = json!(format!("number {number}"));
            pact["interactions"].as_array_mut().unwrap().push(next);
        }
    });
    let provider = Provider::good();
    let started = Instant::now();
    Said::of(provider.verify(folder.path()).args(["--dir", "pacts", "--max-rps", "10"]))
        .expect(0, &["6 kept of 6"]);
    // Six requests are five intervals apart.
    assert!(started.elapsed() >= Duration::from_millis(500));
}
