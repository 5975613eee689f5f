//! An API as far as it says who may call, and its document.

use serde_json::{Map, Value, json};

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Api {
    pub(crate) form: Form,
    /// `x-amazon-apigateway-api-key-source: AUTHORIZER`
    pub(crate) key_of_function: bool,
    pub(crate) policy: Option<Vec<Statement>>,
    pub(crate) schemes: Vec<Scheme>,
    pub(crate) methods: Vec<Method>,
}

/// In which form its document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Rest,
    RestSwagger,
    Http,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Method {
    pub(crate) verb: &'static str,
    pub(crate) path: &'static str,
    pub(crate) auth: Auth,
    pub(crate) api_key: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Auth {
    Open,
    Signature,
    /// The scheme of this number, and scopes.
    Scheme(usize, Vec<&'static str>),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Scheme {
    pub(crate) name: String,
    pub(crate) kind: Kind,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    Jwt { source: Place, issuers: Vec<Issuer>, algorithms: Vec<&'static str> },
    Pools { source: Place, pools: Vec<usize>, pattern: Option<&'static str> },
    Token { source: Place, pattern: Option<&'static str>, function: &'static str },
    Request { sources: Vec<Place>, function: &'static str },
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Issuer {
    pub(crate) url: &'static str,
    pub(crate) audiences: Vec<&'static str>,
    pub(crate) claim: Option<Claim>,
}

/// A rule for the claim `tenant`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Claim {
    pub(crate) required: bool,
    pub(crate) values: Vec<&'static str>,
}

/// A part of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Place {
    Header(&'static str),
    Query(&'static str),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Statement {
    pub(crate) deny: bool,
    pub(crate) principal: &'static str,
    pub(crate) resource: &'static str,
    pub(crate) condition: Option<Condition>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition {
    pub(crate) key: &'static str,
    pub(crate) operator: &'static str,
    pub(crate) values: Vec<&'static str>,
}

impl Api {
    /// The scheme of a method.
    pub(crate) fn scheme<'a>(
        &'a self,
        method: &'a Method,
    ) -> Option<(&'a Kind, &'a [&'static str])> {
        match &method.auth {
            Auth::Scheme(number, scopes) => Some((&self.schemes[*number].kind, scopes)),
            Auth::Open | Auth::Signature => None,
        }
    }

    /// Whether an issuer has a rule for the claim.
    pub(crate) fn has_claims(&self) -> bool {
        self.schemes.iter().any(|it| match &it.kind {
            Kind::Jwt { issuers, .. } => issuers.iter().any(|it| it.claim.is_some()),
            Kind::Pools { .. } | Kind::Token { .. } | Kind::Request { .. } => false,
        })
    }

    /// The document.
    pub(crate) fn document(&self) -> Value {
        let swagger = self.form == Form::RestSwagger;
        let mut paths = Map::new();
        for method in &self.methods {
            let path = paths.entry(method.path).or_insert_with(|| json!({}));
            path[method.verb.to_ascii_lowercase()] = self.operation(method);
        }
        let mut schemes: Map<String, Value> =
            self.schemes.iter().map(|it| (it.name.clone(), self.scheme_value(&it.kind))).collect();
        let key = json!({ "type": "apiKey", "name": "x-api-key", "in": "header" });
        let signature = json!({ "type": "apiKey", "name": "Authorization", "in": "header",
            "x-amazon-apigateway-authtype": "awsSigv4" });
        schemes.extend([("api_key".to_owned(), key), ("sigv4".to_owned(), signature)]);
        let host = "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com";
        let mut document = match swagger {
            true => json!({ "swagger": "2.0", "host": host, "basePath": "/prod",
                "schemes": ["https"], "securityDefinitions": schemes }),
            false => json!({ "openapi": "3.0.1",
                "servers": [{ "url": format!("https://{host}/{{basePath}}"),
                    "variables": { "basePath": { "default": "prod" } } }],
                "components": { "securitySchemes": schemes } }),
        };
        document["info"] = json!({ "title": "orders", "version": "1" });
        document["paths"] = paths.into();
        if self.form == Form::Http {
            document["x-amazon-apigateway-importexport-version"] = json!("1.0");
        }
        if self.key_of_function {
            document["x-amazon-apigateway-api-key-source"] = json!("AUTHORIZER");
        }
        if let Some(statements) = &self.policy {
            let statements: Vec<Value> = statements.iter().map(Statement::value).collect();
            document["x-amazon-apigateway-policy"] =
                json!({ "Version": "2012-10-17", "Statement": statements });
        }
        document
    }

    fn operation(&self, method: &Method) -> Value {
        let mut security = Vec::new();
        match &method.auth {
            Auth::Open => {}
            Auth::Signature => security.push(json!({ "sigv4": [] })),
            Auth::Scheme(number, scopes) => {
                security.push(json!({ &self.schemes[*number].name: scopes }));
            }
        }
        if method.api_key {
            security.push(json!({ "api_key": [] }));
        }
        let mut operation = json!({ "responses": { "200": { "description": "200 response" } },
            "x-amazon-apigateway-integration": { "type": "mock",
                "requestTemplates": { "application/json": "{\"statusCode\": 200}" },
                "responses": { "default": { "statusCode": "200" } } } });
        if !security.is_empty() {
            operation["security"] = security.into();
        }
        if method.path.contains("{id}") {
            let id = match self.form {
                Form::RestSwagger => {
                    json!({ "name": "id", "in": "path", "required": true, "type": "string" })
                }
                Form::Rest | Form::Http => json!({ "name": "id", "in": "path", "required": true,
                    "schema": { "type": "string" } }),
            };
            operation["parameters"] = json!([id]);
        }
        operation
    }

    fn scheme_value(&self, kind: &Kind) -> Value {
        let http = self.form == Form::Http;
        let source = |place: &Place| place.expression(http);
        let function = |arn: &str| {
            format!(
                "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/{arn}/invocations"
            )
        };
        let (first, mut authorizer) = match kind {
            Kind::Jwt { source: place, issuers, algorithms } => {
                let configuration = match http {
                    true => json!({ "issuer": issuers[0].url, "audience": issuers[0].audiences }),
                    false => json!({ "defaultAlgorithms": algorithms,
                        "issuers": issuers.iter().map(Issuer::value).collect::<Vec<_>>() }),
                };
                (place, json!({ "type": "jwt", "jwtConfiguration": configuration }))
            }
            Kind::Pools { source: place, pools, pattern } => {
                let arns: Vec<&str> = pools.iter().map(|it| crate::values::POOLS[*it]).collect();
                let pools = json!({ "type": "cognito_user_pools", "providerARNs": arns });
                (place, with_pattern(pools, *pattern))
            }
            Kind::Token { source: place, pattern, function: arn } => {
                let token = json!({ "type": "token", "authorizerUri": function(arn) });
                (place, with_pattern(token, *pattern))
            }
            Kind::Request { sources, function: arn } => {
                (&sources[0], json!({ "type": "request", "authorizerUri": function(arn) }))
            }
        };
        authorizer["identitySource"] = match kind {
            Kind::Request { sources, .. } => {
                sources.iter().map(source).collect::<Vec<_>>().join(", ").into()
            }
            Kind::Jwt { .. } | Kind::Pools { .. } | Kind::Token { .. } => source(first).into(),
        };
        if http && matches!(kind, Kind::Request { .. }) {
            authorizer["authorizerPayloadFormatVersion"] = json!("2.0");
            authorizer["enableSimpleResponses"] = json!(true);
        }
        let (name, place) = match first {
            Place::Header(name) => (name, "header"),
            Place::Query(name) => (name, "query"),
        };
        json!({ "type": "apiKey", "name": name, "in": place,
            "x-amazon-apigateway-authtype": "custom", "x-amazon-apigateway-authorizer": authorizer })
    }
}

fn with_pattern(mut authorizer: Value, pattern: Option<&str>) -> Value {
    if let Some(pattern) = pattern {
        authorizer["identityValidationExpression"] = pattern.into();
    }
    authorizer
}

impl Place {
    fn expression(self, http: bool) -> String {
        let (place, name) = match self {
            Self::Header(name) => ("header", name),
            Self::Query(name) => ("querystring", name),
        };
        match http {
            true => format!("$request.{place}.{name}"),
            false => format!("method.request.{place}.{name}"),
        }
    }

    /// The same place, as requests have it: header names in one case.
    pub(crate) fn as_sent(self) -> (bool, String) {
        match self {
            Self::Header(name) => (true, name.to_ascii_lowercase()),
            Self::Query(name) => (false, name.to_owned()),
        }
    }
}

impl Issuer {
    fn value(&self) -> Value {
        let mut value = json!({ "issuer": self.url, "audiences": self.audiences });
        if let Some(claim) = &self.claim {
            let mut rule = json!({ "claimName": "tenant", "format": "SINGLE_STRING",
                "required": claim.required });
            if !claim.values.is_empty() {
                rule["expectedValues"] = json!(claim.values);
            }
            value["additionalClaims"] = json!([rule]);
        }
        value
    }
}

impl Statement {
    fn value(&self) -> Value {
        let principal = match self.principal {
            "*" => json!("*"),
            name => json!({ "AWS": name }),
        };
        let mut value = json!({ "Effect": if self.deny { "Deny" } else { "Allow" },
            "Principal": principal, "Action": "execute-api:Invoke", "Resource": self.resource });
        if let Some(Condition { key, operator, values }) = &self.condition {
            value["Condition"] = json!({ *operator: { *key: values } });
        }
        value
    }
}
