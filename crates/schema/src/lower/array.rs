//! Arrays: items, counts, `contains`, `uniqueItems`.

use serde_json::Value;

use super::{Context, Lower, Members, knows};
use crate::Reason;
use crate::dialect::Year;
use crate::index::Site;
use crate::node::{Arena, Id, Items, Node};
use crate::span::Span;

impl<'d> Lower<'_, 'd> {
    pub(super) fn arrays(
        &mut self,
        members: &'d Members,
        site: Site<'d>,
        context: &Context,
        parts: &mut Vec<Id>,
    ) {
        if let Some(items) = self.items(members, site, context) {
            parts.push(items);
        }
        if let Some(span) = self.span(members, ["minItems", "maxItems"], parts) {
            let count = self.arena.intern(Node::Count(span));
            parts.push(count);
        }
        if members.get("uniqueItems") == Some(&Value::Bool(true)) {
            let unique = self.arena.intern(Node::Unique);
            parts.push(unique);
        }
        let dialect = self.index.dialect(site.resource);
        if knows(dialect, Year::Draft6)
            && let Some(item) = members.get("contains")
        {
            let item = self.part(item, site, context);
            let mut span = Span::at_least(1);
            if knows(dialect, Year::Y2019) {
                if let Some(min) = members.get("minContains") {
                    span.min = self.count(min, parts).unwrap_or(0);
                }
                span.max = members.get("maxContains").and_then(|max| self.count(max, parts));
            }
            let contains = self.arena.intern(Node::Contains { item, span });
            parts.push(contains);
        }
    }

    fn items(&mut self, members: &'d Members, site: Site<'d>, context: &Context) -> Option<Id> {
        let dialect = self.index.dialect(site.resource);
        let (prefix, rest) = if knows(dialect, Year::Y2020) {
            (members.get("prefixItems"), members.get("items"))
        } else {
            match members.get("items") {
                Some(prefix @ Value::Array(_)) => (Some(prefix), members.get("additionalItems")),
                rest => (None, rest),
            }
        };
        if prefix.is_none() && rest.is_none() {
            return None;
        }
        let prefix: Vec<Id> = match prefix {
            None => Vec::new(),
            Some(Value::Array(items)) => {
                items.iter().map(|item| self.part(item, site, context)).collect()
            }
            Some(_) => return Some(self.arena.unread(Reason::Malformed)),
        };
        let rest = rest.map_or(Arena::ANY, |rest| self.part(rest, site, context));
        Some(self.arena.intern(Node::Items(Items { prefix: prefix.into(), rest })))
    }
}
