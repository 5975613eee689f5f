//! A document, its name, the file in which its author finds the places.

use std::path::{Component, Path, PathBuf};

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
    /// What is before the path in `file`, and before the paths of the files that the document refers to: `main:` for a
    /// document of a git revision.
    pub prefix: &'d str,
    /// The document.
    pub document: &'d Document,
}

impl NamedDocument<'_> {
    /// Where its author finds the part at a pointer into its value.
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
            Some(other) => {
                let path = self.file.strip_prefix(self.prefix).unwrap_or(self.file);
                let path = from_folder_of(Path::new(path), &other);
                format!("{}{}", self.prefix, path.display())
            }
        };
        let (line, column) = (usize::try_from(position.line), usize::try_from(position.column));
        Location { file, line: line.ok(), column: column.ok(), pointer }
    }
}

/// A file that a document refers to, by the path of the document and its own from the folder of the document: as the user
/// would write it.
fn from_folder_of(document: &Path, other: &str) -> PathBuf {
    let mut folder = document.parent().unwrap_or(Path::new("")).to_owned();
    let mut below = other;
    while let Some(rest) = below.strip_prefix("../") {
        below = rest;
        match folder.components().next_back() {
            Some(Component::Normal(_)) => {
                folder.pop();
            }
            Some(Component::CurDir) => folder = PathBuf::from(".."),
            _ => folder.push(".."),
        }
    }
    folder.join(below)
}

/// A document without a name goes by its version.
impl<'d> From<&'d Document> for NamedDocument<'d> {
    fn from(document: &'d Document) -> Self {
        let version = document.at("/info/version").and_then(Value::as_str);
        Self { name: version.unwrap_or_default(), file: "", prefix: "", document }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_as_the_user_would_name_them() {
        for (document, other, expected) in [
            ("api.yaml", "models/order.yaml", "models/order.yaml"),
            ("spec/api.yaml", "models/order.yaml", "spec/models/order.yaml"),
            ("spec/api.yaml", "../common/item.yaml", "common/item.yaml"),
            ("api.yaml", "../common/item.yaml", "../common/item.yaml"),
            ("./api.yaml", "models/order.yaml", "./models/order.yaml"),
            ("./api.yaml", "../common/item.yaml", "../common/item.yaml"),
            ("../spec/api.yaml", "../../item.yaml", "../../item.yaml"),
            ("/work/spec/api.yaml", "../common/item.yaml", "/work/common/item.yaml"),
        ] {
            let found = from_folder_of(Path::new(document), other);
            assert_eq!(found, Path::new(expected), "{other} of {document}");
        }
    }
}
