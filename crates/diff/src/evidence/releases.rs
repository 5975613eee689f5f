//! Which release has a message, and which has not.

use gatepact_finding::{Release, Text};

/// The names of the two releases.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Releases<'r> {
    pub(crate) old: &'r str,
    pub(crate) new: &'r str,
}

impl Releases<'_> {
    /// Which release has the message and which has not: a response is sent, a request alone is accepted.
    pub(super) fn with(&self, holder: Release, is_response: bool) -> Text {
        let Releases { old, new } = self;
        Text::prose(match (holder, is_response) {
            (Release::Old, false) => format!("accepted by {old}, refused by {new}"),
            (Release::New, false) => format!("accepted by {new}, refused by {old}"),
            (Release::Old, true) => format!("answered by {old}, gone in {new}"),
            (Release::New, true) => format!("may be answered by {new}, never by {old}"),
        })
    }

    /// Which release lets a caller in, and which refuses it, or may.
    pub(super) fn letting_in(&self, holder: Release, is_doubtful: bool) -> Text {
        let Releases { old, new } = self;
        Text::prose(match (holder, is_doubtful) {
            (Release::Old, false) => format!("let in by {old}, refused by {new}"),
            (Release::New, false) => format!("let in by {new}, refused by {old}"),
            (Release::Old, true) => format!("let in by {old}, possibly refused by {new}"),
            (Release::New, true) => format!("let in by {new}, possibly refused by {old}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_witness_has_its_own_words() {
        let releases = Releases { old: "1.4.0", new: "1.5.0" };
        let said = |holder, is_response| releases.with(holder, is_response).to_string();
        assert_eq!(said(Release::Old, false), "accepted by 1.4.0, refused by 1.5.0");
        assert_eq!(said(Release::New, false), "accepted by 1.5.0, refused by 1.4.0");
        assert_eq!(said(Release::Old, true), "answered by 1.4.0, gone in 1.5.0");
        assert_eq!(said(Release::New, true), "may be answered by 1.5.0, never by 1.4.0");
    }
}
