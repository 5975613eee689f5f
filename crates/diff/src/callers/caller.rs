//! A caller: what it holds and sends, and from where it calls.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use gatepact_finding::Text;

use super::access::Source;

/// A caller. It holds and sends nothing by default.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Caller {
    /// The identity with which it signs.
    pub(super) signs_as: Option<Principal>,
    /// Tokens that API Gateway checks itself, by where they are sent.
    pub(super) tokens: BTreeMap<Source, Token>,
    /// What else it sends, by where.
    pub(super) texts: BTreeMap<Source, String>,
    /// Whether it sends a key of the usage plan.
    pub(super) has_api_key: bool,
    /// The functions that let it in.
    pub(super) let_in_by: BTreeSet<String>,
    /// Whether these functions name a key of the usage plan for it.
    pub(super) has_key_of_function: bool,
    /// Its credentials for other schemes, by scheme.
    pub(super) credentials: BTreeMap<String, Credential>,
    /// From where it calls.
    pub(super) origin: Origin,
    /// What it asks for.
    pub(super) request: RequestLine,
}

/// An identity of IAM.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Principal {
    /// One of the account of the API that no policy names, and that IAM allows to call.
    OfAccount,
    /// One of an account that no policy names.
    OfOtherAccount,
    /// By ARN, account or `*`, as a policy names it. IAM does not allow it to call, or it is of another account.
    Named(String),
    /// As a policy names it, one of the account of the API that IAM allows to call.
    NamedOfAccount(String),
}

/// A token of an issuer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Token {
    pub(super) issuer: String,
    /// `None` where no release looks at it.
    pub(super) audience: Option<String>,
    pub(super) algorithm: String,
    /// Whether it is an access token; else an identity token.
    pub(super) is_access_token: bool,
    pub(super) scopes: BTreeSet<String>,
    pub(super) claims: BTreeMap<String, String>,
}

/// Credentials for a scheme of OpenAPI.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Credential {
    /// What the scheme is called.
    pub(super) text: String,
    pub(super) scopes: BTreeSet<String>,
    /// The flow by which it was obtained, with its URLs.
    pub(super) flow: Option<(String, String)>,
}

/// From where a caller calls.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Origin {
    pub(super) address: Option<IpAddr>,
    /// The narrowest range around it that a policy names.
    pub(super) range: Option<String>,
    /// `aws:SourceVpc` and `aws:SourceVpce`, by name in lower case.
    pub(super) network: BTreeMap<String, String>,
}

/// The method and the path of a request, as policies name them: `GET`, `orders/1`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct RequestLine {
    /// The id of the API, where the document names it.
    pub(super) api: Option<String>,
    pub(super) stage: String,
    pub(super) method: String,
    pub(super) path: String,
    /// Whether policies tell it apart from other requests of its operation.
    pub(super) is_telling: bool,
}

impl Caller {
    /// Whether it has no credentials.
    pub(super) fn is_anonymous(&self) -> bool {
        let Self {
            signs_as,
            tokens,
            texts,
            has_api_key,
            let_in_by,
            has_key_of_function,
            credentials,
            ..
        } = self;
        signs_as.is_none()
            && tokens.is_empty()
            && texts.is_empty()
            && !has_api_key
            && let_in_by.is_empty()
            && !has_key_of_function
            && credentials.is_empty()
    }

    /// At how many places it sends something for a function.
    pub(super) fn sources(&self) -> usize {
        self.texts.len()
    }

    /// Whether it has anything by which a function could know it.
    pub(super) fn has_something_to_show(&self) -> bool {
        !(self.tokens.is_empty()
            && self.texts.is_empty()
            && self.let_in_by.is_empty()
            && self.credentials.is_empty())
    }

    /// What it sends at a place, if that is not empty.
    pub(super) fn sends(&self, source: &Source) -> bool {
        let is_key = *source == Source::Header("x-api-key".to_owned()) && self.has_api_key;
        let text = self.texts.get(source).is_some_and(|text| !text.is_empty());
        text || is_key || self.tokens.contains_key(source)
    }

    /// Takes the credentials of another caller as well.
    pub(super) fn with(mut self, other: &Self) -> Self {
        self.signs_as = self.signs_as.or_else(|| other.signs_as.clone());
        self.tokens.extend(other.tokens.clone());
        self.texts.extend(other.texts.clone());
        self.has_api_key |= other.has_api_key;
        self.let_in_by.extend(other.let_in_by.clone());
        self.has_key_of_function |= other.has_key_of_function;
        self.credentials.extend(other.credentials.clone());
        self
    }

