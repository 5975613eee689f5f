//! The table of rules as a whole: sorted, documented, covered by cases, and with a mirror for each rule.
//!
//! A rule has two mirrors: the same change in the other direction (`request.` and `response.`), and the opposite change
//! (`added` and `removed`). Where one is missing a waiver says why; a waiver that is not needed any more fails.

use std::collections::BTreeSet;

use gatepact_diff::rules::{AppliesTo, CHANGE_KINDS, ChangeKindInfo, Effect, change_ids};

use super::{folders, root};

pub(super) const AUDITS: [(&str, fn()); 5] = [
    ("audit::ids_are_sorted_unique_and_documented", ids_are_sorted_unique_and_documented),
    ("audit::every_id_has_a_folder_and_every_folder_an_id", every_id_has_a_folder),
    ("audit::every_folder_has_a_case_that_fires_and_one_that_passes", every_folder_has_two_cases),
    ("audit::one_sided_kinds_are_waived_with_a_reason", one_sided_kinds_are_waived),
    ("audit::kinds_without_an_opposite_are_waived_with_a_reason", opposites_exist_or_are_waived),
];

/// Kinds that exist in one direction only, and why.
const ONE_SIDED: [(&str, &str); 17] = [
    ("body.", "a response says by its media types whether it has a body; nobody demands one"),
    ("header.value-changed", "the gateway writes constants into responses only"),
    ("header.", "headers of a request are parameters"),
    ("media-type.schema-added", "a request that has to fit a schema now is narrowed by it"),
    ("parameter.", "parameters of a response are headers"),
    ("property.read-only-", "a response has what is read-only"),
    ("property.required-write-only-added", "a request has what is write-only"),
    ("property.restricted", "a response that promises more of a property breaks nobody"),
    ("property.undescribed-refused", "of a response that is additional-properties.closed"),
    ("property.write-only-", "a request has what is write-only"),
    ("property.unexpected", "in a request that is property.optional-added"),
    ("property.refused", "nobody refuses what a response lacks: that is property.removed"),
    ("schema.describes-less", "a request need not hold what is no longer described"),
    ("security.", "credentials travel with requests"),
    ("status.error-removed", "a request has no status"),
    ("status.", "a request has no status"),
    ("validation.", "API Gateway validates requests only"),
];

/// Words that end a name, and the word of the opposite change.
const OPPOSITES: [(&str, &str); 11] = [
    ("added", "removed"),
    ("allowed", "refused"),
    ("became-optional", "became-required"),
    ("closed", "opened"),
    ("demanded", "dropped"),
    ("demanded", "relaxed"),
    ("deprecated", "reactivated"),
    ("disabled", "enabled"),
    ("narrowed", "widened"),
    ("raised", "lowered"),
    ("restricted", "unrestricted"),
];

/// Words that end the name of a change whose opposite is a change of the same kind.
const SELF_OPPOSITE: [&str; 3] = ["changed", "moved", "replaced"];

/// Kinds without an opposite, and why.
const WITHOUT_OPPOSITE: [(&str, &str); 36] = [
    (
        "body.optional-added",
        "its opposite is body.removed, which asks for no more than that the body is gone",
    ),
    ("body.required-added", "its opposite is body.removed"),
    (
        "integration.passthrough-closed",
        "what is passed on again refuses nobody: integration.changed",
    ),
    ("integration.timeout-lowered", "to wait longer breaks nobody: integration.changed"),
    (
        "media-type.schema-added",
        "what is not described promises nothing, so that neither way gives",
    ),
    ("nullable.ignored", "a `nullable` that is read again is nullable.added"),
    ("nullable.unclear", "it is unclear in both directions"),
    ("operation.covered", "to be carved out of a covering route is compared with it"),
    ("operation.removed-after-sunset", "a way to go; its opposite is operation.added"),
    ("operation.removed-announced", "a way to go; its opposite is operation.added"),
    ("operation.removed-unstable", "a way to go; its opposite is operation.added"),
    ("operation.sunset-earlier", "a later date takes nothing away"),
    ("operation.sunset-unreadable", "a date that can be read is operation.deprecated"),
    ("operation.sunset-withdrawn", "a date for what was deprecated without one takes nothing away"),
    ("parameter.optional-added", "its opposite is parameter.removed"),
    ("parameter.removed-after-sunset", "a way to go; its opposite is parameter.optional-added"),
    ("parameter.removed-before-sunset", "a way to go; its opposite is parameter.optional-added"),
    ("parameter.required-added", "its opposite is parameter.removed"),
    ("parameter.sunset-earlier", "a later date takes nothing away"),
    ("parameter.sunset-unreadable", "a date that can be read is parameter.deprecated"),
    ("parameter.sunset-withdrawn", "a date for what was deprecated without one takes nothing away"),
    ("property.refused", "its opposite is property.optional-added"),
    ("property.removed-after-sunset", "a way to go; its opposite is property.optional-added"),
    ("property.required-added", "its opposite is property.removed"),
    ("property.required-write-only-added", "its opposite is property.write-only-removed"),
    ("property.restricted", "a property that is free again is property.optional-removed"),
    ("property.sunset-earlier", "a later date takes nothing away"),
    ("property.sunset-unreadable", "a date that can be read is property.deprecated"),
    ("property.sunset-withdrawn", "a date for what was deprecated without one takes nothing away"),
    ("property.undescribed-refused", "its opposite is additional-properties.opened"),
    ("property.unexpected", "its opposite is property.optional-removed"),
    ("schema.describes-less", "more properties in its place are schema.replaced-safely"),
    ("schema.replaced-safely", "the way back may lose something: schema.replaced"),
    ("security.alternative-added", "an alternative that is gone is security.changed"),
    ("security.api-key-required", "a sort of security.added; its opposite is security.removed"),
    ("security.undecided", "it is undecided in both directions"),
];

