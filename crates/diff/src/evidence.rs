//! From differences to changes: what is shown in whole messages stays, what no message shows is dropped.
//!
//! A schema may demand more than before and still refuse no message: another alternative takes the value, or the whole
//! was refused already. So each difference that may break is asked again at the schemas that messages begin with: is
//! there a whole value that is refused because of it? The first one found is the witness. A schema that refuses
//! something which no difference explains is a change of its own.

mod distinct;
mod message;
mod promised;
mod proven;
mod reach;
mod releases;

use std::collections::{BTreeMap, BTreeSet};

use gatepact_finding::{Direction, Proof, Subject, Text, Witness};
use gatepact_schema::Answer;
use serde_json::Value;

use crate::compare::context::{Context, OperationPair, Pair};
use crate::compare::deprecation::Stability;
use crate::compare::raw_change::{Candidate, Details, Place};
use crate::containment::Containment;
use crate::rules::ChangeKind;
use distinct::{Distinct, distinct};
use message::{Message, Shown};
pub(crate) use proven::ProvenChange;
use reach::{Reach, Way};
pub(crate) use releases::Releases;

/// The maximum number of ways into messages that are tried for one difference, the shortest first.
const MAX_WAYS: usize = 12;

/// All changes of a comparison, each with its proof.
pub(crate) fn prove(context: &mut Context<'_>, releases: Releases<'_>) -> Vec<ProvenChange> {
    let reach = Reach::new(context);
    let mut prover = Prover { context, reach, releases };
    let mut changes = Vec::new();
    let mut kept = Vec::new();
    let mut explained = BTreeSet::new();
    for mut distinct in distinct(prover.context) {
        if distinct.change.kind == ChangeKind::DefaultChanged
            && prover.context.is_of_required_values(&distinct.change.place, &distinct.finders)
        {
            continue;
        }
        let ways = prover.reach.ways(&distinct.finders);
        let Some(candidate) = distinct.candidate.take() else {
            changes.push(prover.stated(distinct, &ways));
            continue;
        };
        let lossy = prover.lossy(ways);
        if let Some((change, pair)) = prover.shown(distinct.change, &candidate, &lossy) {
            explained.extend(pair);
            kept.push(Kept { candidate, ways: lossy, is_proved: pair.is_some() });
            changes.push(change);
        }
    }
    let roots: Vec<usize> = prover.reach.root_pairs().collect();
    for pair in &roots {
        if !explained.contains(pair) && prover.is_explained(*pair, &kept) {
            explained.insert(*pair);
        }
    }
    let unexplained = roots.into_iter().filter(|pair| !explained.contains(pair));
    changes.extend(unexplained.filter_map(|pair| prover.unexplained(pair)).collect::<Vec<_>>());
    drop_repeated_defaults(&mut changes);
    promised::bound_by_operations(&mut changes, prover.context);
    changes
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

/// A difference that was told, with the ways into the messages that it may lose.
struct Kept<'d> {
    candidate: Candidate<'d>,
    ways: Vec<Way>,
    /// Whether a message shows it.
    is_proved: bool,
}

/// What a proof is made from.
struct Prover<'c, 'd> {
    context: &'c mut Context<'d>,
    reach: Reach,
    releases: Releases<'c>,
}

