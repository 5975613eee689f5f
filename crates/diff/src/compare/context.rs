//! The state of a comparison: which pairs of parts were compared, what was noted in each, which messages reach them.
//!
//! Each pair of schemas is compared once per direction, from a queue: recursion in a schema ends, the stack stays flat,
//! and the time is that of the documents, not of the paths through them. An operation then owns all changes in the
//! pairs that it can reach.

use std::collections::{BTreeMap, HashMap};

use gatepact_finding::{Direction, Pointer, Release};
use gatepact_openapi::{Cursor, Parameter, ParameterLocation};
use gatepact_schema::{Decision, Step};

use super::absences::{Absences, Presence, demands};
use super::caller_facts::CallerFacts;
use super::component_use::another_component;
use super::inheritance::Inheritance;
use super::operation_side::OperationSide;
use super::raw_change::{Details, Place, RawChange};
use super::unknown::Unknown;
use crate::compared::{Compared, ComparedOperation};
use crate::containment::{Containment, Encoding, Traffic};
use crate::rules::ChangeKind;

/// The state of one comparison.
pub(crate) struct Context<'d> {
    pub(crate) containment: Containment<'d>,
    /// Who includes whom, in the old and in the new document.
    pub(super) inheritance: [Inheritance<'d>; 2],
    /// What one of the documents does not say.
    pub(crate) unknown: Unknown,
    /// Whether a producer may send properties that its schema does not declare.
    pub(crate) open_world: bool,
    /// What is known of the callers of both documents.
    pub(super) callers: CallerFacts,
    pub(crate) nodes: Vec<Node<'d>>,
    pub(crate) parts: Vec<Part<'d>>,
    pub(crate) roots: Vec<Root>,
    /// How many components were compared for themselves.
    pub(super) components: usize,
    pairs: HashMap<(Pointer, Pointer, Direction, Encoding), usize>,
    queue: Vec<usize>,
    absences: Absences,
}

/// What is being compared: a node, in a direction.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Scope {
    node: usize,
    pub(crate) direction: Direction,
    part: Option<usize>,
}

impl Scope {
    pub(super) fn towards(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }
}

/// An operation, or two schemas, with what was noted there.
#[derive(Default)]
pub(crate) struct Node<'d> {
    pub(crate) operation: Option<OperationPair<'d>>,
    pub(crate) pair: Option<Pair<'d>>,
    pub(crate) changes: Vec<RawChange<'d>>,
    /// The pairs below, and how a value leads there.
    pub(crate) reaches: Vec<(usize, Option<Step>)>,
}

/// An operation in both documents.
#[derive(Clone, Default)]
pub(crate) struct OperationPair<'d> {
    pub(crate) name: String,
    pub(crate) old: Option<OperationSide<'d>>,
    pub(crate) new: Option<OperationSide<'d>>,
}

/// Two schemas that are compared.
#[derive(Clone)]
pub(crate) struct Pair<'d> {
    pub(crate) old: Cursor<'d>,
    pub(crate) new: Cursor<'d>,
    pub(crate) direction: Direction,
    encoding: Encoding,
}

impl<'d> Pair<'d> {
    /// Which of them sends, which accepts.
    pub(crate) fn traffic(&self) -> Traffic<'_, 'd> {
        let (sent, accepted) = match self.direction {
            Direction::Request => (&self.old, &self.new),
            Direction::Response => (&self.new, &self.old),
        };
        Traffic { sent, accepted, direction: self.direction, encoding: self.encoding }
    }
}

