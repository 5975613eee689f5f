//! Operations: a method on a path, `x-amazon-apigateway-any-method` included.

use std::fmt;

use serde_json::{Map, Value};

use gatepact_finding::Pointer;

/// The method of an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are the methods")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
    /// QUERY of OpenAPI 3.2 (a safe request with a body).
    Query,
    /// A method that OpenAPI 3.2 lists under `additionalOperations`.
    Additional(MethodName),
    /// API Gateway's `ANY`: all methods that the same path does not define.
    Any,
}

/// The name of a method that no specification of OpenAPI knows: a token of HTTP (RFC 9110, 5.6.2) of at most
/// [`MAX`](Self::MAX) bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MethodName([u8; Self::MAX]);

impl MethodName {
    /// The longest registered method, `UPDATEREDIRECTREF`, has 17 bytes.
    pub const MAX: usize = 24;

    /// The name, if it is one.
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let is_token =
            |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        if name.is_empty() || !name.bytes().all(is_token) {
            return None;
        }
        let mut bytes = [0; Self::MAX];
        bytes.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
        Some(Self(bytes))
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        let length = self.0.iter().position(|byte| *byte == 0).unwrap_or(Self::MAX);
        std::str::from_utf8(&self.0[..length]).unwrap_or_default()
    }
}

impl Method {
    /// The key of `ANY` in an export.
    pub const ANY_KEY: &'static str = "x-amazon-apigateway-any-method";

    /// The key under which OpenAPI 3.2 lists operations of further methods.
    pub const ADDITIONAL_KEY: &'static str = "additionalOperations";

    /// Those that have a key of their own below a path item, but for `ANY`, in the order of the specification.
    pub const SPECIFIC: [Self; 9] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
        Self::Query,
    ];

    /// The key below a path item, or below its `additionalOperations`.
    #[must_use]
    pub fn key(&self) -> &str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
            Self::Query => "query",
            Self::Additional(name) => name.as_str(),
            Self::Any => Self::ANY_KEY,
        }
    }

    /// As in a request line; `ANY` for [`Method::Any`].
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Additional(name) => name.as_str(),
            Self::Any => "ANY",
        }
    }

    /// The method of a request line; methods are case-sensitive (RFC 9110, 9.1).
    #[must_use]
    pub fn from_request(method: &str) -> Option<Self> {
        let known = Self::SPECIFIC.into_iter().find(|known| known.as_str() == method);
        known.or_else(|| MethodName::new(method).map(Self::Additional))
    }

    /// The method that a key of a path item means, in any case of letters: authors write `GET:` as well.
    #[must_use]
    pub fn of_key(key: &str) -> Option<Self> {
        let mut methods = Self::SPECIFIC.into_iter();
        methods.find(|method| method.key().eq_ignore_ascii_case(key))
    }

    /// Whether `ANY` stands for this method: the seven that API Gateway supports, so not `TRACE`
    /// (API Gateway developer guide, "Set up an HTTP method").
    #[must_use]
    pub fn is_covered_by_any(self) -> bool {
        !matches!(self, Self::Trace | Self::Query | Self::Additional(_) | Self::Any)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One operation of a document. Displayed as `GET /orders/{id}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// The method, possibly `ANY`.
    pub method: Method,
    /// The path template, as it stands in the document.
    pub path: String,
    /// Where it stands: `/paths/~1orders~1{id}/get`.
    pub pointer: Pointer,
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

/// All operations of a document, in its own order of paths.
pub(crate) fn all(document: &Value) -> Vec<Operation> {
    let mut operations = Vec::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten().filter(|(path, _)| !path.starts_with("x-")) {
        let at = Pointer::root().child("paths").child(path);
        operations.extend(of_item(item).map(|(method, below)| Operation {
            method,
            path: path.clone(),
            pointer: below.into_iter().fold(at.clone(), |at, token| at.child(token)),
        }));
    }
    operations
}

/// The methods of a path item, each with the tokens that lead to its operation.
pub fn of_item(item: &Value) -> impl Iterator<Item = (Method, Vec<&str>)> {
    let methods = Method::SPECIFIC.into_iter().chain([Method::Any]);
    let own = methods.filter_map(|method| {
        let (key, _) = item.as_object()?.get_key_value(method.key())?;
        Some((method, vec![key.as_str()]))
    });
    let additional = item.get(Method::ADDITIONAL_KEY).and_then(Value::as_object);
    let additional = additional.into_iter().flat_map(Map::keys).filter_map(|name| {
        // One that has a key of its own counts there only.
        let method = Method::from_request(name).filter(|it| item.get(it.key()).is_none())?;
        Some((method, vec![Method::ADDITIONAL_KEY, name.as_str()]))
    });
    own.chain(additional)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn methods_of_a_path_item() {
        let item = json!({
            "query": {}, "get": {}, "parameters": [],
            "additionalOperations": { "COPY": {}, "GET": {}, "DELETE": {}, "no token": {} },
        });
        let found: Vec<_> =
            of_item(&item).map(|(method, at)| (method.to_string(), at.join("/"))).collect();
        let found: Vec<_> =
            found.iter().map(|(method, at)| (method.as_str(), at.as_str())).collect();
        let expected = [
            ("GET", "get"),
            ("QUERY", "query"),
            ("COPY", "additionalOperations/COPY"),
            ("DELETE", "additionalOperations/DELETE"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn names_of_methods_are_short_tokens() {
        for name in ["COPY", "M-SEARCH", "UPDATEREDIRECTREF", "copy"] {
            assert_eq!(MethodName::new(name).unwrap().as_str(), name);
        }
        for name in ["", "A B", "GET/", "\u{e9}", &"X".repeat(25)] {
            assert_eq!(MethodName::new(name), None, "{name}");
        }
    }
}
