//! Pairs of consecutive releases of a large API, taken apart into the schemas both have.

use std::collections::BTreeMap;
use std::path::PathBuf;

use gatepact_schema::{Dialect, Place, Reading, Side, Universe};
use serde_json::{Map, Value};

/// The releases, oldest first.
pub(crate) const VERSIONS: [&str; 17] = [
    "2.2.1", "10.0.0", "12.0.0", "14.0.0", "16.0.0", "16.6.0", "17.0.0", "18.0.0", "18.2.0",
    "19.0.0", "19.1.0", "20.0.0", "21.0.0", "22.0.0", "23.0.0", "23.0.1", "23.0.2",
];

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// Where the documents are, or `None` after saying that they are not.
pub(crate) fn folder() -> Option<PathBuf> {
    let cache = std::env::var_os("GATEPACT_CACHE").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target"),
        PathBuf::from,
    );
    let folder = cache.join("octokit");
    let complete = VERSIONS.iter().all(|version| folder.join(format!("{version}.json")).is_file());
    if !complete {
        eprintln!("skipped: octokit not present (crates/schema/scripts/fetch-octokit.sh)");
    }
    complete.then_some(folder)
}

/// The document of a release.
pub(crate) fn read(folder: &std::path::Path, version: &str) -> Value {
    let text = std::fs::read(folder.join(format!("{version}.json"))).unwrap();
    serde_json::from_slice(&text).unwrap()
}

/// Whether the values of a schema are sent by the client or by the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Way {
    Request,
    Response,
}

/// The schemas of a document: by what they describe, the pointer to them.
fn sites(document: &Value) -> BTreeMap<(Way, String), String> {
    let mut sites = BTreeMap::new();
    let paths = document["paths"].as_object().unwrap();
    for (path, item) in paths {
        for method in METHODS {
            let Some(operation) = item.get(method) else { continue };
            let here = format!("/paths/{}", escaped(path));
            let operation_at = format!("{here}/{method}");
            let name = format!("{method} {path}");
            for (list, at) in [(item, &here), (operation, &operation_at)] {
                let parameters = list.get("parameters").and_then(Value::as_array);
                for (index, parameter) in parameters.into_iter().flatten().enumerate() {
                    let at = format!("{at}/parameters/{index}");
                    let (parameter, at) = followed(document, parameter, at);
                    let key = format!("{name} {} {}", parameter["in"], parameter["name"]);
                    if parameter.get("schema").is_some() {
                        sites.insert((Way::Request, key), format!("{at}/schema"));
                    }
                }
            }
            if let Some(body) = operation.get("requestBody") {
                let (body, at) = followed(document, body, format!("{operation_at}/requestBody"));
                contents(body, &at, &format!("{name} body"), Way::Request, &mut sites);
            }
            for (status, response) in operation["responses"].as_object().into_iter().flatten() {
                let at = format!("{operation_at}/responses/{status}");
                let (response, at) = followed(document, response, at);
                contents(response, &at, &format!("{name} {status}"), Way::Response, &mut sites);
            }
        }
    }
    sites
}

fn contents(
    value: &Value,
    at: &str,
    name: &str,
    way: Way,
    sites: &mut BTreeMap<(Way, String), String>,
) {
    let empty = Map::new();
    for (media, content) in value["content"].as_object().unwrap_or(&empty) {
        if content.get("schema").is_some() {
            let pointer = format!("{at}/content/{}/schema", escaped(media));
            sites.insert((way, format!("{name} {media}")), pointer);
        }
    }
}

fn escaped(token: &str) -> String {
    token.replace('~', "~0").replace('/', "~1")
}

fn followed<'d>(document: &'d Value, value: &'d Value, at: String) -> (&'d Value, String) {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => {
            let pointer = reference.trim_start_matches('#');
            (document.pointer(pointer).unwrap(), pointer.to_owned())
        }
        None => (value, at),
    }
}

/// A question about a pair of releases.
pub(crate) struct Question {
    /// What the schemas describe.
    pub(crate) name: String,
    pub(crate) way: Way,
    pub(crate) old: String,
    pub(crate) new: String,
}

impl Question {
    pub(crate) fn reading(&self) -> Reading {
        match self.way {
            Way::Request => Reading::request(),
            Way::Response => Reading::response(),
        }
    }

    /// The producer's schema and the consumer's.
    pub(crate) fn places(&self, old: Side, new: Side) -> (Place<'_>, Place<'_>) {
        let old = Place { side: old, pointer: &self.old };
        let new = Place { side: new, pointer: &self.new };
        match self.way {
            Way::Request => (old, new),
            Way::Response => (new, old),
        }
    }
}

/// What two releases have in common, and what of it differs: each pair of schemas once.
pub(crate) struct Differing {
    pub(crate) common: usize,
    pub(crate) differing: usize,
    pub(crate) unique: Vec<Question>,
}

pub(crate) fn sides<'d>(
    universe: &mut Universe<'d>,
    old: &'d Value,
    new: &'d Value,
) -> (Side, Side) {
    (universe.add(old, Dialect::OpenApi30), universe.add(new, Dialect::OpenApi30))
}

pub(crate) fn differing<'d>(
    universe: &mut Universe<'d>,
    (old, new): (Side, Side),
    documents: (&'d Value, &'d Value),
) -> Differing {
    let (olds, mut news) = (sites(documents.0), sites(documents.1));
    let mut found = Differing { common: 0, differing: 0, unique: Vec::new() };
    let mut seen = std::collections::BTreeSet::new();
    for ((way, name), old_pointer) in olds {
        let Some(new_pointer) = news.remove(&(way, name.clone())) else { continue };
        found.common += 1;
        let question = Question { name, way, old: old_pointer, new: new_pointer };
        let (a, b) = question.places(old, new);
        let a = universe.identity(a, question.reading()).unwrap();
        let b = universe.identity(b, question.reading()).unwrap();
        if a != b {
            found.differing += 1;
            if seen.insert((way, a, b)) {
                found.unique.push(question);
            }
        }
    }
    found
}
