//! Gateway or provider? Who gave an answer, and what that means where it is not the promised one.
//!
//! Pure: from an answer to who gave it, from that and the promise to a verdict, a rule and sentences.

use gatepact_contract::AuthKind;
use gatepact_gateway_responses::{Class, Classification, DetectedBy, Implication, Retry, classify};
use gatepact_report::{GatewayMark, Responder, Verdict};
use serde_json::Value;

use crate::Rule;
use crate::answer::Answer;

/// Who gave an answer, and the marks of what it passed on its way.
#[derive(Debug, Clone)]
pub(crate) struct Attribution {
    /// The gateway's own answer, if it is one.
    pub(crate) own: Option<Classification>,
    request_id: Option<String>,
    front: Option<String>,
}

/// What was promised and sent, as far as it decides what an answer of the gateway means.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// Whether the answer has the promised status.
    pub(crate) status_as_promised: bool,
    /// The kinds of credentials that were sent.
    pub(crate) kinds: &'a [AuthKind],
}

impl Attribution {
    pub(crate) fn of(answer: &Answer) -> Attribution {
        let own = classify(answer.status, |name| answer.header(name), &answer.body);
        let ids = ["x-amz-apigw-id", "apigw-requestid", "x-amzn-requestid"];
        // A REST API has two ids; support and access logs ask for x-amzn-requestid.
        let request_id = ids.iter().rev().find_map(|name| answer.header(name));
        Attribution { own, request_id: request_id.map(str::to_owned), front: front(answer) }
    }

    pub(crate) fn responder(&self) -> Responder {
        if self.own.is_some() { Responder::Gateway } else { Responder::Provider }
    }

    /// Whether a cache in front answered in place of the gateway and the provider.
    pub(crate) fn is_from_a_cache(&self) -> bool {
        self.front.as_ref().is_some_and(|front| front.contains("Hit from"))
    }

    /// What reports keep of it.
    pub(crate) fn mark(&self) -> Option<GatewayMark> {
        let mark = GatewayMark {
            request_id: self.request_id.clone(),
            error_type: self.own.as_ref().and_then(|own| own.error_type.clone()),
            response_type: self
                .own
                .as_ref()
                .and_then(|own| own.response)
                .map(|response| response.name),
            front: self.front.clone(),
        };
        (mark != GatewayMark::default()).then_some(mark)
    }

    /// Whether the promise may be asked for again after such an answer.
    pub(crate) fn retry(&self) -> Retry {
        self.own.as_ref().map_or(Retry::Never, Classification::retry)
    }

    /// What stands between us and the gateway, for a sentence.
    pub(crate) fn front(&self) -> Option<&str> {
        self.front.as_deref()
    }

    fn id(&self) -> String {
        self.request_id.as_ref().map_or(String::new(), |id| format!(" (request id {id})"))
    }
}

/// What an answer of the gateway that is not the promised one means.
pub(crate) fn meaning(own: &Classification, asked: Asked<'_>) -> Verdict {
    // The pact wants this refusal and nothing was sent on purpose, so it is not our set-up that was
    // refused: the refusal is judged as the answer it is.
    let refusal_wanted = asked.status_as_promised && asked.kinds.is_empty();
    match own.implication() {
        Implication::Broken => Verdict::Broken,
        Implication::Unknown if refusal_wanted && own.class() == Class::CredentialsRejected => {
            Verdict::Broken
        }
        Implication::Unknown => Verdict::Unknown,
    }
}

/// One sentence: who answered, in which words, and the likely cause.
pub(crate) fn sentence(own: &Classification, attribution: &Attribution, answer: &Answer) -> String {
    let who = match own.detected_by {
        DetectedBy::ErrorType => "answered by API Gateway, not by your function",
        // A function that words the same error in the same way looks the same.
        DetectedBy::Message => "answered by API Gateway, by all signs, and not by your function",
    };
    let words = words(&answer.body)
        .or_else(|| own.error_type.clone())
        .unwrap_or_else(|| format!("status {}", answer.status));
    let cause = own
        .response
        .map_or("its error type is in no table of Gatepact's", |response| response.cause);
    format!("{who}: {words}: {cause}{}", attribution.id())
}

