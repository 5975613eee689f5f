//! Tests of the table: every entry is sorted, unique, documented, and classified as what it renders.

use gatepact_gateway_responses::{
    Api, Class, Confidence, DetectedBy, GatewayResponse, Implication, MessageTemplate,
    ResponseType, Retry, classify, gateway_responses, render, render_about,
};
use std::collections::BTreeSet;

/// The responses that several types share word for word: a report must name all of them.
const AMBIGUOUS: &[(ResponseType, &[ResponseType])] = &[
    (ResponseType::InvalidApiKey, &[ResponseType::UnknownStage, ResponseType::WafFiltered]),
    (ResponseType::UnknownStage, &[ResponseType::InvalidApiKey, ResponseType::WafFiltered]),
];

fn classified(expected: &GatewayResponse) -> Vec<ResponseType> {
    let rendered = render(expected.response_type);
    let header = |name: &str| rendered.header(name);
    let found = classify(rendered.status, header, rendered.body.as_bytes())
        .unwrap_or_else(|| panic!("{} is not detected", expected.name));
    let first = found.response.unwrap_or_else(|| panic!("{} is not in the table", expected.name));
    let all = std::iter::once(first).chain(found.alternatives);
    all.map(|response| response.response_type).collect()
}

#[test]
fn every_response_is_classified_as_itself_or_its_documented_ambiguity() {
    for response in gateway_responses() {
        let mut expected: BTreeSet<_> = BTreeSet::from([response.response_type]);
        for (_, others) in AMBIGUOUS.iter().filter(|(of, _)| *of == response.response_type) {
            expected.extend(*others);
        }
        assert_eq!(
            classified(response).into_iter().collect::<BTreeSet<_>>(),
            expected,
            "{}",
            response.name
        );
    }
}

#[test]
fn forbidden_is_classified_as_a_refused_api_key_first() {
    assert_eq!(
        classified(ResponseType::UnknownStage.gateway_response())[0],
        ResponseType::InvalidApiKey
    );
}

#[test]
fn every_response_type_has_exactly_one_entry_and_one_name() {
    let types: BTreeSet<_> = gateway_responses().map(|response| response.response_type).collect();
    let names: BTreeSet<_> = gateway_responses().map(|response| response.name).collect();
    assert_eq!(types.len(), gateway_responses().count());
    assert_eq!(names.len(), gateway_responses().count());
    // `HttpApiUnauthorized` is the last variant: the discriminants are counted from zero.
    assert_eq!(gateway_responses().count(), ResponseType::HttpApiUnauthorized as usize + 1);
    assert!(
        gateway_responses().all(|response| response.response_type.gateway_response() == response)
    );
}

#[test]
fn the_table_follows_the_enum_and_each_section_is_sorted() {
    let sections: [fn(&GatewayResponse) -> bool; 4] = [
        |response| response.response_type <= ResponseType::WafFiltered,
        |response| {
            (ResponseType::BadRequestBody..=ResponseType::UnsupportedMediaType)
                .contains(&response.response_type)
        },
        |response| {
            (ResponseType::ApiConfigurationError..=ResponseType::MalformedProxyResponse)
                .contains(&response.response_type)
        },
        |response| response.response_type >= ResponseType::HttpApiForbidden,
    ];
    assert!(gateway_responses().map(|response| response.response_type).is_sorted());
    for section in sections {
        let names: Vec<_> = gateway_responses()
            .filter(|response| section(response))
            .map(|response| response.name)
            .collect();
        assert!(names.len() > 1 && names.is_sorted(), "{names:?}");
    }
}

#[test]
fn every_response_is_documented() {
    for response in gateway_responses() {
        assert!((400..600).contains(&response.status), "{}", response.name);
        assert!(
            response.cause.len() > 20 && !response.cause.ends_with('.'),
            "{}: {}",
            response.name,
            response.cause
        );
        assert_ne!(response.class, Class::Unlisted, "{}", response.name);
        assert_eq!(response.error_type.is_some(), response.api == Api::Rest, "{}", response.name);
        assert!(response.alternative_class != Some(response.class), "{}", response.name);
        let variant: String = response
            .name
            .split('_')
            .map(|w| format!("{}{}", &w[..1], w[1..].to_lowercase()))
            .collect();
        assert_eq!(variant, format!("{:?}", response.response_type));
    }
}

