//! Gateway or provider? Every answer of API Gateway's, as it comes over a socket.

use gatepact_gateway_responses::{Class, ResponseType, gateway_responses};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Said, folder_with_pact};
use crate::script::{Reply, scripted};

fn promising(status: u16) -> TempDir {
    folder_with_pact(|pact| pact["interactions"][0]["response"]["status"] = json!(status))
}

/// The report on an interaction that promises `status`, sent with an API key, and its exit code.
fn verified(promised: u16, reply: impl Into<Reply>, arguments: &[&str]) -> (i32, Value) {
    let folder = promising(promised);
    let provider = scripted([reply.into()]);
    let mut command = provider.verify(folder.path());
    command.args(["--dir", "pacts", "--report", "json", "--retry-budget", "0"]).args(arguments);
    let said = Said::of(&mut command);
    (said.code, said.json())
}

/// What product and documentation say of each class: exit code, outcome, id.
fn meaning(class: Class) -> (i32, &'static str, &'static str) {
    match class {
        Class::Transient => (3, "unknown", "gateway.throttled"),
        Class::Quota => (3, "unknown", "gateway.quota-exceeded"),
        Class::CredentialsRejected => (3, "unknown", "gateway.credentials-refused"),
        Class::AccessBlocked => (3, "unknown", "gateway.kept-out"),
        Class::WrongAddress => (3, "unknown", "gateway.wrong-address"),
        Class::Unlisted => (3, "unknown", "gateway.unlisted"),
        Class::NoRoute => (1, "broken", "gateway.no-route"),
        Class::Validation => (1, "broken", "gateway.request-invalid"),
        Class::TooLarge => (1, "broken", "gateway.too-large"),
        Class::Authorizer => (1, "broken", "gateway.authorizer-failed"),
        Class::Configuration => (1, "broken", "gateway.misconfigured"),
        Class::MalformedResponse => (1, "broken", "gateway.answer-malformed"),
        Class::Integration => (1, "broken", "gateway.integration-failed"),
    }
}

#[test]
fn every_unexpected_answer_of_the_gateway_means_what_the_table_says() {
    let mut classes = std::collections::BTreeSet::new();
    for response in gateway_responses() {
        let (code, report) = verified(200, response.response_type, &["--auth", "api-key"]);
        // Responses that look alike on the wire are told by the first of them.
        let told = report["interactions"][0]["gateway"]["response_type"].as_str().unwrap();
        let told = gateway_responses().find(|response| response.name == told).unwrap();
        let (expected, outcome, id) = meaning(told.class);
        let finding = &report["findings"][0];
        assert_eq!(code, expected, "{}: {report:#}", response.name);
        assert_eq!(report["interactions"][0]["outcome"], outcome, "{}", response.name);
        assert_eq!(report["interactions"][0]["answered_by"], "gateway", "{}", response.name);
        assert_eq!(finding["id"], id, "{}", response.name);
        let text = format!("{} {}", finding["message"], finding["help"]);
        assert!(text.contains("answered by API Gateway"), "{text}");
        assert!(text.contains(response.cause), "{}: {text}", response.name);
        assert_eq!(
            meaning(response.class).1,
            outcome,
            "{} is told as {}",
            response.name,
            told.name
        );
        assert_eq!(finding["evidence"]["expected"], "200");
        assert_eq!(finding["evidence"]["actual"], response.status.to_string());
        classes.insert(id);
    }
    assert!(classes.len() >= 11, "{classes:?}");
}

#[test]
fn the_finding_names_the_words_the_cause_and_the_request_id() {
    let folder = promising(200);
    let provider = scripted([ResponseType::MissingAuthenticationToken.into()]);
    Said::of(provider.verify(folder.path()).args(["--dir", "pacts"])).expect(
        1,
        &[
            "answered by API Gateway, not by your function: Missing Authentication Token: \
             this stage has no such route",
            "(request id 00000000-0000-4000-8000-000000000000)",
            "expected  200",
            "actual    403",
        ],
    );
}

#[test]
fn a_promise_of_the_gateways_own_answer_is_kept_by_it() {
    for response in gateway_responses() {
        let (code, report) = verified(response.status, response.response_type, &[]);
        assert_eq!(code, 0, "{}: {report:#}", response.name);
        assert_eq!(report["interactions"][0]["answered_by"], "gateway", "{}", response.name);
    }
}

#[test]
fn a_promise_kept_by_a_route_that_is_not_there_is_a_warning() {
    let (code, report) = verified(404, ResponseType::HttpApiNotFound, &[]);
    assert_eq!(code, 0);
    assert_eq!(report["findings"][0]["id"], "gateway.kept-without-route");
    assert_eq!(report["findings"][0]["severity"], "warning");
}

