//! Whether the responses of two documents satisfy an interaction: status, media type, headers, body.

mod headers;

use gatepact_finding::Text;
use gatepact_openapi::{MediaType, OperationView};
use gatepact_schema::Side;
use pact_models::v4::http_parts::HttpResponse;
use serde_json::Value;

use crate::body::Body;
use crate::fault::{BODY, Fault};
use crate::schemas::{Any, Part, Schemas, of_responses};
use crate::selection::{Chosen, Expected, Selection, with_kind};

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
            let responses = old.0.operation.pointer.child("responses");
            fault.gone.push(responses.child(before.response.key));
            fault.gone.extend(fault.within[0].iter().filter(|it| **it != responses).cloned());
            Satisfied::OldOnly(fault)
        }
        [Selection::One(before), Selection::One(after)] => {
            let mut pair =
                Pair { schemas, expected, old: (before, old.0, old.1), new: (after, new.0, new.1) };
            match (pair.headers(), pair.body()) {
                (Err(Satisfied::OldOnly(mut fault)), Err(Satisfied::OldOnly(other))) => {
                    fault.also.push(*other);
                    Satisfied::OldOnly(fault)
                }
                (Err(verdict), _) | (Ok(()), Ok(verdict) | Err(verdict)) => verdict,
            }
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
