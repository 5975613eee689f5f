//! An authored document, taken through the import and the export that another document went through.

use gatepact_finding::Pointer;
use serde_json::{Map, Value};

use super::extensions::{AT_ROOT, PREFIX};
use super::method::Unexportable;
use super::{
    Deployed, ExportForm, Exported, Extensions, NotCarried, NotCarriedKind, NotExported,
    export_rest_api, extensions, http_api, placeholders, recognise, settings,
};
use crate::canonical;
use crate::read::Moves;
use crate::{Document, Method};

/// Two documents that can be compared.
#[derive(Debug, Clone)]
pub struct Projection {
    /// The authored document as API Gateway would export it. [`Document::place`] leads to what its author wrote.
    pub authored: Document,
    /// The export without the settings that the authored document says nothing about, where there are any.
    pub export: Option<Document>,
    /// What is not compared.
    pub not_carried: Vec<NotCarried>,
    /// The operations that are compared as they are written, because API Gateway does not export them.
    pub as_written: Vec<String>,
}

/// Takes an authored document through the import and the export of API Gateway that `export` went through. The kind of
/// API, the base path and the extensions are those of `export`.
///
/// ```
/// use gatepact_openapi::Document;
/// use gatepact_openapi::gateway_export::{NotCarriedKind, project, recognise};
///
/// let export = Document::read("
/// openapi: 3.0.1
/// info: { title: orders, version: '2026-11-30T12:00:00Z' }
/// servers:
///   - url: https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/{basePath}
///     variables: { basePath: { default: prod } }
/// paths:
///   /orders:
///     get:
///       parameters: [{ name: limit, in: query, schema: { type: string } }]
///       responses: { '200': { description: 200 response, content: {} } }
/// components: {}
/// ")?;
/// let authored = Document::read("
/// openapi: 3.0.3
/// info: { title: orders, version: '1' }
/// paths:
///   /orders:
///     get:
///       parameters: [{ name: limit, in: query, schema: { type: integer } }]
///       responses: { '200': { description: The orders } }
/// ")?;
/// let form = recognise(&export).unwrap();
/// let projection = project(&authored, &export, form)?;
/// assert_eq!(projection.authored.base_path(), "/prod");
/// assert_eq!(projection.not_carried[0].kind, NotCarriedKind::ParameterType);
/// let parameter = projection.authored.place("/paths/~1orders/get/parameters/0/schema");
/// assert_eq!(parameter.position.line, 7);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// A document whose references repeat its parts so often that its export would not fit into memory.
pub fn project(
    authored: &Document,
    export: &Document,
    form: ExportForm,
) -> Result<Projection, NotExported> {
    let asked = Extensions::of_export(export);
    let version = super::version(export).unwrap_or_default();
    // The servers are those of the export: whatever stands here is replaced.
    let deployed = Deployed { api_id: "", region: "", base_path: "", name: None, time: version };
    let Exported { mut value, mut not_carried, mut moves, as_written } =
        if recognise::is_http_api(export) {
            http_api(authored, deployed, asked != Extensions::default())
        } else {
            export_rest_api(authored, deployed, (asked, Unexportable::Kept))?
        };
    take_servers(&mut value, export);
    take_others(&mut value, (authored, export), &mut not_carried);
    moves.made("/servers", "/servers");
    let mut steps = vec![moves];
    if form == ExportForm::Canonical {
        let (comparable, names) = canonical::comparable(&value);
        value = comparable;
        steps.push(renamed(&names));
    }
    let lost = |at: &str| steps.iter().rev().fold(at.to_owned(), |at, step| step.origin(&at));
    for at in placeholders::all(&value) {
        if let (Some(theirs), Some(place)) = (export.at(&at), value.pointer_mut(&at)) {
            *place = theirs.clone();
            let pointer = Pointer::from(lost(&at));
            not_carried.push(NotCarried { kind: NotCarriedKind::Placeholder, pointer });
        }
    }
    let without_settings = (!extensions::is_used(authored))
        .then(|| without_settings(&mut value, (authored, export), &mut not_carried))
        .flatten();
    not_carried.sort();
    Ok(Projection {
        authored: authored.rewritten(value, steps),
        export: without_settings,
        not_carried,
        as_written,
    })
}

/// The document without API Gateway's settings, if it has any; the authored one loses the security that it declares.
fn without_settings(
    projected: &mut Value,
    (authored, export): (&Document, &Document),
    not_carried: &mut Vec<NotCarried>,
) -> Option<Document> {
    let mut value = export.value().clone();
    let before = not_carried.len();
    settings::remove_preflights(&mut value, authored, not_carried);
    let removed = settings::remove(&mut value);
    settings::remove(projected);
    let kind = NotCarriedKind::GatewaySetting;
    not_carried.extend(removed.into_iter().map(|pointer| NotCarried { kind, pointer }));
    (not_carried.len() > before).then(|| export.rewritten(value, Vec::new()))
}

fn take_servers(projected: &mut Value, export: &Document) {
    let Some(root) = projected.as_object_mut() else { return };
    match export.value().get("servers") {
        Some(servers) => root.insert("servers".to_owned(), servers.clone()),
        None => root.shift_remove("servers"),
    };
}

/// Extensions of which it is not known whether an export has them: compared where this one does.
fn take_others(
    projected: &mut Value,
    (authored, export): (&Document, &Document),
    not_carried: &mut Vec<NotCarried>,
) {
    let methods = authored.operations().iter().map(|operation| operation.pointer.clone());
    for at in std::iter::once(Pointer::root()).chain(methods) {
        let declared = authored.at(&at).and_then(Value::as_object);
        let theirs = export.at(&at);
        let Some(target) = projected.pointer_mut(&at).and_then(Value::as_object_mut) else {
            continue;
        };
        for (key, value) in declared.into_iter().flatten().filter(|(key, _)| is_other(key)) {
            if target.contains_key(key) {
                continue;
            }
            if theirs.is_some_and(|theirs| theirs.get(key).is_some()) {
                target.insert(key.clone(), value.clone());
            } else {
                let (kind, pointer) = (NotCarriedKind::Extension, at.child(key));
                not_carried.push(NotCarried { kind, pointer });
            }
        }
        keep_endpoint(target, theirs);
    }
}

/// Neither exported by a rule of its own, nor something that is no setting.
fn is_other(key: &str) -> bool {
    const KNOWN: [&str; 6] = [
        "x-amazon-apigateway-auth",
        "x-amazon-apigateway-cors",
        "x-amazon-apigateway-documentation",
        "x-amazon-apigateway-importexport-version",
        "x-amazon-apigateway-integration",
        Method::ANY_KEY,
    ];
    key.starts_with(PREFIX) && !KNOWN.contains(&key) && !AT_ROOT.contains(&key)
}

/// The endpoint is a part of the deployment: a document that says nothing about it keeps the one that there is.
fn keep_endpoint(target: &mut Map<String, Value>, theirs: Option<&Value>) {
    const ENDPOINT: &str = "x-amazon-apigateway-endpoint-configuration";
    if let Some(endpoint) = theirs.and_then(|it| it.get(ENDPOINT)) {
        target.entry(ENDPOINT).or_insert_with(|| endpoint.clone());
    }
}

/// Models that have another name in the canonical form.
fn renamed(names: &canonical::Names) -> Moves {
    let mut moves = Moves::default();
    let schemas = Pointer::root().child("components").child("schemas");
    for (old, new) in names.iter().rev().filter(|(old, new)| old != new) {
        moves.copy(&schemas.child(new), &schemas.child(old));
    }
    moves
}
