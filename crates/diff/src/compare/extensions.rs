//! Extensions of API Gateway that no other module compares. Those of other vendors do not concern the gateway.

use gatepact_finding::Subject;
use gatepact_openapi::Cursor;

use super::context::{Context, Scope};
use super::raw_change::{Details, Place};
use crate::rules::ChangeKind;

/// The extensions of two parts, but for the known ones.
pub(super) fn compare(
    context: &mut Context<'_>,
    scope: Scope,
    (old, new): (&Cursor<'_>, &Cursor<'_>),
    known: &[&str],
) {
    let mut names: Vec<_> = old.members().chain(new.members()).map(|(name, _)| name).collect();
    names.retain(|name| name.starts_with("x-amazon-apigateway-") && !known.contains(name));
    names.sort_unstable();
    names.dedup();
    for name in names {
        let (old, new) = (old.get_or_absent(name), new.get_or_absent(name));
        if old.value != new.value {
            let details = Details::about(Subject::Extension(name.to_owned()));
            context.report(scope, ChangeKind::ExtensionChanged, Place::both(&old, &new), details);
        }
    }
}
