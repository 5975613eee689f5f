//! The audit of the table: every row sorted, unique, documented, playable and recognisable.

use gatepact_gateway_responses::{
    Api, By, Class, Evidence, ResponseType, Retry, Row, Verdict, Wording, play, play_about,
    recognise, rows,
};
use std::collections::BTreeSet;

/// The answers that several rows share word for word: a caller must be told all of them.
const AMBIGUOUS: &[(ResponseType, &[ResponseType])] = &[
    (ResponseType::InvalidApiKey, &[ResponseType::UnknownStage, ResponseType::WafFiltered]),
    (ResponseType::UnknownStage, &[ResponseType::InvalidApiKey, ResponseType::WafFiltered]),
];

fn fits(row: &Row) -> Vec<ResponseType> {
    let answer = play(row.response_type);
    let seen = recognise(answer.status, |name| answer.header(name), answer.body.as_bytes())
        .unwrap_or_else(|| panic!("{} is not recognised", row.name));
    let first = seen.row.unwrap_or_else(|| panic!("{} is in no row", row.name));
    std::iter::once(first).chain(seen.also).map(|row| row.response_type).collect()
}

#[test]
fn every_row_is_recognised_as_itself_or_its_documented_ambiguity() {
    for row in rows() {
        let mut expected: BTreeSet<_> = BTreeSet::from([row.response_type]);
        for (_, others) in AMBIGUOUS.iter().filter(|(of, _)| *of == row.response_type) {
            expected.extend(*others);
        }
        assert_eq!(fits(row).into_iter().collect::<BTreeSet<_>>(), expected, "{}", row.name);
    }
}

#[test]
fn the_first_reading_of_forbidden_is_the_key() {
    assert_eq!(fits(ResponseType::UnknownStage.row())[0], ResponseType::InvalidApiKey);
}

#[test]
fn every_response_type_has_exactly_one_row_and_one_name() {
    let types: BTreeSet<_> = rows().map(|row| row.response_type).collect();
    let names: BTreeSet<_> = rows().map(|row| row.name).collect();
    assert_eq!(types.len(), rows().count());
    assert_eq!(names.len(), rows().count());
    // `HttpApiUnauthorized` is the last variant: the discriminants are counted from zero.
    assert_eq!(rows().count(), ResponseType::HttpApiUnauthorized as usize + 1);
    assert!(rows().all(|row| row.response_type.row() == row));
}

#[test]
fn the_table_follows_the_enum_and_each_section_is_sorted() {
    let sections: [fn(&Row) -> bool; 4] = [
        |row| row.response_type <= ResponseType::WafFiltered,
        |row| {
            (ResponseType::BadRequestBody..=ResponseType::UnsupportedMediaType)
                .contains(&row.response_type)
        },
        |row| {
            (ResponseType::ApiConfigurationError..=ResponseType::MalformedProxyResponse)
                .contains(&row.response_type)
        },
        |row| row.response_type >= ResponseType::HttpApiForbidden,
    ];
    assert!(rows().map(|row| row.response_type).is_sorted());
    for section in sections {
        let names: Vec<_> = rows().filter(|row| section(row)).map(|row| row.name).collect();
        assert!(names.len() > 1 && names.is_sorted(), "{names:?}");
    }
}

#[test]
fn every_row_is_documented() {
    for row in rows() {
        assert!((400..600).contains(&row.status), "{}", row.name);
        assert!(row.cause.len() > 20 && !row.cause.ends_with('.'), "{}: {}", row.name, row.cause);
        assert_ne!(row.class, Class::Unlisted, "{}", row.name);
        assert_eq!(row.error_type.is_some(), row.api == Api::Rest, "{}", row.name);
        assert!(row.doubt != Some(row.class), "{}", row.name);
        let variant: String =
            row.name.split('_').map(|w| format!("{}{}", &w[..1], w[1..].to_lowercase())).collect();
        assert_eq!(variant, format!("{:?}", row.response_type));
    }
}

