//! Who may call: what a method asks for, and whether a request has it.
//!
//! In an export the entries of `security` stand side by side, as if one of them were enough. On API Gateway they are
//! two properties of the method, its authorization and its need of an API key, and each of them holds. The resource policy
//! of a REST API comes on top, before a Lambda authorizer is called or after every other authorization.

use std::time::SystemTime;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use gatepact_gateway_responses::ResponseType;
use gatepact_openapi::Match;
use gatepact_openapi::access::ResourcePolicy;
use gatepact_openapi::gateway_export::MethodAccess;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Call;
use crate::access::authorizer::{Asked, Authorizer};
use crate::access::caller::{Caller, Source, decoded};
use crate::access::function::Context;
use crate::access::policy;
use crate::access::rules::{AccessRules, Demands, KeySource, Verdict, Workflow};
use crate::deployment::Deployment;
use crate::own::Own;
use crate::shared::Shared;
use crate::signature::{self, Scope};

/// A request that wants to be let in.
pub(super) struct Entry<'a> {
    pub(super) shared: &'a Shared,
    pub(super) deployment: &'a Deployment,
    pub(super) call: &'a Call,
    /// The path after the stage.
    pub(super) path: &'a str,
    pub(super) found: &'a Match<'a>,
}

/// The authorization that a request passed.
struct Passed {
    workflow: Workflow,
    /// What the authorizer says, or the policy of the identity that signed.
    verdict: Verdict,
    /// The ARN of the identity that signed.
    principal: Option<String>,
    /// The API key that a Lambda authorizer found.
    api_key: Option<String>,
}

