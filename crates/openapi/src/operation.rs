//! Operations: a method on a path, `x-amazon-apigateway-any-method` included.

use std::fmt;

use serde_json::Value;

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
    /// API Gateway's `ANY`: all methods that the same path does not define.
    Any,
}

impl Method {
    /// The key of `ANY` in an export.
    pub const ANY_KEY: &'static str = "x-amazon-apigateway-any-method";

    /// All but `ANY`, in the order of the specification.
    pub const SPECIFIC: [Self; 8] = [
        Self::Get,
        Self::Put,
        Self::Post,
        Self::Delete,
        Self::Options,
        Self::Head,
        Self::Patch,
        Self::Trace,
    ];

    /// The key below a path item.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Put => "put",
            Self::Post => "post",
            Self::Delete => "delete",
            Self::Options => "options",
            Self::Head => "head",
            Self::Patch => "patch",
            Self::Trace => "trace",
            Self::Any => Self::ANY_KEY,
        }
    }

    /// As in a request line; `ANY` for [`Method::Any`].
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Any => "ANY",
        }
    }

    /// The method of a request line; methods are case-sensitive (RFC 9110, 9.1).
    #[must_use]
    pub fn from_request(method: &str) -> Option<Self> {
        Self::SPECIFIC.into_iter().find(|known| known.as_str() == method)
    }

    /// Whether `ANY` stands for this method: the seven that API Gateway supports, so not `TRACE`
    /// (API Gateway developer guide, "Set up an HTTP method").
    #[must_use]
    pub fn is_covered_by_any(self) -> bool {
        !matches!(self, Self::Trace | Self::Any)
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
        for method in Method::SPECIFIC.into_iter().chain([Method::Any]) {
            if item.get(method.key()).is_some() {
                let pointer = at.child(method.key());
                operations.push(Operation { method, path: path.clone(), pointer });
            }
        }
    }
    operations
}
