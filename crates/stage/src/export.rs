//! A document as API Gateway would export it, after it was imported and deployed.
//!
//! Followed from exports that were recorded; what the service leaves out at import is left out here.
//!
//! | what | becomes |
//! |---|---|
//! | tags, summaries, descriptions of operations, parameters and headers | nothing: no documentation version is attached |
//! | the description of a response | `200 response` |
//! | a parameter | name, in, required, `string`; cookies and what a path declares for all its methods: left out, and moved |
//! | a schema in place | a model named `MODEL<hash>` |
//! | `example`, `default`, `discriminator`, `readOnly`, `exclusiveMinimum` and the like | nothing |
//! | `security` at the root | nothing |
//! | `default` and `2XX` responses | nothing: a method response has a status |

mod extensions;
mod http_api;
mod integration;
mod method;
mod models;
mod schema;
mod security;
mod yaml;

use gatepact_openapi::Document;
use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::macros::format_description;

pub(crate) use extensions::Extensions;
pub(crate) use http_api::http_api;
pub(crate) use yaml::yaml;

use crate::Settings;
use crate::deployment::Deployment;
use method::Methods;
use models::Models;

/// Why an API cannot be exported: the service fails, too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotExported {
    /// An operation takes bodies of other kinds than JSON only.
    NoJsonModel {
        /// `POST /orders`
        operation: String,
    },
}

/// The document of a REST API's deployment.
pub(crate) fn rest_api(
    deployment: &Deployment,
    settings: &Settings,
    extensions: Extensions,
) -> Result<Value, NotExported> {
    let document = &deployment.document;
    let mut models = Models::of(document);
    let paths = Methods { document, extensions }.paths(&mut models)?;
    let mut export = json!({
        "openapi": "3.0.1",
        "info": info(document, settings, &rest_version(deployment)),
        "servers": servers(settings),
        "paths": paths,
        "components": components(models, security::schemes(document, extensions)),
    });
    if let Some(root) = export.as_object_mut() {
        extensions.add_to_root(document, root);
    }
    Ok(export)
}

/// The API's own version, or the time of the deployment.
pub(crate) fn version(document: &Document) -> Option<&str> {
    document.at("/info/version")?.as_str().filter(|version| !version.is_empty())
}

fn rest_version(deployment: &Deployment) -> String {
    let format = format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]Z");
    OffsetDateTime::from(deployment.created).format(format).unwrap_or_default()
}

fn info(document: &Document, settings: &Settings, otherwise: &str) -> Value {
    let mut info = Map::new();
    let title = settings.name.as_deref().unwrap_or(document.title());
    info.insert("title".to_owned(), json!(title));
    if let Some(description) = document.at("/info/description").filter(|it| it.is_string()) {
        info.insert("description".to_owned(), description.clone());
    }
    info.insert("version".to_owned(), json!(version(document).unwrap_or(otherwise)));
    Value::Object(info)
}

fn servers(settings: &Settings) -> Value {
    let Settings { api_id, region, stage, .. } = settings;
    let base_path = if stage == "$default" { "" } else { stage };
    json!([{
        "url": format!("https://{api_id}.execute-api.{region}.amazonaws.com/{{basePath}}"),
        "variables": { "basePath": { "default": base_path } },
    }])
}

fn components(models: Models, schemes: Map<String, Value>) -> Value {
    let mut components = Map::new();
    let schemas = models.into_schemas();
    if !schemas.is_empty() {
        components.insert("schemas".to_owned(), Value::Object(schemas));
    }
    if !schemes.is_empty() {
        components.insert("securitySchemes".to_owned(), Value::Object(schemes));
    }
    Value::Object(components)
}
