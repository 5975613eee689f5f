//! One row of the table.

use crate::{Class, Evidence, ResponseType};

/// Which of the gateway's faces answers so; it decides the marker headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Api {
    /// A REST API (v1): `x-amzn-requestid`, `x-amz-apigw-id`, and `x-amzn-errortype` on its own answers.
    Rest,
    /// An HTTP API (v2): `apigw-requestid` only.
    Http,
    /// The front door, before any API is chosen: no marker header at all.
    Edge,
}

/// The words of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wording {
    /// Always these words.
    Fixed(&'static str),
    /// Words around something of this very request; `sample` stands in when nothing is given.
    About {
        /// Before it.
        before: &'static str,
        /// An example of it.
        sample: &'static str,
        /// After it.
        after: &'static str,
    },
    /// `null` in place of words.
    Null,
    /// Bare text, not JSON.
    Bare(&'static str),
}

impl Wording {
    /// Whether a message found in an answer is this wording.
    #[must_use]
    pub fn says(self, message: Option<&str>) -> bool {
        match (self, message) {
            (Self::Fixed(text) | Self::Bare(text), Some(seen)) => seen == text,
            (Self::About { before, after, .. }, Some(seen)) => {
                seen.len() >= before.len() + after.len()
                    && seen.starts_with(before)
                    && seen.ends_with(after)
            }
            (Self::Null, None) => true,
            (Self::Null, Some(_)) | (_, None) => false,
        }
    }
}

/// How well each part of a row is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// That this happens, with this status.
    pub status: Evidence,
    /// The words.
    pub text: Evidence,
    /// The value of `x-amzn-errortype` (or, without one, that there is none).
    pub error_type: Evidence,
}

/// One of the gateway's own answers: how it looks and what it means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The row's identity.
    pub response_type: ResponseType,
    /// The name in capitals: AWS's where AWS has one.
    pub name: &'static str,
    /// Which face of the gateway answers so.
    pub api: Api,
    /// The status, unless the stage customises it.
    pub status: u16,
    /// The words, unless the stage customises them.
    pub wording: Wording,
    /// The JSON property that carries the words: `message`, or `Message` where a policy answers.
    pub key: &'static str,
    /// The value of `x-amzn-errortype`: what survives every customisation.
    pub error_type: Option<&'static str>,
    /// Other values of it that cannot be excluded.
    pub aliases: &'static [&'static str],
    /// Headers beside the markers and the content type.
    pub headers: &'static [(&'static str, &'static str)],
    /// The gateway response type that customises this answer, if any does.
    pub customised_by: Option<&'static str>,
    /// What it means to a verifier that did not expect it.
    pub class: Class,
    /// The other thing this very answer is used for.
    pub doubt: Option<Class>,
    /// The likely cause, in one sentence.
    pub cause: &'static str,
    /// How well the row is known.
    pub marks: Marks,
}

impl Row {
    /// The weakest of the row's marks: what may be said of the row as a whole.
    #[must_use]
    pub fn evidence(&self) -> Evidence {
        self.marks.status.min(self.marks.text).min(self.marks.error_type)
    }

    /// Whether an `x-amzn-errortype` value is this row's.
    #[must_use]
    pub fn has_error_type(&self, value: &str) -> bool {
        self.error_type == Some(value) || self.aliases.contains(&value)
    }
}

impl ResponseType {
    /// The row of this answer.
    ///
    /// # Panics
    /// Never: a test counts that every variant has its row.
    #[must_use]
    pub fn row(self) -> &'static Row {
        crate::rows()
            .find(|row| row.response_type == self)
            .expect("every response type has a row: the table's audit counts them")
    }
}
