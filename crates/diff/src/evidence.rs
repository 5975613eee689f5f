//! From differences to changes: what is shown in whole messages stays, what no message shows is dropped.
//!
//! A schema may demand more than before and still refuse no message: another alternative takes the value, or the whole
//! was refused already. So each difference that may break is asked again at the schemas that messages begin with: is
//! there a whole value that is refused because of it? It is the witness, and it meets no other difference where such a
//! value exists: then it would pass if this one part were put back. A schema that refuses something which no difference
//! explains is a change of its own.

mod causes;
mod distinct;
mod message;
mod promised;
mod proven;
mod reach;
mod reader;
mod releases;

use std::collections::{BTreeMap, BTreeSet};

use gatepact_finding::{Direction, Proof, Subject, Text, Witness};
use gatepact_schema::{Answer, Certainty, Decision, OneOf, Reason};
use serde_json::Value;

use crate::compare::context::{Context, OperationPair, Pair};
use crate::compare::deprecation::Stability;
use crate::compare::raw_change::{Details, LetIn, Loss, Place};
use crate::containment::{Containment, Demand};
use crate::rules::ChangeKind;
use causes::Causes;
use distinct::{Distinct, distinct};
use message::{Message, Shown};
pub(crate) use proven::ProvenChange;
use reach::{Reach, Way};
pub(crate) use releases::Releases;

/// The maximum number of ways into messages that are tried for one difference, the shortest first.
const MAX_WAYS: usize = 12;

/// The maximum number of values that are looked for until one meets a single difference.
const MAX_TRIES: usize = 4;

/// The maximum number of differences that a value is asked not to meet.
const MAX_OTHERS: usize = 6;

/// All changes of a comparison, each with its proof.
pub(crate) fn prove(context: &mut Context<'_>, releases: Releases<'_>) -> Vec<ProvenChange> {
    let reach = Reach::new(context);
    let mut changes = Vec::new();
    let mut causes = Causes::default();
    let mut differences = Vec::new();
    let mut stated = Vec::new();
    for mut distinct in distinct(context) {
        if distinct.change.kind == ChangeKind::DefaultChanged
            && context.is_of_required_values(&distinct.change.place, &distinct.finders)
        {
            continue;
        }
        let ways = reach.ways(&distinct.finders);
        match distinct.candidate.take() {
            None => stated.push((distinct, ways)),
            Some(candidate) => {
                let number = causes.add(candidate, &distinct.finders);
                differences.push(Difference { number, change: distinct.change, ways });
            }
        }
    }
    let mut prover = Prover { context, reach, releases, causes };
    changes.extend(stated.into_iter().map(|(distinct, ways)| prover.stated(distinct, &ways)));
    let all_ways: Vec<Vec<Way>> = differences.iter().map(|it| it.ways.clone()).collect();
    let mut kept = BTreeSet::new();
    for difference in differences {
        let number = difference.number;
        if let Some(change) = prover.shown(difference, &all_ways) {
            kept.insert(number);
            changes.push(change);
        }
    }
    let roots: Vec<usize> = prover.reach.root_pairs().collect();
    changes
        .extend(roots.into_iter().filter_map(|pair| prover.unexplained(pair, (&kept, &all_ways))));
    drop_repeated_defaults(&mut changes);
    promised::bound_by_operations(&mut changes, prover.context);
    changes
}

/// A difference that may break, with the ways into messages.
struct Difference {
    /// Its number among the causes.
    number: usize,
    change: ProvenChange,
    ways: Vec<Way>,
}

/// The default of a parameter is the parameter's: its schema reports it for other operations only.
fn drop_repeated_defaults(changes: &mut Vec<ProvenChange>) {
    let mut told: BTreeMap<Place, BTreeSet<String>> = BTreeMap::new();
    for change in changes.iter().filter(|it| it.kind == ChangeKind::ParameterDefaultChanged) {
        told.entry(change.place.clone()).or_default().extend(change.operations.iter().cloned());
    }
    changes.retain_mut(|change| {
        let is_repeated =
            change.kind == ChangeKind::DefaultChanged && change.direction == Direction::Request;
        let Some(told) = told.get(&change.place).filter(|_| is_repeated) else { return true };
        change.operations.retain(|name| !told.contains(name));
        !change.operations.is_empty()
    });
}

