//! Signatures made by the signer of the AWS SDK, and what becomes of them when something is changed.

use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{
    SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign,
};
use aws_sigv4::sign::v4::SigningParams;
use gatepact_gateway::{Keys, Signer, Unsigned};
use gatepact_stage::Running;

use crate::support::*;

pub(crate) struct Signing<'a> {
    pub(crate) access_key: &'a str,
    pub(crate) secret: &'a str,
    pub(crate) token: Option<&'a str>,
    pub(crate) region: &'a str,
    pub(crate) at: SystemTime,
}

impl Default for Signing<'_> {
    fn default() -> Self {
        Self {
            access_key: ACCESS_KEY,
            secret: SECRET_KEY,
            token: None,
            region: "us-east-1",
            at: SystemTime::now(),
        }
    }
}

impl Signing<'_> {
    /// The headers that sign.
    async fn headers(&self, method: &str, url: &str, body: &[u8]) -> Vec<(String, String)> {
        let keys = Keys {
            access_key_id: self.access_key.to_owned(),
            secret_access_key: self.secret.to_owned(),
            session_token: self.token.map(str::to_owned),
        };
        let signer = Signer::with_keys(&keys, self.region);
        let request = Unsigned { method, url, body, host: None };
        signer.sign(request, self.at).await.unwrap().headers
    }

    pub(crate) async fn get(&self, stage: &Running, path: &str) -> Answered {
        let url = format!("{}{path}", stage.invoke_url());
        let headers = self.headers("GET", &url, b"").await;
        send(with(client().get(url), &headers)).await
    }
}

fn with(request: reqwest::RequestBuilder, headers: &[(String, String)]) -> reqwest::RequestBuilder {
    headers.iter().fold(request, |request, (name, value)| request.header(name, value))
}

fn refused(answered: &Answered, error_type: &str, words: &str) {
    assert_eq!(answered.status, 403, "{answered:?}");
    assert_eq!(answered.header("x-amzn-errortype"), Some(error_type), "{answered:?}");
    assert!(answered.json()["message"].as_str().unwrap().starts_with(words), "{answered:?}");
}

#[tokio::test]
async fn what_the_sdk_signs_is_let_in_and_the_signature_stays_here() {
    let stage = stage().await;
    let queries =
        ["", "?a=1", "?b=2&a=1&a=0", "?q=a%20b%2Fc&empty=&flag", "?x=%C3%A4~-_.", "?a=%2B"];
    for query in queries {
        let answered = Signing::default().get(&stage, &format!("/signed{query}")).await;
        assert_eq!(answered.status, 201, "{query}: {}", answered.body);
        let seen = answered.json();
        assert_eq!(seen["headers"].get("authorization"), None);
        assert!(seen["headers"]["x-amz-date"].is_string());
    }
    let url = format!("{}/signed", stage.invoke_url());
    let headers = Signing::default().headers("POST", &url, b"{\"a\":1}").await;
    let answered = send(with(client().post(&url).body("{\"a\":1}"), &headers)).await;
    assert_eq!(answered.status, 201, "{}", answered.body);
    let temporary =
        Signing { access_key: "ASIATEMPORARY", token: Some("token"), ..Signing::default() };
    assert_eq!(temporary.get(&stage, "/signed").await.status, 201);
}

#[tokio::test]
async fn paths_of_every_kind_are_signed_alike() {
    let mut value = rest();
    value["paths"]["/files/{proxy+}"]["x-amazon-apigateway-any-method"]["security"] =
        serde_json::json!([{ "sigv4": [] }]);
    let stage = stage_of(&value, settings()).await;
    for path in
        ["a", "a%20b", "a%2Fb", "%C3%A4", "a+b", "a:b@c", "a//b", "a/", "a/b/c.txt", "(x)", "a=b"]
    {
        let answered = Signing::default().get(&stage, &format!("/files/{path}")).await;
        assert_eq!(answered.status, 201, "{path}: {}", answered.body);
    }
}

#[tokio::test]
async fn every_change_after_the_signature_is_found() {
    let stage = stage().await;
    let url = format!("{}/signed", stage.invoke_url());
    let headers = Signing::default().headers("POST", &url, b"body").await;
    const WORDS: &str =
        "The request signature we calculated does not match the signature you provided.";
    let cases = [
        client().post(&url).body("other"),
        client().get(&url).body("body"),
        client().post(format!("{url}?a=1")).body("body"),
        client().post(format!("{url}/")).body("body"),
        client().post(&url).body("body").header("host", "other.example.com"),
    ];
    for request in cases {
        let answered = send(with(request, &headers)).await;
        refused(&answered, "InvalidSignatureException", WORDS);
        assert!(answered.body.contains("The Canonical String for this request should have been"));
    }
    let mut shorter = headers.clone();
    for (name, value) in &mut shorter {
        if name == "authorization" {
            value.pop();
        }
    }
    let answered = send(with(client().post(&url).body("body"), &shorter)).await;
    refused(&answered, "InvalidSignatureException", WORDS);
    let wrong = Signing { secret: "another", ..Signing::default() };
    refused(&wrong.get(&stage, "/signed").await, "InvalidSignatureException", WORDS);
}

