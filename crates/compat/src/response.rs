//! Whether the responses of two documents satisfy an interaction: status, media type, headers, body.

use gatepact_finding::{Pointer, Text};
use gatepact_openapi::view::{Content, Header, Response};
use gatepact_openapi::{MediaType, OperationView};
use gatepact_schema::Side;
use pact_models::v4::http_parts::HttpResponse;
use serde_json::Value;

use crate::body::Body;
use crate::candidates::values;
use crate::fault::{BODY, Fault};
use crate::judge::{Judge, header, with_header};
use crate::schemas::{Any, Part, Schemas, of_responses};
use crate::shown;

/// What the responses of both documents mean for an interaction.
#[derive(Debug)]
pub(crate) enum Satisfied {
    /// Both satisfy it.
    Both,
    /// The old document had no response for it.
    Neither(Box<Fault>),
    /// The new document has a response that it refuses, or none for it.
    OldOnly(Box<Fault>),
}

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
    fn has_body(&self) -> bool {
        self.judge.expected.body.value().is_some_and(|bytes| !bytes.is_empty())
    }

    /// The response of a document that describes what is expected.
    pub(crate) fn select<'d>(&self, view: &OperationView<'d>) -> Selection<'d> {
        let responses = view.responses();
        if responses.is_empty() {
            return Selection::Undescribed;
        }
        let status = self.judge.expected.status;
        let of_status = view.response_for(status).or_else(|| {
            let others = responses.iter().filter(|it| {
                let Ok(status) = it.key.parse::<u16>() else { return false };
                self.judge.takes(HttpResponse { status, ..self.judge.example() })
            });
            others.take(1).next().cloned()
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
        accept.split(',').any(|range| {
            let range = range.split(";q=").next().unwrap_or_default().trim();
            range == "*" || MediaType::parse(range).covers(&sent)
        })
    }
}

fn with_kind(response: &HttpResponse, kind: &str) -> HttpResponse {
    let mut response = with_header(response.clone(), "Content-Type", Some(kind));
    if let Ok(kind) = pact_models::content_types::ContentType::parse(kind) {
        response.body.set_content_type(&kind);
    }
    response
}

fn fault_at(why: Text, pact: &str, at: &Pointer) -> Box<Fault> {
    Fault::new(why, pact).at([Some(at), Some(at)])
}

