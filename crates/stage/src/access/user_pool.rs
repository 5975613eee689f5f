//! Amazon Cognito user pool authorizers.

use gatepact_gateway_responses::ResponseType;
use gatepact_openapi::access::UserPoolAuthorizer;

use super::jwt::Unverified;
use super::rules::AccessRules;

/// Cognito signs with this one (Cognito guide, "Verifying JSON web tokens").
pub(crate) const ALGORITHMS: [&str; 1] = ["RS256"];

/// The issuers of the pools; one whose ARN is none issues nothing.
pub(crate) fn issuers(authorizer: &UserPoolAuthorizer<'_>) -> Vec<String> {
    authorizer.pools.iter().filter_map(|pool| UserPoolAuthorizer::issuer_of(pool)).collect()
}

/// What a token that its pool signed has to say.
///
/// With scopes it is an access token that has one of them, without it is an identity token. AWS does not say what a token
/// without one of the scopes gets; 401 is what the guide's flow for user pools has for every token that is not accepted.
pub(crate) fn check_claims(
    token: &Unverified<'_>,
    authorizer: &UserPoolAuthorizer<'_>,
    scopes: &[&str],
    (now, rules): (f64, &AccessRules),
) -> Result<(), ResponseType> {
    let current = token.is_current(now, rules);
    let token = token.token();
    let used = token.text("token_use").unwrap_or_default();
    let audiences = token.audiences().unwrap_or_default();
    let fits = match authorizer.audience_pattern {
        None => true,
        Some(pattern) => (rules.pool_audience)(&audiences, pattern)
            .ok_or(ResponseType::AuthorizerConfigurationError)?,
    };
    let accepted = current
        && (rules.token_use)(used, !scopes.is_empty())
        && fits
        && (rules.scope)(&token.scopes(), scopes);
    match accepted {
        true => Ok(()),
        false => Err(ResponseType::Unauthorized),
    }
}
