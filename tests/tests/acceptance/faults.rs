//! Everything that can be wrong around a run: each fault names its culprit and has its exit code.

mod odd;
mod pacts;
mod provider;
mod raw;

use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::json;
use tempfile::TempDir;

use crate::harness::{Provider, Said, folder_with_pact, gatepact, root};

/// A port that nobody listens on.
fn closed_port() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

fn verify(folder: &TempDir, arguments: &[&str]) -> Said {
    let provider = Provider::good();
    let mut command = gatepact(folder.path());
    command.args(["verify", "--provider-base-url", &provider.base_url]).args(arguments);
    let said = Said::of(&mut command);
    if said.code == 2 && !said.stdout.contains("kept of") {
        assert!(provider.all_received().is_empty(), "bad arguments must send nothing");
    }
    said
}

#[test]
fn no_arguments_is_a_usage_error_with_help() {
    let folder = TempDir::new().unwrap();
    Said::of(&mut gatepact(folder.path())).expect(2, &["Usage: gatepact", "demo"]);
}

#[test]
fn an_unknown_command_is_named() {
    let folder = TempDir::new().unwrap();
    Said::of(gatepact(folder.path()).arg("verfy")).expect(2, &["'verfy'", "verify"]);
}

#[test]
fn a_wrong_path_is_named() {
    let folder = folder_with_pact(|_| {});
    verify(&folder, &["--dir", "nowhere"]).expect(2, &["nowhere cannot be read", "No such file"]);
    verify(&folder, &["--file", "nowhere.json"]).expect(2, &["nowhere.json cannot be read"]);
}

#[test]
fn a_missing_file_beside_a_good_one_does_not_keep_that_from_being_verified() {
    let folder = folder_with_pact(|_| {});
    verify(&folder, &["--file", "nowhere.json", "--dir", "pacts"])
        .expect(2, &["nowhere.json cannot be read", "1 kept of 1"]);
}

#[test]
fn a_proof_outranks_an_unreadable_file() {
    let folder =
        folder_with_pact(|pact| pact["interactions"][0]["response"]["status"] = json!(200));
    verify(&folder, &["--file", "nowhere.json", "--dir", "pacts"])
        .expect(1, &["nowhere.json cannot be read", "BROKEN"]);
}

#[test]
fn a_closed_port_is_unknown_and_says_why() {
    let folder = folder_with_pact(|_| {});
    let mut command = gatepact(folder.path());
    command.args(["verify", "--dir", "pacts", "--provider-base-url", &closed_port()]);
    Said::of(&mut command).expect(3, &["no connection: Connection refused", "UNKNOWN"]);
}

#[test]
fn torn_json_is_named_with_its_line() {
    let folder = folder_with_pact(|_| {});
    let path = folder.path().join("pacts/someone-orders-api.json");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(&path, &text[..text.len() / 2]).unwrap();
    verify(&folder, &["--dir", "pacts"])
        .expect(2, &["pacts/someone-orders-api.json is not valid JSON", "line "]);
}

#[test]
fn json_that_is_no_pact_is_an_error_when_it_was_named() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("x.json"), "{\"a\": 1}").unwrap();
    verify(&folder, &["--file", "x.json"])
        .expect(2, &["x.json is not a pact: it has no `consumer.name`"]);
}

#[test]
fn an_empty_folder_verifies_nothing() {
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("pacts")).unwrap();
    verify(&folder, &["--dir", "pacts"]).expect(3, &["no pact to verify in the folder pacts"]);
}

#[test]
fn a_pact_without_interactions_verifies_nothing() {
    let folder = folder_with_pact(|pact| pact["interactions"] = json!([]));
    verify(&folder, &["--dir", "pacts"]).expect(3, &["hold no interactions"]);
}

#[test]
fn a_filter_that_nothing_passes_verifies_nothing() {
    let folder = folder_with_pact(|_| {});
    for filter in [
        ["--filter-description", "no such thing"],
        ["--filter-consumer", "nobody"],
        ["--filter-state", "never"],
    ] {
        verify(&folder, &["--dir", "pacts", filter[0], filter[1]])
            .expect(3, &["none of the 1 interaction passes the filters"]);
    }
}

#[test]
fn a_provider_without_pacts_is_named_with_those_that_have_some() {
    let folder = folder_with_pact(|_| {});
    verify(&folder, &["--dir", "pacts", "--provider-name", "billing"])
        .expect(3, &["no pact of the provider \"billing\"", "\"orders-api\""]);
}

#[test]
fn pacts_of_several_providers_need_a_choice() {
    let folder = folder_with_pact(|_| {});
    let other = folder_with_pact(|pact| pact["provider"]["name"] = json!("billing"));
    let other = other.path().join("pacts/someone-orders-api.json");
    std::fs::copy(other, folder.path().join("pacts/other.json")).unwrap();
    verify(&folder, &["--dir", "pacts"])
        .expect(2, &["several providers: \"billing\", \"orders-api\"", "--provider-name"]);
    verify(&folder, &["--dir", "pacts", "-n", "orders-api"]).expect(0, &["1 kept of 1"]);
}