/// What the responses of both documents mean for an interaction.
pub(crate) fn satisfied<'d>(
    schemas: &mut Schemas<'d>,
    expected: &Expected<'_>,
    [old, new]: [(&OperationView<'d>, Side); 2],
) -> (Satisfied, [Selection<'d>; 2]) {
    let chosen = [expected.select(old.0), expected.select(new.0)];
    let result = match &chosen {
        [Selection::Undescribed, _] | [_, Selection::Undescribed] => Satisfied::Both,
        [Selection::Nothing(fault), _] => Satisfied::Neither(fault.clone()),
        [Selection::One(before), Selection::Nothing(fault)] => {
            let mut fault = fault.clone();
            fault.within[0].push(before.response.at.pointer.clone());
            fault.within[0].extend(before.content.iter().map(|(it, _)| it.at.pointer.clone()));
            Satisfied::OldOnly(fault)
        }
        [Selection::One(before), Selection::One(after)] => {
            let mut pair =
                Pair { schemas, expected, old: (before, old.0, old.1), new: (after, new.0, new.1) };
            pair.headers().and_then(|()| pair.body()).unwrap_or_else(|verdict| verdict)
        }
    };
    (result, chosen)
}

/// The described responses of both documents.
struct Pair<'a, 'd> {
    schemas: &'a mut Schemas<'d>,
    expected: &'a Expected<'a>,
    old: (&'a Chosen<'d>, &'a OperationView<'d>, Side),
    new: (&'a Chosen<'d>, &'a OperationView<'d>, Side),
}

type Judged = Result<Satisfied, Satisfied>;

impl<'d> Pair<'_, 'd> {
    fn headers(&mut self) -> Result<(), Satisfied> {
        let names = self.expected.judge.expected.headers.iter().flatten().map(|(name, _)| name);
        let mut names: Vec<String> = names.cloned().collect();
        names.sort();
        for name in names.iter().filter(|name| !name.eq_ignore_ascii_case("content-type")) {
            self.header(name)?;
        }
        Ok(())
    }

    fn header(&mut self, name: &str) -> Result<(), Satisfied> {
        let pact = format!("/response/headers{}", gatepact_finding::pointer::child("", name));
        let declared = |chosen: &Chosen<'d>| -> Option<Header<'d>> {
            chosen.response.headers().into_iter().find(|it| it.name.eq_ignore_ascii_case(name))
        };
        let [old, new] = [declared(self.old.0), declared(self.new.0)];
        // What is not described is not known.
        let Some(old) = old else { return Ok(()) };
        let judge = self.expected.judge;
        let places = |new: Option<&Header<'d>>| {
            let below = new.map(|it| it.at.pointer.clone());
            let response = &self.new.0.response.at.pointer;
            [Some(old.at.pointer.clone()), Some(below.unwrap_or_else(|| response.child("headers")))]
        };
        let fault = |why: Text, new: Option<&Header<'d>>, value: Option<&str>| {
            let [before, after] = places(new);
            let mut fault = Fault::new(why, pact.clone()).at([before.as_ref(), after.as_ref()]);
            let shown = with_header(judge.example(), name, value);
            fault.response = Some(shown::response(&shown, None));
            Satisfied::OldOnly(fault)
        };
        let takes = |value: Option<&str>| judge.takes(with_header(judge.example(), name, value));
        let Some(new) = new else {
            if takes(None) {
                return Ok(());
            }
            let why = Text::prose("no response has the header ").and_code(name.to_owned());
            return Err(fault(why, None, None));
        };
        let constants = [fixed_value(self.old.1, name), fixed_value(self.new.1, name)];
        if let [before, Some(after)] = &constants {
            if !takes(Some(after)) {
                let why = Text::prose("the header ").and_code(name.to_owned()).and_prose(" is ");
                let why = why.and_code(after.clone());
                let result = fault(why, Some(&new), Some(after));
                let was_taken = before.as_ref().is_none_or(|before| takes(Some(before)));
                return Err(match result {
                    Satisfied::OldOnly(fault) if !was_taken => Satisfied::Neither(fault),
                    result => result,
                });
            }
            return Ok(());
        }
        if old.at.flag("required") && !new.at.flag("required") && !takes(None) {
            let why = Text::prose("a response may leave out the header ").and_code(name.to_owned());
            return Err(fault(why, Some(&new), None));
        }
        let part = |header: &Header<'d>, side| -> Any<'d> {
            let schema = header.at.raw("schema");
            vec![schema.map(|at| Part { side, at }).into_iter().collect()]
        };
        let sides = [part(&old, self.old.2), part(&new, self.new.2)];
        let reading = of_responses();
        let meanings = [&sides[0], &sides[1]].map(|any| self.schemas.meaning(any, reading));
        if meanings[0] == meanings[1] {
            return Ok(());
        }
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
            _ => None,
        };
        let mut texts = |any: &Any<'d>, others: &[_]| -> Vec<String> {
            values(self.schemas, any, others, reading).iter().filter_map(text).collect()
        };
        let after = texts(&sides[1], &[]);
        let shown = header_text(judge.expected, name);
        let is_shown = shown.is_some_and(|shown| {
            [Value::String(shown.clone())]
                .into_iter()
                .chain(serde_json::from_str(&shown).ok())
                .any(|value| self.schemas.allows(meanings[1], &value))
        });
        if !is_shown && !after.iter().any(|value| takes(Some(value))) {
            let why =
                Text::prose("no response has the value of the header ").and_code(name.to_owned());
            return Err(fault(why, Some(&new), after.first().map(String::as_str)));
        }
        let mut texts = |any: &Any<'d>, others: &[_]| -> Vec<String> {
            values(self.schemas, any, others, reading).iter().filter_map(text).collect()
        };
        let only_new = texts(&sides[1], &[meanings[0]]);
        let Some(refused) = only_new.iter().find(|value| !takes(Some(value))) else {
            return Ok(());
        };
        if texts(&sides[0], &[]).iter().any(|value| !takes(Some(value))) {
            return Ok(());
        }
        let why = Text::prose("the header ").and_code(name.to_owned()).and_prose(" may be ");
        Err(fault(why.and_code(refused.clone()), Some(&new), Some(refused)))
    }

    fn body(&mut self) -> Judged {
        if !self.expected.has_body() {
            return Ok(Satisfied::Both);
        }
        let judge = self.expected.judge;
        let (Some((before, _)), after) = (&self.old.0.content, &self.new.0.content) else {
            return Ok(Satisfied::Both);
        };
        let Some((after, kind)) = after else {
            let at = &self.new.0.response.at.pointer;
            let why = Text::prose("no response of the status has a body");
            let fault = Fault::new(why, BODY).at([Some(&before.at.pointer), Some(at)]);
            return Err(Satisfied::OldOnly(fault));
        };
        let (Some(old), Some(new)) = (before.schema(), after.schema()) else {
            return Ok(Satisfied::Both);
        };
        let old: Any<'d> = vec![vec![Part { side: self.old.2, at: old }]];
        let new: Any<'d> = vec![vec![Part { side: self.new.2, at: new }]];
        let reading = of_responses();
        let response = with_kind(&judge.example(), kind);
        let Some(example) = example(judge.expected, kind) else {
            if self.schemas.meaning(&old, reading) == self.schemas.meaning(&new, reading) {
                return Ok(Satisfied::Both);
            }
            let why = Text::prose("the body changed, and bodies of the media type ");
            let why = why.and_code(kind.clone()).and_prose(" cannot be followed");
            return Err(Satisfied::OldOnly(Fault::of_body(why, &[], [&old, &new])));
        };
        let mut body =
            Body { schemas: self.schemas, judge, response, example: example.clone(), reading };
        let mut path = Vec::new();
        if let Err(fault) = body.kept(&old, &example, &mut path) {
            return Err(Satisfied::Neither(fault));
        }
        if body.is_same([&old, &new]) {
            return Ok(Satisfied::Both);
        }
        if let Err(mut fault) = body.kept(&new, &example, &mut path) {
            // The fault knows where the new document is; what was there before explains it.
            fault.within[0] = body.pointers(&old, &fault.pact);
            fault.places[0] = fault.within[0].first().cloned();
            return Err(Satisfied::OldOnly(fault));
        }
        // A pact that refuses its own example can be asked nothing.
        if !body.takes_example() {
            return Ok(Satisfied::Both);
        }
        match body.survives([&old, &new], &example, &mut path) {
            Ok(()) => Ok(Satisfied::Both),
            Err(fault) => Err(Satisfied::OldOnly(fault)),
        }
    }
}

