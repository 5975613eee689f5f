//! What the parts of a document are: which of them are objects, which of them may be references, and to what.
//!
//! One grammar for all three specifications; where they differ, [`Specification`] decides. What it does not name is
//! [`Kind::Any`]: the author's own values, extensions, and fields that nothing here reads.

use gatepact_schema::Dialect;
use gatepact_schema::applicator::{Applicator, Shape};

use super::dialect::Specification::{self, OpenApi30, OpenApi31, Swagger20};
use crate::Method;
use Kind::{
    Any, Callback, Components, Discriminator, Document, Encoding, Example, Flag, Header, Info,
    Link, ListOf, MapOf, Mapping, MediaType, Number, Operation, Parameter, PathItem, Paths,
    RequestBody, Response, Responses, Schema, SchemaOrFlag, SecurityScheme, Server, Text, Type,
};

/// A kind of part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Document,
    Info,
    Server,
    Paths,
    PathItem,
    Operation,
    Parameter,
    Header,
    RequestBody,
    Responses,
    Response,
    MediaType,
    Encoding,
    Example,
    Link,
    Callback,
    Components,
    SecurityScheme,
    Schema,
    /// `additionalProperties`.
    SchemaOrFlag,
    Discriminator,
    /// A value of a discriminator's mapping: a name or a reference to a schema.
    Mapping,
    /// `type` of a schema.
    Type,
    /// Names given by the author, each with a part of this kind.
    MapOf(&'static Kind),
    ListOf(&'static Kind),
    Text,
    Flag,
    Number,
    Any,
}

const SECURITY: Kind = ListOf(&MapOf(&ListOf(&Text)));

impl Kind {
    /// Whether a `$ref` may stand here for a part of the same kind.
    pub(super) fn is_referable(self) -> bool {
        match self {
            PathItem | Parameter | Header | RequestBody | Response | Example | Link | Callback
            | SecurityScheme | Schema | SchemaOrFlag => true,
            Document | Info | Server | Paths | Operation | Responses | MediaType | Encoding
            | Components | Discriminator | Mapping | Type | MapOf(_) | ListOf(_) | Text | Flag
            | Number | Any => false,
        }
    }

    /// What a reference that stands here stands for.
    pub(super) fn target(self) -> Self {
        if self == SchemaOrFlag { Schema } else { self }
    }

    /// Whether what stands beside a reference counts: in the schemas of 3.1, and in path items.
    pub(super) fn counts_beside_reference(self, specification: Specification) -> bool {
        match self {
            PathItem => true,
            Schema | SchemaOrFlag => specification == OpenApi31,
            _ => false,
        }
    }

    /// Whether a part of this kind may hold references.
    pub(super) fn holds_references(self) -> bool {
        match self {
            MapOf(kind) | ListOf(kind) => kind.holds_references(),
            Any | Text | Flag | Number | Type | Info | Server => false,
            _ => true,
        }
    }

    /// Whether `null` here says as much as nothing. In a schema it may be a slip for something else.
    pub(super) fn may_be_empty(self) -> bool {
        match self {
            Text | Flag | Number | Responses => true,
            MapOf(kind) => *kind != Schema,
            ListOf(kind) => matches!(kind, Parameter | Server),
            _ => false,
        }
    }

    /// The members that must be there.
    pub(super) fn required(self, specification: Specification) -> &'static [&'static str] {
        match (self, specification) {
            (Document, OpenApi31) => &["info"],
            (Document, Swagger20 | OpenApi30) => &["info", "paths"],
            (Info, _) => &["title"],
            (Parameter, _) => &["name", "in"],
            (SecurityScheme, _) => &["type"],
            _ => &[],
        }
    }

    /// The part behind a key.
    pub(super) fn member(self, key: &str, specification: Specification) -> Self {
        match self {
            MapOf(kind) => *kind,
            PathItem if key == Method::ANY_KEY => Operation,
            _ if key.starts_with("x-") => Any,
            Document if specification == Swagger20 => swagger(key),
            Document => document(key),
            Paths => PathItem,
            Responses => Response,
            Callback if key != "$ref" => PathItem,
            Info => text_where(matches!(key, "title" | "version" | "description")),
            Server => text_where(matches!(key, "url" | "description")),
            PathItem => path_item(key),
            Operation => operation(key),
            Components => components(key),
            Schema | SchemaOrFlag => schema(key, specification),
            Parameter | Header | RequestBody | Response | MediaType | Encoding => {
                message_part(self, key, specification)
            }
            Discriminator => match key {
                "propertyName" => Text,
                "mapping" => MapOf(&Mapping),
                _ => Any,
            },
            SecurityScheme => text_where(matches!(key, "type" | "name" | "in" | "scheme" | "$ref")),
            Example | Link | Callback => text_where(key == "$ref"),
            Mapping | Type | ListOf(_) | Text | Flag | Number | Any => Any,
        }
    }
}

fn text_where(is_text: bool) -> Kind {
    if is_text { Text } else { Any }
}