#[test]
fn verdicts_and_retries_are_the_published_ones() {
    let published = [
        (ResponseType::Throttled, Verdict::Unknown, Retry::Always),
        (ResponseType::QuotaExceeded, Verdict::Unknown, Retry::Never),
        (ResponseType::InvalidApiKey, Verdict::Unknown, Retry::Never),
        (ResponseType::ExpiredToken, Verdict::Unknown, Retry::Never),
        (ResponseType::MissingAuthenticationToken, Verdict::Broken, Retry::Never),
        (ResponseType::BadRequestBody, Verdict::Broken, Retry::Never),
        (ResponseType::PayloadTooLarge, Verdict::Broken, Retry::Never),
        (ResponseType::UnsupportedMediaType, Verdict::Broken, Retry::Never),
        (ResponseType::AuthorizerFailure, Verdict::Broken, Retry::Never),
        (ResponseType::MalformedProxyResponse, Verdict::Broken, Retry::Never),
        (ResponseType::IntegrationTimeout, Verdict::Broken, Retry::SafeMethods),
        (ResponseType::HttpApiServiceUnavailable, Verdict::Broken, Retry::SafeMethods),
    ];
    for (response_type, verdict, retry) in published {
        let class = response_type.row().class;
        assert_eq!((class.verdict(), class.retry()), (verdict, retry), "{response_type:?}");
    }
    // Never again after a proof, except where the integration was too slow to give one.
    for class in Class::ALL {
        assert!(class.retry() != Retry::Always || class.verdict() == Verdict::Unknown);
    }
}

#[test]
fn the_error_type_outlives_a_customised_status_and_text() {
    let header = |name: &str| (name == "x-amzn-errortype").then_some("TooManyRequestsException");
    let seen = recognise(503, header, br#"{"error":"please come back"}"#).expect("recognised");
    assert_eq!(seen.row.map(|row| row.response_type), Some(ResponseType::Throttled));
    assert_eq!((seen.by, seen.verdict()), (By::ErrorType, Verdict::Unknown));
}

#[test]
fn an_unlisted_error_type_is_still_the_gateway() {
    let header =
        |name: &str| (name == "x-amzn-errortype").then_some("TeapotException:http://internal/");
    let seen = recognise(418, header, b"short and stout").expect("recognised");
    assert_eq!((seen.row, seen.class()), (None, Class::Unlisted));
    assert_eq!(seen.error_type.as_deref(), Some("TeapotException"));
}

#[test]
fn a_functions_own_error_is_not_the_gateways() {
    let rest = |name: &str| (name == "x-amz-apigw-id").then_some("abc=");
    assert_eq!(recognise(403, rest, br#"{"message":"Forbidden"}"#), None);
    let http = |name: &str| (name == "apigw-requestid").then_some("abc=");
    assert_eq!(recognise(404, http, br#"{"message":"no such order"}"#), None);
    assert_eq!(recognise(404, http, br#""Not Found""#), None);
    assert_eq!(recognise(404, |_| None, br#"{"message":"Not Found"}"#), None);
    assert_eq!(recognise(200, |_| None, b""), None);
}

#[test]
fn words_about_the_request_are_kept_and_recognised() {
    let answer = play_about(ResponseType::BadRequestParameters, "limit, x-trace");
    assert_eq!(
        answer.body,
        r#"{"message":"Missing required request parameters: [limit, x-trace]"}"#
    );
    let seen = recognise(answer.status, |name| answer.header(name), answer.body.as_bytes());
    let row = seen.and_then(|seen| seen.row).map(|row| row.response_type);
    assert_eq!(row, Some(ResponseType::BadRequestParameters));
}

#[test]
fn a_wording_about_nothing_needs_room_for_both_ends() {
    let wording = Wording::About { before: "aab", sample: "", after: "baa" };
    assert!(wording.says(Some("aabbaa")));
    assert!(!wording.says(Some("aabaa")));
}

#[test]
fn a_row_is_as_good_as_its_weakest_mark() {
    assert_eq!(ResponseType::MissingAuthenticationToken.row().evidence(), Evidence::Recorded);
    assert_eq!(ResponseType::Throttled.row().evidence(), Evidence::Read);
    assert_eq!(ResponseType::WafFiltered.row().evidence(), Evidence::Unconfirmed);
    assert_eq!(Evidence::Unconfirmed.as_str(), "unconfirmed");
}