#[test]
fn implications_and_retries_are_the_published_ones() {
    let published = [
        (ResponseType::Throttled, Implication::Unknown, Retry::Always),
        (ResponseType::QuotaExceeded, Implication::Unknown, Retry::Never),
        (ResponseType::InvalidApiKey, Implication::Unknown, Retry::Never),
        (ResponseType::ExpiredToken, Implication::Unknown, Retry::Never),
        (ResponseType::MissingAuthenticationToken, Implication::Broken, Retry::Never),
        (ResponseType::BadRequestBody, Implication::Broken, Retry::Never),
        (ResponseType::PayloadTooLarge, Implication::Broken, Retry::Never),
        (ResponseType::UnsupportedMediaType, Implication::Broken, Retry::Never),
        (ResponseType::AuthorizerFailure, Implication::Broken, Retry::Never),
        (ResponseType::MalformedProxyResponse, Implication::Broken, Retry::Never),
        (ResponseType::IntegrationTimeout, Implication::Broken, Retry::SafeMethods),
        (ResponseType::HttpApiServiceUnavailable, Implication::Broken, Retry::SafeMethods),
    ];
    for (response_type, implication, retry) in published {
        let class = response_type.gateway_response().class;
        assert_eq!((class.implication(), class.retry()), (implication, retry), "{response_type:?}");
    }
    // A broken contract is not retried, unless the integration did not respond in time.
    for class in Class::ALL {
        assert!(class.retry() != Retry::Always || class.implication() == Implication::Unknown);
    }
}

#[test]
fn the_error_type_decides_although_status_and_message_are_customised() {
    let header = |name: &str| (name == "x-amzn-errortype").then_some("TooManyRequestsException");
    let found =
        classify(503, header, br#"{"error":"please come back"}"#).expect("a gateway response");
    assert_eq!(
        found.response.map(|response| response.response_type),
        Some(ResponseType::Throttled)
    );
    assert_eq!(
        (found.detected_by, found.implication()),
        (DetectedBy::ErrorType, Implication::Unknown)
    );
}

#[test]
fn an_unlisted_error_type_is_a_gateway_response() {
    let header =
        |name: &str| (name == "x-amzn-errortype").then_some("TeapotException:http://internal/");
    let found = classify(418, header, b"short and stout").expect("a gateway response");
    assert_eq!((found.response, found.class()), (None, Class::Unlisted));
    assert_eq!(found.error_type.as_deref(), Some("TeapotException"));
}

#[test]
fn an_error_of_the_function_is_not_a_gateway_response() {
    let rest = |name: &str| (name == "x-amz-apigw-id").then_some("abc=");
    assert_eq!(classify(403, rest, br#"{"message":"Forbidden"}"#), None);
    let http = |name: &str| (name == "apigw-requestid").then_some("abc=");
    assert_eq!(classify(404, http, br#"{"message":"no such order"}"#), None);
    assert_eq!(classify(404, http, br#""Not Found""#), None);
    assert_eq!(classify(404, |_| None, br#"{"message":"Not Found"}"#), None);
    assert_eq!(classify(200, |_| None, b""), None);
}

#[test]
fn a_message_about_the_request_is_rendered_and_classified() {
    let rendered = render_about(ResponseType::BadRequestParameters, "limit, x-trace");
    assert_eq!(
        rendered.body,
        r#"{"message":"Missing required request parameters: [limit, x-trace]"}"#
    );
    let found = classify(rendered.status, |name| rendered.header(name), rendered.body.as_bytes());
    let response = found.and_then(|found| found.response).map(|response| response.response_type);
    assert_eq!(response, Some(ResponseType::BadRequestParameters));
}

#[test]
fn a_message_about_nothing_needs_room_for_both_ends() {
    let template = MessageTemplate::About { before: "aab", sample: "", after: "baa" };
    assert!(template.matches(Some("aabbaa")));
    assert!(!template.matches(Some("aabaa")));
}

#[test]
fn a_response_is_known_as_well_as_its_least_known_part() {
    assert_eq!(
        ResponseType::MissingAuthenticationToken.gateway_response().confidence(),
        Confidence::Recorded
    );
    assert_eq!(ResponseType::Throttled.gateway_response().confidence(), Confidence::Read);
    assert_eq!(ResponseType::WafFiltered.gateway_response().confidence(), Confidence::Unconfirmed);
    assert_eq!(Confidence::Unconfirmed.as_str(), "unconfirmed");
}