impl<'d> Prover<'_, 'd> {
    /// A change that the documents state.
    fn stated(&mut self, distinct: Distinct<'d>, ways: &[Way]) -> ProvenChange {
        let Distinct { mut change, finders, part, .. } = distinct;
        change.operations = self.operations(ways);
        let Context { containment, nodes, parts, .. } = &mut *self.context;
        let own = || finders.iter().filter_map(|node| nodes[*node].operation.as_ref());
        change.operations.extend(own().map(|operation| operation.name.clone()));
        sort(&mut change.operations);
        if change.may_lose() {
            let part = part.map(|part| &parts[part]);
            let shown = message::stated(containment, &change, (own().next(), part));
            change.proof = Some(self.proof(&change, shown));
        }
        change
    }

    /// A change with its witness, and where the message of the witness begins; `None` where every message is accepted
    /// in spite of it.
    fn shown(
        &mut self,
        mut change: ProvenChange,
        candidate: &Candidate<'d>,
        ways: &[Way],
    ) -> Option<(ProvenChange, Option<usize>)> {
        if ways.is_empty() {
            return None;
        }
        change.operations = self.operations(ways);
        let mut doubt = candidate.doubt;
        for way in ways.iter().take(MAX_WAYS) {
            match self.survives(candidate, way) {
                Answer::Contained => {}
                Answer::Witness(value) => {
                    self.note_witness(way.pair);
                    change.proof = Some(self.witness(&change, way.pair, value));
                    return Some((change, Some(way.pair)));
                }
                Answer::Undecided(reason) => doubt = doubt.or(Some(reason)),
            }
        }
        let reason = match doubt {
            Some(reason) => reason.to_string(),
            None if ways.len() > MAX_WAYS => "it reaches too many messages to ask all".to_owned(),
            None => return None,
        };
        change.proof = Some(Proof::Unproved(reason.into()));
        Some((change, None))
    }

    /// The change of two schemas of which one does not accept all that the other sends, for no reason that was found.
    fn unexplained(&mut self, root: usize) -> Option<ProvenChange> {
        let answer = self.root(root);
        let (pair, _) = self.pair(root);
        let (direction, place) = (pair.direction, Place::both(&pair.old, &pair.new));
        let kind = match (&answer, direction) {
            (Answer::Contained, _) => return None,
            (Answer::Undecided(_), _) => ChangeKind::SchemaChanged,
            (Answer::Witness(_), Direction::Request) => ChangeKind::SchemaNarrowed,
            (Answer::Witness(_), Direction::Response) => ChangeKind::SchemaWidened,
        };
        let way = Way { pair: root, path: Vec::new() };
        let mut change = ProvenChange {
            kind,
            direction,
            place,
            details: Details::about(Subject::Schema),
            operations: self.operations(std::slice::from_ref(&way)),
            promised: Stability::Stable,
            proof: None,
        };
        change.proof = Some(match answer {
            Answer::Witness(value) => {
                self.note_witness(root);
                self.witness(&change, root, value)
            }
            Answer::Undecided(reason) => Proof::Unproved(reason.to_string().into()),
            Answer::Contained => return None,
        });
        Some(change)
    }

    /// The ways into messages that are not all accepted.
    fn lossy(&mut self, mut ways: Vec<Way>) -> Vec<Way> {
        ways.retain(|way| self.root(way.pair) != Answer::Contained);
        ways
    }

    /// Whether one of the candidates is why a message that begins here is lost: it was shown elsewhere, and here
    /// another alternative may accept what it refuses.
    fn is_explained(&mut self, root: usize, kept: &[Kept<'d>]) -> bool {
        if self.root(root) == Answer::Contained {
            return false;
        }
        let mut is_explained = false;
        for Kept { candidate, ways, is_proved } in kept {
            for way in ways.iter().filter(|way| way.pair == root) {
                let answer = self.survives(candidate, way);
                is_explained |= answer != Answer::Contained;
                // Where it was shown elsewhere, its finding names the operations here as well.
                if matches!(answer, Answer::Witness(_))
                    || (*is_proved && answer != Answer::Contained)
                {
                    self.note_witness(root);
                    return true;
                }
            }
        }
        is_explained
    }

    /// Notes that a finding shows, or names, what is lost of the messages that begin with a pair of schemas.
    fn note_witness(&mut self, root: usize) {
        let (pair, containment) = self.pair(root);
        containment.witness(pair.traffic());
    }

    /// Whether every message that begins with these schemas is accepted.
    fn root(&mut self, root: usize) -> Answer {
        let (pair, containment) = self.pair(root);
        containment.root(pair.traffic())
    }

    /// Whether every message that begins where a way does is accepted in spite of a demand at its end.
    fn survives(&mut self, candidate: &Candidate<'d>, way: &Way) -> Answer {
        let demand = (&candidate.at, &candidate.fragment);
        let (pair, containment) = self.pair(way.pair);
        containment.survives(pair.traffic(), &way.path, demand)
    }

    /// The schemas that a message begins with, and what answers questions about them.
    fn pair(&mut self, root: usize) -> (&Pair<'d>, &mut Containment<'d>) {
        let Context { containment, nodes, .. } = &mut *self.context;
        let pair = nodes[root].pair.as_ref();
        (pair.expect("a message begins with a pair of schemas"), containment)
    }

    /// The proof by the message that a value belongs to.
    fn witness(&mut self, change: &ProvenChange, pair: usize, value: Value) -> Proof {
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
                    request,
                    response,
                    holder,
                    releases,
                    why,
                }))
            }
        }
    }

    /// The names of the operations whose messages begin where the ways do, sorted.
    fn operations(&self, ways: &[Way]) -> Vec<String> {
        let mut names = self.reach.operations(self.context, ways).collect();
        sort(&mut names);
        names
    }
}

fn sort(operations: &mut Vec<String>) {
    operations.sort();
    operations.dedup();
}
