//! Which file a reference names: one inside the root folder, or none.

use std::fmt;

use percent_encoding::percent_decode_str;

/// What a reference names.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Location {
    /// The document that holds the reference.
    Same,
    /// A file, by its normalised path from the root folder.
    File(String),
}

/// Why no file is read for a reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Forbidden {
    /// It has a scheme or a host.
    Network,
    /// It leaves the root folder: by `..`, or because it starts at the root of a disk.
    Outside,
    /// It names no file: it is a folder, or holds what no path does.
    NoFile,
}

impl fmt::Display for Forbidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Network => {
                "names an address, and nothing is fetched while a document is read; keep a copy \
                 beside the document and refer to that"
            }
            Self::Outside => {
                "leaves the folder within which files are read; move the file into it, or name a \
                 folder that holds both with `--root`"
            }
            Self::NoFile => {
                "names no file; write a relative path with `/`, such as `models/order.yaml`"
            }
        })
    }
}

/// Reads the part of a reference before the `#`, as it stands in the file `base`, a path from the root folder.
pub(super) fn locate(path: &str, base: &str) -> Result<Location, Forbidden> {
    if path.is_empty() {
        return Ok(Location::Same);
    }
    if is_address(path) {
        return Err(Forbidden::Network);
    }
    let path = percent_decode_str(path).decode_utf8().map_err(|_| Forbidden::NoFile)?;
    if path.starts_with(['/', '\\']) || has_scheme(&path) {
        return Err(Forbidden::Outside);
    }
    if path.contains('\\') || path.chars().any(char::is_control) || path.ends_with('/') {
        return Err(Forbidden::NoFile);
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut segments: Vec<&str> = folder.split('/').filter(|it| !it.is_empty()).collect();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop().ok_or(Forbidden::Outside)?;
            }
            _ => segments.push(segment),
        }
    }
    match segments.is_empty() || path.ends_with("/.") || path.ends_with("..") {
        true => Err(Forbidden::NoFile),
        false => Ok(Location::File(segments.join("/"))),
    }
}

/// Whether a reference has a scheme or a host.
pub(super) fn is_address(text: &str) -> bool {
    has_scheme(text) || text.starts_with("//")
}

/// The path of a file from the folder of the document. Both paths count from the root folder, and both are normalised.
///
/// Files go by this path, not by the one from the root: documents of the same files in two folders then name them alike.
pub(super) fn from_document(path: &str, document: &str) -> String {
    let mut folders: Vec<&str> = document.split('/').collect();
    folders.pop();
    let (mut rest, mut shared) = (path, 0);
    for folder in &folders {
        match rest.split_once('/') {
            Some((first, below)) if first == *folder => (rest, shared) = (below, shared + 1),
            _ => break,
        }
    }
    format!("{}{rest}", "../".repeat(folders.len() - shared))
}

/// RFC 3986, 3.1; the letter of a disk looks like one.
fn has_scheme(path: &str) -> bool {
    path.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_go_by_their_path_from_the_document() {
        for (path, document, expected) in [
            ("b.yaml", "a.yaml", "b.yaml"),
            ("x/b.yaml", "a.yaml", "x/b.yaml"),
            ("x/b.yaml", "x/a.yaml", "b.yaml"),
            ("x/y/b.yaml", "x/a.yaml", "y/b.yaml"),
            ("b.yaml", "x/y/a.yaml", "../../b.yaml"),
            ("x/z/b.yaml", "x/y/a.yaml", "../z/b.yaml"),
            ("y/y/b.yaml", "x/y/a.yaml", "../../y/y/b.yaml"),
            ("x", "x/a.yaml", "../x"),
        ] {
            assert_eq!(from_document(path, document), expected, "{path} of {document}");
        }
    }

    #[test]
    fn only_files_below_the_folder() {
        let file = |name: &str| Ok(Location::File(name.to_owned()));
        let cases = [
            ("", "a.yaml", Ok(Location::Same)),
            ("b.yaml", "a.yaml", file("b.yaml")),
            ("./b.yaml", "a.yaml", file("b.yaml")),
            ("x/../b.yaml", "a.yaml", file("b.yaml")),
            ("../b.yaml", "schemas/a.yaml", file("b.yaml")),
            ("b.yaml", "schemas/a.yaml", file("schemas/b.yaml")),
            ("a%20b.yaml", "a.yaml", file("a b.yaml")),
            ("../b.yaml", "a.yaml", Err(Forbidden::Outside)),
            ("x/../../b.yaml", "a.yaml", Err(Forbidden::Outside)),
            ("%2e%2e/b.yaml", "a.yaml", Err(Forbidden::Outside)),
            ("/etc/passwd", "a.yaml", Err(Forbidden::Outside)),
            ("%2Fetc/passwd", "a.yaml", Err(Forbidden::Outside)),
            ("\\\\host\\b", "a.yaml", Err(Forbidden::Outside)),
            ("C:/b.yaml", "a.yaml", Err(Forbidden::Network)),
            ("C%3A/b.yaml", "a.yaml", Err(Forbidden::Outside)),
            ("..\\b.yaml", "a.yaml", Err(Forbidden::NoFile)),
            ("https://example.com/b.yaml", "a.yaml", Err(Forbidden::Network)),
            ("file:///b.yaml", "a.yaml", Err(Forbidden::Network)),
            ("//example.com/b.yaml", "a.yaml", Err(Forbidden::Network)),
            ("x/..", "a.yaml", Err(Forbidden::NoFile)),
            ("x/", "a.yaml", Err(Forbidden::NoFile)),
            (".", "a.yaml", Err(Forbidden::NoFile)),
            ("b%00.yaml", "a.yaml", Err(Forbidden::NoFile)),
            ("%FF", "a.yaml", Err(Forbidden::NoFile)),
        ];
        for (path, base, expected) in cases {
            assert_eq!(locate(path, base), expected, "{path} in {base}");
        }
    }
}
