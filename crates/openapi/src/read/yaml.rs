//! YAML 1.2 to a value and the places of its parts, over the events of `granit-parser`.
//!
//! Built by hand rather than through serde, for three reasons: places, a bound on what aliases and merge keys may repeat
//! ("billion laughs"), and a refusal of everything that JSON cannot hold instead of a silent guess.
//!
//! Beyond YAML 1.2 it reads what documents of the field hold: [merge keys](merge) and the short forms of
//! CloudFormation's [functions](short_form).

mod anchors;
mod builder;
mod mapping;
mod merge;
mod scalar;
mod short_form;
mod tag;
#[cfg(test)]
mod tests;

use granit_parser::{ErrorKind, Marker, Parser, ScanError};
use serde_json::Value;

use super::error::ReadError;
use super::format::Format;
use super::limits;
use crate::position::{Position, Spots};
use builder::Builder;

pub(super) fn parse(text: &str) -> Result<(Value, Spots), ReadError> {
    // A collection deeper than the bound is refused by the builder or, where the parser looks ahead, by the parser.
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: limits::DEPTH,
        block_nesting_limit: limits::DEPTH,
    };
    let mut builder = Builder::default();
    for event in Parser::new_from_str_with_options(text, options) {
        let (event, span) = event.map_err(|error| refused(&error))?;
        builder.take(event, span)?;
    }
    Ok(builder.finish())
}

fn refused(error: &ScanError) -> ReadError {
    let at = position(error.marker());
    match error.kind() {
        ErrorKind::RecursionLimitExceeded => ReadError::TooDeep { at, limit: limits::DEPTH },
        _ => invalid(at, error.info()),
    }
}

fn invalid(at: Position, reason: String) -> ReadError {
    ReadError::Syntax { format: Format::Yaml, at, reason }
}

fn position(marker: &Marker) -> Position {
    Position::new(marker.line(), marker.col() + 1)
}
