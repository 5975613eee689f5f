//! From a row to an answer.

use crate::{Api, ResponseType, Row, Wording};
use serde_json::json;

/// An answer as the gateway words it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, in lower case, marker headers with sample ids included.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

impl Answer {
    /// The value of a header, by its name in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
    }
}

/// The answer of a row, with a sample where the gateway would name something of the request.
#[must_use]
pub fn play(response_type: ResponseType) -> Answer {
    answer(response_type.row(), None)
}

/// The answer of a row, about something of this very request: the missing parameters, the resource.
/// A row that always says the same ignores it.
#[must_use]
pub fn play_about(response_type: ResponseType, about: &str) -> Answer {
    answer(response_type.row(), Some(about))
}

fn answer(row: &Row, about: Option<&str>) -> Answer {
    let (content_type, body) = match row.wording {
        Wording::Bare(text) => ("text; charset=utf-8", text.to_owned()),
        Wording::Fixed(text) => ("application/json", message(row.key, Some(text))),
        Wording::Null => ("application/json", message(row.key, None)),
        Wording::About { before, sample, after } => {
            let text = format!("{before}{}{after}", about.unwrap_or(sample));
            ("application/json", message(row.key, Some(&text)))
        }
    };
    let mut headers = vec![("content-type", content_type.to_owned())];
    headers.extend(markers(row.api).iter().map(|(name, value)| (*name, (*value).to_owned())));
    headers.extend(row.error_type.map(|value| ("x-amzn-errortype", value.to_owned())));
    headers.extend(row.headers.iter().map(|(name, value)| (*name, (*value).to_owned())));
    Answer { status: row.status, headers, body }
}

/// The default template of every gateway response: `{"message":$context.error.messageString}`.
fn message(key: &str, words: Option<&str>) -> String {
    json!({ key: words }).to_string()
}

/// The marker headers with sample ids; whoever plays to a socket puts ids of its own in their place.
fn markers(api: Api) -> &'static [(&'static str, &'static str)] {
    match api {
        Api::Rest => &[
            ("x-amzn-requestid", "00000000-0000-4000-8000-000000000000"),
            ("x-amz-apigw-id", "AAAAAAAAAAAAAAA="),
        ],
        Api::Http => &[("apigw-requestid", "AAAAAAAAAAAAAAA=")],
        Api::Edge => &[],
    }
}
