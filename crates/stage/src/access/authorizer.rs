//! Authorizers: the caller's token, or whatever else they look at, is found, and the one that decides is asked.

use std::time::{SystemTime, UNIX_EPOCH};

use bytes::Bytes;
use gatepact_gateway_responses::ResponseType;
use gatepact_openapi::access::{
    AuthorizerKind, IdentitySource, JwtAuthorizer, LambdaAuthorizer, LambdaEvent,
    UserPoolAuthorizer,
};
use http_body_util::Full;
use serde_json::Value;
use tokio::time::timeout;

use super::caller::Caller;
use super::function::{self, Context, Format, Said};
use super::jwt::{self, Signed, Unverified};
use super::key_cache::KeyCache;
use super::policy::Request;
use super::rules::{Verdict, Workflow};
use super::user_pool;
use crate::outgoing::{exchange, loopback_url};
use crate::own::Own;
use crate::settings::Settings;

/// The longest answer of a function that is read: what a Lambda function returns at most.
const ANSWER: usize = 6 * 1024 * 1024;

const ALLOWED: Said = Said { verdict: Verdict::Allow, api_key: None };

/// The authorizer of a method.
pub(crate) struct Authorizer<'a> {
    /// Its security scheme.
    pub(crate) scheme: &'a Value,
    /// The scopes that the method lists.
    pub(crate) scopes: &'a [&'a str],
    pub(crate) http_api: bool,
    pub(crate) settings: &'a Settings,
    pub(crate) keys: &'a KeyCache,
}

/// A request that an authorizer looks at.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) caller: &'a Caller<'a>,
    /// What a function is told.
    pub(crate) context: &'a Context<'a>,
    /// What the policy of its answer is asked about.
    pub(crate) request: &'a Request<'a>,
}

