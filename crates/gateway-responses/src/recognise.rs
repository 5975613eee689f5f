//! From an answer to a row.

use crate::{Api, Class, Retry, Row, Verdict, Wording, rows};
use serde_json::Value;

/// What gave the gateway away.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum By {
    /// `x-amzn-errortype`: proof, whatever the stage made of status and text.
    ErrorType,
    /// Marker headers, status and the exact words: likely. An HTTP API has nothing better, and a
    /// function that words the same error in the same way looks the same.
    Words,
}

/// An answer that is the gateway's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognised {
    /// What gave it away.
    pub by: By,
    /// The error type as received.
    pub error_type: Option<String>,
    /// The row; absent when the error type is in no row.
    pub row: Option<&'static Row>,
    /// Other rows this answer fits as well.
    pub also: Vec<&'static Row>,
}

impl Recognised {
    /// What it means to a verifier that did not expect it.
    #[must_use]
    pub fn class(&self) -> Class {
        self.row.map_or(Class::Unlisted, |row| row.class)
    }

    /// What it proves.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        self.class().verdict()
    }

    /// Whether sending the request again can help.
    #[must_use]
    pub fn retry(&self) -> Retry {
        self.class().retry()
    }
}

/// Says whether an answer is the gateway's own; `header` looks a header up by its lower-case name.
///
/// `x-amzn-errortype` decides first: a stage may customise status and text, but not that header.
/// Without it an HTTP API's answer is known by `apigw-requestid`, status and words, and the front
/// door's by status and words alone. A REST API's answer without the header is the function's.
#[must_use]
pub fn recognise<'a>(
    status: u16,
    header: impl Fn(&str) -> Option<&'a str>,
    body: &[u8],
) -> Option<Recognised> {
    let seen = Seen { status, message: Message::of(body) };
    if let Some(value) = header("x-amzn-errortype") {
        return Some(by_error_type(value, &seen));
    }
    let api = if header("x-amz-apigw-id").is_some() || header("x-amzn-requestid").is_some() {
        return None;
    } else if header("apigw-requestid").is_some() {
        Api::Http
    } else {
        Api::Edge
    };
    let mut fitting = rows().filter(|row| row.api == api && seen.is_worded_as(row));
    let row = fitting.next()?;
    Some(Recognised { by: By::Words, error_type: None, row: Some(row), also: fitting.collect() })
}

/// The rows with this error type, best fit first: words count for more than the status, because one
/// error type serves several answers and both can be customised.
fn by_error_type(value: &str, seen: &Seen) -> Recognised {
    // A service model may follow the name: `AccessDeniedException:http://...`.
    let name = value.split(':').next().unwrap_or(value).trim();
    let fit = |row: &Row| {
        2 * u8::from(seen.message.is(row.wording)) + u8::from(seen.status == row.status)
    };
    let candidates: Vec<_> = rows().filter(|row| row.has_error_type(name)).collect();
    let best = candidates.iter().map(|row| fit(row)).max().unwrap_or(0);
    let mut fitting = candidates.into_iter().filter(|row| fit(row) == best);
    Recognised {
        by: By::ErrorType,
        error_type: Some(name.to_owned()),
        row: fitting.next(),
        also: fitting.collect(),
    }
}

struct Seen {
    status: u16,
    message: Message,
}

impl Seen {
    fn is_worded_as(&self, row: &Row) -> bool {
        self.status == row.status && self.message.is(row.wording)
    }
}

/// The words of an answer: in JSON, bare, or none.
enum Message {
    Json(Option<String>),
    Bare(String),
}

impl Message {
    fn of(body: &[u8]) -> Self {
        let Ok(Value::Object(object)) = serde_json::from_slice(body) else {
            return Self::Bare(String::from_utf8_lossy(body).trim().to_owned());
        };
        match object.get("message").or_else(|| object.get("Message")) {
            Some(Value::String(text)) => Self::Json(Some(text.clone())),
            Some(Value::Null) => Self::Json(None),
            Some(_) | None => Self::Bare(String::new()),
        }
    }

    fn is(&self, wording: Wording) -> bool {
        match (self, wording) {
            (Self::Bare(text), Wording::Bare(_)) => wording.says(Some(text)),
            (Self::Json(text), Wording::Fixed(_) | Wording::About { .. } | Wording::Null) => {
                wording.says(text.as_deref())
            }
            (Self::Bare(_), _) | (Self::Json(_), Wording::Bare(_)) => false,
        }
    }
}
