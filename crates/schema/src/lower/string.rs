//! Strings: lengths, patterns, formats.

use serde_json::Value;

use super::{Lower, Members};
use crate::dialect::Dialect;
use crate::node::{Id, Node};
use crate::reading::Formats;
use crate::span::Span;
use crate::string::{Lookahead, lookaheads};

impl Lower<'_, '_> {
    pub(super) fn strings(&mut self, members: &Members, dialect: Dialect, parts: &mut Vec<Id>) {
        if let Some(span) = self.span(members, ["minLength", "maxLength"], parts) {
            let length = self.arena.intern(Node::Length(span));
            parts.push(length);
        }
        if let Some(pattern) = members.get("pattern") {
            let language = match pattern {
                Value::String(pattern) => self.pattern(pattern),
                _ => self.opaque(crate::Reason::Malformed, pattern),
            };
            parts.push(language);
        }
        if self.lens.formats == Formats::Asserted
            && let Some(Value::String(format)) = members.get("format")
            && known(format, dialect)
            && let Some(language) = self.arena.languages.format(format)
        {
            let language = self.arena.intern(Node::Text(language));
            parts.push(language);
        }
    }

    /// The strings a pattern matches.
    fn pattern(&mut self, pattern: &str) -> Id {
        let Some((conditions, rest)) = lookaheads(pattern) else { return self.text(pattern) };
        let mut parts = vec![self.text(&rest)];
        for Lookahead { pattern, wanted } in conditions {
            let condition = self.text(&pattern);
            parts.push(if wanted { condition } else { self.arena.not(condition) });
        }
        // For what is no string, a condition that must not hold would not hold either.
        let together = self.arena.and(parts);
        let others = self.arena.only(crate::types::Type::String);
        let others = self.arena.not(others);
        self.arena.or([others, together])
    }

    fn text(&mut self, pattern: &str) -> Id {
        let language = self.arena.languages.pattern(pattern);
        match self.arena.languages.fault(language) {
            Some(reason) => self.unread(reason, Node::Text(language)),
            None => self.arena.intern(Node::Text(language)),
        }
    }

    /// What a pair of bounds allows; `None` where both are absent.
    pub(super) fn span(
        &mut self,
        members: &Members,
        [least, most]: [&str; 2],
        parts: &mut Vec<Id>,
    ) -> Option<Span> {
        let min = members.get(least).and_then(|value| self.count(value, parts)).unwrap_or(0);
        let max = members.get(most).and_then(|value| self.count(value, parts));
        let span = Span { min, max };
        (span != Span::ANY).then_some(span)
    }
}

/// Whether the dialect has the format: each draft added some.
fn known(format: &str, dialect: Dialect) -> bool {
    if dialect.is_openapi() {
        return true;
    }
    jsonschema::options().is_known_format(crate::witness::draft(dialect), format)
}