#[tokio::test]
async fn keys_that_are_not_known_or_over_are_told_apart() {
    let stage = stage().await;
    let invalid = "The security token included in the request is invalid.";
    for (access_key, token) in [
        ("AKIAOTHER", None),
        (ACCESS_KEY, Some("token")),
        ("ASIATEMPORARY", None),
        ("ASIATEMPORARY", Some("x")),
    ] {
        let answered =
            Signing { access_key, token, ..Signing::default() }.get(&stage, "/signed").await;
        refused(&answered, "UnrecognizedClientException", invalid);
    }
    let over = Signing { access_key: "ASIAOVER", token: Some("old"), ..Signing::default() };
    let words = "The security token included in the request is expired";
    refused(&over.get(&stage, "/signed").await, "ExpiredTokenException", words);
}

#[tokio::test]
async fn clocks_may_be_five_minutes_off() {
    let stage = stage().await;
    let now = SystemTime::now();
    let minutes = |minutes: u64| Duration::from_secs(minutes * 60);
    for at in [now - minutes(4), now + minutes(4)] {
        assert_eq!(Signing { at, ..Signing::default() }.get(&stage, "/signed").await.status, 201);
    }
    let late = Signing { at: now - minutes(6), ..Signing::default() }.get(&stage, "/signed").await;
    refused(&late, "InvalidSignatureException", "Signature expired: ");
    assert!(late.body.contains(" - 5 min.)"), "{}", late.body);
    let early = Signing { at: now + minutes(6), ..Signing::default() }.get(&stage, "/signed").await;
    refused(&early, "InvalidSignatureException", "Signature not yet current: ");
}

#[tokio::test]
async fn a_signature_for_elsewhere_is_refused() {
    let stage = stage().await;
    let elsewhere = Signing { region: "eu-west-1", ..Signing::default() };
    let words = "Credential should be scoped to a valid region, not 'eu-west-1'.";
    refused(&elsewhere.get(&stage, "/signed").await, "InvalidSignatureException", words);
    let url = format!("{}/signed", stage.invoke_url());
    for (value, words) in [
        ("Bearer token", "Invalid key=value pair (missing equal-sign) in Authorization header"),
        (
            "AWS4-HMAC-SHA256 Credential=a/b/c/d/e",
            "Authorization header requires 'Signature' parameter.",
        ),
    ] {
        let answered = send(client().get(&url).header("authorization", value)).await;
        refused(&answered, "IncompleteSignatureException", words);
    }
}

/// What signs a GET: the headers, and the query parameters.
fn signed_get(service: &str, url: &str, settings: SigningSettings, at: SystemTime) -> [Pairs; 2] {
    let identity = Credentials::new(ACCESS_KEY, SECRET_KEY, None, None, "test").into();
    let params = SigningParams::builder()
        .identity(&identity)
        .region("us-east-1")
        .name(service)
        .time(at)
        .settings(settings)
        .build()
        .unwrap();
    let body = SignableBody::Bytes(b"");
    let request = SignableRequest::new("GET", url, std::iter::empty(), body).unwrap();
    let (instructions, _) = sign(request, &params.into()).unwrap().into_parts();
    let owned = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    let headers = instructions.headers().map(owned).collect();
    let query = instructions.params().iter().map(|(name, value)| owned((name, value))).collect();
    [headers, query]
}

type Pairs = Vec<(String, String)>;

/// The headers that sign a GET to the control plane.
pub(crate) fn control_headers(url: &str) -> Pairs {
    let [headers, _] = signed_get("apigateway", url, SigningSettings::default(), SystemTime::now());
    headers
}

#[tokio::test]
async fn a_signature_in_the_query_lasts_as_long_as_it_says() {
    let stage = stage().await;
    let presigned = |at: SystemTime| {
        let mut settings = SigningSettings::default();
        settings.signature_location = SignatureLocation::QueryParams;
        settings.expires_in = Some(Duration::from_secs(900));
        let url = format!("{}/signed?b=1", stage.invoke_url());
        let [headers, query] = signed_get("execute-api", &url, settings, at);
        assert!(headers.is_empty());
        client().get(url).query(&query)
    };
    let now = SystemTime::now();
    assert_eq!(send(presigned(now - Duration::from_secs(800))).await.status, 201);
    let late = send(presigned(now - Duration::from_secs(1000))).await;
    refused(&late, "InvalidSignatureException", "Signature expired: ");
    assert!(late.body.contains(" - 15 min.)"), "{}", late.body);
    let other = send(presigned(now).query(&[("c", "2")])).await;
    refused(&other, "InvalidSignatureException", "The request signature we calculated");
}

#[tokio::test]
async fn a_signature_does_not_stand_in_for_a_key() {
    let stage = stage().await;
    let alone = Signing::default().get(&stage, "/both").await;
    refused(&alone, "ForbiddenException", "Forbidden");
    let url = format!("{}/both", stage.invoke_url());
    let headers = Signing::default().headers("GET", &url, b"").await;
    let both = client().get(url).header("x-api-key", "the-value-of-the-key");
    assert_eq!(send(with(both, &headers)).await.status, 201);
}

#[tokio::test]
async fn a_signature_for_the_control_plane_is_none_for_a_stage() {
    let stage = stage().await;
    let url = format!("{}/signed", stage.invoke_url());
    let answered = send(with(client().get(&url), &control_headers(&url))).await;
    let words = "Credential should be scoped to correct service: 'execute-api'.";
    refused(&answered, "InvalidSignatureException", words);
}
