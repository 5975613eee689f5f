//! The schemas within a schema that look at the same value: those of `allOf`, `anyOf`, `if` and their like.

use gatepact_openapi::Cursor;
use gatepact_schema::applicator::{Applicator, InstancePart};

/// The schemas under the keywords that are wanted, in the order of the table of applicators.
pub(super) fn in_place<'d>(
    schema: &Cursor<'d>,
    is_wanted: impl Fn(&Applicator) -> bool,
) -> Vec<Cursor<'d>> {
    let dialect = schema.dialect();
    let is_such = |it: &&Applicator| {
        it.part() == InstancePart::Whole && it.is_known_in(dialect) && is_wanted(it)
    };
    let mut found = Vec::new();
    for applicator in Applicator::all().iter().filter(is_such) {
        let Some(keyword) = schema.raw(applicator.name()) else { continue };
        for (token, value) in applicator.schemas(keyword.value, dialect) {
            found.push(match token {
                Some(token) => keyword.moved(keyword.pointer.child(&token.text()), value),
                None => keyword.clone(),
            });
        }
    }
    found
}