/// The part of a message that a schema describes.
#[derive(Debug, Clone)]
pub(crate) enum Part<'d> {
    /// A parameter, as the old document has it where it does.
    Parameter(Parameter<'d>),
    /// The body of a request, by its media type.
    Body(&'d str),
    /// The body of a response, by its status and media type.
    Answer(&'d str, &'d str),
    /// A header of a response, by the status.
    Header(&'d str, &'d str),
    /// The body of a request that the service sends, by its name and media type.
    Sent(String, &'d str),
    /// The body of the answer to such a request, by its status and media type.
    Reply(&'d str, &'d str),
    /// A component, by its name: any message that it is a part of.
    Component(&'d str),
}

impl<'d> Part<'d> {
    fn encoding(&self) -> Encoding {
        match self {
            Self::Parameter(parameter) if parameter.at.value.get("content").is_some() => {
                Encoding::Json
            }
            Self::Parameter(parameter) => match parameter.location {
                ParameterLocation::Path => Encoding::Segment,
                ParameterLocation::Header => Encoding::Line,
                ParameterLocation::Query
                | ParameterLocation::QueryString
                | ParameterLocation::Cookie => Encoding::Text,
            },
            Self::Header(..) => Encoding::Line,
            Self::Body(media)
            | Self::Answer(_, media)
            | Self::Sent(_, media)
            | Self::Reply(_, media) => Encoding::of_media_type(media),
            Self::Component(_) => Encoding::Json,
        }
    }

    /// Whether every message has it.
    fn is_required(&self) -> bool {
        matches!(self, Self::Parameter(parameter) if parameter.required)
    }

    /// The same part, for the media type or the header of this name.
    fn with_name(&self, name: &'d str) -> Option<Self> {
        match self {
            Self::Parameter(_) | Self::Component(_) => None,
            Self::Body(_) => Some(Self::Body(name)),
            Self::Answer(status, _) => Some(Self::Answer(status, name)),
            Self::Header(status, _) => Some(Self::Header(status, name)),
            Self::Sent(request, _) => Some(Self::Sent(request.clone(), name)),
            Self::Reply(status, _) => Some(Self::Reply(status, name)),
        }
    }
}

/// A pair of schemas with which a part of a message begins.
pub(crate) struct Root {
    pub(crate) operation: usize,
    pub(crate) pair: usize,
    pub(crate) part: Option<usize>,
}

impl<'d> Context<'d> {
    pub(super) fn new(
        containment: Containment<'d>,
        (inheritance, unknown): ([Inheritance<'d>; 2], Unknown),
        (open_world, callers): (bool, CallerFacts),
    ) -> Self {
        Self {
            containment,
            inheritance,
            unknown,
            open_world,
            callers,
            nodes: Vec::new(),
            parts: Vec::new(),
            roots: Vec::new(),
            components: 0,
            pairs: HashMap::new(),
            queue: Vec::new(),
            absences: Absences::default(),
        }
    }

    /// What was compared.
    pub(crate) fn compared(&self) -> Compared {
        let mut operations: BTreeMap<&str, [Option<Pointer>; 2]> = BTreeMap::new();
        for pair in self.nodes.iter().filter_map(|node| node.operation.as_ref()) {
            let known = operations.entry(&pair.name).or_default();
            for (known, side) in known.iter_mut().zip([&pair.old, &pair.new]) {
                let pointer = side.as_ref().map(|side| side.operation.pointer.clone());
                *known = known.take().or(pointer);
            }
        }
        let operations = operations.into_iter();
        let operations = operations
            .map(|(name, pointers)| ComparedOperation { name: name.to_owned(), pointers })
            .collect();
        Compared { operations, components: self.components }
    }

    /// Whether the alternatives of a pair of schemas are the children of a parent.
    pub(crate) fn is_inherited(&self, node: usize) -> bool {
        let [old, _] = &self.inheritance;
        let pair = self.nodes[node].pair.as_ref();
        pair.is_some_and(|pair| !old.children(&pair.old.schema()).is_empty())
    }

    /// The scope of the API as a whole.
    pub(super) fn whole(&mut self) -> Scope {
        self.enter(Node::default())
    }

    /// The scope of an operation.
    pub(super) fn operation(&mut self, name: String) -> Scope {
        let operation = Some(OperationPair { name, old: None, new: None });
        self.enter(Node { operation, ..Node::default() })
    }

    /// Notes both sides of the operation of a scope.
    pub(super) fn set_sides(
        &mut self,
        scope: Scope,
        old: Option<OperationSide<'d>>,
        new: Option<OperationSide<'d>>,
    ) {
        if let Some(operation) = &mut self.nodes[scope.node].operation {
            (operation.old, operation.new) = (old, new);
        }
    }

    /// The same scope, in a part of the message.
    pub(super) fn in_part(&mut self, scope: Scope, part: Part<'d>) -> Scope {
        self.parts.push(part);
        Scope { part: Some(self.parts.len() - 1), ..scope }
    }

    /// The same scope, for the media type or the header of this name.
    pub(super) fn with_name(&mut self, scope: Scope, name: &'d str) -> Scope {
        match scope.part.and_then(|part| self.parts[part].with_name(name)) {
            Some(part) => self.in_part(scope, part),
            None => scope,
        }
    }

    fn enter(&mut self, node: Node<'d>) -> Scope {
        self.nodes.push(node);
        Scope { node: self.nodes.len() - 1, direction: Direction::Request, part: None }
    }

    /// Notes a change.
    pub(super) fn report(
        &mut self,
        scope: Scope,
        kind: ChangeKind,
        place: Place,
        details: Details,
    ) {
        let Scope { direction, part, .. } = scope;
        self.add(scope, RawChange { part, ..RawChange::new(kind, direction, place, details) });
    }

    /// Notes a change, with what is to be shown of it.
    pub(super) fn add(&mut self, scope: Scope, change: RawChange<'d>) {
        self.nodes[scope.node].changes.push(change);
    }

    /// Whether a part is not known in one of the documents: then there is nothing to compare.
    pub(super) fn is_unknown(&self, old: &Cursor<'d>, new: &Cursor<'d>) -> bool {
        self.unknown.is_part(Release::Old, old) || self.unknown.is_part(Release::New, new)
    }

    /// Whether it is not known what a list or a map holds in one of the documents.
    pub(super) fn is_unknown_list(&self, old: &Cursor<'d>, new: &Cursor<'d>) -> bool {
        self.unknown.has(Release::Old, &old.pointer) || self.unknown.has(Release::New, &new.pointer)
    }

    /// Whether a schema is not known in one of the documents.
    pub(super) fn is_unknown_schema(&self, old: &Cursor<'d>, new: &Cursor<'d>) -> bool {
        self.unknown.is_schema(Release::Old, old) || self.unknown.is_schema(Release::New, new)
    }

    /// The schemas of a part of a message, to compare now or already.
    pub(super) fn schemas(&mut self, scope: Scope, old: &Cursor<'d>, new: &Cursor<'d>) {
        if self.is_unknown_schema(old, new) {
            return;
        }
        let encoding = scope.part.map_or(Encoding::Json, |part| self.parts[part].encoding());
        self.schemas_written(scope, encoding, (old, new));
    }

    /// The same, of which is said otherwise how they are written.
    pub(super) fn schemas_written(
        &mut self,
        scope: Scope,
        encoding: Encoding,
        (old, new): (&Cursor<'d>, &Cursor<'d>),
    ) {
        let (old, new) = self.meant(scope.direction, (old, new));
        let pair = self.pair(Pair { old, new, direction: scope.direction, encoding });
        self.roots.push(Root { operation: scope.node, pair, part: scope.part });
        let is_required = scope.part.is_some_and(|part| self.parts[part].is_required());
        self.absences.note((scope.node, pair), Presence::required_if(is_required));
    }

    /// Whether all that is sent of the schemas of a part of a message is accepted, as the part writes it.
    pub(super) fn is_contained(
        &mut self,
        scope: Scope,
        old: &Cursor<'d>,
        new: &Cursor<'d>,
    ) -> bool {
        let encoding = scope.part.map_or(Encoding::Json, |part| self.parts[part].encoding());
        let pair =
            Pair { old: old.schema(), new: new.schema(), direction: scope.direction, encoding };
        self.containment.decide_root(pair.traffic()) == Decision::Contained
    }

    /// Whether a default at this place, noted in these nodes, stands for nothing: it is that of values which are never
    /// left out.
    pub(crate) fn is_of_required_values(&self, place: &Place, nodes: &[usize]) -> bool {
        nodes.iter().all(|node| {
            let pair = self.nodes[*node].pair.as_ref();
            let is_own = pair.is_some_and(|it| place.old.as_ref() == Some(&it.old.pointer));
            is_own && !self.absences.may_be_absent(*node)
        })
    }

    /// The schemas of a part of a value, to compare now or already.
    pub(super) fn subschemas(
        &mut self,
        scope: Scope,
        step: Option<Step>,
        (old, new): (&Cursor<'d>, &Cursor<'d>),
    ) {
        if self.is_unknown_schema(old, new) {
            self.unknown.note(old, new);
            return;
        }
        let presence = match &step {
            None | Some(Step::Alternative(_)) => Presence::OfWhole,
            Some(Step::Property(name)) => {
                let parent = self.nodes[scope.node].pair.as_ref();
                let sides = parent.map(|parent| [&parent.old, &parent.new]);
                Presence::required_if(sides.into_iter().flatten().any(|it| demands(it, name)))
            }
            Some(Step::Other(_) | Step::Matching(_) | Step::Item) => Presence::Optional,
        };
        let node = self.part_of_value(scope, presence, (old, new));
        self.nodes[scope.node].reaches.push((node, step));
    }

    /// The schemas that references within two schemas of one meaning lead to, several steps into the value.
    pub(super) fn references(
        &mut self,
        scope: Scope,
        (presence, steps): (Presence, &[Step]),
        sides: (&Cursor<'d>, &Cursor<'d>),
    ) {
        if self.is_unknown_schema(sides.0, sides.1) {
            self.unknown.note(sides.0, sides.1);
            return;
        }
        let node = self.part_of_value(scope, presence, sides);
        let (last, before) = match steps.split_last() {
            Some((last, before)) => (Some(last.clone()), before),
            None => (None, steps),
        };
        let mut from = scope.node;
        for step in before {
            let below = self.enter(Node::default()).node;
            self.nodes[from].reaches.push((below, Some(step.clone())));
            from = below;
        }
        self.nodes[from].reaches.push((node, last));
    }

    fn part_of_value(
        &mut self,
        scope: Scope,
        presence: Presence,
        (old, new): (&Cursor<'d>, &Cursor<'d>),
    ) -> usize {
        let (old, new) = self.meant(scope.direction, (old, new));
        let encoding = Encoding::Json;
        let node = self.pair(Pair { old, new, direction: scope.direction, encoding });
        self.absences.note((scope.node, node), presence);
        node
    }

    /// The schemas that two others represent; where a use takes another component, the uses themselves.
    fn meant(
        &mut self,
        direction: Direction,
        (old, new): (&Cursor<'d>, &Cursor<'d>),
    ) -> (Cursor<'d>, Cursor<'d>) {
        match another_component(&mut self.containment, direction, (old, new)) {
            Some(_) => (old.clone(), new.clone()),
            None => (old.schema(), new.schema()),
        }
    }

    fn pair(&mut self, pair: Pair<'d>) -> usize {
        let Pair { old, new, direction, encoding } = &pair;
        let key = (old.pointer.clone(), new.pointer.clone(), *direction, *encoding);
        if let Some(node) = self.pairs.get(&key) {
            return *node;
        }
        let node = self.enter(Node { pair: Some(pair), ..Node::default() }).node;
        self.pairs.insert(key, node);
        self.queue.push(node);
        node
    }

    /// The next pair of schemas to compare, in its scope.
    pub(super) fn next_pair(&mut self) -> Option<(Scope, Pair<'d>)> {
        loop {
            let node = self.queue.pop()?;
            if let Some(pair) = self.nodes[node].pair.clone() {
                return Some((Scope { node, direction: pair.direction, part: None }, pair));
            }
        }
    }
}
