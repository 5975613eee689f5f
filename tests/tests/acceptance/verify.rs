//! `gatepact verify` where everything is in order: what it sends, what it reports.

use serde_json::json;

use crate::harness::{Provider, Said, assert_described, folder_with_pact, gatepact, root};

#[test]
fn the_committed_pacts_are_kept_by_the_service() {
    let provider = Provider::good();
    let report = Said::of(provider.verify(&root()).args(["--dir", "pacts", "--report", "json"]))
        .expect(0, &[])
        .json();
    assert_eq!(report["gatepact"], "report/1");
    assert_eq!(report["command"], "verify");
    assert_eq!(report["outcome"], "kept");
    assert_eq!(report["findings"], json!([]));
    assert_eq!(report["summary"]["kept"], report["summary"]["interactions"]);
    assert_eq!(report["pacts"].as_array().unwrap().len(), 2);
    for interaction in report["interactions"].as_array().unwrap() {
        assert_eq!(interaction["outcome"], "kept");
        assert_eq!(interaction["attempts"], 1);
        assert_eq!(interaction["answered_by"], "provider");
    }
}

#[test]
fn each_consumer_is_sent_with_the_kind_it_declared() {
    let provider = Provider::good();
    Said::of(provider.verify(&root()).args(["--dir", "pacts"])).expect(0, &[]);
    let received = provider.received();
    let with_key = received.iter().filter(|r| r.header("x-api-key") == Some("test-key")).count();
    let signed = received
        .iter()
        .filter(|r| r.header("authorization").is_some_and(|v| v.starts_with("AWS4-HMAC-SHA256")))
        .count();
    assert_eq!(with_key, received.len(), "both consumers declare the key");
    assert_eq!(signed, 6, "only the warehouse declares the signature as well");
}

#[test]
fn nothing_is_added_where_the_pact_expects_a_refusal() {
    let folder =
        folder_with_pact(|pact| pact["interactions"][0]["response"]["status"] = json!(403));
    let provider = Provider::mutated(|parts, _| parts.status = axum::http::StatusCode::FORBIDDEN);
    Said::of(provider.verify(folder.path()).args(["--dir", "pacts", "--auth", "api-key"]))
        .expect(0, &[]);
    assert_eq!(provider.received()[0].header("x-api-key"), None);
}

#[test]
fn what_is_supplied_replaces_the_pacts_own_header_whatever_its_case() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["request"]["headers"] =
            json!({ "X-API-KEY": ["recorded"], "X-Trace": ["recorded"] });
    });
    let provider = Provider::good();
    Said::of(provider.verify(folder.path()).args([
        "--dir",
        "pacts",
        "--auth",
        "api-key",
        "--header",
        "x-TRACE=given",
    ]))
    .expect(0, &[]);
    let received = &provider.received()[0];
    let values = |name: &str| -> Vec<&str> {
        received.headers.iter().filter(|(n, _)| n == name).map(|(_, v)| v.as_str()).collect()
    };
    assert_eq!(values("x-api-key"), ["test-key"]);
    assert_eq!(values("x-trace"), ["given"]);
}

#[test]
fn states_are_set_up_before_and_torn_down_after_also_when_the_promise_is_broken() {
    let folder = folder_with_pact(|pact| {
        let interaction = &mut pact["interactions"][0];
        interaction["providerStates"] = json!([
            { "name": "an order exists", "params": { "id": "42" } },
            { "name": "a shipped order exists", "params": { "id": "43" } }
        ]);
    });
    let provider = Provider::mutated(|parts, _| parts.status = axum::http::StatusCode::OK);
    Said::of(provider.verify(folder.path()).args(["--dir", "pacts"])).expect(1, &["status 404"]);
    let steps: Vec<String> = provider
        .all_received()
        .iter()
        .map(|r| match serde_json::from_slice::<serde_json::Value>(&r.body) {
            Ok(call) => format!("{} {}", call["action"].as_str().unwrap(), call["state"]),
            Err(_) => r.target.clone(),
        })
        .collect();
    assert_eq!(
        steps,
        [
            "setup \"an order exists\"",
            "setup \"a shipped order exists\"",
            "/orders/unknown",
            "teardown \"a shipped order exists\"",
            "teardown \"an order exists\"",
        ]
    );
}

#[test]
fn values_of_the_state_handler_feed_the_request() {
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
    let provider = Provider::good();
    Said::of(provider.verify(folder.path()).args(["--dir", "pacts"])).expect(0, &[]);
    assert_eq!(provider.received()[0].target, "/orders/77");
}