fn document(key: &str) -> Kind {
    match key {
        "openapi" => Text,
        "info" => Info,
        "servers" => ListOf(&Server),
        "paths" => Paths,
        "webhooks" => MapOf(&PathItem),
        "components" => Components,
        "security" => SECURITY,
        _ => Any,
    }
}

fn swagger(key: &str) -> Kind {
    match key {
        "info" => Info,
        "paths" => Paths,
        "definitions" => MapOf(&Schema),
        "parameters" => MapOf(&Parameter),
        "responses" => MapOf(&Response),
        "securityDefinitions" => MapOf(&SecurityScheme),
        "security" => SECURITY,
        "host" | "basePath" => Text,
        "schemes" | "consumes" | "produces" => ListOf(&Text),
        _ => Any,
    }
}

fn path_item(key: &str) -> Kind {
    match key {
        "parameters" => ListOf(&Parameter),
        "servers" => ListOf(&Server),
        "$ref" => Text,
        _ if Method::SPECIFIC.iter().any(|method| method.key() == key) => Operation,
        _ => Any,
    }
}

fn operation(key: &str) -> Kind {
    match key {
        "parameters" => ListOf(&Parameter),
        "requestBody" => RequestBody,
        "responses" => Responses,
        "security" => SECURITY,
        "servers" => ListOf(&Server),
        "callbacks" => MapOf(&Callback),
        "consumes" | "produces" | "schemes" | "tags" => ListOf(&Text),
        "operationId" | "summary" | "description" => Text,
        "deprecated" => Flag,
        _ => Any,
    }
}

fn components(key: &str) -> Kind {
    match key {
        "schemas" => MapOf(&Schema),
        "responses" => MapOf(&Response),
        "parameters" => MapOf(&Parameter),
        "headers" => MapOf(&Header),
        "requestBodies" => MapOf(&RequestBody),
        "examples" => MapOf(&Example),
        "links" => MapOf(&Link),
        "callbacks" => MapOf(&Callback),
        "pathItems" => MapOf(&PathItem),
        "securitySchemes" => MapOf(&SecurityScheme),
        _ => Any,
    }
}

fn message_part(kind: Kind, key: &str, specification: Specification) -> Kind {
    match (kind, key) {
        (_, "$ref" | "description") => Text,
        (Parameter | Header | MediaType, "schema") => Schema,
        (Response, "schema") if specification == Swagger20 => Schema,
        (Parameter | Header | RequestBody | Response, "content") => MapOf(&MediaType),
        (Response | Encoding, "headers") => MapOf(&Header),
        (Response, "links") => MapOf(&Link),
        (MediaType, "encoding") => MapOf(&Encoding),
        (Parameter | Header | MediaType, "examples") => MapOf(&Example),
        (Parameter, "name" | "in") | (Parameter | Header | Encoding, "style") => Text,
        (Parameter | Header | RequestBody, "required" | "deprecated") => Flag,
        (Parameter | Header | Encoding, "explode" | "allowReserved") => Flag,
        _ => Any,
    }
}

fn schema(key: &str, specification: Specification) -> Kind {
    match key {
        "type" => Type,
        "required" => ListOf(&Text),
        "enum" => ListOf(&Any),
        "$ref" | "format" | "pattern" | "title" | "description" => Text,
        "nullable" | "uniqueItems" | "readOnly" | "writeOnly" | "deprecated" => Flag,
        "exclusiveMinimum" | "exclusiveMaximum" if specification == OpenApi31 => Number,
        "exclusiveMinimum" | "exclusiveMaximum" => Flag,
        "minimum" | "maximum" | "multipleOf" | "minLength" | "maxLength" | "minItems"
        | "maxItems" | "minProperties" | "maxProperties" => Number,
        "discriminator" if specification == Swagger20 => Any,
        "discriminator" => Discriminator,
        _ if specification == OpenApi31 => schema_of_2020(key),
        _ => applicator(key, specification.dialect()),
    }
}

/// The keywords that JSON Schema 2020-12 adds.
fn schema_of_2020(key: &str) -> Kind {
    match key {
        "$id" | "$anchor" | "$dynamicRef" | "$dynamicAnchor" | "$schema" => Text,
        "minContains" | "maxContains" => Number,
        _ => applicator(key, Dialect::OpenApi31),
    }
}

/// The keywords under which schemas stand.
fn applicator(key: &str, dialect: Dialect) -> Kind {
    match Applicator::of_dialect(key, dialect).map(|it| it.shape_in(dialect)) {
        // `items` is one schema in all API descriptions.
        Some(Shape::One | Shape::OneOrList) => Schema,
        Some(Shape::OneOrFlag) => SchemaOrFlag,
        Some(Shape::List) => ListOf(&Schema),
        Some(Shape::Map) => MapOf(&Schema),
        // Lists of names among schemas are no kind of part.
        Some(Shape::MapOrNames) | None => Any,
    }
}
