//! What a pact cannot make the matcher do to its caller: panic, run for ever, overflow the stack.

use std::sync::mpsc;
use std::time::Duration;

use gatepact_matching::{Comparison, MatchError, MatchResult, Mismatch, mismatches};
use pact_models::bodies::OptionalBody;
use pact_models::matchingrules;
use pact_models::matchingrules::MatchingRule;
use pact_models::v4::http_parts::HttpResponse;

fn response(content_type: &str, body: &str) -> HttpResponse {
    let headers = [("content-type".to_owned(), vec![content_type.to_owned()])];
    HttpResponse {
        body: OptionalBody::Present(body.as_bytes().to_vec().into(), None, None),
        headers: Some(headers.into()),
        ..HttpResponse::default()
    }
}

/// Expects that `v` matches a pattern.
fn pattern(regex: &str) -> HttpResponse {
    let rule = MatchingRule::Regex(regex.to_owned());
    let matching_rules = matchingrules! { "body" => { "$.v" => [rule] } };
    HttpResponse { matching_rules, ..response("application/json", r#"{"v": "a"}"#) }
}

/// A value on which a pattern that backtracks takes its time.
fn long_value() -> HttpResponse {
    response("application/json", &format!(r#"{{"v": "{}!"}}"#, "a".repeat(200_000)))
}

/// A runner as the edge has one: a thread, and a limit of time.
#[expect(clippy::disallowed_methods, reason = "the test is the edge here")]
fn within_half_a_second(comparison: Comparison) -> MatchResult {
    let limit = Duration::from_millis(500);
    let (sender, result) = mpsc::channel();
    std::thread::spawn(move || sender.send(comparison.run()));
    result.recv_timeout(limit).unwrap_or(Err(MatchError::TimedOut { limit }))
}

#[test]
fn a_response_that_matches_has_no_mismatch() {
    let actual = response("application/json", r#"{"v": "aaa", "more": 1}"#);
    assert_eq!(mismatches(pattern("^a+$"), actual, &Comparison::run).unwrap(), []);
}

#[test]
fn each_difference_is_a_mismatch() {
    let actual = HttpResponse { status: 404, ..response("application/json", r#"{"v": "b"}"#) };
    let found = mismatches(pattern("^a+$"), actual, &Comparison::run).unwrap();
    let kinds: Vec<&str> = found.iter().map(Mismatch::mismatch_type).collect();
    assert_eq!(kinds, ["BodyMismatch", "StatusMismatch"]);
}

#[test]
fn a_panic_of_the_matcher_is_an_error() {
    let error = mismatches(pattern("^(a+)+$"), long_value(), &Comparison::run).unwrap_err();
    assert!(matches!(error, MatchError::Aborted), "{error:?}");
    assert_eq!(error.to_string(), "the matcher gave up; is there a pattern that backtracks?");
}

#[test]
fn the_matcher_still_matches_after_a_panic() {
    for _ in 0..2 {
        let panic = mismatches(pattern("^(a+)+$"), long_value(), &Comparison::run);
        assert!(matches!(panic, Err(MatchError::Aborted)), "{panic:?}");
        a_response_that_matches_has_no_mismatch();
    }
}

#[test]
fn a_pattern_without_end_takes_no_longer_than_the_runner_allows() {
    let error = mismatches(pattern("a*a*a*b"), long_value(), &within_half_a_second).unwrap_err();
    assert!(matches!(error, MatchError::TimedOut { .. }), "{error:?}");
    assert_eq!(
        error.to_string(),
        "matching took longer than 500ms; is there a pattern that backtracks?"
    );
}

#[test]
fn deep_xml_is_refused_before_it_reaches_a_runner() {
    let deep = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    let (deep, flat) = (response("application/xml", &deep), response("application/xml", "<a/>"));
    for (expected, actual) in [(flat.clone(), deep.clone()), (deep, flat)] {
        let error = mismatches(expected, actual, &|_| panic!("it ran")).unwrap_err();
        assert_eq!(error.to_string(), "its XML is nested more than 128 deep");
    }
}

#[test]
fn a_multipart_body_is_matched_without_a_runtime() {
    let body = |value: &str| {
        let text = format!(
            "--b\r\ncontent-disposition: form-data; name=\"v\"\r\n\r\n{value}\r\n--b--\r\n"
        );
        response("multipart/form-data; boundary=b", &text)
    };
    assert_eq!(mismatches(body("1"), body("1"), &Comparison::run).unwrap(), []);
    assert!(!mismatches(body("1"), body("2"), &Comparison::run).unwrap().is_empty());
}

#[test]
fn a_comparison_can_go_to_another_thread() {
    fn is_send<T: Send + 'static>() {}
    is_send::<Comparison>();
    is_send::<MatchResult>();
}