#[test]
fn folders_below_are_read_and_other_json_is_passed_over_with_a_warning() {
    let folder = folder_with_pact(|_| {});
    let below = folder.path().join("pacts/team/a");
    std::fs::create_dir_all(&below).unwrap();
    let pact = folder.path().join("pacts/someone-orders-api.json");
    std::fs::rename(pact, below.join("pact.json")).unwrap();
    std::fs::write(folder.path().join("pacts/package.json"), "{}").unwrap();
    let provider = Provider::good();
    Said::of(provider.verify(folder.path()).args(["--dir", "pacts"]))
        .expect(0, &["warning: pacts/package.json is not a pact", "1 kept of 1"]);
}

#[test]
fn a_broken_pending_promise_does_not_break_the_run_but_proves_nothing_either() {
    let pending = |pact: &mut serde_json::Value| {
        pact["interactions"][0]["pending"] = json!(true);
        pact["interactions"][0]["response"]["status"] = json!(200);
    };
    let provider = Provider::good();
    let only_pending = folder_with_pact(pending);
    Said::of(provider.verify(only_pending.path()).args(["--dir", "pacts"])).expect(3, &["pending"]);
    let beside_a_kept_one = folder_with_pact(|pact| {
        let mut second = pact["interactions"][0].clone();
        second["description"] = json!("another");
        pending(pact);
        pact["interactions"].as_array_mut().unwrap().push(second);
    });
    Said::of(provider.verify(beside_a_kept_one.path()).args(["--dir", "pacts"]))
        .expect(0, &["KEPT", "pending"]);
}

#[test]
fn messages_are_skipped_and_said_to_be() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"].as_array_mut().unwrap().push(json!({
            "type": "Asynchronous/Messages", "description": "an event",
            "contents": { "content": {}, "contentType": "application/json", "encoded": false }
        }));
    });
    let provider = Provider::good();
    let said =
        Said::of(provider.verify(folder.path()).args(["--dir", "pacts", "--report", "json"]));
    let report = said.expect(0, &[]).json();
    assert_eq!(report["summary"]["skipped"], 1);
    assert_eq!(report["findings"][0]["id"], "interaction.unsupported");
}

#[test]
fn a_finding_points_to_the_line_of_the_promise() {
    let provider = Provider::mutated(|_, body| {
        if body.get("total").is_some() {
            body["total"] = json!("12.50");
        }
    });
    let said = Said::of(
        provider
            .verify(&root())
            .args(["--file", "pacts/web-shop-orders-api.json"])
            .args(["--report", "json"]),
    );
    let report = said.expect(1, &[]).json();
    let finding = &report["findings"][0];
    assert_eq!(finding["id"], "response.body.incompatible");
    assert_eq!(finding["direction"], "response");
    assert_eq!(finding["pact"]["consumer"], "web-shop");
    assert!(finding["pact"]["pointer"].as_str().unwrap().ends_with("/response/body/content/total"));
    let line = usize::try_from(finding["pact"]["line"].as_u64().unwrap()).unwrap();
    let text = std::fs::read_to_string(root().join("pacts/web-shop-orders-api.json")).unwrap();
    assert!(text.lines().nth(line - 1).unwrap().contains("\"total\""));
}

#[test]
fn reports_go_where_they_are_sent_in_the_same_order_each_time() {
    let provider = Provider::mutated(|parts, body| {
        parts.status = axum::http::StatusCode::IM_A_TEAPOT;
        // The service's own answers tell the time.
        *body = json!({ "a": 1 });
    });
    let folder = tempfile::TempDir::new().unwrap();
    let report = |name: &str| {
        let json = format!("json={}", folder.path().join(name).display());
        let junit = format!("junit={}", folder.path().join("junit.xml").display());
        Said::of(
            provider
                .verify(&root())
                .args(["--dir", "pacts", "--report", &json])
                .args(["--report", &junit]),
        )
        .expect(1, &["BROKEN"]);
        let text = std::fs::read_to_string(folder.path().join(name)).unwrap();
        let mut report: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_described(&report);
        report["started_at"] = json!(null);
        for interaction in report["interactions"].as_array_mut().unwrap() {
            interaction["millis"] = json!(0);
            // What was really sent: some of it comes from the state handler, and differs each time.
            interaction["curl"] = json!(null);
        }
        report
    };
    assert_eq!(report("a.json"), report("b.json"));
    let junit = std::fs::read_to_string(folder.path().join("junit.xml")).unwrap();
    assert!(junit.contains("<failure message=\"promised was status"), "{junit}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3, "no temporary file is left");
}

#[test]
fn an_interaction_nobody_has_credentials_for_is_unknown_and_the_others_are_verified() {
    let provider = Provider::good();
    let mut command = gatepact(&root());
    command
        .args(["verify", "--dir", "pacts", "--provider-base-url", &provider.base_url])
        .args(["--state-change-url", &provider.state_change_url()])
        .env("GATEPACT_API_KEY", "test-key");
    let said = Said::of(&mut command).expect(3, &["kind `iam`", "help:", "UNKNOWN"]);
    assert!(said.stdout.contains("6 kept, 6 unknown"), "{}", said.stdout);
}
