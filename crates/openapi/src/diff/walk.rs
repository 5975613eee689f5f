//! The walk over two documents: which pairs of parts were compared, what was found in each, who reaches it.
//!
//! Each pair of schemas is compared once per direction, from a queue: recursion in a schema ends, nothing overflows,
//! and the time is that of the documents, not of the paths through them. An operation then owns all changes in the
//! pairs it can reach.

use std::collections::{BTreeMap, HashMap};

use gatepact_schema::{Reason, Step};
use serde_json::Value;

use super::Options;
use super::change::{Change, Facts};
use super::cursor::Cursor;
use super::judge::{Form, Judge, Traffic};
use super::operations::Side;
use super::rules::Kind;
use super::severity::Direction;
use super::{Comparison, prove, schema};

/// The state of one comparison.
pub(super) struct Walk<'d> {
    pub(super) judge: Judge<'d>,
    pub(super) options: Options,
    pub(super) nodes: Vec<Node<'d>>,
    pub(super) parts: Vec<Part<'d>>,
    pub(super) roots: Vec<Root>,
    pairs: HashMap<(String, String, Direction, Form), usize>,
    queue: Vec<usize>,
}

/// What is being compared: a node of the walk, in a direction.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pass {
    node: usize,
    pub(super) direction: Direction,
    part: Option<usize>,
}

impl Pass {
    pub(super) fn towards(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }
}

/// An operation, or two schemas, with what was found there.
#[derive(Default)]
pub(super) struct Node<'d> {
    pub(super) operation: Option<Exchange<'d>>,
    pub(super) pair: Option<Pair<'d>>,
    pub(super) found: Vec<Found<'d>>,
    /// The pairs below, and how a value leads there.
    pub(super) reaches: Vec<(usize, Option<Step>)>,
}

/// An operation in both documents.
#[derive(Clone, Default)]
pub(super) struct Exchange<'d> {
    pub(super) name: String,
    pub(super) old: Option<Side<'d>>,
    pub(super) new: Option<Side<'d>>,
}

/// Two schemas that are compared.
#[derive(Clone)]
pub(super) struct Pair<'d> {
    pub(super) old: Cursor<'d>,
    pub(super) new: Cursor<'d>,
    pub(super) direction: Direction,
    form: Form,
}

impl<'d> Pair<'d> {
    /// Who sends, who takes.
    pub(super) fn traffic(&self) -> Traffic<'_, 'd> {
        let (sent, taken) = match self.direction {
            Direction::Request => (&self.old, &self.new),
            Direction::Response => (&self.new, &self.old),
        };
        Traffic { sent, taken, direction: self.direction, form: self.form }
    }
}

/// The part of a message that a schema describes.
#[derive(Debug, Clone)]
pub(super) enum Part<'d> {
    /// A parameter, as the old document has it.
    Parameter(Cursor<'d>),
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
}

impl Part<'_> {
    fn form(&self) -> Form {
        match self {
            Self::Parameter(parameter) if parameter.value.get("content").is_some() => Form::Json,
            Self::Parameter(parameter) if parameter.text("in") == Some("path") => Form::Segment,
            Self::Parameter(parameter) if parameter.text("in") == Some("header") => Form::Line,
            Self::Parameter(_) => Form::Text,
            Self::Header(..) => Form::Line,
            Self::Body(_) | Self::Answer(..) | Self::Sent(..) | Self::Reply(..) => Form::Json,
        }
    }
}

/// Where a message meets its schemas.
pub(super) struct Root {
    pub(super) operation: usize,
    pub(super) pair: usize,
    pub(super) part: Option<usize>,
}

pub(super) struct Found<'d> {
    pub(super) kind: Kind,
    pub(super) direction: Direction,
    pub(super) place: Place,
    pub(super) facts: Facts,
    pub(super) claim: Option<Claim<'d>>,
    /// The part of the message that it is about, where it is no schema's.
    pub(super) part: Option<usize>,
}

/// Equal findings.
pub(super) struct Distinct<'d> {
    pub(super) change: Change,
    pub(super) claim: Option<Claim<'d>>,
    /// The nodes that found it, and the part of the message in which the first of them did.
    pub(super) finders: Vec<usize>,
    pub(super) part: Option<Part<'d>>,
}

/// What is to be shown in whole messages: values that disobey a demand of what takes them.
#[derive(Clone)]
pub(super) struct Claim<'d> {
    pub(super) at: Cursor<'d>,
    pub(super) fragment: Value,
    /// Why it could not be decided by itself.
    pub(super) doubt: Option<Reason>,
}

/// Where a change stands.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    old: Option<String>,
    new: Option<String>,
}

impl Place {
    pub(super) fn added(new: &Cursor<'_>) -> Self {
        Self { old: None, new: Some(new.pointer.clone()) }
    }

    pub(super) fn removed(old: &Cursor<'_>) -> Self {
        Self { old: Some(old.pointer.clone()), new: None }
    }

    pub(super) fn both(old: &Cursor<'_>, new: &Cursor<'_>) -> Self {
        Self { old: Some(old.pointer.clone()), new: Some(new.pointer.clone()) }
    }
}

impl<'d> Walk<'d> {
    pub(super) fn new(judge: Judge<'d>, options: Options) -> Self {
        Self {
            judge,
            options,
            nodes: Vec::new(),
            parts: Vec::new(),
            roots: Vec::new(),
            pairs: HashMap::new(),
            queue: Vec::new(),
        }
    }

