//! What the parts of a document are: which of them are objects, which of them may be references, and to what.
//!
//! One grammar for all three specifications; where they differ, [`Specification`] decides. What it does not name is
//! [`Kind::Any`]: the author's own values, extensions, and fields that nothing here reads.

use gatepact_schema::Dialect;
use gatepact_schema::applicator::{Applicator, Shape};

use super::dialect::Specification::{self, OpenApi30, OpenApi31, OpenApi32, Swagger20};
use crate::Method;
use Kind::{
    Any, Callback, Components, Discriminator, Document, Encoding, Example, Flag, Header, Info,
    Link, ListOf, MapOf, Mapping, MediaType, Number, Operation, Parameter, PathItem, Paths,
    RequestBody, Response, Responses, Schema, SchemaOrFlag, SecurityScheme, Server, Text, Type,
    TypeName,
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
    /// The name of a type, in a list of them.
    TypeName,
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
            // Only 3.2 allows it; authors of older documents mean the same by it.
            MediaType => true,
            Document | Info | Server | Paths | Operation | Responses | Encoding | Components
            | Discriminator | Mapping | Type | TypeName | MapOf(_) | ListOf(_) | Text | Flag
            | Number | Any => false,
        }
    }

    /// Whether authors write a `$ref` here although no specification allows it: for a whole map, an operation, a list.
    /// It is read as what they mean.
    pub(super) fn is_written_out(self) -> bool {
        match self {
            Paths | Operation | Responses | Components | Encoding => true,
            MapOf(kind) | ListOf(kind) => kind.holds_references(),
            Document | Info | Server | PathItem | Parameter | Header | RequestBody | Response
            | MediaType | Example | Link | Callback | SecurityScheme | Schema | SchemaOrFlag
            | Discriminator | Mapping | Type | TypeName | Text | Flag | Number | Any => false,
        }
    }

    /// The section of the components that holds parts of this kind.
    pub(super) fn section(self) -> Option<&'static str> {
        Some(match self {
            Schema | SchemaOrFlag => "schemas",
            Response => "responses",
            Parameter => "parameters",
            Header => "headers",
            RequestBody => "requestBodies",
            Example => "examples",
            Link => "links",
            Callback => "callbacks",
            PathItem => "pathItems",
            MediaType => "mediaTypes",
            SecurityScheme => "securitySchemes",
            _ => return None,
        })
    }

    /// The same in Swagger 2.0: a key of the document.
    pub(super) fn section_of_swagger(self) -> Option<&'static str> {
        Some(match self {
            Schema | SchemaOrFlag => "definitions",
            Response => "responses",
            Parameter => "parameters",
            _ => return None,
        })
    }

    /// What a reference that stands here stands for.
    pub(super) fn target(self) -> Self {
        if self == SchemaOrFlag { Schema } else { self }
    }

    /// Whether what stands beside a reference counts: in the schemas of 3.1, and in path items.
    pub(super) fn counts_beside_reference(self, specification: Specification) -> bool {
        match self {
            PathItem => true,
            Schema | SchemaOrFlag => specification.is_2020(),
            _ => false,
        }
    }

    /// Whether a part of this kind may hold references.
    pub(super) fn holds_references(self) -> bool {
        match self {
            MapOf(kind) | ListOf(kind) => kind.holds_references(),
            Any | Text | Flag | Number | Type | TypeName | Info | Server => false,
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
            (Document, OpenApi31 | OpenApi32) => &["info"],
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
                "defaultMapping" => Mapping,
                "mapping" => MapOf(&Mapping),
                _ => Any,
            },
            SecurityScheme => text_where(matches!(key, "type" | "name" | "in" | "scheme" | "$ref")),
            Example | Link | Callback => text_where(key == "$ref"),
            Mapping | Type | TypeName | ListOf(_) | Text | Flag | Number | Any => Any,
        }
    }
}

fn text_where(is_text: bool) -> Kind {
    if is_text { Text } else { Any }
}

fn document(key: &str) -> Kind {
    match key {
        "openapi" | "$self" => Text,
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
        "swagger" | "host" | "basePath" => Text,
        "schemes" | "consumes" | "produces" => ListOf(&Text),
        _ => Any,
    }
}

fn path_item(key: &str) -> Kind {
    match key {
        "parameters" => ListOf(&Parameter),
        "servers" => ListOf(&Server),
        "$ref" => Text,
        Method::ADDITIONAL_KEY => MapOf(&Operation),
        _ if Method::of_key(key).is_some() => Operation,
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
        "mediaTypes" => MapOf(&MediaType),
        "securitySchemes" => MapOf(&SecurityScheme),
        _ => Any,
    }
}

fn message_part(kind: Kind, key: &str, specification: Specification) -> Kind {
    match (kind, key) {
        (_, "$ref" | "description") => Text,
        (Parameter | Header | MediaType, "schema") | (MediaType, "itemSchema") => Schema,
        (MediaType, "prefixEncoding") => ListOf(&Encoding),
        (MediaType, "itemEncoding") => Encoding,
        (Response, "schema") if specification == Swagger20 => Schema,
        (Parameter | Header | RequestBody | Response, "content") => MapOf(&MediaType),
        (Response | Encoding, "headers") => MapOf(&Header),
        (Response, "links") => MapOf(&Link),
        (MediaType, "encoding") => MapOf(&Encoding),
        (Parameter | Header | MediaType, "examples") => MapOf(&Example),
        (Parameter | Header, key) if specification == Swagger20 && is_of_the_value(key) => {
            schema(key, specification)
        }
        (Parameter, "name" | "in") | (Parameter | Header | Encoding, "style") => Text,
        (Parameter | Header | RequestBody, "required" | "deprecated") => Flag,
        (Parameter | Header | Encoding, "explode" | "allowReserved") => Flag,
        _ => Any,
    }
}

/// Whether a key of a parameter or header of Swagger 2.0 speaks of its value, as a schema does.
fn is_of_the_value(key: &str) -> bool {
    !matches!(key, "required" | "description" | "name" | "in" | "schema" | "style" | "explode")
}

fn schema(key: &str, specification: Specification) -> Kind {
    match key {
        "type" => Type,
        "required" => ListOf(&Text),
        "enum" => ListOf(&Any),
        "$ref" | "format" | "pattern" | "title" | "description" => Text,
        "nullable" | "uniqueItems" | "readOnly" | "writeOnly" | "deprecated" => Flag,
        "exclusiveMinimum" | "exclusiveMaximum" if specification.is_2020() => Number,
        "exclusiveMinimum" | "exclusiveMaximum" => Flag,
        "minimum" | "maximum" | "multipleOf" | "minLength" | "maxLength" | "minItems"
        | "maxItems" | "minProperties" | "maxProperties" => Number,
        "discriminator" if specification == Swagger20 => Any,
        "discriminator" => Discriminator,
        _ if specification.is_2020() => schema_of_2020(key),
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
