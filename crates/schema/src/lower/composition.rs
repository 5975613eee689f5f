//! `allOf`, `anyOf`, `oneOf`, `not`, `if`.

use serde_json::Value;

use super::{Context, Lower, Members, knows};
use crate::Reason;
use crate::dialect::Year;
use crate::index::{LISTS, Site};
use crate::node::{Arena, Id};
use crate::reading::OneOf;

impl<'d> Lower<'_, 'd> {
    pub(super) fn composition(
        &mut self,
        members: &'d Members,
        site: Site<'d>,
        context: &Context,
        parts: &mut Vec<Id>,
    ) {
        for key in ["allOf", "anyOf", "oneOf"] {
            if context.unlisted && LISTS.contains(&key) {
                continue;
            }
            let tags = (key != "allOf").then_some(members);
            let branches: Vec<Id> = match members.get(key) {
                None => continue,
                Some(Value::Array(branches)) => {
                    branches.iter().map(|branch| self.branch(branch, tags, site, context)).collect()
                }
                Some(other) => vec![self.opaque(Reason::Malformed, other)],
            };
            let together = match key {
                "allOf" => self.arena.and(branches),
                "oneOf" if self.lens.one_of == OneOf::Exactly => self.arena.one(branches),
                _ => self.arena.or(branches),
            };
            parts.push(together);
        }
        if let Some(schema) = members.get("not") {
            let inner = self.same(schema, site, context);
            let not = self.arena.not(inner);
            parts.push(not);
        }
        if knows(self.index.dialect(site.resource), Year::Draft7)
            && let Some(condition) = members.get("if")
        {
            let condition = self.same(condition, site, context);
            let then = self.or_any(members.get("then"), site, context);
            let otherwise = self.or_any(members.get("else"), site, context);
            let not = self.arena.not(condition);
            let first = self.arena.and([condition, then]);
            let second = self.arena.and([not, otherwise]);
            let either = self.arena.or([first, second]);
            parts.push(either);
        }
    }

    fn or_any(&mut self, schema: Option<&'d Value>, site: Site<'d>, context: &Context) -> Id {
        schema.map_or(Arena::ANY, |schema| self.same(schema, site, context))
    }

    fn branch(
        &mut self,
        branch: &'d Value,
        tags: Option<&'d Members>,
        site: Site<'d>,
        context: &Context,
    ) -> Id {
        match tags {
            Some(members) => {
                let schema = self.same(branch, site, context);
                self.tagged(schema, branch, members, site)
            }
            None => self.included(branch, site, context),
        }
    }
}