/// What a proof is made from.
struct Prover<'c, 'd> {
    context: &'c mut Context<'d>,
    reach: Reach,
    releases: Releases<'c>,
    causes: Causes<'d>,
}

impl<'d> Prover<'_, 'd> {
    /// A change that the documents state.
    fn stated(&mut self, distinct: Distinct<'d>, ways: &[Way]) -> ProvenChange {
        let Distinct { mut change, finders, part, caller, .. } = distinct;
        change.operations = self.operations(ways);
        let Context { containment, nodes, parts, .. } = &mut *self.context;
        let own = || finders.iter().filter_map(|node| nodes[*node].operation.as_ref());
        change.operations.extend(own().map(|operation| operation.name.clone()));
        sort(&mut change.operations);
        if let Some(let_in) = caller {
            change.opened = let_in.opened;
            change.proof = Some(self.caller(&change, let_in));
        } else if change.may_lose() && change.loss == Loss::Reader {
            change.proof = Some(Proof::Declared);
        } else if change.may_lose() {
            let part = part.map(|part| &parts[part]);
            let shown = message::stated(containment, &change, (own().next(), part));
            change.proof = Some(self.proof(&change, shown));
        }
        change
    }

    /// A change with its witness; `None` where every message is accepted in spite of it.
    fn shown(&mut self, difference: Difference, all_ways: &[Vec<Way>]) -> Option<ProvenChange> {
        let Difference { number, mut change, ways } = difference;
        let lossy = self.lossy(&ways);
        // Too large is not undecided: the engine has shown that such a value exists, without building it.
        let mut doubt = self.causes.get(number).doubt.filter(|it| *it != Reason::Size);
        let mut too_large = None;
        for way in lossy.iter().take(MAX_WAYS) {
            match self.witness_of(number, way, all_ways) {
                Answer::Contained => {}
                Answer::Witness(value) => {
                    change.operations = self.operations(&lossy);
                    change.proof = Some(self.witness(&change, way.pair, value));
                    return Some(change);
                }
                Answer::Undecided(Reason::Size) => too_large = too_large.or(Some(way.pair)),
                Answer::Undecided(reason) => doubt = doubt.or(Some(reason)),
            }
        }
        if let Some(pair) = too_large {
            self.note_witness(pair);
            change.operations = self.operations(&lossy);
            change.proof = Some(Proof::Declared);
            return Some(change);
        }
        if doubt.is_none() && lossy.len() <= MAX_WAYS {
            return self.shown_to_readers(number, change, &ways);
        }
        if lossy.is_empty() {
            return None;
        }
        let reason = match doubt {
            Some(reason) => reason.to_string(),
            None => "it reaches too many messages to ask all".to_owned(),
        };
        change.operations = self.operations(&lossy);
        change.proof = Some(Proof::Unproved(reason.into()));
        Some(change)
    }

    /// A message that is lost because of a difference, and of no other one if there is such a message.
    fn witness_of(&mut self, number: usize, way: &Way, all_ways: &[Vec<Way>]) -> Answer {
        let mut others = BTreeSet::new();
        let mut shown = Answer::Contained;
        for _ in 0..MAX_TRIES {
            let answer = self.survives(number, way, (&others, all_ways));
            let Answer::Witness(value) = answer else {
                return if others.is_empty() { answer } else { shown };
            };
            let mut met = self.causes.of(self.context, way.pair, &value);
            met.remove(&number);
            met.retain(|other| !others.contains(other));
            let is_alone = met.is_empty();
            shown = Answer::Witness(value);
            if is_alone || others.len() + met.len() > MAX_OTHERS {
                break;
            }
            others.extend(met);
        }
        shown
    }

    /// The change of two schemas of which one does not accept all that the other sends, for no reason that was found.
    fn unexplained(
        &mut self,
        root: usize,
        (kept, all_ways): (&BTreeSet<usize>, &[Vec<Way>]),
    ) -> Option<ProvenChange> {
        if self.decide_root(root) == Decision::Contained {
            return None;
        }
        let is_here = |number: &usize| all_ways[*number].iter().any(|way| way.pair == root);
        let here: BTreeSet<usize> = kept.iter().copied().filter(is_here).collect();
        let mut answer = Answer::Contained;
        let some: BTreeSet<usize> = here.iter().copied().take(MAX_OTHERS).collect();
        for others in [BTreeSet::new(), some] {
            answer = self.lost(root, (&others, all_ways), Certainty::Likely);
            let Answer::Witness(value) = &answer else { break };
            if self.causes.of(self.context, root, value).is_disjoint(kept) {
                answer = self.lost(root, (&others, all_ways), Certainty::Confirmed);
                break;
            }
            answer = Answer::Contained;
            if here.is_empty() {
                break;
            }
        }
        let is_explained = match &answer {
            Answer::Contained => true,
            Answer::Witness(_) => false,
            Answer::Undecided(_) => !here.is_empty(),
        };
        self.note_witness(root);
        if is_explained {
            return None;
        }
        let (pair, _) = self.pair(root);
        let (direction, place) = (pair.direction, Place::both(&pair.old, &pair.new));
        let kind = match (&answer, direction) {
            (Answer::Undecided(_) | Answer::Contained, _) => ChangeKind::SchemaChanged,
            (Answer::Witness(_), Direction::Request) => ChangeKind::SchemaNarrowed,
            (Answer::Witness(_), Direction::Response) => ChangeKind::SchemaWidened,
        };
        let way = Way { pair: root, path: Vec::new(), alternatives: Vec::new() };
        let mut change = ProvenChange {
            kind,
            direction,
            place,
            details: Details::about(Subject::Schema),
            operations: self.operations(std::slice::from_ref(&way)),
            loss: Loss::Message,
            promised: Stability::Stable,
            opened: false,
            proof: None,
        };
        change.proof = Some(match answer {
            Answer::Witness(value) => self.witness(&change, root, value),
            Answer::Undecided(reason) => Proof::Unproved(reason.to_string().into()),
            Answer::Contained => return None,
        });
        Some(change)
    }

    /// The ways into messages that are not all accepted.
    fn lossy(&mut self, ways: &[Way]) -> Vec<Way> {
        let mut is_lossy = |way: &&Way| self.decide_root(way.pair) != Decision::Contained;
        ways.iter().filter(&mut is_lossy).cloned().collect()
    }

    /// Notes that a finding shows, or names, what is lost of the messages that begin with a pair of schemas.
    fn note_witness(&mut self, root: usize) {
        let (pair, containment) = self.pair(root);
        containment.witness(pair.traffic());
    }

    /// Whether every message that begins with these schemas is accepted.
    fn decide_root(&mut self, root: usize) -> Decision {
        let (pair, containment) = self.pair(root);
        containment.decide_root(pair.traffic())
    }

    /// Whether every message that begins where a way does is accepted in spite of a difference at its end, if it meets
    /// none of the others.
    fn survives(
        &mut self,
        number: usize,
        way: &Way,
        (others, all_ways): (&BTreeSet<usize>, &[Vec<Way>]),
    ) -> Answer {
        let Self { context, causes, .. } = self;
        let candidate = causes.get(number);
        let one_of = if candidate.is_about_overlap { OneOf::Exactly } else { OneOf::AtLeast };
        let demand = Demand { path: &way.path, at: &candidate.at, fragment: &candidate.fragment };
        let obeyed = obeyed(causes, way.pair, (others, all_ways));
        let (pair, containment) = pair(context, way.pair);
        let asked = (one_of, Certainty::Confirmed);
        containment.survives(pair.traffic(), (demand, &obeyed), asked)
    }

    /// Whether every message that begins with these schemas is accepted, if it meets none of some differences.
    fn lost(
        &mut self,
        root: usize,
        (others, all_ways): (&BTreeSet<usize>, &[Vec<Way>]),
        certainty: Certainty,
    ) -> Answer {
        let Self { context, causes, .. } = self;
        let obeyed = obeyed(causes, root, (others, all_ways));
        let (pair, containment) = pair(context, root);
        let traffic = pair.traffic();
        let demand = Demand { path: &[], at: traffic.accepted, fragment: &Value::Bool(false) };
        containment.survives(traffic, (demand, &obeyed), (OneOf::AtLeast, certainty))
    }

    /// The schemas that a message begins with, and what answers questions about them.
    fn pair(&mut self, root: usize) -> (&Pair<'d>, &mut Containment<'d>) {
        pair(self.context, root)
    }

    /// The proof by the message that a value belongs to.
    fn witness(&mut self, change: &ProvenChange, pair: usize, value: Value) -> Proof {
        self.note_witness(pair);
        let Context { containment, nodes, roots, parts, .. } = &mut *self.context;
        let root = &roots[self.reach.first_root(pair)];
        let absent = OperationPair::default();
        let operation = nodes[root.operation].operation.as_ref().unwrap_or(&absent);
        let around = (operation, root.part.map(|part| &parts[part]), value);
        let shown = message::witness(containment, change.direction, around);
        self.proof(change, shown)
    }

    fn proof(&self, change: &ProvenChange, shown: Shown) -> Proof {
        match shown {
            Shown::Declared => Proof::Declared,
            Shown::Unproved(reason) => Proof::Unproved(Text::prose(reason)),
            Shown::Message(message) => {
                let Message { request, response, operation, holder } = *message;
                let releases = self.releases.with(holder, response.is_some());
                let why = change.sentence();
                Proof::Witness(Box::new(Witness {
                    operation,
                    caller: None,
                    request,
                    response,
                    holder,
                    releases,
                    why,
                }))
            }
        }
    }

    /// A caller whom one release lets in.
    fn caller(&self, change: &ProvenChange, let_in: LetIn) -> Proof {
        let LetIn { caller, holder, is_doubtful, opened: _ } = let_in;
        Proof::Witness(Box::new(Witness {
            operation: change.operations.first().cloned(),
            caller: Some(caller),
            request: None,
            response: None,
            holder,
            releases: self.releases.letting_in(holder, is_doubtful),
            why: change.sentence(),
        }))
    }

    /// The names of the operations whose messages begin where the ways do, sorted.
    fn operations(&self, ways: &[Way]) -> Vec<String> {
        let mut names = self.reach.operations(self.context, ways).collect();
        sort(&mut names);
        names
    }
}

/// The two schemas of a pair, and what answers questions about them.
fn pair<'c, 'd>(
    context: &'c mut Context<'d>,
    root: usize,
) -> (&'c Pair<'d>, &'c mut Containment<'d>) {
    let Context { containment, nodes, .. } = context;
    let pair = nodes[root].pair.as_ref();
    (pair.expect("a message begins with a pair of schemas"), containment)
}

/// The demands of some differences, where messages begin with a pair of schemas.
fn obeyed<'c, 'd>(
    causes: &'c Causes<'d>,
    root: usize,
    (numbers, all_ways): (&BTreeSet<usize>, &'c [Vec<Way>]),
) -> Vec<Demand<'c, 'd>> {
    let ways = numbers.iter().flat_map(|number| {
        let here = all_ways[*number].iter().filter(move |way| way.pair == root);
        here.map(move |way| (causes.get(*number), way))
    });
    let demands = ways.map(|(candidate, way)| Demand {
        path: &way.path,
        at: &candidate.at,
        fragment: &candidate.fragment,
    });
    demands.collect()
}

fn sort(operations: &mut Vec<String>) {
    operations.sort();
    operations.dedup();
}
