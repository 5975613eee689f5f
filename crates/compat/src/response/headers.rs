//! Whether the headers of the responses satisfy an interaction.

use gatepact_finding::{Text, pointer};
use gatepact_openapi::OperationView;
use gatepact_openapi::view::Header;
use pact_models::v4::http_parts::HttpResponse;
use serde_json::Value;

use super::{Pair, Satisfied};
use crate::candidates::values;
use crate::fault::Fault;
use crate::judge::{header, with_header};
use crate::schemas::{Any, Part, of_responses};
use crate::selection::Chosen;
use crate::shown;

/// A header as both documents describe it.
struct Described<'a, 'd> {
    name: &'a str,
    old: Header<'d>,
    /// `None` where the new document does not describe it.
    new: Option<Header<'d>>,
}

impl<'d> Pair<'_, 'd> {
    pub(super) fn headers(&mut self) -> Result<(), Satisfied> {
        let names = self.expected.judge.expected.headers.iter().flatten().map(|(name, _)| name);
        let mut names: Vec<String> = names.cloned().collect();
        names.sort();
        for name in names.iter().filter(|name| !name.eq_ignore_ascii_case("content-type")) {
            self.header(name)?;
        }
        Ok(())
    }

    fn header(&mut self, name: &str) -> Result<(), Satisfied> {
        let described = |chosen: &Chosen<'d>| -> Option<Header<'d>> {
            chosen.response.headers().into_iter().find(|it| it.name.eq_ignore_ascii_case(name))
        };
        // What the old document does not describe is not known.
        let Some(old) = described(self.old.0) else { return Ok(()) };
        let header = Described { name, old, new: described(self.new.0) };
        let named = || Text::code(name.to_owned());
        let Some(new) = &header.new else {
            let why = Text::prose("no response has the header ").and_text(named());
            return self.takes(name, None).then_some(()).ok_or(self.fault(&header, why, None));
        };
        let fixed = [fixed_value(self.old.1, name), fixed_value(self.new.1, name)];
        if let [before, Some(after)] = fixed {
            return self.fixed(&header, before.as_deref(), &after);
        }
        let is_optional_now = header.old.at.flag("required") && !new.at.flag("required");
        if is_optional_now && !self.takes(name, None) {
            let why = Text::prose("a response may leave out the header ").and_text(named());
            return Err(self.fault(&header, why, None));
        }
        self.values(&header, new)
    }

    /// API Gateway sets the header to one text now.
    fn fixed(
        &self,
        header: &Described<'_, 'd>,
        before: Option<&str>,
        after: &str,
    ) -> Result<(), Satisfied> {
        if self.takes(header.name, Some(after)) {
            return Ok(());
        }
        let why = Text::prose("the header ").and_code(header.name.to_owned()).and_prose(" is ");
        let result = self.fault(header, why.and_code(after.to_owned()), Some(after));
        let was_taken = before.is_none_or(|before| self.takes(header.name, Some(before)));
        Err(match result {
            Satisfied::OldOnly(fault) if !was_taken => Satisfied::Neither(fault),
            result => result,
        })
    }

    /// Whether some value of the new header is taken, and each that only the new document allows.
    fn values(&mut self, header: &Described<'_, 'd>, new: &Header<'d>) -> Result<(), Satisfied> {
        let (name, reading) = (header.name, of_responses());
        let part = |header: &Header<'d>, side| -> Any<'d> {
            let schema = header.at.raw("schema");
            vec![schema.map(|at| Part { side, at }).into_iter().collect()]
        };
        let sides = [part(&header.old, self.old.2), part(new, self.new.2)];
        let meanings = [&sides[0], &sides[1]].map(|any| self.schemas.meaning(any, reading));
        if meanings[0] == meanings[1] {
            return Ok(());
        }
        let shown = header_text(self.expected.judge.expected, name);
        let is_shown = shown.is_some_and(|shown| {
            [Value::String(shown.clone())]
                .into_iter()
                .chain(serde_json::from_str(&shown).ok())
                .any(|value| self.schemas.allows(meanings[1], &value))
        });
        let mut texts = |any: &Any<'d>, others: &[_]| -> Vec<String> {
            values(self.schemas, any, others, reading).iter().filter_map(text).collect()
        };
        let [before, after] = [&sides[0], &sides[1]].map(|any| texts(any, &[]));
        let only_new = texts(&sides[1], &[meanings[0]]);
        let is_taken = |value: &String| self.takes(name, Some(value));
        if !is_shown && !after.iter().any(is_taken) {
            let why = Text::prose("no response has the value of the header ");
            let shown = after.first().map(String::as_str);
            return Err(self.fault(header, why.and_code(name.to_owned()), shown));
        }
        match only_new.iter().find(|value| !is_taken(value)) {
            Some(refused) if before.iter().all(is_taken) => {
                let why = Text::prose("the header ").and_code(name.to_owned());
                let why = why.and_prose(" may be ").and_code(refused.clone());
                Err(self.fault(header, why, Some(refused)))
            }
            _ => Ok(()),
        }
    }

    /// Whether the interaction takes the response that the pact shows, with another value of a header, or without it.
    fn takes(&self, name: &str, value: Option<&str>) -> bool {
        let judge = self.expected.judge;
        judge.takes(with_header(judge.example(), name, value))
    }

    fn fault(&self, header: &Described<'_, 'd>, why: Text, value: Option<&str>) -> Satisfied {
        let Described { name, old, new } = header;
        let response = &self.new.0.response.at.pointer;
        let after =
            new.as_ref().map_or_else(|| response.child("headers"), |it| it.at.pointer.clone());
        let pact = format!("/response/headers{}", pointer::child("", name));
        let mut fault = Fault::new(why, pact).at([Some(&old.at.pointer), Some(&after)]);
        let shown = with_header(self.expected.judge.example(), name, value);
        fault.response = Some(shown::response(&shown, None));
        Satisfied::OldOnly(fault)
    }
}

/// A value as the text of a header; `None` for what has no such text.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(_) | Value::Bool(_) => Some(value.to_string()),
        _ => None,
    }
}

fn header_text(expected: &HttpResponse, name: &str) -> Option<String> {
    Some(header(expected.headers.as_ref(), name)?.join(", "))
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
