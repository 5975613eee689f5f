//! The formats that are known, each between two languages.
//!
//! Every string of `inner` is of the format, every string of the format is in `outer`. Where the
//! two are one language the format is known exactly; elsewhere a question that falls between them
//! is settled by trying strings, or stays open. Whether one string is of a format is asked of the
//! validator itself.

/// What is known of a format.
pub(crate) struct Format {
    pub(crate) name: &'static str,
    pub(crate) inner: &'static str,
    pub(crate) outer: &'static str,
}

const NOTHING: &str = "[]";
const ANYTHING: &str = "";

const fn rough(name: &'static str) -> Format {
    Format { name, inner: NOTHING, outer: ANYTHING }
}

const fn between(name: &'static str, inner: &'static str, outer: &'static str) -> Format {
    Format { name, inner, outer }
}

const fn exact(name: &'static str, language: &'static str) -> Format {
    Format { name, inner: language, outer: language }
}

pub(crate) const FORMATS: [Format; 19] = [
    between(
        "date",
        "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])$",
        "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    ),
    between(
        "date-time",
        "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}[^0-9][0-9]{2}:[0-9]{2}:[0-9]{2}",
    ),
    between(
        "time",
        "^([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,6})?(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9])$",
        "^[0-9]{2}:[0-9]{2}:[0-9]{2}",
    ),
    exact("uuid", "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$"),
    exact(
        "ipv4",
        "^(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])(\\.(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])){3}$",
    ),
    between("ipv6", "^([0-9a-f]{1,4}:){7}[0-9a-f]{1,4}$", "^[0-9a-fA-F:.]{2,}$"),
    between("email", "^[a-z]{1,20}@[a-z]{1,20}\\.[a-z]{2,6}$", "^.+@.+$"),
    rough("idn-email"),
    between("hostname", "^[a-z]{1,20}(\\.[a-z]{1,20}){0,3}$", "^[^ ]+$"),
    rough("idn-hostname"),
    between(
        "uri",
        "^https?://[a-z]{1,20}(\\.[a-z]{1,20}){0,3}(/[a-z0-9]{0,20}){0,3}$",
        "^[A-Za-z][A-Za-z0-9+.\\-]*:[^ <>\"]*$",
    ),
    between("uri-reference", "^[a-z0-9/]{0,40}$", "^[^ <>\"]*$"),
    between(
        "iri",
        "^https?://[a-z]{1,20}(\\.[a-z]{1,20}){0,3}(/[a-z0-9]{0,20}){0,3}$",
        "^[A-Za-z][A-Za-z0-9+.\\-]*:[^ <>\"]*$",
    ),
    rough("iri-reference"),
    rough("uri-template"),
    rough("json-pointer"),
    rough("relative-json-pointer"),
    rough("regex"),
    between("duration", "^P[1-9]D$", "^P[0-9A-Z]+$"),
];

/// Strings a person would write: at least one of every format, and some of none.
pub(crate) const SAMPLES: [&str; 33] = [
    "text",
    "a",
    "",
    "2024-01-31",
    "2024-01-31T12:00:00Z",
    "12:00:00Z",
    "123e4567-e89b-12d3-a456-426614174000",
    "192.0.2.1",
    "2001:db8::1",
    "user@example.com",
    "www.example.com",
    "https://example.com/path",
    "https://example.com",
    "/path",
    "/a/b",
    "0/a",
    "P1D",
    "PT1H",
    "0",
    "1",
    "42",
    "-1",
    "1.5",
    "true",
    "A",
    "Z",
    "a-b",
    "a_b",
    "a b",
    "[",
    "{",
    "%",
    "~",
];

pub(crate) fn find(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// Whether the format is one of those that are known.
pub(crate) fn is_format(name: &str) -> bool {
    find(name).is_some()
}

/// Whether a format decides which values pass: one of texts that is known, or a width of integers. Any other name says
/// nothing of the values.
#[must_use]
pub fn is_asserted_format(name: &str) -> bool {
    is_format(name) || matches!(name, "int32" | "int64")
}
