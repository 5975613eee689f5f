//! A security scheme that is an authorizer of API Gateway.

use serde_json::Value;

use super::{IdentitySource, texts};

const EXTENSION: &str = "x-amazon-apigateway-authorizer";
const DISCOVERY: &str = "/.well-known/openid-configuration";

/// An authorizer (API Gateway developer guide, "x-amazon-apigateway-authorizer object"). How it is run, its cache, its
/// role and the format of its event, is not part of the view: it demands nothing of callers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorizer<'d> {
    /// What it looks at.
    pub kind: AuthorizerKind<'d>,
}

/// The types of authorizers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuthorizerKind<'d> {
    /// `cognito_user_pools`.
    UserPools(UserPoolAuthorizer<'d>),
    /// `jwt`.
    Jwt(JwtAuthorizer<'d>),
    /// `token` and `request`.
    Lambda(LambdaAuthorizer<'d>),
    /// A type that is not known, or none.
    Other(&'d str),
}

/// Tokens of Amazon Cognito.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UserPoolAuthorizer<'d> {
    /// Where the token is.
    pub source: IdentitySource<'d>,
    /// `providerARNs`: the user pools whose tokens are accepted.
    pub pools: Vec<&'d str>,
    /// `identityValidationExpression`: a regular expression for the `aud` of the token.
    pub audience_pattern: Option<&'d str>,
}

/// JSON Web Tokens of issuers. HTTP APIs name one issuer, REST APIs a list (service models of `apigatewayv2` and
/// `apigateway`, `JWTConfiguration` and `JwtConfigurationInput`; the form of the latter in documents is inferred from it).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JwtAuthorizer<'d> {
    /// Where the token is.
    pub source: IdentitySource<'d>,
    /// The issuers that are trusted.
    pub issuers: Vec<Issuer<'d>>,
    /// `defaultAlgorithms`: how tokens may be signed; `None` where the document does not say it.
    pub algorithms: Option<Vec<&'d str>>,
}

/// An issuer of tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer<'d> {
    /// The `iss` of its tokens.
    pub url: &'d str,
    /// A token is for one of these (`aud`, or `client_id` where a token has no `aud`).
    pub audiences: Vec<&'d str>,
    /// `additionalClaims`.
    pub claims: Vec<Claim<'d>>,
}

/// A claim that is looked at (service model of `apigateway`, `JwtAdditionalClaim`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim<'d> {
    /// `claimName`.
    pub name: &'d str,
    /// Whether a token without it is refused.
    pub required: bool,
    /// `expectedValues`: where there are some, the claim is one of them.
    pub values: Vec<&'d str>,
}

/// A function that decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LambdaAuthorizer<'d> {
    /// What the function receives.
    pub event: LambdaEvent,
    /// What callers have to send; for [`LambdaEvent::Token`] the header of the token alone.
    pub sources: Vec<IdentitySource<'d>>,
    /// `identityValidationExpression` of [`LambdaEvent::Token`]: a regular expression for the token.
    pub token_pattern: Option<&'d str>,
    /// `authorizerUri`, as written.
    pub uri: Option<&'d str>,
}

/// What the function of an authorizer receives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LambdaEvent {
    /// One token.
    Token,
    /// The parameters of the request.
    Request,
}

impl<'d> Authorizer<'d> {
    /// The authorizer of a Security Scheme Object, if it is one.
    #[must_use]
    pub fn of(scheme: &'d Value) -> Option<Self> {
        let authorizer = scheme.get(EXTENSION)?;
        let kind = text(authorizer, "type").unwrap_or_else(|| type_of(authorizer));
        let kind = match kind.to_ascii_lowercase().as_str() {
            "cognito_user_pools" => AuthorizerKind::UserPools(UserPoolAuthorizer {
                source: one_source(scheme, authorizer),
                pools: texts(authorizer.get("providerARNs")),
                audience_pattern: pattern(authorizer),
            }),
            "jwt" => AuthorizerKind::Jwt(JwtAuthorizer {
                source: one_source(scheme, authorizer),
                issuers: issuers(scheme, authorizer),
                algorithms: authorizer
                    .pointer("/jwtConfiguration/defaultAlgorithms")
                    .map(|list| texts(Some(list))),
            }),
            "token" => AuthorizerKind::Lambda(LambdaAuthorizer {
                event: LambdaEvent::Token,
                sources: vec![one_source(scheme, authorizer)],
                token_pattern: pattern(authorizer),
                uri: text(authorizer, "authorizerUri"),
            }),
            "request" => AuthorizerKind::Lambda(LambdaAuthorizer {
                event: LambdaEvent::Request,
                sources: sources(authorizer),
                token_pattern: None,
                uri: text(authorizer, "authorizerUri"),
            }),
            _ => AuthorizerKind::Other(kind),
        };
        Some(Self { kind })
    }
}

