//! Numbers: ranges and multiples.

use num_rational::BigRational;
use num_traits::Zero;
use serde_json::Value;

use super::{Lower, Members};
use crate::Reason;
use crate::dialect::Dialect;
use crate::node::{Id, Node};
use crate::number::{Bound, Range, exact};
use crate::reading::Formats;

impl Lower<'_, '_> {
    pub(super) fn numbers(&mut self, members: &Members, dialect: Dialect, parts: &mut Vec<Id>) {
        let flags = dialect.exclusive_is_a_flag();
        let flag = |key: &str| flags && members.get(key) == Some(&Value::Bool(true));
        let mut range = Range::default();
        if let Some(at) = self.number(members, "minimum", parts) {
            range.raise(&Bound { at, open: flag("exclusiveMinimum") });
        }
        if let Some(at) = self.number(members, "maximum", parts) {
            range.lower(&Bound { at, open: flag("exclusiveMaximum") });
        }
        if !flags {
            if let Some(at) = self.number(members, "exclusiveMinimum", parts) {
                range.raise(&Bound { at, open: true });
            }
            if let Some(at) = self.number(members, "exclusiveMaximum", parts) {
                range.lower(&Bound { at, open: true });
            }
        }
        if self.lens.formats == Formats::Asserted && dialect.is_openapi() {
            range.meet(&width(members.get("format")));
        }
        if range != Range::default() {
            let range = self.arena.intern(Node::Range(range));
            parts.push(range);
        }
        if let Some(step) = self.number(members, "multipleOf", parts) {
            let multiple = if step > BigRational::zero() {
                self.arena.intern(Node::Multiple(step))
            } else {
                self.opaque(Reason::Malformed, &members["multipleOf"])
            };
            parts.push(multiple);
        }
    }

    fn number(&mut self, members: &Members, key: &str, parts: &mut Vec<Id>) -> Option<BigRational> {
        let (number, reason) = match members.get(key)? {
            Value::Number(number) => (exact(number), Reason::Number),
            _ => (None, Reason::Malformed),
        };
        if number.is_none() {
            let opaque = self.opaque(reason, &members[key]);
            parts.push(opaque);
        }
        number
    }
}

/// What `int32` and `int64` promise.
fn width(format: Option<&Value>) -> Range {
    let (low, high) = match format.and_then(Value::as_str) {
        Some("int32") => (i64::from(i32::MIN), i64::from(i32::MAX)),
        Some("int64") => (i64::MIN, i64::MAX),
        Some(_) | None => return Range::default(),
    };
    let bound = |at: i64| Some(Bound { at: BigRational::from_integer(at.into()), open: false });
    Range { low: bound(low), high: bound(high) }
}
