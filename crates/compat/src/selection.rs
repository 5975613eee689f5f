//! Which of the responses that a document describes an interaction expects: status and media type.

use gatepact_finding::{Pointer, Text};
use gatepact_openapi::view::{Content, Response};
use gatepact_openapi::{MediaType, OperationView};
use pact_models::v4::http_parts::HttpResponse;

use crate::fault::Fault;
use crate::judge::{Judge, header, with_header};

/// The response of a document that an interaction expects.
#[derive(Debug, Clone)]
pub(crate) struct Chosen<'d> {
    pub(crate) response: Response<'d>,
    /// The media type of its body, and how the header spells it.
    pub(crate) content: Option<(Content<'d>, String)>,
}

/// What a document has for an interaction.
#[derive(Debug, Clone)]
pub(crate) enum Selection<'d> {
    /// The document does not say what the operation answers.
    Undescribed,
    /// It has no response of this status, or none of this media type.
    Nothing(Box<Fault>),
    /// This response.
    One(Box<Chosen<'d>>),
}

/// The expected response, and who judges.
pub(crate) struct Expected<'a> {
    pub(crate) judge: &'a Judge<'a>,
    /// The value of `Accept`, where the request has one.
    pub(crate) accept: Option<String>,
}

impl Expected<'_> {
    pub(crate) fn has_body(&self) -> bool {
        self.judge.expected.body.value().is_some_and(|bytes| !bytes.is_empty())
    }

    /// The response of a document that describes what is expected.
    pub(crate) fn select<'d>(&self, view: &OperationView<'d>) -> Selection<'d> {
        let responses = view.responses();
        if responses.is_empty() {
            return Selection::Undescribed;
        }
        let status = self.judge.expected.status;
        let own = view.response_for(status).filter(|_| self.judge.takes_status(status));
        let of_status = own.or_else(|| {
            let is_taken = |key: &str| key.parse().is_ok_and(|it| self.judge.takes_status(it));
            responses.iter().find(|it| is_taken(it.key)).cloned()
        });
        let Some(response) = of_status else {
            let at = view.operation.pointer.child("responses");
            let why = Text::prose("no response has the status ").and_code(status.to_string());
            return Selection::Nothing(fault_at(why, "/response/status", &at));
        };
        let content = response.content();
        if content.is_empty() {
            return Selection::One(Box::new(Chosen { response, content: None }));
        }
        match self.media_type(content) {
            Some(content) => Selection::One(Box::new(Chosen { response, content: Some(content) })),
            None => {
                let at = response.at.pointer.child("content");
                let why = match self.content_type() {
                    Some(name) => Text::prose("no response has the media type ").and_code(name),
                    None => Text::prose("no response has a media type that the request accepts"),
                };
                Selection::Nothing(fault_at(why, "/response/headers", &at))
            }
        }
    }

    /// The media type that the pact shows.
    fn content_type(&self) -> Option<String> {
        let expected = self.judge.expected;
        let sent = header(expected.headers.as_ref(), "content-type").and_then(<[_]>::first);
        sent.cloned().or_else(|| {
            let kind = self.has_body().then(|| expected.content_type())??;
            Some(kind.to_string())
        })
    }

    /// The most specific media type that the interaction takes, and how the header spells it.
    fn media_type<'d>(&self, mut content: Vec<Content<'d>>) -> Option<(Content<'d>, String)> {
        let shown = self.content_type();
        let wanted = shown.as_deref().map(MediaType::parse);
        content.sort_by_cached_key(|it| {
            let covers = wanted.as_ref().is_some_and(|wanted| it.media_type.covers(wanted));
            std::cmp::Reverse((covers, it.media_type.specificity()))
        });
        let example = self.judge.example();
        let is_kept = std::cell::LazyCell::new(|| self.judge.takes(example.clone()));
        content.into_iter().find_map(|it| {
            let covered = wanted.as_ref().is_some_and(|wanted| it.media_type.covers(wanted));
            let spelled = match &shown {
                Some(shown) if covered => shown.clone(),
                None if it.media_type.is_range() => "application/json".to_owned(),
                _ if it.media_type.is_range() => return None,
                _ => it.name.to_owned(),
            };
            let expects_kind =
                header(self.judge.expected.headers.as_ref(), "content-type").is_some();
            let accepted = covered || expects_kind || self.accepts(&spelled);
            let taken = covered || (*is_kept && self.judge.takes(with_kind(&example, &spelled)));
            (accepted && taken).then_some((it, spelled))
        })
    }

    /// Whether `Accept` allows a media type (RFC 9110, 12.5.1).
    fn accepts(&self, name: &str) -> bool {
        let Some(accept) = &self.accept else { return true };
        let sent = MediaType::parse(name);
        // The most specific range decides (RFC 9110, 12.5.1); a weight of zero refuses what it names.
        let ranges = accept.split(',').filter_map(|range| {
            let (range, parameters) = range.split_once(';').unwrap_or((range, ""));
            let weight = parameters.split(';').find_map(|it| it.trim().strip_prefix("q="));
            let is_refused =
                weight.and_then(|it| it.parse::<f32>().ok()).is_some_and(|it| it <= 0.0);
            let kind = MediaType::parse(range.trim());
            (range.trim() == "*" || kind.covers(&sent)).then(|| (kind.specificity(), !is_refused))
        });
        ranges.max().is_some_and(|(_, is_accepted)| is_accepted)
    }
}

/// The response with the media type of its body spelled so.
pub(crate) fn with_kind(response: &HttpResponse, kind: &str) -> HttpResponse {
    let mut response = with_header(response.clone(), "Content-Type", Some(kind));
    if let Ok(kind) = pact_models::content_types::ContentType::parse(kind) {
        response.body.set_content_type(&kind);
    }
    response
}

fn fault_at(why: Text, pact: &str, at: &Pointer) -> Box<Fault> {
    Fault::new(why, pact).at([Some(at), Some(at)])
}