fn ids_are_sorted_unique_and_documented() {
    assert!(
        CHANGE_KINDS.is_sorted_by(|one, other| one.name < other.name),
        "sort the table by name"
    );
    for (index, row) in CHANGE_KINDS.iter().enumerate() {
        assert_eq!(row.kind as usize, index, "{}", row.name);
        assert!(row.doc.ends_with('.') && row.doc.len() > 15, "{}: {}", row.name, row.doc);
        assert!(
            row.name.bytes().all(|byte| byte.is_ascii_lowercase() || b".-".contains(&byte)),
            "{}",
            row.name
        );
    }
    let ids: Vec<_> = change_ids();
    assert!(ids.is_sorted_by(|one, other| one < other));
}

fn every_id_has_a_folder() {
    let ids: BTreeSet<String> = change_ids().into_iter().map(str::to_owned).collect();
    let folders: BTreeSet<String> = folders(&root()).into_iter().collect();
    let odd: Vec<_> = ids.symmetric_difference(&folders).collect();
    assert!(odd.is_empty(), "ids without a folder, or folders without an id: {odd:#?}");
}

fn every_folder_has_two_cases() {
    for id in folders(&root()) {
        assert_eq!(folders(&root().join(&id)), ["fires", "passes"], "{id}");
    }
}

fn one_sided_kinds_are_waived() {
    let one_sided = CHANGE_KINDS
        .iter()
        .filter(|row| matches!(row.applies_to, AppliesTo::Request | AppliesTo::Response));
    let used: BTreeSet<_> = one_sided
        .map(|row| {
            let waiver = ONE_SIDED.iter().find(|(prefix, _)| row.name.starts_with(prefix));
            waiver.unwrap_or_else(|| panic!("{} has no mirror and no waiver", row.name)).0
        })
        .collect();
    let stale: Vec<_> = ONE_SIDED.iter().filter(|(prefix, _)| !used.contains(prefix)).collect();
    assert!(stale.is_empty(), "stale waivers: {stale:?}");
}

fn opposites_exist_or_are_waived() {
    let missing: BTreeSet<_> =
        CHANGE_KINDS.iter().filter(|row| !has_opposite(row)).map(|row| row.name).collect();
    let waived: BTreeSet<_> = WITHOUT_OPPOSITE.iter().map(|(name, _)| *name).collect();
    let odd: Vec<_> = missing.symmetric_difference(&waived).collect();
    assert!(
        odd.is_empty(),
        "kinds without an opposite or a waiver, or waived for nothing: {odd:#?}"
    );
}

/// By the last word of the name.
fn has_opposite(row: &ChangeKindInfo) -> bool {
    if SELF_OPPOSITE.iter().any(|word| row.name.ends_with(word)) {
        return true;
    }
    let both_ways = OPPOSITES.iter().flat_map(|(one, other)| [(one, other), (other, one)]);
    both_ways
        .filter_map(|(word, opposite)| Some(format!("{}{opposite}", row.name.strip_suffix(word)?)))
        .filter_map(|name| CHANGE_KINDS.iter().find(|other| other.name == name))
        .any(|other| are_opposite(row.effect, other.effect))
}

/// What the one gives the other takes.
fn are_opposite(one: Effect, other: Effect) -> bool {
    gives(one) != gives(other)
}

fn gives(effect: Effect) -> bool {
    match effect {
        Effect::Allowed | Effect::Widened | Effect::Extended => true,
        Effect::Withdrawn
        | Effect::Replaced
        | Effect::Narrowed
        | Effect::Removed
        | Effect::Undescribed
        | Effect::Undecided
        | Effect::Internal => false,
    }
}
