//! What API Gateway cannot deliver: headers that it adds, renames or forces, whatever stands behind.
//!
//! A promise about them fails however right the provider is, so the finding says why.

use crate::answer::Answer;

/// Headers of an answer that the gateway renames to `x-amzn-Remapped-*` or replaces by its own.
const REPLACED: [&str; 4] = ["connection", "content-length", "date", "server"];

/// Those that it renames as well, by documentation on any integration, by public reports on
/// integrations other than Lambda proxies.
const RENAMED: [&str; 10] = [
    "authorization",
    "content-md5",
    "expect",
    "host",
    "max-forwards",
    "proxy-authenticate",
    "trailer",
    "upgrade",
    "user-agent",
    "www-authenticate",
];

/// Those that only it can know.
const OWN: [&str; 5] = [
    "apigw-requestid",
    "x-amz-apigw-id",
    "x-amzn-errortype",
    "x-amzn-requestid",
    "x-amzn-trace-id",
];

/// Why a promised header cannot come, where the gateway is the reason.
pub(crate) fn why_no_header(name: &str, answer: &Answer) -> Option<String> {
    let name = name.to_ascii_lowercase();
    let renamed = format!("x-amzn-remapped-{name}");
    if answer.header(&renamed).is_some() {
        return Some(format!(
            "the provider sent it, and API Gateway renamed it to {renamed}: no consumer \
             can rely on {name} behind this stage"
        ));
    }
    if !answer.came_through_the_gateway() {
        return None;
    }
    if REPLACED.contains(&name.as_str()) {
        return Some(format!(
            "API Gateway sets {name} itself and renames the provider's own to {renamed}: the \
             promise cannot be kept behind a stage, whatever the provider answers"
        ));
    }
    if RENAMED.contains(&name.as_str()) {
        return Some(format!(
            "API Gateway renames {name} to {renamed} on many integrations: a promise of it may be \
             impossible to keep behind a stage"
        ));
    }
    if OWN.contains(&name.as_str()) {
        return Some(format!("{name} is API Gateway's own: the provider has no say in it"));
    }
    (name == "content-type").then(|| why_media_type(answer)).flatten()
}

/// Why the media type is another one than promised, where the gateway may be the reason.
pub(crate) fn why_media_type(answer: &Answer) -> Option<String> {
    let default = answer.header("content-type").is_some_and(|kind| kind == "application/json");
    (default && answer.came_through_the_gateway()).then(|| {
        "API Gateway gives every answer of an integration a content type, application/json where \
         the provider names none: set it in the function's answer"
            .to_owned()
    })
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn answer(headers: &[(&str, &str)]) -> Answer {
        let headers = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
            .collect::<HashMap<_, _>>();
        Answer { status: 200, headers, body: bytes::Bytes::new(), encoded: None }
    }

    #[test]
    fn a_header_that_came_under_another_name_is_found_there() {
        let answer = answer(&[("x-amzn-remapped-www-authenticate", "Basic")]);
        let why = why_no_header("WWW-Authenticate", &answer).unwrap();
        assert!(why.contains("renamed it to x-amzn-remapped-www-authenticate"), "{why}");
    }

    #[test]
    fn the_gateways_own_headers_are_explained_only_behind_a_gateway() {
        let behind = answer(&[("x-amz-apigw-id", "A=")]);
        let direct = answer(&[("server", "nginx")]);
        for name in REPLACED.iter().chain(&RENAMED).chain(&OWN) {
            assert!(why_no_header(name, &behind).is_some(), "{name}");
            assert!(why_no_header(name, &direct).is_none(), "{name}");
        }
        assert!(why_no_header("location", &behind).is_none());
    }

    #[test]
    fn a_default_media_type_is_explained() {
        let json = ("content-type", "application/json");
        assert!(why_media_type(&answer(&[json, ("apigw-requestid", "A=")])).is_some());
        assert!(why_media_type(&answer(&[json])).is_none());
        let html = ("content-type", "text/html");
        assert!(why_media_type(&answer(&[html, ("apigw-requestid", "A=")])).is_none());
    }
}