impl Authorizer<'_> {
    fn kind(&self) -> AuthorizerKind<'_> {
        let authorizer = gatepact_openapi::access::Authorizer::of(self.scheme);
        authorizer.map_or(AuthorizerKind::Other(""), |it| it.kind)
    }

    /// How it goes together with a resource policy.
    pub(crate) fn workflow(&self) -> Workflow {
        match self.kind() {
            AuthorizerKind::Lambda(_) | AuthorizerKind::Other(_) => Workflow::Function,
            AuthorizerKind::UserPools(_) | AuthorizerKind::Jwt(_) => Workflow::Token,
        }
    }

    /// What it says of a caller.
    pub(crate) async fn ask(&self, asked: Asked<'_>) -> Result<Said, Own> {
        let caller = asked.caller;
        match self.kind() {
            AuthorizerKind::Jwt(jwt) => self.ask_issuers(&jwt, caller).await,
            AuthorizerKind::UserPools(pools) => self.ask_pools(&pools, caller).await,
            AuthorizerKind::Lambda(lambda) => self.ask_function(&lambda, asked).await,
            AuthorizerKind::Other(_) => {
                let source = [IdentitySource::Header("Authorization")];
                self.compare(&self.values(&source, caller)?, ResponseType::AccessDenied)
            }
        }
    }

    async fn ask_issuers(&self, jwt: &JwtAuthorizer<'_>, caller: &Caller<'_>) -> Result<Said, Own> {
        let rules = &self.settings.access_rules;
        let values = self.values(&[jwt.source], caller)?;
        let issuers: Vec<&str> = jwt.issuers.iter().map(|issuer| issuer.url).collect();
        if !self.knows_keys_of(&issuers) {
            return self.compare(&values, ResponseType::Unauthorized);
        }
        let algorithms = jwt::algorithms(jwt, self.http_api);
        let token = Unverified::read(&values[0], &algorithms, rules)?;
        let issuer = &jwt.issuers[token.issuer_among(&issuers, rules)?];
        self.check_signature(&token, issuer.url).await?;
        jwt::check_claims(&token, issuer, self.scopes, (now(), rules))?;
        Ok(ALLOWED)
    }

    async fn ask_pools(
        &self,
        pools: &UserPoolAuthorizer<'_>,
        caller: &Caller<'_>,
    ) -> Result<Said, Own> {
        let rules = &self.settings.access_rules;
        let values = self.values(&[pools.source], caller)?;
        let issuers = user_pool::issuers(pools);
        let issuers: Vec<&str> = issuers.iter().map(String::as_str).collect();
        if !self.knows_keys_of(&issuers) {
            return self.compare(&values, ResponseType::Unauthorized);
        }
        let token = Unverified::read(&values[0], &user_pool::ALGORITHMS, rules)?;
        let issuer = issuers[token.issuer_among(&issuers, rules)?];
        self.check_signature(&token, issuer).await?;
        user_pool::check_claims(&token, pools, self.scopes, (now(), rules))?;
        Ok(ALLOWED)
    }

    async fn ask_function(
        &self,
        lambda: &LambdaAuthorizer<'_>,
        Asked { caller, context, request }: Asked<'_>,
    ) -> Result<Said, Own> {
        let rules = &self.settings.access_rules;
        let values = self.values(&lambda.sources, caller)?;
        if let (Some(pattern), [token, ..]) = (lambda.token_pattern, &values[..]) {
            let matches = (rules.pattern)(token, pattern);
            if !matches.ok_or(ResponseType::AuthorizerConfigurationError)? {
                return Err(ResponseType::Unauthorized.into());
            }
        }
        let functions = self.settings.functions.iter();
        let named = lambda.function();
        let mut meant: Vec<_> = functions
            .filter(|(name, _)| named.is_some_and(|named| (rules.function)(named, name)))
            .collect();
        // The version or alias of a function is more than the function.
        meant.sort_by_key(|(name, _)| name.len());
        let Some((_, url)) = meant.pop() else {
            let values = if values.is_empty() { self.header_of_scheme(caller)? } else { values };
            return self.compare(&values, ResponseType::AccessDenied);
        };
        let format = match self.http_api {
            true => Format::of(&self.scheme["x-amazon-apigateway-authorizer"]),
            false => Format::One,
        };
        let event = match lambda.event {
            LambdaEvent::Token => function::token_event(&values[0], context.arn),
            LambdaEvent::Request => function::request_event(caller, context, &values, format),
        };
        let answer = self.call_function(url, &event).await?;
        let answer = (answer.status(), &answer.body()[..]);
        Ok(function::read_answer(answer, format, request, rules)?)
    }

    async fn call_function(&self, url: &str, event: &Value) -> Result<http::Response<Bytes>, Own> {
        let failure = || Own::from(ResponseType::AuthorizerFailure);
        let uri = loopback_url(url).ok_or_else(failure)?;
        let path = uri.path_and_query().map_or("/", http::uri::PathAndQuery::as_str);
        let request = http::Request::post(path)
            .header("host", uri.authority().map_or("", http::uri::Authority::as_str))
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(event.to_string())));
        let request = request.map_err(|_| failure())?;
        let patience = self.settings.integration_timeout;
        let answered = timeout(patience, exchange(&uri, request, ANSWER)).await;
        answered.ok().and_then(Result::ok).ok_or_else(failure)
    }

    /// The values at identity sources; 401 where one is missing.
    fn values(
        &self,
        sources: &[IdentitySource<'_>],
        caller: &Caller<'_>,
    ) -> Result<Vec<String>, Own> {
        let rules = &self.settings.access_rules;
        let values: Vec<Option<String>> =
            sources.iter().map(|source| caller.at(*source, rules)).collect();
        match (rules.sources)(&values) {
            true => Ok(values.into_iter().map(Option::unwrap_or_default).collect()),
            false => Err(ResponseType::Unauthorized.into()),
        }
    }

    /// The header of the scheme, for an authorizer that names no source.
    fn header_of_scheme(&self, caller: &Caller<'_>) -> Result<Vec<String>, Own> {
        let in_header = self.scheme["in"] == "header";
        let name = self.scheme["name"].as_str().filter(|_| in_header).unwrap_or("Authorization");
        self.values(&[IdentitySource::Header(name)], caller)
    }

    fn knows_keys_of(&self, issuers: &[&str]) -> bool {
        issuers.iter().any(|issuer| self.settings.key_sets.contains_key(*issuer))
    }

    async fn check_signature(&self, token: &Unverified<'_>, issuer: &str) -> Result<(), Own> {
        let keys = self.settings.key_sets.get(issuer).ok_or(ResponseType::Unauthorized)?;
        let patience = self.settings.integration_timeout;
        match self.keys.check(token, keys, patience).await {
            Ok(Signed::Yes) => Ok(()),
            Ok(Signed::No | Signed::UnknownKey) => Err(ResponseType::Unauthorized.into()),
            Err(_) => Err(ResponseType::AuthorizerFailure.into()),
        }
    }

    /// Whether one of the values is a token of the settings: what is left where nothing can decide.
    fn compare(&self, values: &[String], refusal: ResponseType) -> Result<Said, Own> {
        let bare = |token: &str| token.strip_prefix("Bearer ").unwrap_or(token).to_owned();
        let mut tokens = self.settings.tokens.iter().map(|token| bare(&token.0));
        match tokens.any(|token| values.iter().any(|value| bare(value) == token)) {
            true => Ok(ALLOWED),
            false => Err(refusal.into()),
        }
    }
}

/// As `apiSummary` of a deployment names it.
pub(crate) fn authorization_type(scheme: &Value) -> &'static str {
    match gatepact_openapi::access::Authorizer::of(scheme).map(|it| it.kind) {
        Some(AuthorizerKind::UserPools(_)) => "COGNITO_USER_POOLS",
        Some(AuthorizerKind::Jwt(_)) => "JWT",
        Some(AuthorizerKind::Lambda(_) | AuthorizerKind::Other(_)) | None => "CUSTOM",
    }
}

/// Seconds since 1970.
fn now() -> f64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0.0, |elapsed| elapsed.as_secs_f64())
}
