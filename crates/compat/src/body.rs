//! An expected body along the schemas of both documents: what can no longer be sent, and what only the new one sends.
//!
//! Each response that is tried is the pact's own example with one change. A part that the old document left open is taken
//! to be as the pact pins it, as long as the new document allows that.

mod kept;
mod survives;

use gatepact_finding::Pointer;
use gatepact_schema::{Identity, Reading};
use pact_models::matchingrules::MatchingRule;
use pact_models::v4::http_parts::HttpResponse;
use serde_json::Value;

use crate::candidates::values;
use crate::fault::{BODY, Fault};
use crate::judge::{Judge, Step, replaced, with_body};
use crate::schemas::{All, Any, Schemas};
use crate::shape::{Member, admits, alternatives_of_all, fits, for_value, item, member};

/// A response without its body, the body that the pact shows, and who judges.
pub(crate) struct Body<'a, 'd> {
    pub(crate) schemas: &'a mut Schemas<'d>,
    pub(crate) judge: &'a Judge<'a>,
    pub(crate) response: HttpResponse,
    pub(crate) example: Value,
    pub(crate) reading: Reading,
}

impl<'d> Body<'_, 'd> {
    /// Whether both documents say the same.
    pub(crate) fn is_same(&mut self, sides: [&Any<'d>; 2]) -> bool {
        self.schemas.is_same(sides, &self.example, self.reading)
    }

    /// Whether the interaction takes what the pact shows.
    pub(crate) fn takes_example(&self) -> bool {
        self.judge.takes(with_body(self.response.clone(), &self.example))
    }

    fn takes(&self, path: &[Step], value: Option<Value>) -> bool {
        let body = replaced(&self.example, path, value);
        self.judge.takes(with_body(self.response.clone(), &body))
    }

    /// Whether a value in the place of another one is refused. An item counts as taken where it may be one more.
    fn refuses(&self, path: &[Step], value: &Value) -> bool {
        if self.takes(path, Some(value.clone())) {
            return false;
        }
        match path.split_last() {
            Some((Step::Item(_), list)) => {
                let end = [list, &[Step::Item(usize::MAX)]].concat();
                !self.takes(&end, Some(value.clone()))
            }
            _ => true,
        }
    }

    /// The places of the schemas that say something of a part of the expected body.
    pub(crate) fn pointers(&mut self, any: &Any<'d>, pact: &str) -> Vec<Pointer> {
        let (mut any, mut value) = (any.clone(), &self.example.clone());
        for token in gatepact_finding::pointer::tokens(pact.strip_prefix(BODY).unwrap_or_default())
        {
            let (meant, _) = self.meant(&any, value);
            let below = match value {
                Value::Object(members) => {
                    any = self.members_of(&meant, &token);
                    members.get(token.as_ref())
                }
                Value::Array(items) => {
                    let position = token.parse().unwrap_or_default();
                    any = meant.iter().map(|all| item(all, position)).collect();
                    items.get(position)
                }
                _ => None,
            };
            let Some(below) = below else { break };
            value = below;
        }
        any.iter().flatten().flat_map(|part| part.at.chain()).map(|at| at.pointer).collect()
    }

    fn takes_length(
        &self,
        path: &[Step],
        (items, filler): (&[Value], Option<&Value>),
        length: usize,
    ) -> bool {
        /// Longer arrays are not made.
        const LONGEST: usize = 200;
        let is_made = length <= LONGEST.max(items.len());
        let has_filler = !items.is_empty() || filler.is_some() || length == 0;
        let others = || Value::Array(lengthened(items, filler, length));
        !is_made || !has_filler || self.takes(path, Some(others()))
    }

    /// An item that an alternative allows.
    fn item_of(&mut self, all: &All<'d>) -> Option<Value> {
        values(self.schemas, &vec![item(all, 0)], &[], self.reading).into_iter().next()
    }

    /// The position of the alternative that fits best, of those that allow values of this type.
    fn best(&mut self, any: &Any<'d>, value: &Value) -> Option<usize> {
        let mut best: Option<(usize, usize)> = None;
        for (position, all) in any.iter().enumerate().filter(|(_, all)| admits(all, value)) {
            let fitting = match value {
                Value::Object(members) => members
                    .iter()
                    .filter(|(name, value)| match member(self.schemas, all, name) {
                        Member::Undeclared => false,
                        Member::Declared(all) => alternatives_of_all(&all)
                            .iter()
                            .any(|all| fits(self.schemas, all, value, self.reading)),
                    })
                    .count(),
                _ => 0,
            };
            if best.is_none_or(|(most, _)| fitting > most) {
                best = Some((fitting, position));
            }
        }
        best.map(|(_, position)| position)
    }

    /// The alternatives that the pact means.
    fn meant(&mut self, any: &Any<'d>, value: &Value) -> (Any<'d>, Any<'d>) {
        let all = for_value(self.schemas, any, value, self.reading);
        let (mut meant, mut others): (Any<'d>, Any<'d>) =
            all.into_iter().partition(|all| fits(self.schemas, all, value, self.reading));
        if meant.is_empty() {
            // The example is gone from it, and the pact may take another value.
            meant.extend(self.best(&others, value).map(|position| others.remove(position)));
        }
        (meant, others)
    }

    fn members_of(&mut self, any: &Any<'d>, name: &str) -> Any<'d> {
        let of_all = |all: &All<'d>| match member(self.schemas, all, name) {
            Member::Declared(all) => Some(all),
            Member::Undeclared => None,
        };
        any.iter().filter_map(of_all).collect()
    }

    fn showing(&self, mut fault: Box<Fault>, path: &[Step], value: Option<Value>) -> Box<Fault> {
        let body = replaced(&self.example, path, value);
        fault.response = Some(crate::shown::response(&self.response, Some(body)));
        fault
    }

    /// The pattern that the interaction matches a text with.
    fn pattern(&mut self, any: &Any<'d>, path: &[Step]) -> Option<Identity> {
        let beside = any.iter().flatten().next()?;
        let rules = self.judge.expected.matching_rules.rules_for_category("body")?;
        let positions: Vec<String> = path
            .iter()
            .map(|step| match step {
                Step::Member(name) => name.clone(),
                Step::Item(position) => position.to_string(),
            })
            .collect();
        let path: Vec<&str> =
            ["$"].into_iter().chain(positions.iter().map(String::as_str)).collect();
        let found = rules.resolve_matchers_for_path(&path).select_best_matcher(&path);
        let pattern = found.rules.iter().find_map(|rule| match rule {
            MatchingRule::Regex(pattern) => Some(pattern.clone()),
            _ => None,
        })?;
        self.schemas.pattern(beside, &format!("^(?:{pattern})$"))
    }

    /// A value of a schema that a pattern takes.
    fn within(&mut self, meaning: Identity, pattern: Identity) -> Option<Value> {
        let both = self.schemas.both(meaning, pattern);
        self.schemas.value_outside(both, &[])
    }
}

/// So many items: those of the example again and again, or another one where it has none.
fn lengthened(items: &[Value], filler: Option<&Value>, length: usize) -> Vec<Value> {
    let others = if items.is_empty() { filler.map(std::slice::from_ref) } else { Some(items) };
    others.unwrap_or_default().iter().cycle().take(length).cloned().collect()
}
