//! A document as API Gateway would export it, after it was imported and deployed.
//!
//! Followed from exports that were recorded, and from AWS's notes on import ("Amazon API Gateway important notes" in the
//! developer guide): what the service leaves out at import is left out here, and [`NotCarried`] says what that was.
//!
//! | what | becomes |
//! |---|---|
//! | tags, summaries, descriptions of operations, parameters and headers | nothing: no documentation version is attached |
//! | the description of a response | `200 response` |
//! | a parameter | name, in, required, `string`; cookies and what a path declares for all its methods: left out, and moved |
//! | a schema in place, or one that stands elsewhere than under `components.schemas` | a model named `MODEL<hash>` |
//! | `example`, `default`, `discriminator`, `readOnly`, `exclusiveMinimum` and the like | nothing |
//! | `security` at the root | nothing |
//! | `default` and `2XX` responses | nothing: a method response has a status |
//!
//! [`rest_api`] and [`http_api`] write the export of a deployment. [`project`] takes an authored document through the
//! same import and export, so that it can be compared with what an API exports: its places are those of the author.

mod access;
mod extensions;
mod http_api;
mod integration;
mod journal;
mod method;
mod models;
mod not_carried;
mod placeholders;
mod projection;
mod recognise;
mod schema;
mod security;
mod settings;

use serde_json::{Map, Value, json};

pub use access::MethodAccess;
pub use extensions::Extensions;
pub use http_api::http_api;
pub use not_carried::{NotCarried, NotCarriedKind, summary};
pub use projection::{Projection, project};
pub use recognise::{ExportForm, recognise};

use crate::Document;
use crate::read::Moves;
use journal::Journal;
use method::{Methods, Unexportable};
use models::Models;

/// Why an API cannot be exported: the service fails, too.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotExported {
    /// An operation takes bodies of other kinds than JSON only.
    #[error("only found body models that are not JSON for {operation}")]
    NoJsonModel {
        /// `POST /orders`
        operation: String,
    },
    /// References repeat parts so often that the export would not fit into memory.
    #[error("the export would have more than {limit} parameters, headers and schemas")]
    TooLarge {
        /// The bound.
        limit: usize,
    },
}

/// What a deployment adds to the document that was imported.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Deployed<'a> {
    /// The id of the API.
    pub api_id: &'a str,
    /// The region.
    pub region: &'a str,
    /// The stage; empty for the stage `$default` of an HTTP API.
    pub base_path: &'a str,
    /// The name of the API, where it is not the title of the document.
    pub name: Option<&'a str>,
    /// The time of the deployment, as this kind of API writes it: the version of an API that has none.
    pub time: &'a str,
}

/// An export, and what it lost.
#[derive(Debug, Clone)]
pub struct Exported {
    /// The document.
    pub value: Value,
    /// What the imported document says and the export does not.
    pub not_carried: Vec<NotCarried>,
    /// Where the parts of the export stand in the imported document.
    moves: Moves,
    /// Operations that stand in the export as they were written, because the service could not export them.
    as_written: Vec<String>,
}

/// The document of a REST API's deployment, as `GetExport` writes it.
///
/// ```
/// use gatepact_openapi::Document;
/// use gatepact_openapi::gateway_export::{Deployed, Extensions, rest_api};
///
/// let document = Document::read("
/// openapi: 3.0.3
/// info: { title: orders, version: '1' }
/// paths:
///   /orders:
///     get:
///       summary: All orders
///       parameters: [{ name: limit, in: query, schema: { type: integer } }]
///       responses: { '200': { description: The orders } }
/// ")?;
/// let deployed = Deployed {
///     api_id: "a1b2c3d4e5",
///     region: "eu-west-1",
///     base_path: "prod",
///     name: None,
///     time: "2026-11-30T12:00:00Z",
/// };
/// let export = rest_api(&document, deployed, Extensions::default())?;
/// let get = export.value.pointer("/paths/~1orders/get").unwrap();
/// assert_eq!(get["parameters"][0]["schema"]["type"], "string");
/// assert_eq!(get["responses"]["200"]["description"], "200 response");
/// assert_eq!(export.not_carried[0].pointer.as_str(), "/paths/~1orders/get/parameters/0");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// The service exports no API that takes other bodies than JSON only.
pub fn rest_api(
    document: &Document,
    deployed: Deployed<'_>,
    extensions: Extensions,
) -> Result<Exported, NotExported> {
    export_rest_api(document, deployed, (extensions, Unexportable::Refused))
}

fn export_rest_api(
    document: &Document,
    deployed: Deployed<'_>,
    (extensions, unexportable): (Extensions, Unexportable),
) -> Result<Exported, NotExported> {
    let mut journal = Journal::default();
    let mut models = Models::of(document, &mut journal)?;
    let methods = Methods { document, extensions, unexportable };
    let paths = methods.paths(&mut models, &mut journal)?;
    let schemes = security::schemes(document, extensions, &mut journal);
    let mut components = Map::new();
    for (key, members) in
        [("schemas", models.into_schemas(&mut journal)?), ("securitySchemes", schemes)]
    {
        if !members.is_empty() {
            components.insert(key.to_owned(), Value::Object(members));
        }
    }
    let mut root = Map::new();
    root.insert("openapi".to_owned(), json!("3.0.1"));
    root.insert("info".to_owned(), info(document, deployed));
    root.insert("servers".to_owned(), servers(deployed));
    root.insert("paths".to_owned(), paths);
    root.insert("components".to_owned(), Value::Object(components));
    extensions.add_to_root(document, &mut root);
    journal.root(document);
    if !journal.as_written.is_empty() {
        method::keep_components(document, &mut root);
    }
    Ok(journal.exported(Value::Object(root)))
}

/// The API's own version, where it has one.
#[must_use]
pub fn version(document: &Document) -> Option<&str> {
    document.at("/info/version")?.as_str().filter(|version| !version.is_empty())
}

fn info(document: &Document, deployed: Deployed<'_>) -> Value {
    let mut info = Map::new();
    info.insert("title".to_owned(), json!(deployed.name.unwrap_or(document.title())));
    if let Some(description) = document.at("/info/description").filter(|it| it.is_string()) {
        info.insert("description".to_owned(), description.clone());
    }
    info.insert("version".to_owned(), json!(version(document).unwrap_or(deployed.time)));
    Value::Object(info)
}

fn servers(deployed: Deployed<'_>) -> Value {
    let Deployed { api_id, region, base_path, .. } = deployed;
    json!([{
        "url": format!("https://{api_id}.execute-api.{region}.amazonaws.com/{{basePath}}"),
        "variables": { "basePath": { "default": base_path } },
    }])
}
