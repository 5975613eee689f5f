//! Where an authorizer finds what callers send: mapping expressions.

use std::fmt;

/// A part of the request that an authorizer reads (API Gateway developer guide, "x-amazon-apigateway-authorizer object",
/// `identitySource`): `method.request.header.Authorization` of a REST API, `$request.header.Authorization` of an HTTP API.
///
/// Names are kept as written. Whether case counts is the reader's question: it does in query strings, and does not in
/// headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IdentitySource<'d> {
    /// A header.
    Header(&'d str),
    /// A parameter of the query string.
    Query(&'d str),
    /// A stage variable: callers do not send it.
    StageVariable(&'d str),
    /// A value of the context, such as `routeKey` or `identity.sourceIp`: callers do not send it.
    Context(&'d str),
    /// An expression of another form.
    Other(&'d str),
}

/// How an expression begins, and what it then is.
type Form<'d> = (&'static str, fn(&'d str) -> IdentitySource<'d>);

impl<'d> IdentitySource<'d> {
    /// The expressions of a list that is separated by commas.
    pub(super) fn all(text: &'d str) -> Vec<Self> {
        text.split(',').map(str::trim).filter(|it| !it.is_empty()).map(Self::new).collect()
    }

    fn new(expression: &'d str) -> Self {
        let forms: [Form<'d>; 10] = [
            ("method.request.header.", IdentitySource::Header),
            ("method.request.querystring.", IdentitySource::Query),
            ("method.request.multivalueheader.", IdentitySource::Header),
            ("method.request.multivaluequerystring.", IdentitySource::Query),
            ("$request.header.", IdentitySource::Header),
            ("$request.querystring.", IdentitySource::Query),
            ("stageVariables.", IdentitySource::StageVariable),
            ("$stageVariables.", IdentitySource::StageVariable),
            ("context.", IdentitySource::Context),
            ("$context.", IdentitySource::Context),
        ];
        forms
            .iter()
            .find_map(|(prefix, form)| Some(form(expression.strip_prefix(prefix)?)))
            .unwrap_or(Self::Other(expression))
    }
}

/// `header Authorization`, `query parameter token`.
impl fmt::Display for IdentitySource<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name) => write!(f, "header {name}"),
            Self::Query(name) => write!(f, "query parameter {name}"),
            Self::StageVariable(name) => write!(f, "stage variable {name}"),
            Self::Context(name) => write!(f, "context value {name}"),
            Self::Other(expression) => f.write_str(expression),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_of_both_kinds_of_api() {
        use IdentitySource::{Context, Header, Other, Query, StageVariable};
        for (text, expected) in [
            ("method.request.header.X-Key", vec![Header("X-Key")]),
            ("$request.querystring.Token", vec![Query("Token")]),
            (
                "method.request.header.A,  method.request.querystring.b ,$context.routeKey",
                vec![Header("A"), Query("b"), Context("routeKey")],
            ),
            (
                "stageVariables.door,context.identity.sourceIp",
                vec![StageVariable("door"), Context("identity.sourceIp")],
            ),
            ("method.request.body.a", vec![Other("method.request.body.a")]),
            ("", vec![]),
        ] {
            assert_eq!(IdentitySource::all(text), expected, "{text}");
        }
    }
}