    /// From where it calls, in words, as far as a policy tells callers apart.
    pub(crate) fn origin_text(&self) -> String {
        let mut parts = Vec::new();
        match &self.signs_as {
            Some(Principal::Named(name) | Principal::NamedOfAccount(name)) => {
                parts.push(name.clone());
            }
            Some(Principal::OfOtherAccount) => parts.push("other accounts".to_owned()),
            Some(Principal::OfAccount) | None => {}
        }
        let Origin { address, range, network } = &self.origin;
        parts.extend(address.map(|address| match range {
            Some(range) if *range != address.to_string() => format!("{address} of {range}"),
            Some(_) | None => address.to_string(),
        }));
        parts.extend(network.iter().map(|(key, name)| format!("{} {name}", network_kind(key))));
        let RequestLine { method, path, is_telling, .. } = &self.request;
        if *is_telling {
            parts.push(format!("{method} /{path}"));
        }
        match (parts.is_empty(), self.is_anonymous()) {
            (true, true) => "callers without credentials".to_owned(),
            (true, false) => "identities that the policy does not name".to_owned(),
            (false, _) => parts.join(", "),
        }
    }

    /// In words: `a caller with a token of ..`.
    pub(crate) fn describe(&self) -> Text {
        let mut parts = Vec::new();
        parts.extend(self.signs_as.as_ref().map(Principal::describe));
        parts.extend(self.tokens.iter().map(|(source, token)| token.describe(source)));
        if !self.let_in_by.is_empty() {
            let names: Vec<_> = self.let_in_by.iter().map(|arn| function_name(arn)).collect();
            let sent = self.texts.iter().fold(Text::default(), |text, (source, value)| {
                let between = if text.is_empty() { "" } else { ", " };
                text.and_prose(format!("{between}{source} ")).and_code(value.clone())
            });
            let accepted = Text::prose("credentials that the function ").and_code(names.join(", "));
            let accepted = accepted.and_prose(" accepts");
            parts.push(match sent.is_empty() {
                true => accepted,
                false => accepted.and_prose(" (").and_text(sent).and_prose(")"),
            });
        }
        if self.has_api_key {
            parts.push(Text::prose("an API key in the header ").and_code("x-api-key"));
        }
        if self.has_key_of_function {
            parts.push(Text::prose("an API key that the function returns"));
        }
        parts.extend(self.credentials.values().map(Credential::describe));
        let who = match parts.is_empty() {
            true => Text::prose("a caller without credentials"),
            false => {
                let parts = parts.into_iter().enumerate();
                parts.fold(Text::prose("a caller with "), |text, (index, part)| {
                    text.and_prose(if index == 0 { "" } else { " and " }).and_text(part)
                })
            }
        };
        self.origin.add_to(who)
    }
}

/// The name of a function of which the ARN is known, with its version or alias.
pub(crate) fn function_name(arn: &str) -> &str {
    arn.split_once(":function:").map_or(arn, |(_, name)| name)
}

impl Principal {
    pub(super) fn describe(&self) -> Text {
        match self {
            Self::OfAccount => Text::prose("a signature of IAM"),
            Self::OfOtherAccount => Text::prose("a signature of IAM of another account"),
            Self::Named(name) | Self::NamedOfAccount(name) => {
                Text::prose("a signature of ").and_code(name.clone())
            }
        }
    }
}

impl Token {
    fn describe(&self, source: &Source) -> Text {
        let kind = match (self.is_access_token, self.audience.is_some()) {
            (true, false) => "an access token of ",
            (false, false) => "an identity token of ",
            (_, true) => "a token of ",
        };
        let mut text = Text::prose(kind).and_code(self.issuer.clone());
        if let Some(audience) = &self.audience {
            text = text.and_prose(" for ").and_code(audience.clone());
        }
        text = with_scopes(text, &self.scopes);
        for (name, value) in &self.claims {
            text = text.and_prose(", the claim ").and_code(name.clone());
            text = text.and_prose(" is ").and_code(value.clone());
        }
        let signed = text.and_prose(", signed with ").and_code(self.algorithm.clone());
        signed.and_prose(format!(", in the {source}"))
    }
}

impl Credential {
    fn describe(&self) -> Text {
        let text = Text::prose("credentials of ").and_code(self.text.clone());
        let text = with_scopes(text, &self.scopes);
        match &self.flow {
            Some((flow, _)) => text.and_prose(" obtained by the flow ").and_code(flow.clone()),
            None => text,
        }
    }
}

fn with_scopes(text: Text, scopes: &BTreeSet<String>) -> Text {
    scopes.iter().enumerate().fold(text, |text, (index, scope)| {
        let before = if index == 0 { " with the scope " } else { " and " };
        text.and_prose(before).and_code(scope.clone())
    })
}

/// What a key of a network names.
fn network_kind(key: &str) -> &'static str {
    if key.ends_with("vpce") { "VPC endpoint" } else { "VPC" }
}

impl Origin {
    fn add_to(&self, mut text: Text) -> Text {
        if let Some(address) = self.address {
            text = text.and_prose(" from the address ").and_code(address.to_string());
        }
        for (key, value) in &self.network {
            let between = if key.ends_with("vpce") { "by" } else { "from" };
            let kind = format!(" {between} the {} ", network_kind(key));
            text = text.and_prose(kind).and_code(value.clone());
        }
        text
    }
}