fn header_text(expected: &HttpResponse, name: &str) -> Option<String> {
    Some(header(expected.headers.as_ref(), name)?.join(", "))
}

/// The expected body as a value; `None` where its media type has none.
fn example(expected: &HttpResponse, kind: &str) -> Option<Value> {
    let bytes = expected.body.value()?;
    let kind = MediaType::parse(kind);
    if kind.is_json() {
        return serde_json::from_slice(&bytes).ok();
    }
    if let Ok(value @ (Value::Object(_) | Value::Array(_))) = serde_json::from_slice(&bytes) {
        return Some(value);
    }
    let is_text = kind.is_same_type(&MediaType::parse("text/plain"));
    is_text.then(|| std::str::from_utf8(&bytes).ok().map(|text| Value::String(text.to_owned())))?
}

/// The text to which API Gateway sets a header of all its responses: a value in single quotation marks (developer guide,
/// "API Gateway API request and response data mapping reference").
fn fixed_value(view: &OperationView<'_>, name: &str) -> Option<String> {
    let integration = view.operation.raw("x-amazon-apigateway-integration")?;
    let responses = integration.get_or_absent("responses");
    let values: Vec<String> = responses
        .members()
        .filter_map(|(_, response)| {
            let set = response.get_or_absent("responseParameters");
            set.raw_members().find_map(|(key, value)| {
                let header = key.strip_prefix("method.response.header.")?;
                let text = value.value.as_str().filter(|_| header.eq_ignore_ascii_case(name))?;
                Some(text.strip_prefix('\'')?.strip_suffix('\'')?.to_owned())
            })
        })
        .collect();
    match values.as_slice() {
        [value] => Some(value.clone()),
        _ => None,
    }
}
