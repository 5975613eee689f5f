//! A security scheme of OpenAPI: what it demands, and which scheme of the other document is the same one.
//!
//! A scheme is known by its name and by what it says of credentials. Two schemes of one type under two names are two
//! demands: the documents do not say that one token serves for both. A name that only OLD has and a name that only NEW has
//! are one scheme that was renamed, where both say the same; of several such pairs, the two that the same operations use.

use std::collections::{BTreeMap, BTreeSet};

use gatepact_finding::Release;
use gatepact_openapi::path_template::shape;
use gatepact_openapi::view::RequiredScheme;
use gatepact_openapi::{Cursor, Document};
use serde_json::{Map, Value};

use super::rules::CallerRules;

const AUTHORIZER: &str = "x-amazon-apigateway-authorizer";
const AUTHTYPE: &str = "x-amazon-apigateway-authtype";

/// What documents a scheme, or says how API Gateway runs it, and demands nothing.
const INTERNAL: [&str; 4] = ["description", "bearerFormat", AUTHTYPE, "deprecated"];

/// The document of an operation, as far as it matters to callers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Side<'s> {
    pub(crate) release: Release,
    pub(crate) names: &'s SchemeNames,
    pub(crate) rules: &'s CallerRules,
    /// Whether what the root requires holds for no operation: a REST API of API Gateway does not import it.
    pub(crate) ignores_root: bool,
}

/// A scheme that a requirement names.
pub(super) struct Scheme<'s, 'd> {
    required: &'s RequiredScheme<'d>,
}

/// What the credentials of a scheme have to be.
#[derive(Debug, Clone)]
pub(super) struct SchemeDemand<'d> {
    /// What makes it the same as another one.
    pub(super) id: String,
    /// `key (header X-Key)`, `token (http bearer)`
    pub(super) text: String,
    /// All of them are needed.
    pub(super) scopes: Vec<&'d str>,
    /// How a token is obtained, with the URLs; empty for what has no flows.
    pub(super) flows: BTreeMap<&'d str, String>,
}

impl<'s, 'd> Scheme<'s, 'd> {
    pub(super) fn new(required: &'s RequiredScheme<'d>) -> Self {
        Self { required }
    }

    /// A signature of IAM, whatever scheme represents it.
    pub(super) fn is_signature(&self) -> bool {
        self.text(AUTHTYPE).is_some_and(|kind| kind.eq_ignore_ascii_case("awsSigv4"))
    }

    /// An API key of a usage plan, as API Gateway exports it; IAM and authorizers have the same type and another header.
    pub(super) fn is_api_key(&self) -> bool {
        self.text("type").is_some_and(|kind| kind.eq_ignore_ascii_case("apiKey"))
            && self.text("name").is_some_and(|name| name.eq_ignore_ascii_case("x-api-key"))
            && self.text("in").is_none_or(|place| place.eq_ignore_ascii_case("header"))
            && !self.is_of_api_gateway()
    }

    /// IAM or an authorizer.
    pub(super) fn is_of_api_gateway(&self) -> bool {
        let has =
            |key| self.required.definition.as_ref().is_some_and(|it| it.value.get(key).is_some());
        self.is_signature() || has(AUTHORIZER)
    }

    fn text(&self, key: &str) -> Option<&'d str> {
        self.required.definition.as_ref()?.text(key)
    }
}

impl<'d> SchemeDemand<'d> {
    pub(super) fn new(required: &RequiredScheme<'d>, side: Side<'_>) -> Self {
        let RequiredScheme { name, definition, scopes } = required;
        let known = side.names.of(side.release, name);
        let said = definition.as_ref().map(|it| said(it.value)).unwrap_or_default();
        let place = definition.as_ref().and_then(|it| Some((it.text("in")?, it.text("name")?)));
        let kind = definition.as_ref().and_then(|it| Some((it.text("type")?, it.text("scheme"))));
        let text = match (place, kind) {
            (Some((place, key)), _) => format!("{name} ({place} {key})"),
            (None, Some((kind, Some(scheme)))) => format!("{name} ({kind} {scheme})"),
            (None, Some((kind, None))) => format!("{name} ({kind})"),
            (None, None) => (*name).to_owned(),
        };
        let flows = definition.as_ref().map(flows).unwrap_or_default();
        Self { id: format!("{known} {said}"), text, scopes: scopes.clone(), flows }
    }
}