impl<'d> LambdaAuthorizer<'d> {
    /// The function's ARN, with its version or alias, out of the URI by which API Gateway invokes it; the URI where it has
    /// another form.
    #[must_use]
    pub fn function(&self) -> Option<&'d str> {
        let uri = self.uri?;
        let arn = uri.split_once("/functions/").map_or(uri, |(_, rest)| rest);
        Some(arn.strip_suffix("/invocations").unwrap_or(arn))
    }
}

impl<'d> UserPoolAuthorizer<'d> {
    /// The `iss` of the tokens of a user pool (Amazon Cognito developer guide, "Verifying JSON web tokens"):
    /// `https://cognito-idp.{region}.amazonaws.com/{pool}`.
    #[must_use]
    pub fn issuer_of(pool: &str) -> Option<String> {
        let mut parts = pool.split(':').skip(3);
        let (region, _account, pool) = (parts.next()?, parts.next()?, parts.next()?);
        let id = pool.strip_prefix("userpool/")?;
        Some(format!("https://cognito-idp.{region}.amazonaws.com/{id}"))
    }
}

/// The type of an authorizer that does not name it, by what only this type has.
fn type_of(authorizer: &Value) -> &'static str {
    const OWN: [(&str, &str); 3] = [
        ("jwtConfiguration", "jwt"),
        ("providerARNs", "cognito_user_pools"),
        ("authorizerUri", "token"),
    ];
    let own = OWN.iter().find(|(key, _)| authorizer.get(key).is_some());
    own.map_or("", |(_, kind)| kind)
}

fn text<'d>(part: &'d Value, key: &str) -> Option<&'d str> {
    part.get(key)?.as_str()
}

fn pattern(authorizer: &Value) -> Option<&str> {
    text(authorizer, "identityValidationExpression").filter(|pattern| !pattern.is_empty())
}

fn sources(authorizer: &Value) -> Vec<IdentitySource<'_>> {
    let lists = texts(authorizer.get("identitySource"));
    lists.into_iter().flat_map(IdentitySource::all).collect()
}

/// The first expression, else the header that the scheme names, else `Authorization`.
fn one_source<'d>(scheme: &'d Value, authorizer: &'d Value) -> IdentitySource<'d> {
    let named = || match (text(scheme, "in"), text(scheme, "name")) {
        (Some("query"), Some(name)) => IdentitySource::Query(name),
        (_, Some(name)) => IdentitySource::Header(name),
        (_, None) => IdentitySource::Header("Authorization"),
    };
    sources(authorizer).into_iter().next().unwrap_or_else(named)
}

fn issuers<'d>(scheme: &'d Value, authorizer: &'d Value) -> Vec<Issuer<'d>> {
    let Some(configuration) = authorizer.get("jwtConfiguration") else { return Vec::new() };
    if let Some(list) = configuration.get("issuers").and_then(Value::as_array) {
        let issuer = |it: &'d Value| {
            let claims = it.get("additionalClaims").and_then(Value::as_array);
            Some(Issuer {
                url: text(it, "issuer")?,
                audiences: texts(it.get("audiences")),
                claims: claims.into_iter().flatten().filter_map(Claim::of).collect(),
            })
        };
        return list.iter().filter_map(issuer).collect();
    }
    // A scheme of the type `openIdConnect` names the issuer by its discovery document.
    let discovered = || text(scheme, "openIdConnectUrl")?.strip_suffix(DISCOVERY);
    let url = text(configuration, "issuer").or_else(discovered);
    let audiences = texts(configuration.get("audience"));
    url.map(|url| Issuer { url, audiences, claims: Vec::new() }).into_iter().collect()
}

