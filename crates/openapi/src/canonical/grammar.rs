//! What the parts of a document are, so that a rule meets only what it is meant for: `x-api-key` is an extension in an
//! operation, a promise among the headers of a response, and somebody's data in an example.

use gatepact_schema::applicator::{Applicator, Shape};

use crate::Method;
use crate::read::FILES;

/// A part of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    Document,
    Info,
    Server,
    Paths,
    PathItem,
    Operation,
    /// Also a header: the same shape without a name.
    Parameter,
    RequestBody,
    Responses,
    Response,
    MediaType,
    Schema,
    Components,
    /// Another object of the specification (contact, tag, security scheme): extensions possible, no rule of its own.
    Plain,
    /// Names given by the author, each with a part of this kind.
    MapOf(&'static Node),
    ListOf(&'static Node),
    /// A list whose order means nothing.
    SetOf(&'static Node),
    /// Values that the contract promises: `enum`, `default`, `pattern`.
    Contract,
    /// Whatever the author likes: examples and the insides of extensions.
    Free,
}

use Node::{
    Components, Contract, Document, Free, Info, ListOf, MapOf, MediaType, Operation, Parameter,
    PathItem, Paths, Plain, RequestBody, Response, Responses, Schema, Server, SetOf,
};

impl Node {
    /// The part behind a key.
    pub(super) fn below(self, key: &str) -> Self {
        match self {
            MapOf(kind) => *kind,
            Free | Contract => self,
            Document if key == "x-amazon-apigateway-binary-media-types" => SetOf(&Free),
            PathItem if key == Method::ANY_KEY => Operation,
            _ if key.starts_with("x-") => Free,
            Paths => PathItem,
            Responses => Response,
            Document => document(key),
            PathItem => path_item(key),
            Operation => operation(key),
            Components => components(key),
            Schema => schema(key),
            Parameter | MediaType | RequestBody | Response => message_part(key),
            Info | Server | Plain | ListOf(_) | SetOf(_) => plain(key),
        }
    }

    /// The part of an item.
    pub(super) fn item(self) -> Self {
        match self {
            ListOf(kind) | SetOf(kind) => *kind,
            other => other,
        }
    }

    pub(super) fn is_set(self) -> bool {
        matches!(self, SetOf(_))
    }

    pub(super) fn holds_contract_values(self) -> bool {
        self == Contract
    }

    /// Whether the key marks an extension here.
    pub(super) fn is_extension(self, key: &str) -> bool {
        let names_are_free = matches!(self, MapOf(_) | ListOf(_) | SetOf(_) | Contract | Free);
        // Files that the document refers to are parts of it, wherever they had to be put.
        let is_file = self == Document && key == FILES;
        !names_are_free && !is_file && key.starts_with("x-")
    }
}

fn document(key: &str) -> Node {
    match key {
        "info" => Info,
        "servers" => ListOf(&Server),
        "paths" => Paths,
        "components" => Components,
        "security" => SetOf(&MapOf(&SetOf(&Free))),
        "webhooks" => MapOf(&PathItem),
        _ => plain(key),
    }
}

fn path_item(key: &str) -> Node {
    match key {
        "parameters" => SetOf(&Parameter),
        "servers" => ListOf(&Server),
        Method::ADDITIONAL_KEY => MapOf(&Operation),
        _ if Method::SPECIFIC.iter().any(|method| method.key() == key) => Operation,
        _ => plain(key),
    }
}

fn operation(key: &str) -> Node {
    match key {
        "parameters" => SetOf(&Parameter),
        "requestBody" => RequestBody,
        "responses" => Responses,
        "security" => SetOf(&MapOf(&SetOf(&Free))),
        "servers" => ListOf(&Server),
        "callbacks" => MapOf(&MapOf(&PathItem)),
        _ => plain(key),
    }
}

fn message_part(key: &str) -> Node {
    match key {
        "schema" | "itemSchema" => Schema,
        "content" => MapOf(&MediaType),
        "headers" => MapOf(&Parameter),
        "encoding" | "links" => MapOf(&Plain),
        _ => plain(key),
    }
}

fn schema(key: &str) -> Node {
    match key {
        "required" => SetOf(&Contract),
        "enum" | "const" | "default" | "pattern" => Contract,
        _ => match Applicator::named(key).map(Applicator::shape) {
            Some(Shape::One | Shape::OneOrFlag | Shape::OneOrList) => Schema,
            Some(Shape::List) => ListOf(&Schema),
            Some(Shape::Map | Shape::MapOrNames) => MapOf(&Schema),
            None => plain(key),
        },
    }
}

fn components(key: &str) -> Node {
    match key {
        "schemas" => MapOf(&Schema),
        "responses" => MapOf(&Response),
        "parameters" | "headers" => MapOf(&Parameter),
        "requestBodies" => MapOf(&RequestBody),
        "callbacks" => MapOf(&MapOf(&PathItem)),
        "pathItems" => MapOf(&PathItem),
        "securitySchemes" | "links" => MapOf(&Plain),
        _ => plain(key),
    }
}

fn plain(key: &str) -> Node {
    match key {
        "example" | "examples" => Free,
        _ => Plain,
    }
}