/// What a definition says of credentials, in one spelling. The list of scopes is documentation, those that an operation
/// asks for stand in its requirement; the flows are compared for themselves.
fn said(definition: &Value) -> String {
    let mut said = definition.clone();
    if let Some(members) = said.as_object_mut() {
        members.retain(|key, _| !INTERNAL.contains(&key.as_str()) && key != "flows");
    }
    // Names of headers and of HTTP's own schemes count in any case (RFC 9110, 5.1 and 11.1).
    let is_header = said.get("in").and_then(Value::as_str) == Some("header");
    for key in ["name", "scheme"].into_iter().filter(|key| *key == "scheme" || is_header) {
        if let Some(Value::String(text)) = said.get_mut(key) {
            text.make_ascii_lowercase();
        }
    }
    said.sort_all_objects();
    said.to_string()
}

/// The flows of OAuth 2.0, each with its URLs.
fn flows<'d>(definition: &Cursor<'d>) -> BTreeMap<&'d str, String> {
    let urls = |flow: Cursor<'d>| {
        let members: Map<String, Value> = flow
            .raw_members()
            .filter(|(key, _)| key.ends_with("Url"))
            .map(|(key, url)| (key.to_owned(), url.value.clone()))
            .collect();
        let mut urls = Value::from(members);
        urls.sort_all_objects();
        urls.to_string()
    };
    let flows = definition.get_or_absent("flows");
    flows.raw_members().map(|(name, flow)| (name, urls(flow))).collect()
}

/// The names of the schemes of two documents: which one of NEW is which one of OLD.
#[derive(Debug, Default)]
pub(crate) struct SchemeNames {
    /// The name in OLD of a scheme that has another one in NEW.
    renamed: BTreeMap<String, String>,
}

impl SchemeNames {
    pub(crate) fn new(old: &Document, new: &Document) -> Self {
        let [before, after] = [Schemes::of(old), Schemes::of(new)];
        let left = |these: &Schemes, others: &Schemes| -> Vec<String> {
            these.said.keys().filter(|name| !others.said.contains_key(*name)).cloned().collect()
        };
        let (gone, mut added) = (left(&before, &after), left(&after, &before));
        let mut renamed = BTreeMap::new();
        for old in gone {
            let is_same = |new: &&String| after.said[*new] == before.said[&old];
            let common = |new: &&String| {
                let uses = |schemes: &Schemes, name: &String| {
                    schemes.uses.get(name).cloned().unwrap_or_default()
                };
                let (one, other) = (uses(&before, &old), uses(&after, new));
                (one.intersection(&other).count(), std::cmp::Reverse(one.union(&other).count()))
            };
            let Some(new) = added.iter().filter(is_same).max_by_key(common).cloned() else {
                continue;
            };
            added.retain(|it| *it != new);
            renamed.insert(new, old);
        }
        Self { renamed }
    }

    /// The name by which a scheme is known in both documents.
    fn of<'n>(&'n self, release: Release, name: &'n str) -> &'n str {
        match release {
            Release::Old => name,
            Release::New => self.renamed.get(name).map_or(name, String::as_str),
        }
    }
}

/// The schemes of a document: what each says, and which operations use it.
struct Schemes {
    said: BTreeMap<String, String>,
    uses: BTreeMap<String, BTreeSet<String>>,
}

impl Schemes {
    fn of(document: &Document) -> Self {
        let root = document.root();
        let schemes = root.get_or_absent("components").get_or_absent("securitySchemes");
        let said = schemes.members().map(|(name, it)| (name.to_owned(), said(it.value))).collect();
        let mut uses: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for view in document.operations().iter().filter_map(|it| document.view(it)) {
            let operation = format!("{} {}", view.method, shape(view.path));
            for scheme in view.security().requirements.iter().flat_map(|it| &it.schemes) {
                uses.entry(scheme.name.to_owned()).or_default().insert(operation.clone());
            }
        }
        Self { said, uses }
    }
}
