//! Tags: those of YAML's core schema (YAML 1.2.2, 10.3) say how a text is read; others are refused where they are not a
//! [short form](super::short_form).

use granit_parser::Tag;

use super::ReadError;
use crate::position::Position;

const ADVICE: &str = "give a document without tags, such as an export of the deployed stage";

/// What the tag of a scalar demands.
pub(super) enum Resolution {
    /// As its style says.
    ByStyle,
    /// Text, whatever it looks like.
    Text,
    /// What it looks like, even in quotes.
    ByContent,
}

pub(super) fn of_scalar(tag: Option<&Tag>, at: Position) -> Result<Resolution, ReadError> {
    let Some(tag) = tag else { return Ok(Resolution::ByStyle) };
    match tag.core_suffix() {
        Some("str") => Ok(Resolution::Text),
        Some("null" | "bool" | "int" | "float") => Ok(Resolution::ByContent),
        None if is_non_specific(tag) => Ok(Resolution::Text),
        Some(_) | None => Err(unknown(tag, at)),
    }
}

/// Lists and mappings carry no tag but those that say what they are anyway.
pub(super) fn accept_on_collection(tag: Option<&Tag>, at: Position) -> Result<(), ReadError> {
    match tag {
        Some(tag) if !matches!(tag.core_suffix(), Some("map" | "seq")) && !is_non_specific(tag) => {
            Err(unknown(tag, at))
        }
        _ => Ok(()),
    }
}

/// The tag of merge keys (<https://yaml.org/type/merge.html>).
pub(super) fn is_merge(tag: &Tag) -> bool {
    tag.suffix_in_namespace("tag:yaml.org,2002:").as_deref() == Some("merge")
}

/// `!` alone: a scalar is text, and a collection is what it is (YAML 1.2.2, 6.9.1).
fn is_non_specific(tag: &Tag) -> bool {
    matches!(tag.parts(), ("!", "") | ("", "!"))
}

fn unknown(tag: &Tag, at: Position) -> ReadError {
    ReadError::YamlOnly { at, what: format!("the tag `{tag}`"), advice: ADVICE }
}