    /// A pass over the API as a whole.
    pub(super) fn whole(&mut self) -> Pass {
        self.enter(Node::default())
    }

    /// A pass over an operation.
    pub(super) fn operation(&mut self, name: String) -> Pass {
        let operation = Some(Exchange { name, old: None, new: None });
        self.enter(Node { operation, ..Node::default() })
    }

    /// Notes where the operation of a pass stands.
    pub(super) fn stands(&mut self, pass: Pass, old: Option<&Side<'d>>, new: Option<&Side<'d>>) {
        if let Some(operation) = &mut self.nodes[pass.node].operation {
            (operation.old, operation.new) = (old.cloned(), new.cloned());
        }
    }

    /// The same pass, over a part of the message.
    pub(super) fn over(&mut self, pass: Pass, part: Part<'d>) -> Pass {
        self.parts.push(part);
        Pass { part: Some(self.parts.len() - 1), ..pass }
    }

    /// The same pass, over the media type or the header of this name.
    pub(super) fn named(&mut self, pass: Pass, name: &'d str) -> Pass {
        let Some(part) = pass.part.map(|part| self.parts[part].clone()) else { return pass };
        let part = match part {
            Part::Parameter(_) => return pass,
            Part::Body(_) => Part::Body(name),
            Part::Answer(status, _) => Part::Answer(status, name),
            Part::Header(status, _) => Part::Header(status, name),
            Part::Sent(request, _) => Part::Sent(request, name),
            Part::Reply(status, _) => Part::Reply(status, name),
        };
        self.over(pass, part)
    }

    fn enter(&mut self, node: Node<'d>) -> Pass {
        self.nodes.push(node);
        Pass { node: self.nodes.len() - 1, direction: Direction::Request, part: None }
    }

    /// Notes a change.
    pub(super) fn report(&mut self, pass: Pass, kind: Kind, place: Place, facts: Facts) {
        let Pass { direction, part, .. } = pass;
        self.claim(pass, Found { kind, direction, place, facts, claim: None, part });
    }

    /// Notes a change, with what is to be shown of it.
    pub(super) fn claim(&mut self, pass: Pass, found: Found<'d>) {
        self.nodes[pass.node].found.push(found);
    }

    /// The schemas of a part of a message, to compare now or already.
    pub(super) fn schemas(&mut self, pass: Pass, old: &Cursor<'d>, new: &Cursor<'d>) {
        let form = pass.part.map_or(Form::Json, |part| self.parts[part].form());
        let (old, new) = (old.schema(), new.schema());
        let pair = self.pair(Pair { old, new, direction: pass.direction, form });
        self.roots.push(Root { operation: pass.node, pair, part: pass.part });
    }

    /// The schemas of a part of a value, to compare now or already.
    pub(super) fn below(
        &mut self,
        pass: Pass,
        step: Option<Step>,
        (old, new): (&Cursor<'d>, &Cursor<'d>),
    ) {
        let pair = Pair {
            old: old.schema(),
            new: new.schema(),
            direction: pass.direction,
            form: Form::Json,
        };
        let node = self.pair(pair);
        self.nodes[pass.node].reaches.push((node, step));
    }

    fn pair(&mut self, pair: Pair<'d>) -> usize {
        let Pair { old, new, direction, form } = &pair;
        let key = (old.pointer.clone(), new.pointer.clone(), *direction, *form);
        if let Some(node) = self.pairs.get(&key) {
            return *node;
        }
        let node = self.enter(Node { pair: Some(pair), ..Node::default() }).node;
        self.pairs.insert(key, node);
        self.queue.push(node);
        node
    }

    /// Compares what is left and collects the changes.
    pub(super) fn finish(mut self) -> Comparison {
        while let Some(node) = self.queue.pop() {
            let Some(pair) = self.nodes[node].pair.clone() else { continue };
            let pass = Pass { node, direction: pair.direction, part: None };
            schema::compare(&mut self, pass, &pair.old, &pair.new);
        }
        let changes = prove::changes(&mut self);
        Comparison { changes, tally: self.judge.tally() }
    }

    /// Equal findings are one, with the nodes that found it; in the order of kind and place.
    pub(super) fn distinct(&self) -> Vec<Distinct<'d>> {
        let mut finders: BTreeMap<_, (&Found<'d>, Vec<usize>)> = BTreeMap::new();
        for (index, node) in self.nodes.iter().enumerate() {
            for found in &node.found {
                finders.entry(found.key()).or_insert((found, Vec::new())).1.push(index);
            }
        }
        finders
            .into_values()
            .map(|(found, finders)| Distinct {
                change: found.change(),
                claim: found.claim.clone(),
                finders,
                part: found.part.map(|part| self.parts[part].clone()),
            })
            .collect()
    }
}

impl Found<'_> {
    /// What makes a finding the same as another one; values count by their text.
    fn key(&self) -> (Kind, Direction, &Place, Option<&str>, [String; 2]) {
        let text =
            |value: &Option<Value>| value.as_ref().map_or_else(String::new, Value::to_string);
        let values = [text(&self.facts.old), text(&self.facts.new)];
        (self.kind, self.direction, &self.place, self.facts.subject.as_deref(), values)
    }

    fn change(&self) -> Change {
        Change {
            kind: self.kind,
            direction: self.direction,
            operations: Vec::new(),
            pointer_old: self.place.old.clone(),
            pointer_new: self.place.new.clone(),
            facts: self.facts.clone(),
            proof: None,
        }
    }
}
