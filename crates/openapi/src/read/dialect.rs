//! Which specification a document follows, and whether it is read.

use std::fmt;

use gatepact_schema::Dialect;
use serde_json::Value;

use super::error::ReadError;
use super::value_kind::kind_of;
use crate::position::Spots;

const ADVICE: &str = "give Swagger 2.0, OpenAPI 3.0, 3.1 or 3.2; a deployed stage is exported as \
                      OpenAPI 3.0 by `aws apigateway get-export --export-type oas30`";

/// The specification that a document was written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Specification {
    /// Swagger 2.0. Its [`value`](crate::Document::value) is that of the same API in OpenAPI 3.0.
    Swagger20,
    /// OpenAPI 3.0.x.
    OpenApi30,
    /// OpenAPI 3.1.x.
    OpenApi31,
    /// OpenAPI 3.2.x; its schemas are those of 3.1.
    OpenApi32,
}

impl fmt::Display for Specification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Swagger20 => "Swagger 2.0",
            Self::OpenApi30 => "OpenAPI 3.0",
            Self::OpenApi31 => "OpenAPI 3.1",
            Self::OpenApi32 => "OpenAPI 3.2",
        })
    }
}

impl Specification {
    /// The language of the schemas in [`Document::value`](crate::Document::value): that of OpenAPI 3.0 for Swagger 2.0,
    /// too.
    #[must_use]
    pub fn dialect(self) -> Dialect {
        match self {
            Self::Swagger20 | Self::OpenApi30 => Dialect::OpenApi30,
            Self::OpenApi31 | Self::OpenApi32 => Dialect::OpenApi31,
        }
    }

    /// Whether its schemas are those of JSON Schema 2020-12.
    pub(crate) fn is_2020(self) -> bool {
        self.dialect() == Dialect::OpenApi31
    }

    /// That of the value, once it is lowered.
    pub(super) fn lowered(self) -> Self {
        match self {
            Self::Swagger20 | Self::OpenApi30 => Self::OpenApi30,
            other => other,
        }
    }
}

/// What the document says of itself; refused by name when it is read by nobody here.
pub(super) fn of(value: &Value, spots: &Spots) -> Result<Specification, ReadError> {
    let Value::Object(root) = value else {
        return Err(ReadError::NotAnObject { found: kind_of(value) });
    };
    let (key, name, version) = match (root.get("openapi"), root.get("swagger")) {
        (Some(version), _) => ("/openapi", "OpenAPI", plain(version)),
        (None, Some(version)) => ("/swagger", "Swagger", plain(version)),
        (None, None) => return Err(ReadError::NotADocument),
    };
    let is = |minor: &str| version.strip_prefix(minor).is_some_and(is_patch);
    match name {
        "Swagger" if is("2.0") || version == "2" => Ok(Specification::Swagger20),
        "OpenAPI" if is("3.0") => Ok(Specification::OpenApi30),
        "OpenAPI" if is("3.1") => Ok(Specification::OpenApi31),
        "OpenAPI" if is("3.2") => Ok(Specification::OpenApi32),
        _ => Err(ReadError::Unsupported {
            at: spots.find(value, key),
            dialect: format!("{name} {version}"),
            advice: ADVICE,
        }),
    }
}

/// What may follow `3.0`: nothing or `.3`.
fn is_patch(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('.')
}

/// A version without quotes is a number in YAML: still clear.
fn plain(version: &Value) -> String {
    version.as_str().map_or_else(|| version.to_string(), str::to_owned)
}