/// What else it may be, and what to do.
pub(crate) fn advice(own: &Classification, attribution: &Attribution, asked: Asked<'_>) -> String {
    let mut parts: Vec<String> =
        own.alternatives.iter().map(|response| format!("or {}", response.cause)).collect();
    if let Some(response) = own.response.filter(|response| response.alternative_class.is_some()) {
        let signed = asked.kinds.contains(&AuthKind::Iam);
        parts.push(if signed {
            format!("the request was signed, so {} is left: a missing route", response.name)
        } else {
            "if the method is there and asks for IAM, send a signature with --auth iam".to_owned()
        });
    }
    parts.push(what_to_do(own.class(), asked.kinds));
    let refusal =
        matches!(own.class(), Class::CredentialsRejected | Class::WrongAddress | Class::NoRoute);
    if let Some(front) = attribution.front().filter(|_| refusal) {
        parts.push(format!(
            "the answer came through {front}, which may change paths and strip headers"
        ));
    }
    parts.join("; ")
}

fn what_to_do(class: Class, kinds: &[AuthKind]) -> String {
    let text = match class {
        Class::Transient => {
            "the request was repeated as long as --retry-budget allowed; lower --max-rps or \
             --concurrency, or raise the limit"
        }
        Class::Quota => "raise the quota of the usage plan, or verify with a key of another plan",
        Class::CredentialsRejected if kinds.is_empty() => {
            "no credentials were sent: name their kind with --auth, or in an [[auth]] rule of \
             gatepact.toml"
        }
        Class::CredentialsRejected => {
            let names: Vec<&str> = kinds.iter().map(|kind| kind.name()).collect();
            return format!("check the credentials that were sent: {}", names.join(", "));
        }
        Class::AccessBlocked => "let this caller through the firewall and the policies of the API",
        Class::WrongAddress => {
            "check the stage in the URL; behind a custom domain use --provider-base-url"
        }
        Class::NoRoute => "deploy the route to this stage, or correct the path in the pact",
        Class::Validation => {
            "the stage refuses what this consumer sends: loosen the model or the request validator"
        }
        Class::TooLarge => "the consumer sends more than a stage takes",
        Class::Authorizer => "look into the authorizer's log under this request id",
        Class::Configuration => "correct the integration of this method and deploy again",
        Class::MalformedResponse => "look into the function's log under this request id",
        Class::Integration => "look whether the function or backend is up and fast enough",
        Class::Unlisted => "look into the access log of the stage under this request id",
    };
    text.to_owned()
}

/// The rule of the finding about an unexpected answer of that class.
pub(crate) fn rule(class: Class) -> Rule {
    match class {
        Class::Transient => Rule::GatewayThrottled,
        Class::Quota => Rule::GatewayQuotaExceeded,
        Class::CredentialsRejected => Rule::GatewayCredentialsRefused,
        Class::AccessBlocked => Rule::GatewayKeptOut,
        Class::WrongAddress => Rule::GatewayWrongAddress,
        Class::NoRoute => Rule::GatewayNoRoute,
        Class::Validation => Rule::GatewayRequestInvalid,
        Class::TooLarge => Rule::GatewayTooLarge,
        Class::Authorizer => Rule::GatewayAuthorizerFailed,
        Class::Configuration => Rule::GatewayMisconfigured,
        Class::MalformedResponse => Rule::GatewayAnswerMalformed,
        Class::Integration => Rule::GatewayIntegrationFailed,
        Class::Unlisted => Rule::GatewayUnlisted,
    }
}

/// The gateway's words: the default template is `{"message": ...}`.
fn words(body: &[u8]) -> Option<String> {
    match serde_json::from_slice(body) {
        Ok(Value::Object(object)) => {
            object.get("message").or_else(|| object.get("Message"))?.as_str().map(str::to_owned)
        }
        Ok(_) => None,
        Err(_) => {
            let text = String::from_utf8_lossy(body).trim().to_owned();
            (!text.is_empty()).then_some(text)
        }
    }
}

/// What stands in front of the gateway, by the headers that it leaves.
fn front(answer: &Answer) -> Option<String> {
    let cache = answer.header("x-cache");
    let cloudfront = answer.header("x-amz-cf-id").is_some()
        || cache.is_some_and(|cache| cache.ends_with("from cloudfront"))
        || answer.header("via").is_some_and(|via| via.contains("(CloudFront)"));
    let name = match (cloudfront, answer.header("via")) {
        (true, _) => "CloudFront".to_owned(),
        (false, Some(via)) => via.to_owned(),
        (false, None) => return cache.map(|cache| format!("a cache ({cache})")),
    };
    Some(match cache {
        Some(cache) => format!("{name} ({cache})"),
        None => name,
    })
}

#[cfg(test)]
mod tests {
    use gatepact_gateway_responses::{ResponseType, gateway_responses, render};

