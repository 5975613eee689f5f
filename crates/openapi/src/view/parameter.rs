//! Parameters of an operation: its own, and those of its path that it does not override.
//!
//! | rule | source |
//! |---|---|
//! | a parameter is known by its name and its place; an operation's own overrides that of its path | OpenAPI 3.0.4 and 3.1.1, Path Item Object and Operation Object, `parameters` |
//! | of parameters that one list has twice, which it must not, the last one counts | as of the keys of an object |
//! | names of headers count in any case | RFC 9110, 5.1 |
//! | a path parameter belongs to the template's expression of its name; templates that differ in names only are one path | OpenAPI 3.0.4 and 3.1.1, Parameter Object and Paths Object |
//! | the `+` of a greedy parameter is part of the expression, not of the name | API Gateway exports both spellings |

use std::collections::HashSet;

use crate::cursor::Cursor;
use crate::reference;
use crate::view::content::Content;

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names are the places")]
pub enum ParameterLocation {
    Path,
    Query,
    Header,
    Cookie,
    /// The whole query, as one value (OpenAPI 3.2).
    QueryString,
}

/// What makes two parameters the same, in one document or in two releases.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParameterKey {
    /// By name.
    Cookie(String),
    /// By name, in lower case.
    Header(String),
    /// By the position of its expression in the template.
    Path(usize),
    /// A path parameter that the template does not have, by name: no request has it.
    NotInTemplate(String),
    /// By name.
    Query(String),
    /// The whole query: there is one.
    QueryString,
}

impl ParameterKey {
    fn new(location: ParameterLocation, name: &str, template: &[&str]) -> Self {
        match location {
            ParameterLocation::Cookie => Self::Cookie(name.to_owned()),
            ParameterLocation::Header => Self::Header(name.to_ascii_lowercase()),
            ParameterLocation::Query => Self::Query(name.to_owned()),
            ParameterLocation::QueryString => Self::QueryString,
            ParameterLocation::Path => {
                let name = name.trim_end_matches('+');
                match template.iter().position(|known| *known == name) {
                    Some(position) => Self::Path(position),
                    None => Self::NotInTemplate(name.to_owned()),
                }
            }
        }
    }

    /// The name, unless the template has it.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Cookie(name) | Self::Header(name) | Self::Query(name) => Some(name),
            Self::Path(_) | Self::NotInTemplate(_) | Self::QueryString => None,
        }
    }
}

/// A parameter, references followed.
#[derive(Debug, Clone)]
pub struct Parameter<'d> {
    /// What makes it the same as another one.
    pub key: ParameterKey,
    /// The name, as it stands in the document.
    pub name: &'d str,
    /// Where it travels.
    pub location: ParameterLocation,
    /// Whether a request without it is refused.
    pub required: bool,
    /// The parameter itself, behind the references that lead to it.
    pub at: Cursor<'d>,
}

impl<'d> Parameter<'d> {
    /// An entry of a list of parameters, for a path with these names. What has no name or no known place is no
    /// parameter, and neither is a reference that leads nowhere or in a circle.
    fn read(entry: &Cursor<'d>, template: &[&str]) -> Option<Self> {
        let at = entry.resolved();
        if reference::target(at.value).is_some() {
            return None;
        }
        let (name, location) = (at.text("name")?, at.text("in")?);
        let location = match location {
            "path" => ParameterLocation::Path,
            "query" => ParameterLocation::Query,
            "header" => ParameterLocation::Header,
            "cookie" => ParameterLocation::Cookie,
            "querystring" => ParameterLocation::QueryString,
            _ => return None,
        };
        let key = ParameterKey::new(location, name, template);
        Some(Self { key, name, location, required: at.flag("required"), at })
    }

    /// A parameter of no operation: one of a path belongs to a template of its own.
    #[must_use]
    pub fn of(entry: &Cursor<'d>) -> Option<Self> {
        let name = entry.resolved().text("name").unwrap_or_default();
        Self::read(entry, &[name.trim_end_matches('+')])
    }

    /// The schema of its values: its own, or that of its only media type. It may be a reference, and it may be absent.
    #[must_use]
    pub fn schema(&self) -> Cursor<'d> {
        let of_content = || Content::all(&self.at).into_iter().next()?.schema();
        let own = self.at.get_or_absent("schema");
        if own.is_absent() { of_content().unwrap_or(own) } else { own }
    }
}

/// The parameters of an operation, the most specific owner first.
pub(super) fn all<'d>(owners: [&Cursor<'d>; 2], template: &[&str]) -> Vec<Parameter<'d>> {
    let (mut seen, mut result) = (HashSet::new(), Vec::new());
    for owner in owners {
        let list = owner.get_or_absent("parameters");
        let mut own: Vec<_> =
            list.items().filter_map(|entry| Parameter::read(&entry, template)).collect();
        // From the last one, which counts.
        own.reverse();
        own.retain(|parameter| seen.insert(parameter.key.clone()));
        result.extend(own.into_iter().rev());
    }
    result
}
