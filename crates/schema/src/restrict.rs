//! A node as the values of one type see it: what speaks of other types is gone.

use rustc_hash::FxHashMap;

use crate::Reason;
use crate::node::{Arena, Id, Node, Unread};
use crate::types::Type;
use crate::value::ValueId;

/// What has been worked out: `None` while it is being.
pub(crate) type Restricted = FxHashMap<(Id, Type), Option<Id>>;

/// The node that holds the same values of the type.
pub(crate) fn restrict(arena: &mut Arena, known: &mut Restricted, id: Id, kind: Type) -> Id {
    match known.get(&(id, kind)) {
        Some(Some(known)) => return *known,
        Some(None) => return arena.intern(Node::Opaque(Reason::Endless, Unread::Within(id))),
        None => {}
    }
    let node = arena.get(id).clone();
    let mut each = |arena: &mut Arena, members: &[Id]| -> Vec<Id> {
        known.insert((id, kind), None);
        members.iter().map(|member| restrict(arena, known, *member, kind)).collect()
    };
    let number = kind.is_number();
    let keep_if = |wanted: bool| if wanted { id } else { Arena::ANY };
    let restricted = match node {
        Node::Any | Node::Never | Node::Opaque(..) => id,
        Node::Types(types) => {
            if types.has(kind) {
                Arena::ANY
            } else {
                Arena::NEVER
            }
        }
        Node::Enum(values) => {
            let of_kind = |value: &ValueId| Type::of(arena.values.get(*value)) == kind;
            let values = values.iter().copied().filter(of_kind).collect();
            arena.values(values)
        }
        Node::And(members) => {
            let members = each(arena, &members);
            arena.and(members)
        }
        Node::Or(members) => {
            let members = each(arena, &members);
            arena.or(members)
        }
        Node::One(members) => {
            let members = each(arena, &members);
            arena.one(members)
        }
        Node::Not(inner) => {
            let inner = each(arena, &[inner]);
            arena.not(inner[0])
        }
        Node::Ref(slot) => match arena.definition(slot) {
            Some(definition) => each(arena, &[definition])[0],
            None => arena.intern(Node::Opaque(Reason::Endless, Unread::Within(id))),
        },
        Node::Multiple(step) if kind == Type::Integer && step == crate::number::one() => Arena::ANY,
        Node::Range(_) | Node::Multiple(_) => keep_if(number),
        Node::Length(_) | Node::Text(_) => keep_if(kind == Type::String),
        Node::Items(_) | Node::Count(_) | Node::Unique | Node::Contains { .. } => {
            keep_if(kind == Type::Array)
        }
        Node::Properties(_) | Node::Required(_) | Node::Size(_) | Node::Names(_) => {
            keep_if(kind == Type::Object)
        }
    };
    known.insert((id, kind), Some(restricted));
    restricted
}