impl<'a> Entry<'a> {
    /// The id of the API key, where the method asks for one.
    pub(super) async fn check(&self) -> Result<Option<&'a str>, Own> {
        let access = MethodAccess::of(&self.deployment.document, self.found.operation);
        let MethodAccess { signature, api_key, authorizer, .. } = access;
        // HTTP APIs have neither API keys nor resource policies.
        let rest = !self.deployment.is_http_api();
        let demands = (self.rules().demands)(Demands {
            signature,
            authorizer: authorizer.is_some(),
            api_key: api_key && rest,
        });
        let document = self.deployment.document.value();
        // A policy may be written as a text.
        let written = document.get("x-amazon-apigateway-policy").filter(|_| rest);
        let read = written.and_then(Value::as_str).and_then(|it| serde_json::from_str(it).ok());
        let read: Option<Value> = read;
        let policy = read.as_ref().or(written).map(ResourcePolicy::of_document);
        let arn = self.arn();
        let caller = self.caller();
        let passed = self.authorize(&access, demands, (policy.as_ref(), &caller, &arn)).await?;
        self.check_policy(policy.as_ref(), &passed, (&caller, &arn))?;
        match demands.api_key {
            true => self.check_key(passed.api_key.as_deref()).map(Some),
            false => Ok(None),
        }
    }

    async fn authorize(
        &self,
        access: &MethodAccess<'_>,
        demands: Demands,
        (policy, caller, arn): (Option<&ResourcePolicy<'_>>, &Caller<'_>, &str),
    ) -> Result<Passed, Own> {
        let settings = &self.shared.settings;
        let mut passed = Passed {
            workflow: Workflow::PolicyOnly,
            verdict: Verdict::Silent,
            principal: None,
            api_key: None,
        };
        if demands.signature {
            let scope = Scope { service: "execute-api", region: &settings.region };
            let now = SystemTime::now();
            let key = signature::check(self.call.arrived(), &settings.iam_keys, scope, now)?;
            let own = || format!("arn:aws:iam::{}:user/{}", settings.account, key.access_key_id);
            let principal = key.principal.clone().unwrap_or_else(own);
            let of_account = principal.split(':').nth(4) == Some(settings.account.as_str());
            passed.workflow =
                if of_account { Workflow::SameAccount } else { Workflow::OtherAccount };
            passed.verdict = if key.may_invoke { Verdict::Allow } else { Verdict::Silent };
            passed.principal = Some(principal);
        }
        if let Some(scheme) = access.authorizer.filter(|_| demands.authorizer) {
            let authorizer = Authorizer {
                scheme,
                scopes: &access.scopes,
                http_api: self.deployment.is_http_api(),
                settings,
                keys: &self.shared.keys,
            };
            passed.workflow = authorizer.workflow();
            if passed.workflow == Workflow::Function {
                self.check_denied(policy, passed.principal.as_deref(), (caller, arn))?;
            }
            let route_key = self.found.operation.to_string();
            let context = &self.context(arn, &route_key);
            let request = &self.request(passed.principal.as_deref(), (caller, arn));
            let said = authorizer.ask(Asked { caller, context, request }).await?;
            passed.verdict = said.verdict;
            passed.api_key = said.api_key;
        }
        Ok(passed)
    }

    /// What the policy denies is refused before a function is called.
    fn check_denied(
        &self,
        policy: Option<&ResourcePolicy<'_>>,
        principal: Option<&str>,
        (caller, arn): (&Caller<'_>, &str),
    ) -> Result<(), Own> {
        let Some(policy) = policy else { return Ok(()) };
        let request = self.request(principal, (caller, arn));
        match policy::of_resource(policy, &request, self.rules()) {
            Verdict::Deny => Err(denied(principal, arn, Verdict::Deny)),
            Verdict::Allow | Verdict::Silent => Ok(()),
        }
    }

    fn check_policy(
        &self,
        policy: Option<&ResourcePolicy<'_>>,
        passed: &Passed,
        (caller, arn): (&Caller<'_>, &str),
    ) -> Result<(), Own> {
        let Some(policy) = policy else {
            return match (passed.workflow, passed.verdict) {
                // Nothing allows identities of other accounts (table B).
                (Workflow::OtherAccount, _) => {
                    Err(denied(passed.principal.as_deref(), arn, Verdict::Silent))
                }
                (Workflow::PolicyOnly, _) | (_, Verdict::Allow) => Ok(()),
                (_, Verdict::Deny | Verdict::Silent) => Err(ResponseType::AccessDenied.into()),
            };
        };
        let principal = passed.principal.as_deref();
        let verdict =
            policy::of_resource(policy, &self.request(principal, (caller, arn)), self.rules());
        match (self.rules().workflow)(passed.workflow, passed.verdict, verdict) {
            true => Ok(()),
            false if passed.verdict == Verdict::Deny => Err(ResponseType::AccessDenied.into()),
            false => Err(denied(principal, arn, verdict)),
        }
    }

    fn check_key(&self, of_authorizer: Option<&str>) -> Result<&'a str, Own> {
        let source = self.deployment.document.value().get("x-amazon-apigateway-api-key-source");
        let source = match source.and_then(Value::as_str) {
            Some(source) if source.eq_ignore_ascii_case("authorizer") => KeySource::Authorizer,
            Some(_) | None => KeySource::Header,
        };
        let given = (self.rules().key_source)(source, self.call.header("x-api-key"), of_authorizer);
        let keys = &self.shared.settings.api_keys;
        let values: Vec<&str> = keys.iter().map(|key| key.value.as_str()).collect();
        let key = (self.rules().api_key)(given, &values).and_then(|at| keys.get(at));
        key.map(|key| key.id.as_str()).ok_or_else(|| ResponseType::InvalidApiKey.into())
    }

    fn rules(&self) -> &'a AccessRules {
        &self.shared.settings.access_rules
    }

    fn request<'r>(
        &'r self,
        principal: Option<&'r str>,
        (caller, arn): (&'r Caller<'_>, &'r str),
    ) -> policy::Request<'r> {
        policy::Request {
            arn,
            principal,
            source: &caller.source,
            user_agent: self.call.header("user-agent"),
            referer: self.call.header("referer"),
        }
    }

    fn caller(&self) -> Caller<'a> {
        let settings = &self.shared.settings;
        let headers = &self.call.headers;
        let source = Source::of(self.call.from.ip(), headers, &settings.source_headers);
        let context = vec![
            ("routeKey", self.found.operation.to_string()),
            ("httpMethod", self.call.method.clone()),
            ("path", self.call.path.clone()),
            ("stage", settings.stage.clone()),
            ("apiId", settings.api_id.clone()),
            ("accountId", settings.account.clone()),
            ("requestId", self.call.ids.request.clone()),
            ("identity.sourceIp", source.address.to_string()),
            ("identity.userAgent", self.call.header("user-agent").unwrap_or_default().to_owned()),
        ];
        Caller {
            headers,
            query: decoded(&self.call.query),
            source,
            variables: &settings.variables,
            context,
        }
    }

    /// What a function is told.
    fn context<'c>(&'c self, arn: &'c str, route_key: &'c str) -> Context<'c> {
        let settings = &self.shared.settings;
        Context {
            arn,
            method: &self.call.method,
            path: self.path,
            resource: &self.found.operation.path,
            route_key,
            raw_query: &self.call.query,
            path_parameters: &self.found.parameters,
            stage: &settings.stage,
            api_id: &settings.api_id,
            account: &settings.account,
            request_id: &self.call.ids.request,
        }
    }

    /// The ARN of the method with the path of this request.
    fn arn(&self) -> String {
        let settings = &self.shared.settings;
        format!(
            "arn:aws:execute-api:{}:{}:{}/{}/{}{}",
            settings.region,
            settings.account,
            settings.api_id,
            settings.stage,
            self.call.method,
            self.path
        )
    }
}

/// The refusal of a resource policy, as AWS words it, with the account hidden in part.
fn denied(principal: Option<&str>, arn: &str, verdict: Verdict) -> Own {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let hidden = match parts[..] {
        [arn, partition, service, region, account, resource] => {
            let shown = account.get(account.len().saturating_sub(4)..).unwrap_or_default();
            format!("{arn}:{partition}:{service}:{region}:********{shown}:{resource}")
        }
        _ => arn.to_owned(),
    };
    let user = principal.unwrap_or("anonymous");
    let mut about =
        format!("{user} is not authorized to perform: execute-api:Invoke on resource: {hidden}");
    if verdict == Verdict::Deny {
        about += " with an explicit deny";
    }
    Own::about(ResponseType::ResourcePolicyDenied, about)
}

/// What a REST API answers where it has no route: it asks for a signature, and complains of any other
/// `Authorization` header that it is none.
pub(super) fn of_unknown_route(call: &Call) -> Own {
    match call.header("authorization") {
        Some(value) if !signature::is_sigv4(value) => {
            let hashed = BASE64_STANDARD.encode(Sha256::digest(value));
            Own::about(ResponseType::IncompleteSignature, hashed)
        }
        Some(_) | None => ResponseType::MissingAuthenticationToken.into(),
    }
}
