//! From findings to changes: what is shown in whole messages stays, what no message shows goes.
//!
//! A schema may demand more than before and still refuse no message: another alternative takes the value, or the whole
//! was refused already. So each finding that may break is asked again at the schemas that messages begin with: is there
//! a whole value that is refused because of it? The first one found is the witness. A schema that refuses something
//! which no finding explains is a change of its own.

mod reach;

use std::collections::BTreeSet;

use gatepact_schema::{Answer, Reason};
use serde_json::Value;

use super::change::{Change, Facts};
use super::message;
use super::proof::Proof;
use super::rules::Kind;
use super::severity::{Direction, Severity};
use super::walk::{Claim, Distinct, Part, Walk};
use reach::{Reach, Way};

/// Ways into messages that are tried for one finding, the shortest first.
const MOST_WAYS: usize = 12;

/// All changes, the worst first.
pub(super) fn changes(walk: &mut Walk<'_>) -> Vec<Change> {
    let reach = Reach::new(walk);
    let mut changes = Vec::new();
    let mut kept = Vec::new();
    let mut explained = BTreeSet::new();
    for found in walk.distinct() {
        let ways = reach.ways(&found.finders);
        let Distinct { change, claim, .. } = found;
        let change = match claim {
            None => {
                Some(stated(walk, change, (&reach, (&found.finders, found.part.as_ref()), &ways)))
            }
            Some(claim) => {
                let lossy = lossy(walk, ways);
                let shown = shown(walk, change, (&reach, &claim, &lossy));
                shown.map(|(change, pair)| {
                    explained.extend(pair);
                    kept.push((claim, lossy));
                    change
                })
            }
        };
        changes.extend(change);
    }
    for pair in reach.root_pairs() {
        if !explained.contains(&pair) && is_explained(walk, pair, &kept) {
            explained.insert(pair);
        }
    }
    changes.extend(unexplained(walk, &reach, &explained));
    changes.sort_by_cached_key(Change::rank);
    changes
}

/// The nodes that found a change, and the part of the message in which the first of them did.
type Finders<'f, 'd> = (&'f [usize], Option<&'f Part<'d>>);

/// A change that the documents state.
fn stated<'d>(
    walk: &mut Walk<'d>,
    mut change: Change,
    (reach, (finders, part), ways): (&Reach, Finders<'_, 'd>, &[Way]),
) -> Change {
    let own = finders.iter().filter_map(|node| walk.nodes[*node].operation.as_ref());
    let names: BTreeSet<String> = own.map(|operation| operation.name.clone()).collect();
    change.operations = reach.operations(walk, ways).chain(names).collect();
    sort(&mut change.operations);
    if change.severity() != Severity::Safe {
        let exchange = finders.iter().find_map(|node| walk.nodes[*node].operation.clone());
        change.proof = Some(message::stated(&mut walk.judge, &change, (exchange.as_ref(), part)));
    }
    change
}

/// The ways into messages that are not all taken.
fn lossy(walk: &mut Walk<'_>, ways: Vec<Way>) -> Vec<Way> {
    let is_lossy = |way: &Way| root(walk, way.pair) != Answer::Contained;
    ways.into_iter().filter(is_lossy).collect()
}

/// What becomes of what is sent where messages begin.
fn root(walk: &mut Walk<'_>, pair: usize) -> Answer {
    let pair = walk.nodes[pair].pair.clone().expect("a message begins with a pair of schemas");
    walk.judge.root(pair.traffic())
}

/// Whether one of the findings is why a message that begins here is lost: it was shown elsewhere, and here another
/// alternative may take what it refuses.
fn is_explained<'d>(walk: &mut Walk<'d>, pair: usize, kept: &[(Claim<'d>, Vec<Way>)]) -> bool {
    if root(walk, pair) == Answer::Contained {
        return false;
    }
    let ways = kept.iter().flat_map(|(claim, ways)| ways.iter().map(move |way| (claim, way)));
    ways.filter(|(_, way)| way.pair == pair)
        .any(|(claim, way)| survives(walk, claim, way) != Answer::Contained)
}

/// Whether every message that begins where a way does is taken in spite of a demand at its end.
fn survives<'d>(walk: &mut Walk<'d>, claim: &Claim<'d>, way: &Way) -> Answer {
    let pair = walk.nodes[way.pair].pair.clone().expect("a message begins with a pair of schemas");
    walk.judge.survives(pair.traffic(), &way.path, (&claim.at, &claim.fragment))
}

/// A change with its witness, and where the message of the witness begins; `None` where every message is taken in spite
/// of it.
fn shown<'d>(
    walk: &mut Walk<'d>,
    mut change: Change,
    (reach, claim, ways): (&Reach, &Claim<'d>, &[Way]),
) -> Option<(Change, Option<usize>)> {
    if ways.is_empty() {
        return None;
    }
    change.operations = reach.operations(walk, ways).collect();
    sort(&mut change.operations);
    let mut doubt = claim.doubt;
    for way in ways.iter().take(MOST_WAYS) {
        match survives(walk, claim, way) {
            Answer::Contained => {}
            Answer::Witness(value) => {
                change.proof = Some(witness(walk, &change, (reach, way, value)));
                return Some((change, Some(way.pair)));
            }
            Answer::Undecided(reason) => doubt = doubt.or(Some(reason)),
        }
    }
    let reason = match doubt {
        Some(reason) => reason.to_string(),
        None if ways.len() > MOST_WAYS => "it reaches too many messages to ask all".to_owned(),
        None => return None,
    };
    change.proof = Some(Proof::Unproved(reason));
    Some((change, None))
}

/// The message that a value belongs to.
fn witness(
    walk: &mut Walk<'_>,
    change: &Change,
    (reach, way, value): (&Reach, &Way, Value),
) -> Proof {
    let root = &walk.roots[reach.first_root(way.pair)];
    let exchange = walk.nodes[root.operation].operation.clone().unwrap_or_default();
    let part = root.part.map(|part| walk.parts[part].clone());
    message::witness(&mut walk.judge, change, (&exchange, part.as_ref(), value))
}

/// Schemas that do not take all that is sent, for no reason that was found.
fn unexplained(walk: &mut Walk<'_>, reach: &Reach, explained: &BTreeSet<usize>) -> Vec<Change> {
    let mut changes = Vec::new();
    for pair in reach.root_pairs() {
        if explained.contains(&pair) {
            continue;
        }
        let answer = root(walk, pair);
        let compared = walk.nodes[pair].pair.clone().expect("a message begins with a pair");
        let kind = match (&answer, compared.direction) {
            (Answer::Contained, _) => continue,
            (Answer::Undecided(_), _) => Kind::SchemaChanged,
            (Answer::Witness(_), Direction::Request) => Kind::SchemaNarrowed,
            (Answer::Witness(_), Direction::Response) => Kind::SchemaWidened,
        };
        let way = Way { pair, path: Vec::new() };
        let mut operations = reach.operations(walk, std::slice::from_ref(&way)).collect();
        sort(&mut operations);
        let mut change = Change {
            kind,
            direction: compared.direction,
            operations,
            pointer_old: Some(compared.old.pointer),
            pointer_new: Some(compared.new.pointer),
            facts: Facts::about("the schema"),
            proof: None,
        };
        change.proof = Some(match answer {
            Answer::Witness(value) => witness(walk, &change, (reach, &way, value)),
            Answer::Undecided(reason) => Proof::Unproved(Reason::to_string(&reason)),
            Answer::Contained => continue,
        });
        changes.push(change);
    }
    changes
}

fn sort(operations: &mut Vec<String>) {
    operations.sort();
    operations.dedup();
}
