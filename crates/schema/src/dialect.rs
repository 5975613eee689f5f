//! The dialects of JSON Schema, and what each of them understands.

use serde_json::Value;

/// The language a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Dialect {
    /// JSON Schema draft 4.
    Draft4,
    /// JSON Schema draft 6.
    Draft6,
    /// JSON Schema draft 7.
    Draft7,
    /// JSON Schema 2019-09.
    Draft201909,
    /// JSON Schema 2020-12.
    Draft202012,
    /// The schemas of a Swagger 2.0 document.
    Swagger20,
    /// The schemas of an OpenAPI 3.0 document.
    OpenApi30,
    /// The schemas of an OpenAPI 3.1 document.
    OpenApi31,
}

impl Dialect {
    /// Every dialect, in the order of their age: those of JSON Schema, then those of API documents.
    pub const ALL: [Dialect; 8] = [
        Dialect::Draft4,
        Dialect::Draft6,
        Dialect::Draft7,
        Dialect::Draft201909,
        Dialect::Draft202012,
        Dialect::Swagger20,
        Dialect::OpenApi30,
        Dialect::OpenApi31,
    ];

    /// What the document says of itself: `openapi`, `swagger` or `$schema`; `None` when it says
    /// nothing that is known.
    #[must_use]
    pub fn of(document: &Value) -> Option<Self> {
        let text = |key: &str| document.get(key).and_then(Value::as_str);
        if let Some(version) = text("openapi") {
            return match version {
                version if version.starts_with("3.0") => Some(Self::OpenApi30),
                version if version.starts_with("3.1") => Some(Self::OpenApi31),
                _ => None,
            };
        }
        if let Some(version) = text("swagger") {
            return (version == "2.0").then_some(Self::Swagger20);
        }
        let named = text("$schema")?.trim_end_matches('#').split_once("://")?.1;
        Some(match named {
            "json-schema.org/draft-04/schema" => Self::Draft4,
            "json-schema.org/draft-06/schema" => Self::Draft6,
            "json-schema.org/draft-07/schema" => Self::Draft7,
            "json-schema.org/draft/2019-09/schema" => Self::Draft201909,
            "json-schema.org/draft/2020-12/schema" => Self::Draft202012,
            _ => return None,
        })
    }

    /// Whether it is the schema language of an API description.
    pub(crate) fn is_openapi(self) -> bool {
        matches!(self, Self::Swagger20 | Self::OpenApi30 | Self::OpenApi31)
    }

    /// Whether nothing beside a `$ref` counts: until draft 7, and in OpenAPI 3.0 (4.7.23).
    #[must_use]
    pub fn reference_stands_alone(self) -> bool {
        matches!(
            self,
            Self::Draft4 | Self::Draft6 | Self::Draft7 | Self::Swagger20 | Self::OpenApi30
        )
    }

    /// Whether `exclusiveMinimum` is a flag of `minimum`.
    pub(crate) fn exclusive_is_a_flag(self) -> bool {
        matches!(self, Self::Draft4 | Self::Swagger20 | Self::OpenApi30)
    }

    /// Whether `null` is said by a keyword beside `type`.
    pub(crate) fn nullable(self) -> Option<&'static str> {
        match self {
            Self::OpenApi30 => Some("nullable"),
            Self::Swagger20 => Some("x-nullable"),
            Self::Draft4
            | Self::Draft6
            | Self::Draft7
            | Self::Draft201909
            | Self::Draft202012
            | Self::OpenApi31 => None,
        }
    }

    /// The keyword that names a resource.
    pub(crate) fn id_keyword(self) -> &'static str {
        match self {
            Self::Draft4 => "id",
            Self::Draft6
            | Self::Draft7
            | Self::Draft201909
            | Self::Draft202012
            | Self::OpenApi31
            | Self::Swagger20
            | Self::OpenApi30 => "$id",
        }
    }

    /// How far the language has come: what a keyword's year is compared with.
    pub(crate) fn year(self) -> Year {
        match self {
            Self::Draft4 | Self::Swagger20 | Self::OpenApi30 => Year::Draft4,
            Self::Draft6 => Year::Draft6,
            Self::Draft7 => Year::Draft7,
            Self::Draft201909 => Year::Y2019,
            Self::Draft202012 | Self::OpenApi31 => Year::Y2020,
        }
    }
}

/// When a keyword came into the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Year {
    Draft4,
    Draft6,
    Draft7,
    Y2019,
    Y2020,
}
