//! Demands in words: `API key (header x-api-key) and JWT authorizer id (header authorization) with orders/read`.

use std::collections::BTreeSet;
use std::fmt;

use super::{
    Access, Alternative, Demand, DemandKind, FunctionDemand, KeySource, Source, TokenDemand,
};

/// `header x-key`
impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name) => write!(f, "header {name}"),
            Self::Query(name) => write!(f, "query parameter {name}"),
        }
    }
}

/// `jwt (header authorization) with orders/read and api_key or nothing`
impl fmt::Display for Access<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let texts: BTreeSet<_> = self.alternatives.iter().map(Alternative::to_string).collect();
        f.write_str(&texts.into_iter().collect::<Vec<_>>().join(" or "))
    }
}

impl fmt::Display for Alternative<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.demands.is_empty() {
            return f.write_str("nothing");
        }
        let texts: BTreeSet<_> = self.demands.iter().map(Demand::to_string).collect();
        f.write_str(&texts.into_iter().collect::<Vec<_>>().join(" and "))
    }
}

impl fmt::Display for Demand<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let with = |f: &mut fmt::Formatter<'_>, scopes: &[&str], between| match scopes {
            [] => Ok(()),
            scopes => write!(f, " with {}", scopes.join(between)),
        };
        match &self.kind {
            DemandKind::Signature => f.write_str("AWS_IAM"),
            DemandKind::ApiKey(KeySource::Header) => f.write_str("API key (header x-api-key)"),
            DemandKind::ApiKey(KeySource::Function) => f.write_str("API key (from the authorizer)"),
            DemandKind::Token(TokenDemand { name, source, scopes, is_of_user_pool, .. }) => {
                let kind = if *is_of_user_pool { "user pool" } else { "JWT" };
                write!(f, "{kind} authorizer {name}")?;
                if let Some(source) = source {
                    write!(f, " ({source})")?;
                }
                with(f, scopes, " or ")
            }
            DemandKind::Function(FunctionDemand { name, sources, .. }) => {
                let sources: Vec<_> = sources.iter().map(Source::to_string).collect();
                match sources.is_empty() {
                    true => write!(f, "Lambda authorizer {name}"),
                    false => write!(f, "Lambda authorizer {name} ({})", sources.join(", ")),
                }
            }
            DemandKind::Scheme(scheme) => {
                f.write_str(&scheme.text)?;
                with(f, &scheme.scopes, ", ")
            }
            DemandKind::OneOf(demands) => {
                let texts: Vec<_> = demands.iter().map(Demand::to_string).collect();
                write!(f, "one of {}", texts.join(", "))
            }
        }
    }
}
