//! Media types: which of those that are described is meant.

use serde_json::Value;

use super::members;

/// The description that fits a media type best.
pub(super) fn closest<'d>(described: &'d Value, media: &str) -> Option<&'d Value> {
    let fitting = members(described.get("content")).filter(|(known, _)| covers(known, media));
    // The longer name says more.
    fitting.max_by_key(|(known, _)| (!known.contains('*'), known.len())).map(|(_, it)| it)
}

/// Whether a message of the media type `other` is one of `known`, too.
pub(crate) fn covers(known: &str, other: &str) -> bool {
    let (known, other) = (parts(known), parts(other));
    let fits = |one: &str, other: &str| one == "*" || one == other;
    let (kind, subtype) = known.0.split_once('/').unwrap_or((&known.0, "*"));
    let (other_kind, other_subtype) = other.0.split_once('/').unwrap_or((&other.0, "*"));
    fits(kind, other_kind)
        && (fits(subtype, other_subtype) || other_subtype.ends_with(&format!("+{subtype}")))
        && known.1.iter().all(|parameter| other.1.contains(parameter))
}

/// The name and the parameters that say something.
fn parts(media: &str) -> (String, Vec<String>) {
    let mut parts = media.split(';').map(|part| part.trim().to_lowercase().replace(['"', ' '], ""));
    let name = parts.next().unwrap_or_default();
    (name, parts.filter(|part| !part.is_empty() && part != "charset=utf-8").collect())
}