#[test]
fn bad_arguments_are_said_before_anything_is_sent() {
    let folder = folder_with_pact(|_| {});
    for (arguments, text) in [
        (&["--auth", "cookie"][..], "unknown kind of credential `cookie`"),
        (&["--auth", "none,iam"], "`none` excludes every other kind"),
        (&["--auth", "api-key"], "GATEPACT_API_KEY is not set"),
        (&["--auth", "iam"], "--region"),
        (&["--request-timeout", "soon"], "`soon` is no duration"),
        (&["--concurrency", "0"], "--concurrency 0"),
        (&["--filter-description", "("], "--filter-description"),
        (&["--header", "no-equals-sign"], "not of the form NAME=VALUE"),
        (&["--report", "pdf"], "unknown report format `pdf`"),
        (&["--report", "json=no/such/folder/x.json"], "has no folder to be in"),
        (&["--report", "json", "--report", "junit"], "two reports cannot share"),
        (&["--state-change-url", "ftp://x"], "neither http:// nor https://"),
        (&["--state-change-teardown"], "has no handler to call"),
    ] {
        let mut all = vec!["--dir", "pacts"];
        all.extend(arguments);
        verify(&folder, &all).expect(2, &[text]);
    }
}

#[test]
fn a_base_url_is_checked_without_repeating_its_password() {
    let folder = folder_with_pact(|_| {});
    for url in ["http://me:hunter2@127.0.0.1/", "http://me:hunter2@", "127.0.0.1:80", "http://h/?q"]
    {
        let mut command = gatepact(folder.path());
        command.args(["verify", "--dir", "pacts", "--provider-base-url", url]);
        let said = Said::of(&mut command).expect(2, &["--provider-base-url"]);
        assert!(!said.stderr.contains("hunter2"), "{}", said.stderr);
    }
}

#[test]
fn a_failing_state_handler_shows_its_status_and_body() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["providerStates"] = json!([{ "name": "the moon is full" }]);
    });
    let provider = Provider::good();
    let said = Said::of(provider.verify(folder.path()).args(["--dir", "pacts"]));
    said.expect(3, &["the moon is full", "answered 404", "an order exists"]);
    assert!(provider.received().is_empty(), "no request without its state");
}

#[test]
fn states_without_a_handler_are_a_warning() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["providerStates"] = json!([{ "name": "the moon is full" }]);
    });
    verify(&folder, &["--dir", "pacts"])
        .expect(0, &["warning: 1 interaction names provider states", "--state-change-url"]);
}

#[test]
fn a_faulty_interaction_does_not_spoil_its_neighbours() {
    let folder = folder_with_pact(|pact| {
        let mut faulty = pact["interactions"][0].clone();
        faulty["description"] = json!("half a promise");
        faulty.as_object_mut().unwrap().remove("response");
        pact["interactions"].as_array_mut().unwrap().push(faulty);
    });
    verify(&folder, &["--dir", "pacts"])
        .expect(3, &["it has no `response` object", "1 kept, 1 unknown"]);
}

#[test]
fn a_provider_that_hangs_is_given_up_on() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let folder = folder_with_pact(|_| {});
    let mut command = gatepact(folder.path());
    command
        .args(["verify", "--dir", "pacts", "--provider-base-url", &url])
        .args(["--request-timeout", "300ms"]);
    Said::of(&mut command).expect(3, &["no complete answer within 300ms"]);
}

/// Ctrl-C during a request: the state is torn down, no report appears, the exit code is 130.
#[cfg(unix)]
#[test]
fn an_interruption_cleans_up_and_writes_no_report() {
    use axum::routing::get;
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["providerStates"] = json!([{ "name": "no orders exist" }]);
    });
    let service = orders_service::router(orders_service::Config {
        release: orders_service::Release::V1,
        provider_states: true,
    });
    let slow = axum::Router::new()
        .route("/orders/unknown", get(|| tokio::time::sleep(Duration::from_secs(60))))
        .fallback_service(service);
    let provider = Provider::serving(slow, |_, _| {});
    let mut command = provider.verify(folder.path());
    command.args(["--dir", "pacts", "--report", "json=report.json"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while provider.received().is_empty() {
        assert!(started.elapsed() < Duration::from_secs(30), "no request came");
        std::thread::sleep(Duration::from_millis(10));
    }
    let kill = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(kill.unwrap().success());
    let said = Said::from(child.wait_with_output().unwrap());
    said.expect(130, &["interrupted: 0 of 1 interactions were verified"]);
    let last = provider.all_received().pop().unwrap();
    assert!(String::from_utf8_lossy(&last.body).contains("teardown"), "{last:?}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "only the pacts are there");
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    let mut command = gatepact(&root());
    let mut child = command.arg("demo").stdout(Stdio::piped()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
}