#[test]
fn a_refusal_that_the_pact_wants_is_judged_as_an_answer() {
    let folder = folder_with_pact(|pact| {
        pact["interactions"][0]["response"] = json!({
            "status": 401,
            "body": { "contentType": "application/json", "content": { "error": "who are you?" } }
        });
    });
    let provider = scripted([ResponseType::Unauthorized.into()]);
    // The stage's own words for it are gone: a consumer that reads them breaks.
    Said::of(provider.verify(folder.path()).args(["--dir", "pacts", "--auth", "api-key"]))
        .expect(1, &["answered by API Gateway", "keys: error"]);
}

#[test]
fn a_customised_answer_is_told_by_its_error_type() {
    let reply = Reply {
        status: 404,
        body: r#"{"error":"nothing here"}"#.to_owned(),
        ..Reply::from(ResponseType::MissingAuthenticationToken)
    };
    let (code, report) = verified(200, reply, &[]);
    assert_eq!(code, 1);
    assert_eq!(report["findings"][0]["id"], "gateway.no-route");
    let mark = &report["interactions"][0]["gateway"];
    assert_eq!(mark["error_type"], "MissingAuthenticationTokenException");
}

#[test]
fn an_error_type_that_is_in_no_table_is_unknown() {
    let reply = Reply::of_the_function(418).with("x-amzn-errortype", "TeapotException");
    let (code, report) = verified(200, reply, &[]);
    assert_eq!(code, 3);
    assert_eq!(report["findings"][0]["id"], "gateway.unlisted");
    assert!(report["findings"][0]["message"].as_str().unwrap().contains("TeapotException"));
}

#[test]
fn what_the_function_answers_is_the_functions_also_behind_a_gateway() {
    let (code, report) = verified(200, Reply::of_the_function(403), &[]);
    assert_eq!(code, 1);
    assert_eq!(report["findings"][0]["id"], "response.status.incompatible");
    assert_eq!(report["interactions"][0]["answered_by"], "provider");
    assert_eq!(report["interactions"][0]["gateway"]["request_id"], "r-1");
}

#[test]
fn credentials_that_are_refused_are_named_and_missing_ones_asked_for() {
    let help = |arguments: &[&str]| {
        let (code, report) = verified(200, ResponseType::InvalidApiKey, arguments);
        assert_eq!(code, 3);
        report["findings"][0]["help"].as_str().unwrap().to_owned()
    };
    let sent = help(&["--auth", "api-key"]);
    assert!(sent.contains("check the credentials that were sent: api-key"), "{sent}");
    let unsent = help(&[]);
    assert!(unsent.contains("no credentials were sent"), "{unsent}");
}

#[test]
fn what_stands_in_front_is_mentioned_where_it_matters() {
    let stale = Reply::of_the_function(404).with("x-cache", "Hit from cloudfront");
    let (_, report) = verified(200, stale, &[]);
    let help = report["findings"][0]["help"].as_str().unwrap();
    assert!(help.contains("CloudFront (Hit from cloudfront)"), "{help}");
    let refused = Reply::from(ResponseType::InvalidApiKey).with("x-amz-cf-id", "x==");
    let (_, report) = verified(200, refused, &[]);
    let help = report["findings"][0]["help"].as_str().unwrap();
    assert!(help.contains("came through CloudFront"), "{help}");
}

#[test]
fn a_promise_that_no_stage_can_keep_says_so() {
    let promising = |headers: Value| {
        folder_with_pact(|pact| pact["interactions"][0]["response"]["headers"] = headers)
    };
    for (header, reply, why) in [
        (
            "WWW-Authenticate",
            Reply::of_the_function(404).with("x-amzn-remapped-www-authenticate", "Basic"),
            "API Gateway renamed it to x-amzn-remapped-www-authenticate",
        ),
        ("Server", Reply::of_the_function(404), "API Gateway sets server itself"),
        ("X-Amzn-Trace-Id", Reply::of_the_function(404), "is API Gateway's own"),
        ("Content-Type", Reply::of_the_function(404), "application/json where the provider names"),
    ] {
        let folder = promising(json!({ header: ["text/plain"] }));
        let provider = scripted([reply]);
        Said::of(provider.verify(folder.path()).args(["--dir", "pacts"])).expect(1, &[why]);
    }
    // The same promise to a provider without a gateway has no such excuse.
    let folder = promising(json!({ "Server": ["nginx"] }));
    let provider = scripted([Reply { headers: Vec::new(), ..Reply::of_the_function(404) }]);
    let said = Said::of(provider.verify(folder.path()).args(["--dir", "pacts"])).expect(1, &[]);
    assert!(!said.stdout.contains("API Gateway"), "{}", said.stdout);
}
