//! Properties that only one side describes and nobody has to send, and those that nobody describes.

use serde_json::Value;

use super::kinds::Disobeyed;
use super::{View, Views};
use crate::diff::change::Facts;
use crate::diff::lifetime::{self, Removal};
use crate::diff::rules::Kind;
use crate::diff::severity::Direction;
use crate::diff::walk::{Pass, Place, Walk};

pub(super) fn compare<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    views: &Views<'d>,
    disobeyed: &Disobeyed<'d>,
) {
    let (old, new) = (&views.old, &views.new);
    let (before, after) = (old.properties(pass.direction), new.properties(pass.direction));
    let is_told = |name: &str| disobeyed.tells_property(name);
    for (name, property) in before.iter().filter(|(name, _)| !after.contains_key(*name)) {
        if !is_told(name) && old.describes(name) {
            let kind = match lifetime::removal(property, walk.options.today) {
                Removal::AfterSunset | Removal::Unstable => Kind::PropertyRemovedAfterSunset,
                Removal::BeforeSunset | Removal::Announced | Removal::Unannounced => {
                    Kind::PropertyOptionalRemoved
                }
            };
            walk.report(pass, kind, Place::removed(property), Facts::about(*name));
        }
    }
    for (name, property) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
        if !is_told(name) && new.describes(name) {
            let facts = Facts::about(*name);
            walk.report(pass, Kind::PropertyOptionalAdded, Place::added(property), facts);
        }
    }
    // Read to the letter, that is a question about values.
    if !walk.options.open_world {
        undescribed(walk, pass, views);
    }
}

/// What an object says of the properties that it does not describe.
#[derive(PartialEq, Eq)]
enum Others {
    Unsaid,
    Refused,
    Described,
}

/// An object that says nothing takes anything, and nobody sends it: only who reads the schema to the letter sees a
/// break.
fn undescribed<'d>(walk: &mut Walk<'d>, pass: Pass, views: &Views<'d>) {
    let of = |view: &View<'d>| match view.keyword("additionalProperties").map(|it| it.value) {
        None => Others::Unsaid,
        Some(Value::Bool(false)) => Others::Refused,
        Some(_) => Others::Described,
    };
    let is_object = |view: &View<'d>| !view.properties(pass.direction).is_empty();
    if !is_object(&views.old) || !is_object(&views.new) {
        return;
    }
    let kind = match (of(&views.old), of(&views.new), pass.direction) {
        (Others::Unsaid, Others::Refused, Direction::Request) => Kind::PropertyUndescribedRefused,
        (Others::Unsaid, Others::Refused, Direction::Response) => Kind::AdditionalPropertiesClosed,
        (Others::Refused, Others::Unsaid, Direction::Request | Direction::Response) => {
            Kind::AdditionalPropertiesOpened
        }
        _ => return,
    };
    let place = Place::both(&views.old.at, &views.new.at);
    walk.report(pass, kind, place, Facts::default());
}
