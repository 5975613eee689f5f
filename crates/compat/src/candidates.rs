//! Values of a schema that are worth trying: what an enumeration lists, bounds, each type, and what the search finds.

use gatepact_schema::{Identity, Reading};
use serde_json::{Value, json};

use crate::schemas::{Any, Schemas};
use crate::shape::alternatives_of;

/// So many values of one schema are tried.
const MOST: usize = 200;

/// One value or more of each type.
fn of_each_type() -> [Value; 13] {
    [
        Value::Null,
        json!(""),
        json!("a"),
        json!("0"),
        json!("another text"),
        json!(0),
        json!(1),
        json!(-1),
        json!(1.5),
        json!(1_000_000_007),
        json!(true),
        json!(false),
        json!([]),
    ]
}

/// Values that the alternatives allow and that none of the others do.
pub(crate) fn values<'d>(
    schemas: &mut Schemas<'d>,
    any: &Any<'d>,
    others: &[Identity],
    reading: Reading,
) -> Vec<Value> {
    let meaning = schemas.meaning(any, reading);
    let mut found = Vec::new();
    for part in alternatives_of(any).iter().flatten() {
        let listed = part.at.get_or_absent("enum");
        found.extend(listed.items().map(|it| it.value.clone()).take(MOST));
        found.extend(part.at.value.get("const").cloned());
        for keyword in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]
        {
            let Some(bound) = part.at.value.get(keyword).and_then(Value::as_i64) else { continue };
            found.extend([-1, 0, 1].map(|step| json!(bound.saturating_add(step))));
        }
        for keyword in ["minLength", "maxLength"] {
            let Some(bound) = part.at.value.get(keyword).and_then(Value::as_u64) else { continue };
            let bound = usize::try_from(bound).unwrap_or(MOST).min(MOST);
            found.extend(
                [bound.saturating_sub(1), bound, bound + 1].map(|it| json!("a".repeat(it))),
            );
        }
    }
    found.extend(of_each_type());
    found.extend(schemas.value_outside(meaning, others));
    let mut kept: Vec<Value> = Vec::new();
    for value in found {
        if kept.len() < MOST
            && !kept.contains(&value)
            && schemas.allows(meaning, &value)
            && !others.iter().any(|other| schemas.allows(*other, &value))
        {
            kept.push(value);
        }
    }
    kept
}
