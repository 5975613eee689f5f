//! What the user wrote in place of a document.

use std::path::PathBuf;

use gatepact_publisher::Name;
use reqwest::Url;

use super::fetch;
use super::git::{RevisionFiles, RevisionPath};
use super::kept::{Kept, Shelf};
use super::root::Root;
use super::source::{Content, Source};
use crate::Context;
use crate::error::CliError;

/// The name of standard input, as for most programs.
const INPUT: &str = "-";

/// Where a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Address {
    /// `-`.
    Input,
    /// `https://..`
    Url(Url),
    /// `orders-api@1.4.0`, or `orders-api@current`.
    Kept {
        /// The API.
        api: Name,
        /// Its release.
        release: String,
    },
    /// `main:openapi.yaml`, or `:openapi.yaml`.
    Revision(RevisionPath),
    /// Anything else.
    File(PathBuf),
}

impl Address {
    /// A file that exists is meant before a release or a revision of the same spelling.
    pub(crate) fn of(text: &str, context: &Context) -> Result<Address, CliError> {
        if text == INPUT {
            return Ok(Address::Input);
        }
        if ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme)) {
            return fetch::url(text).map(Address::Url);
        }
        if context.cwd.join(text).exists() {
            return Ok(Address::File(PathBuf::from(text)));
        }
        // No release has a colon in its name, and no revision is without one.
        if let Some(revision) = RevisionPath::parse(text)? {
            return Ok(Address::Revision(revision));
        }
        if let Some((api, release)) = text.split_once('@')
            && let Ok(api) = Name::api(api)
        {
            return Ok(Address::Kept { api, release: release.to_owned() });
        }
        Ok(Address::File(PathBuf::from(text)))
    }

    /// Fetches what comes over the network, and finds out which commit a revision is; the rest is read later. Releases are
    /// looked for on the shelf, and the files that a document refers to within the root.
    pub(crate) async fn open(
        self,
        (shelf, root): (&Shelf, &Root),
        context: &Context,
    ) -> Result<Source, CliError> {
        Ok(match self {
            Address::Input => Source { name: "standard input".to_owned(), content: Content::Input },
            Address::Url(url) => Source {
                name: fetch::shown(&url),
                content: Content::Fetched(fetch::document(&url, context).await?),
            },
            Address::Kept { api, release } => Source {
                name: format!("{api}@{release}"),
                content: Content::Kept(Kept { api, release, shelf: shelf.clone() }),
            },
            Address::Revision(revision) => {
                let name = revision.to_string();
                match RevisionFiles::open(revision, context).await {
                    Ok(files) => Source { name, content: Content::Revision(Box::new(files)) },
                    Err(error) => return Err(error.about(name)),
                }
            }
            Address::File(path) => Source::file(&path, root, context),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_user_wrote_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("a@b.json"), "").unwrap();
        std::fs::write(folder.path().join("main:b.json"), "").unwrap();
        let context = Context { cwd: folder.path().to_owned(), ..Context::of_process() };
        let of = |text: &str| Address::of(text, &context).unwrap();
        assert_eq!(of("-"), Address::Input);
        assert_eq!(of("openapi.yaml"), Address::File("openapi.yaml".into()));
        assert_eq!(of("a@b.json"), Address::File("a@b.json".into()));
        assert_eq!(of("main:b.json"), Address::File("main:b.json".into()));
        assert_eq!(of("C:\\b.json"), Address::File("C:\\b.json".into()));
        for text in ["main:a.json", "me@work:a.json", ":a.json", "HEAD@{1}:a.json"] {
            assert!(matches!(of(text), Address::Revision(_)), "{text}");
        }
        assert_eq!(of("../x@y/z.json"), Address::File("../x@y/z.json".into()));
        let api = Name::api("orders-api").unwrap();
        assert_eq!(of("orders-api@1.4.0"), Address::Kept { api, release: "1.4.0".to_owned() });
        assert!(matches!(of("https://example.com/openapi.json"), Address::Url(_)));
        assert!(Address::of("https://me:pass@example.com/", &context).is_err());
    }
}
