//! A document, its name, the file in which its author finds the places.

use std::path::Path;

use gatepact_finding::Location;
use gatepact_openapi::{Document, Place};
use serde_json::Value;

/// One of the two documents of a comparison.
#[derive(Debug, Clone, Copy)]
pub struct NamedDocument<'d> {
    /// As sentences call it: a release, or what the user wrote.
    pub name: &'d str,
    /// As places call it.
    pub file: &'d str,
    /// The document.
    pub document: &'d Document,
}

impl NamedDocument<'_> {
    /// Where its author finds the part at a pointer into its value; files that the document refers to lie beside it.
    #[must_use]
    pub fn location(&self, pointer: &str) -> Location {
        self.located(self.document.place(pointer))
    }

    /// A place of the document, under the name that the user gave it.
    #[must_use]
    pub fn located(&self, place: Place) -> Location {
        let Place { file, pointer, position } = place;
        let file = match file {
            None => self.file.to_owned(),
            Some(below) => {
                let folder = Path::new(self.file).parent().unwrap_or(Path::new(""));
                folder.join(below).display().to_string()
            }
        };
        let (line, column) = (usize::try_from(position.line), usize::try_from(position.column));
        Location { file, line: line.ok(), column: column.ok(), pointer }
    }
}

/// A document without a name goes by its version.
impl<'d> From<&'d Document> for NamedDocument<'d> {
    fn from(document: &'d Document) -> Self {
        let version = document.at("/info/version").and_then(Value::as_str);
        Self { name: version.unwrap_or_default(), file: "", document }
    }
}
