//! What a stage is told beside its document.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use gatepact_openapi::Document;
use serde_json::Value;

use crate::access::rules::AccessRules;

/// A stage: where it pretends to stand, what is behind it, and who may call.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The API's id, `a1b2c3d4e5` by default.
    pub api_id: String,
    /// The API's name; `None` takes `info.title` of the document.
    pub name: Option<String>,
    /// The region, `us-east-1` by default.
    pub region: String,
    /// The account, `123456789012` by default.
    pub account: String,
    /// The stage's name, `prod` by default. `$default` is the stage of an HTTP API without a prefix.
    pub stage: String,
    /// API keys of the stage's usage plan.
    pub api_keys: Vec<ApiKey>,
    /// Whose SigV4 signatures are accepted, on the stage and on the control plane.
    pub iam_keys: Vec<IamKey>,
    /// The tokens that an authorizer lets in, `Bearer` in front or not, where the stage has nothing to decide with: no
    /// URL for its function, and no key set of its issuers.
    pub tokens: Vec<Token>,
    /// The keys of the issuers of tokens, by issuer: `https://issuer.example/`, or
    /// `https://cognito-idp.{region}.amazonaws.com/{pool}` for a user pool. With the keys of one of its issuers an
    /// authorizer takes tokens that they signed, and no others.
    pub key_sets: BTreeMap<String, KeySet>,
    /// The functions of Lambda authorizers, by ARN or name, and the URL on this machine that answers for each. The stage
    /// posts the event there. The answer's body is what the function returns, or `{"errorMessage": ".."}` where it throws.
    pub functions: BTreeMap<String, String>,
    /// Headers that say where a request comes from, for policies.
    pub source_headers: SourceHeaders,
    /// The rules by which callers are let in; tests of tests replace one.
    pub access_rules: AccessRules,
    /// The stage's limits. `None`: as many requests as come.
    pub throttle: Option<Throttle>,
    /// How many calls the usage plan has for each API key. `None`: no end.
    pub quota: Option<u32>,
    /// `stageVariables`.
    pub variables: BTreeMap<String, String>,
    /// The timeout of integrations that name none, 29 s by default.
    pub integration_timeout: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            api_id: "a1b2c3d4e5".to_owned(),
            name: None,
            region: "us-east-1".to_owned(),
            account: "123456789012".to_owned(),
            stage: "prod".to_owned(),
            api_keys: Vec::new(),
            iam_keys: Vec::new(),
            tokens: Vec::new(),
            key_sets: BTreeMap::new(),
            functions: BTreeMap::new(),
            source_headers: SourceHeaders::default(),
            access_rules: AccessRules::default(),
            throttle: None,
            quota: None,
            variables: BTreeMap::new(),
            integration_timeout: Duration::from_secs(29),
        }
    }
}

/// What a deployment brings: the document, and the backend behind it.
#[derive(Debug, Clone)]
pub struct Release {
    /// The API.
    pub document: Document,
    /// The URL in whose place the integrations' own `uri`s stand otherwise: `http://127.0.0.1:9000`. The path
    /// after the stage is appended. Functions need it: a local stage invokes no Lambda.
    pub backend: Option<String>,
}

impl Release {
    /// A document, with a backend for all its integrations but mocks.
    #[must_use]
    pub fn new(document: Document, backend: &str) -> Self {
        Self { document, backend: Some(backend.to_owned()) }
    }
}

impl From<Document> for Release {
    fn from(document: Document) -> Self {
        Self { document, backend: None }
    }
}

/// An API key. `Debug` does not show its value.
#[derive(Clone)]
pub struct ApiKey {
    /// The key's id, as in `GetApiKey`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What `x-api-key` has to carry.
    pub value: String,
}

/// Keys of an IAM identity. `Debug` does not show the secrets.
#[derive(Clone)]
pub struct IamKey {
    /// `AWS_ACCESS_KEY_ID`.
    pub access_key_id: String,
    /// `AWS_SECRET_ACCESS_KEY`.
    pub secret_access_key: String,
    /// `AWS_SESSION_TOKEN`, for temporary keys.
    pub session_token: Option<String>,
    /// Whether these temporary keys are over.
    pub expired: bool,
    /// The ARN of the identity, for policies: `arn:aws:iam::123456789012:user/ci`. `None` is an identity of the API's own
    /// account that no policy names.
    pub principal: Option<String>,
    /// Whether the identity's own policy allows it to call; where it does not, the resource policy has to.
    pub may_invoke: bool,
}

impl IamKey {
    /// Keys that last.
    #[must_use]
    pub fn new(access_key_id: &str, secret_access_key: &str) -> Self {
        Self {
            access_key_id: access_key_id.to_owned(),
            secret_access_key: secret_access_key.to_owned(),
            session_token: None,
            expired: false,
            principal: None,
            may_invoke: true,
        }
    }
}

/// A token that an authorizer lets in. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(pub String);

/// The public keys of an issuer of tokens: a JSON Web Key Set.
#[derive(Debug, Clone, PartialEq)]
pub enum KeySet {
    /// The set itself: `{"keys": [..]}`.
    Value(Value),
    /// Where it is on this machine: `http://127.0.0.1:9000/jwks.json`. It is fetched when a token needs it, used for five
    /// minutes, and fetched again when a token names a key that it does not have.
    Url(String),
}

/// Names of headers that say where a request comes from. A test calls from this machine; with these it calls from
/// anywhere. Where a name is `None`, or a request has no such header, it comes from the connection's address and from no
/// VPC.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceHeaders {
    /// Carries an address: `198.51.100.7`.
    pub address: Option<String>,
    /// Carries the id of a VPC: `vpc-1a2b3c4d`.
    pub vpc: Option<String>,
    /// Carries the id of a VPC endpoint: `vpce-1a2b3c4d`.
    pub vpc_endpoint: Option<String>,
}

/// A token bucket: `burst` requests at once, refilled at `rate` per second.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Throttle {
    /// Requests per second.
    pub rate: f64,
    /// Requests at once.
    pub burst: u32,
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, name, value: _ } = self;
        f.debug_struct("ApiKey").field("id", id).field("name", name).finish_non_exhaustive()
    }
}

impl fmt::Debug for IamKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IamKey").field("expired", &self.expired).finish_non_exhaustive()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(..)")
    }
}
