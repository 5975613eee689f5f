//! An operation as the document describes it: references followed, what its path and the document say included.
//!
//! | module | what it knows |
//! |---|---|
//! | `parameter` | overriding, what makes two parameters the same |
//! | `content` | media types, the most specific one that describes a message |
//! | `response` | statuses and ranges, headers |
//! | `security` | the operation's own, else the document's |
//!
//! Nothing is copied out of the document: each part is a [`Cursor`] that knows its pointer, so whoever compares, traces
//! or serves reads the rest of it there.

mod content;
mod parameter;
mod response;
mod security;

use std::fmt;

use crate::Method;
use crate::cursor::Cursor;
use crate::operation::of_item;
use crate::path_template;
use crate::status_range::StatusRange;

pub use content::Content;
pub use parameter::{Parameter, ParameterKey, ParameterLocation};
pub use response::{Header, Response, Responses};
pub use security::{RequiredScheme, Requirement, Security};

/// An operation with its path item and its document. Displayed as `GET /orders/{id}`.
#[derive(Debug, Clone)]
pub struct OperationView<'d> {
    /// The document.
    pub root: Cursor<'d>,
    /// The path item.
    pub item: Cursor<'d>,
    /// The Operation Object.
    pub operation: Cursor<'d>,
    /// The path template, as it stands in the document.
    pub path: &'d str,
    /// The method, possibly `ANY`.
    pub method: Method,
}

/// A request body, references followed.
#[derive(Debug, Clone)]
pub struct RequestBody<'d> {
    /// Whether a request without a body is refused.
    pub required: bool,
    /// The Request Body Object.
    pub at: Cursor<'d>,
}

impl<'d> OperationView<'d> {
    /// The operation at a path, if the document has it.
    pub(crate) fn new(root: Cursor<'d>, path: &str, method: Method) -> Option<Self> {
        let paths = root.raw("paths")?;
        let (path, _) = paths.value.as_object()?.get_key_value(path)?;
        let item = paths.raw(path)?;
        let (_, below) = of_item(item.value).find(|(known, _)| *known == method)?;
        let operation = below.into_iter().try_fold(item.clone(), |at, token| at.raw(token))?;
        Some(Self { root, item, operation, path, method })
    }

    /// The parameters: the operation's own, then those of its path that it does not override, each list in its order.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter<'d>> {
        let template: Vec<&str> = path_template::parameters(self.path).collect();
        parameter::all([&self.operation, &self.item], &template)
    }

    /// The request body, if one is described.
    #[must_use]
    pub fn request_body(&self) -> Option<RequestBody<'d>> {
        let at = self.operation.get("requestBody")?;
        Some(RequestBody { required: at.flag("required"), at })
    }

    /// All responses.
    #[must_use]
    pub fn responses(&self) -> Responses<'d> {
        Responses::of(&self.operation)
    }

    /// The response that describes a status: that of its own key, else that of its class, else `default`.
    #[must_use]
    pub fn response_for(&self, status: u16) -> Option<Response<'d>> {
        self.responses().describing(StatusRange::Status(status)).cloned()
    }

    /// Who may call it: its own `security`, else that of the document.
    #[must_use]
    pub fn security(&self) -> Security<'d> {
        security::of(&self.root, &self.operation)
    }

    /// The servers: its own, else those of its path, else those of the document (OpenAPI 3.0.4 and 3.1.1, Operation
    /// Object and Path Item Object). An empty list says nothing.
    #[must_use]
    pub fn servers(&self) -> Vec<Cursor<'d>> {
        let owners = [&self.operation, &self.item, &self.root].into_iter();
        let lists = owners.map(|owner| owner.get_or_absent("servers").items().collect());
        lists.into_iter().find(|list: &Vec<_>| !list.is_empty()).unwrap_or_default()
    }
}

impl<'d> RequestBody<'d> {
    /// The media types.
    #[must_use]
    pub fn content(&self) -> Vec<Content<'d>> {
        Content::all(&self.at)
    }
}

impl fmt::Display for OperationView<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}