impl<'d> Claim<'d> {
    fn of(claim: &'d Value) -> Option<Self> {
        let required = claim.get("required").and_then(Value::as_bool).unwrap_or(false);
        let values = texts(claim.get("expectedValues"));
        Some(Self { name: text(claim, "claimName")?, required, values })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_issuer_of_an_http_api_is_named_or_discovered() {
        let named = json!({ "type": "oauth2", EXTENSION: { "type": "jwt",
            "identitySource": "$request.header.authorization",
            "jwtConfiguration": { "issuer": "https://a.example/", "audience": "one" } } });
        let discovered = json!({ "type": "openIdConnect",
            "openIdConnectUrl": "https://b.example/.well-known/openid-configuration",
            EXTENSION: { "type": "JWT", "jwtConfiguration": { "audience": ["one", "one"] } } });
        for (scheme, url, audiences, source) in [
            (&named, "https://a.example/", vec!["one"], "authorization"),
            (&discovered, "https://b.example", vec!["one", "one"], "Authorization"),
        ] {
            let kind = Authorizer::of(scheme).unwrap().kind;
            let issuers = vec![Issuer { url, audiences, claims: vec![] }];
            let source = IdentitySource::Header(source);
            assert_eq!(
                kind,
                AuthorizerKind::Jwt(JwtAuthorizer { source, issuers, algorithms: None })
            );
        }
    }

    #[test]
    fn the_issuers_of_a_rest_api_have_claims() {
        let scheme = json!({ "type": "apiKey", "in": "header", "name": "X-Token", EXTENSION: {
            "type": "jwt", "jwtConfiguration": { "defaultAlgorithms": ["ES256"], "issuers": [
                { "issuer": "https://a.example", "audiences": ["one"], "additionalClaims": [
                    { "claimName": "tenant", "format": "SINGLE_STRING", "required": true },
                    { "claimName": "use", "format": "SINGLE_STRING", "expectedValues": ["access"] },
                ] },
                { "issuer": "https://b.example" },
            ] } } });
        let Some(Authorizer { kind: AuthorizerKind::Jwt(jwt) }) = Authorizer::of(&scheme) else {
            panic!("no JWT authorizer")
        };
        assert_eq!(jwt.source, IdentitySource::Header("X-Token"));
        assert_eq!(jwt.algorithms, Some(vec!["ES256"]));
        assert_eq!(
            jwt.issuers[0].claims,
            [
                Claim { name: "tenant", required: true, values: vec![] },
                Claim { name: "use", required: false, values: vec!["access"] },
            ]
        );
        assert_eq!(
            jwt.issuers[1],
            Issuer { url: "https://b.example", audiences: vec![], claims: vec![] }
        );
    }

    #[test]
    fn a_function_is_named_by_its_arn() {
        let uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/\
                   arn:aws:lambda:eu-west-1:123456789012:function:gate:live/invocations";
        let scheme = json!({ "type": "apiKey", "in": "header", "name": "Unused", EXTENSION: {
            "type": "request", "authorizerUri": uri, "authorizerResultTtlInSeconds": 0,
            "identitySource": "method.request.header.A, method.request.querystring.b" } });
        let Some(Authorizer { kind: AuthorizerKind::Lambda(lambda) }) = Authorizer::of(&scheme)
        else {
            panic!("no Lambda authorizer")
        };
        assert_eq!(lambda.event, LambdaEvent::Request);
        assert_eq!(lambda.sources, [IdentitySource::Header("A"), IdentitySource::Query("b")]);
        assert_eq!(
            lambda.function(),
            Some("arn:aws:lambda:eu-west-1:123456789012:function:gate:live")
        );
    }

    #[test]
    fn a_pool_has_an_issuer() {
        let pool = "arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_AbC";
        let issuer = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbC";
        assert_eq!(UserPoolAuthorizer::issuer_of(pool).as_deref(), Some(issuer));
        assert_eq!(UserPoolAuthorizer::issuer_of("pool"), None);
    }
}
