//! What a finding is about.

use crate::Text;

/// What a finding is about. Renderers that have words of their own read it instead of the message.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A parameter, by the place in which it is sent and its name.
    Parameter {
        /// `query`, `header`, `path` or `cookie`.
        place: String,
        /// Its name.
        name: String,
    },
    /// A property of an object.
    Property(String),
    /// The keyword of a schema.
    Keyword(String),
    /// A schema, for a reason that no keyword names.
    Schema,
    /// A schema, for one of its keywords as a whole.
    SchemaKeyword(String),
    /// A header.
    Header(String),
    /// The body of a message, at a path such as `$.lines[0].sku`.
    Body(String),
    /// A media type.
    MediaType(String),
    /// A status: `200`, `4XX`, `default`.
    Status(String),
    /// A request that the service sends.
    Callback {
        /// The name of the callback.
        name: String,
        /// `POST {$request.body#/url}`.
        request: String,
    },
    /// A response that API Gateway itself gives: `UNAUTHORIZED`.
    GatewayResponse(String),
    /// A component, by its name.
    Component(String),
    /// An extension: `x-amazon-apigateway-binary-media-types`.
    Extension(String),
    /// What API Gateway validates of a request: `request body`.
    Validation(&'static str),
}

impl Subject {
    /// Its name alone.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Subject::Parameter { name, .. }
            | Subject::Callback { name, .. }
            | Subject::Property(name)
            | Subject::Keyword(name)
            | Subject::SchemaKeyword(name)
            | Subject::Header(name)
            | Subject::Body(name)
            | Subject::MediaType(name)
            | Subject::Status(name)
            | Subject::GatewayResponse(name)
            | Subject::Component(name)
            | Subject::Extension(name) => name,
            Subject::Schema => "the schema",
            Subject::Validation(what) => what,
        }
    }

    /// The same, each text changed by `change`.
    #[must_use]
    pub fn map(self, change: impl Fn(&str) -> String) -> Subject {
        match self {
            Subject::Parameter { place, name } => {
                Subject::Parameter { place: change(&place), name: change(&name) }
            }
            Subject::Callback { name, request } => {
                Subject::Callback { name: change(&name), request: change(&request) }
            }
            Subject::Property(name) => Subject::Property(change(&name)),
            Subject::Keyword(name) => Subject::Keyword(change(&name)),
            Subject::SchemaKeyword(name) => Subject::SchemaKeyword(change(&name)),
            Subject::Header(name) => Subject::Header(change(&name)),
            Subject::Body(path) => Subject::Body(change(&path)),
            Subject::MediaType(name) => Subject::MediaType(change(&name)),
            Subject::Status(status) => Subject::Status(change(&status)),
            Subject::GatewayResponse(name) => Subject::GatewayResponse(change(&name)),
            Subject::Component(name) => Subject::Component(change(&name)),
            Subject::Extension(name) => Subject::Extension(change(&name)),
            Subject::Schema => Subject::Schema,
            Subject::Validation(what) => Subject::Validation(what),
        }
    }

    /// As a sentence names it: a parameter with its place, a status by itself.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Subject::Parameter { place, name } => {
                Text::prose(format!("{place} parameter ")).and_code(name.clone())
            }
            Subject::Callback { name, request } => {
                Text::code(name.clone()).and_prose(format!(" ({request})"))
            }
            Subject::SchemaKeyword(name) => Text::code(name.clone()),
            Subject::Property(name)
            | Subject::Keyword(name)
            | Subject::Header(name)
            | Subject::Body(name)
            | Subject::MediaType(name)
            | Subject::Status(name)
            | Subject::GatewayResponse(name)
            | Subject::Component(name)
            | Subject::Extension(name) => Text::prose(name.clone()),
            Subject::Schema => Text::prose("the schema"),
            Subject::Validation(what) => Text::prose(*what),
        }
    }
}

/// Where in a schema a finding stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SchemaPlace {
    /// What a reader calls the place: `Order.lines[].sku`; without the component where a composition is on the way.
    pub path: Option<String>,
    /// The nearest property: the place itself, or one that it lies in.
    pub field: Option<String>,
    /// The part of a message that the schema describes where it is no component.
    pub part: Option<MessagePart>,
}

/// A part of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MessagePart {
    /// A parameter.
    Parameter,
    /// The body of a request.
    RequestBody,
    /// The body of a response.
    ResponseBody,
}