    use super::*;

    fn rendered(response_type: ResponseType) -> Answer {
        let answer = render(response_type);
        let headers = answer.headers.into_iter();
        Answer {
            status: answer.status,
            headers: headers.map(|(name, value)| (name.to_owned(), vec![value])).collect(),
            body: answer.body.into(),
            encoded: None,
        }
    }

    const UNSENT: Asked<'_> = Asked { status_as_promised: false, kinds: &[] };
    const SENT: Asked<'_> = Asked { status_as_promised: false, kinds: &[AuthKind::ApiKey] };

    #[test]
    fn every_gateway_response_is_attributed_to_the_gateway_with_its_cause() {
        for response in gateway_responses() {
            let answer = rendered(response.response_type);
            let attribution = Attribution::of(&answer);
            assert_eq!(attribution.responder(), Responder::Gateway, "{}", response.name);
            let own = attribution.own.as_ref().unwrap();
            let told = format!(
                "{}; {}",
                sentence(own, &attribution, &answer),
                advice(own, &attribution, SENT)
            );
            assert!(told.starts_with("answered by API Gateway"), "{told}");
            assert!(told.contains(response.cause), "{}: {told}", response.name);
            if answer.came_through_the_gateway() {
                assert!(attribution.mark().unwrap().request_id.is_some(), "{}", response.name);
                assert!(told.contains("(request id "), "{told}");
            }
        }
    }

    #[test]
    fn the_verdict_is_the_one_of_the_class() {
        for response in gateway_responses() {
            let own = Attribution::of(&rendered(response.response_type)).own.unwrap();
            let expected = match own.implication() {
                Implication::Broken => Verdict::Broken,
                Implication::Unknown => Verdict::Unknown,
            };
            assert_eq!(meaning(&own, UNSENT), expected, "{}", response.name);
            assert_eq!(meaning(&own, SENT), expected, "{}", response.name);
        }
    }

    #[test]
    fn a_refusal_that_was_asked_for_is_judged_as_an_answer() {
        let refused = Attribution::of(&rendered(ResponseType::Unauthorized)).own.unwrap();
        let asked = |kinds| Asked { status_as_promised: true, kinds };
        assert_eq!(meaning(&refused, asked(&[])), Verdict::Broken);
        assert_eq!(meaning(&refused, asked(&[AuthKind::Bearer])), Verdict::Unknown);
        let throttled = Attribution::of(&rendered(ResponseType::Throttled)).own.unwrap();
        assert_eq!(meaning(&throttled, asked(&[])), Verdict::Unknown);
    }

    #[test]
    fn a_customised_answer_is_still_the_gateways() {
        let mut answer = rendered(ResponseType::MissingAuthenticationToken);
        answer.status = 404;
        answer.body = r#"{"error": "nothing here"}"#.into();
        let attribution = Attribution::of(&answer);
        assert_eq!(attribution.responder(), Responder::Gateway);
        let told = sentence(attribution.own.as_ref().unwrap(), &attribution, &answer);
        assert!(told.contains("MissingAuthenticationTokenException"), "{told}");
    }

    #[test]
    fn what_a_function_answers_is_the_functions() {
        let mut answer = rendered(ResponseType::MalformedProxyResponse);
        answer.headers.remove("x-amzn-errortype");
        let attribution = Attribution::of(&answer);
        assert_eq!(attribution.responder(), Responder::Provider);
        assert!(attribution.mark().is_some(), "the request id is still worth knowing");
    }

    #[test]
    fn what_stands_in_front_is_named() {
        let with = |headers: &[(&str, &str)]| {
            let headers = headers.iter();
            let headers =
                headers.map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]));
            let answer = Answer {
                status: 200,
                headers: headers.collect(),
                body: bytes::Bytes::new(),
                encoded: None,
            };
            Attribution::of(&answer)
        };
        let hit = with(&[("x-cache", "Hit from cloudfront"), ("x-amz-cf-id", "x==")]);
        assert_eq!(hit.front(), Some("CloudFront (Hit from cloudfront)"));
        assert!(hit.is_from_a_cache());
        let via = with(&[("via", "1.1 abc.cloudfront.net (CloudFront)")]);
        assert_eq!(via.front(), Some("CloudFront"));
        assert!(!via.is_from_a_cache());
        assert_eq!(with(&[("via", "1.1 proxy.example")]).front(), Some("1.1 proxy.example"));
        assert_eq!(with(&[]).front(), None);
    }
}
