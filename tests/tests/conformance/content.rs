//! Bodies as the compatibility suite writes them: in a table's cell, or as a fixture.

use std::path::Path;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::case::Version;

/// A body and its media type.
#[derive(Debug, Clone, Default)]
pub(crate) struct Content {
    pub(crate) kind: Option<String>,
    pub(crate) bytes: Vec<u8>,
}

impl Content {
    /// `file: NAME`, `JSON: ..`, `XML: ..`, `EMPTY`, or the text itself.
    pub(crate) fn of_cell(cell: &str, fixtures: &Path) -> Content {
        let of = |kind: Option<&str>, bytes: &[u8]| Content {
            kind: kind.map(str::to_owned),
            bytes: bytes.to_vec(),
        };
        if cell == "EMPTY" {
            return Content::default();
        }
        match cell.split_once(": ") {
            Some(("JSON", text)) => of(Some("application/json"), text.as_bytes()),
            Some(("XML", text)) => of(Some("application/xml"), text.as_bytes()),
            Some(("file", name)) if name.ends_with("-body.xml") => {
                described(&std::fs::read_to_string(fixtures.join(name)).unwrap())
            }
            Some(("file", name)) => {
                let kind = match name.rsplit('.').next() {
                    Some("json") => "application/json",
                    Some("jpg") => "image/jpeg",
                    Some("pdf") => "application/pdf",
                    _ => panic!("a fixture of an unknown kind: {name}"),
                };
                of(Some(kind), &std::fs::read(fixtures.join(name)).unwrap())
            }
            _ => of(None, cell.as_bytes()),
        }
    }

    /// As a pact of that version holds it.
    pub(crate) fn in_pact(&self, version: Version) -> Value {
        let is_json = self.kind.as_ref().is_some_and(|kind| kind.contains("json"));
        let (value, encoded) = match std::str::from_utf8(&self.bytes) {
            Ok(text) if is_json => (serde_json::from_str(text).unwrap(), json!(false)),
            Ok(text) => (json!(text), json!(false)),
            Err(_) => (json!(STANDARD.encode(&self.bytes)), json!("base64")),
        };
        match version {
            Version::V4 => {
                json!({ "contentType": self.kind, "encoded": encoded, "content": value })
            }
            Version::V1 | Version::V1_1 | Version::V2 | Version::V3 => value,
        }
    }
}

/// A fixture that holds a body in XML: its type, its text, the ends of its lines.
fn described(xml: &str) -> Content {
    let between = |from: &str, to: &str| {
        let (_, rest) = xml.split_once(from)?;
        Some(rest.split_once(to)?.0)
    };
    let text = between("<![CDATA[", "]]>").or_else(|| between("<contents>", "</contents>"));
    let text = text.unwrap().to_owned();
    let text = if xml.contains("eol=\"CRLF\"") { text.replace('\n', "\r\n") } else { text };
    let kind = between("<contentType>", "</contentType>").map(str::to_owned);
    Content { kind, bytes: text.into_bytes() }
}
