//! Two schemas, by their meaning.
//!
//! Schemas that mean the same are no change, however they are written. Else every demand of the one is asked of the
//! values of the other ([`facet`]), in both orders: what disobeys a demand of the side that takes the values may break,
//! what disobeys one of the side that sends them is a relaxation. Properties, items and alternatives that both have
//! are compared on their own, so that a change is told where it stands.

mod annotations;
mod below;
mod facet;
mod kinds;
mod properties;
mod view;

use std::collections::BTreeSet;

use gatepact_schema::Answer;

use super::cursor::Cursor;
use super::severity::Direction;
use super::walk::{Pass, Walk};
use facet::{About, Facet, facets};
use kinds::Disobeyed;
use view::View;

/// Two schemas, seen from a pass.
pub(super) struct Views<'d> {
    old: View<'d>,
    new: View<'d>,
}

/// Which side's demands are asked of the values of the other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sense {
    /// The new demands, of the old values: fewer values pass.
    Narrowed,
    /// The old demands, of the new values: more values pass.
    Widened,
}

impl Sense {
    /// Whether a message may be lost by it.
    fn breaks(self, direction: Direction) -> bool {
        match direction {
            Direction::Request => self == Self::Narrowed,
            Direction::Response => self == Self::Widened,
        }
    }
}

impl<'d> Views<'d> {
    /// The view whose values are asked, and the one whose demands are.
    fn ordered(&self, sense: Sense) -> (&View<'d>, &View<'d>) {
        match sense {
            Sense::Narrowed => (&self.old, &self.new),
            Sense::Widened => (&self.new, &self.old),
        }
    }
}

/// The types of the values of a schema, null aside, whatever parents it has them from; `None` where nothing is said.
pub(super) fn types<'d>(schema: &Cursor<'d>) -> Option<BTreeSet<&'d str>> {
    View::new(schema).types()
}

/// One level of two schemas; the levels below go to the queue.
pub(super) fn compare<'d>(walk: &mut Walk<'d>, pass: Pass, old: &Cursor<'d>, new: &Cursor<'d>) {
    if walk.judge.same(old, new, pass.direction) {
        return annotations::compare_all(walk, pass, (old, new));
    }
    annotations::compare(walk, pass, old, new);
    let views = Views { old: View::new(old), new: View::new(new) };
    let broken = demands(walk, pass, &views);
    properties::compare(walk, pass, &views, &broken);
    below::compare(walk, pass, &views);
}

/// Tells the demands that are disobeyed, those that may break first.
fn demands<'d>(walk: &mut Walk<'d>, pass: Pass, views: &Views<'d>) -> Disobeyed<'d> {
    let mut disobeyed = Disobeyed::default();
    let mut senses = [Sense::Narrowed, Sense::Widened];
    senses.sort_by_key(|sense| !sense.breaks(pass.direction));
    for sense in senses {
        let (from, to) = views.ordered(sense);
        if walk.judge.contains(&from.at, &to.at, pass.direction) == Answer::Contained {
            continue;
        }
        let own = facets(from);
        for facet in facets(to) {
            let is_own = || is_made_by(&own, &facet, (from, to), pass.direction);
            if is_left_to_parts(walk, pass, views, facet.about) || is_own() {
                continue;
            }
            let asked = (&facet.at, &facet.fragment);
            let doubt = match walk.judge.obeys(&from.at, asked, pass.direction) {
                Answer::Contained => continue,
                Answer::Witness(_) => None,
                Answer::Undecided(reason) => Some(reason),
            };
            disobeyed.tell(walk, pass, views, (sense, facet, doubt));
        }
    }
    disobeyed
}

/// Whether the sender makes the same demand of itself: then nobody has to ask.
fn is_made_by<'d>(
    own: &[Facet<'d>],
    facet: &Facet<'d>,
    (from, to): (&View<'d>, &View<'d>),
    direction: Direction,
) -> bool {
    let travels =
        |name: &str| [from, to].iter().all(|view| view.properties(direction).contains_key(name));
    let is_plain = match facet.about {
        About::Types | About::Null | About::Values | About::Bound(_) => true,
        About::Required(name) => travels(name),
        // They hold schemas, which may refer to others.
        About::Others
        | About::Property(_)
        | About::Items
        | About::Alternatives(_)
        | About::Whole(_) => false,
    };
    is_plain && own.iter().any(|it| it.about == facet.about && it.fragment == facet.fragment)
}

/// Whether the parts that both sides have are compared on their own, and tell all there is to tell.
fn is_left_to_parts<'d>(
    walk: &mut Walk<'d>,
    pass: Pass,
    views: &Views<'d>,
    about: About<'d>,
) -> bool {
    let both = |name: &str| views.old.has_keyword(name) && views.new.has_keyword(name);
    match about {
        About::Property(name) => views.old.has_property(name) && views.new.has_property(name),
        About::Items => both("items") || both("prefixItems"),
        About::Alternatives(_) => below::has_other_alternatives(walk, pass, views),
        About::Types
        | About::Null
        | About::Values
        | About::Bound(_)
        | About::Required(_)
        | About::Others
        | About::Whole(_) => false,
    }
}
