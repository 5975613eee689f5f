//! Which interactions a change breaks: each is replayed on paper against both documents.
//!
//! | rule | source |
//! |---|---|
//! | an interaction is broken when its example request was allowed and is refused now | a service refuses what its document does not allow |
//! | or when no response of the new document satisfies it, although one of the old did | Pact's rules of matching |
//! | or when it refuses a response that only the new document allows | the pact's own example with one change is tried |
//! | what the old document left open is taken to be as the pact pins it, as long as the new one allows that | it is the provider state's business |
//! | a test that expects a refusal breaks when the refusal is gone | the same request is answered otherwise |

mod replay;

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use gatepact_contract::{Body, Interaction, Pact};
use gatepact_diff::{Change, NamedDocument};
use gatepact_finding::{Affected, Impact, ImpactedInteraction, Text};
use gatepact_matching::Runner;
use gatepact_openapi::Router;
use pact_models::HttpStatus;
use pact_models::content_types::ContentType;
use pact_models::matchingrules::{Category, MatchingRule};
use pact_models::v4::synch_http::SynchronousHttp;

use crate::fault::{BODY, Fault};
use crate::schemas::Schemas;
use crate::shown;
use crate::touch::Touches;
use replay::{Replay, Replayed};

/// Whom the changes break.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Reached {
    /// The interactions.
    pub impact: Impact,
    /// For each change, in their order, the interactions that it breaks.
    pub consumers: Vec<Vec<Affected>>,
    /// For each change the interactions that have it and that it does not break.
    pub touches: Vec<Vec<Affected>>,
}

/// Replays all interactions of HTTP against both documents. `run` bounds how long Pact may match.
#[must_use]
pub fn impact(
    changes: &[Change],
    [old, new]: [NamedDocument<'_>; 2],
    pacts: &[Pact],
    run: &Runner<'_>,
) -> Reached {
    let mut schemas = Schemas::new();
    let sides = [old, new].map(|named| {
        let document = named.document;
        schemas.add(document.value(), document.dialect())
    });
    let mut replay = Replay {
        documents: [old, new],
        routers: [old, new].map(|named| Router::new(named.document)),
        sides,
        touches: Touches::new(changes),
        changes,
        schemas,
        run,
    };
    let mut seen: Vec<(&Pact, &Interaction, Replayed)> = Vec::new();
    let mut alike: HashMap<u64, Vec<usize>> = HashMap::new();
    for pact in pacts {
        for interaction in &pact.interactions {
            let http = match &interaction.body {
                Body::Http(http) => http,
                Body::Faulty { reason, .. } | Body::Foreign { reason, .. } => {
                    seen.push((pact, interaction, Replayed::Unread(reason.clone())));
                    continue;
                }
                Body::Message => continue,
            };
            // Consumers that share a client record the same: what is equal is replayed once.
            let known = alike.entry(fingerprint(interaction, http)).or_default();
            let same = known.iter().find(|at| is_same(seen[**at].1, interaction));
            let replayed = match same {
                Some(at) => seen[*at].2.clone(),
                None => {
                    known.push(seen.len());
                    replay.interaction(interaction, http)
                }
            };
            seen.push((pact, interaction, replayed));
        }
    }
    replay.sorted(seen)
}

fn fingerprint(interaction: &Interaction, http: &SynchronousHttp) -> u64 {
    let mut hasher = DefaultHasher::new();
    (&http.request, &http.response, &interaction.auth).hash(&mut hasher);
    hasher.finish()
}

/// Whether two interactions send and expect the same.
fn is_same(one: &Interaction, other: &Interaction) -> bool {
    match (&one.body, &other.body) {
        (Body::Http(left), Body::Http(right)) => {
            (&left.request, &left.response) == (&right.request, &right.response)
                && one.auth == other.auth
                && told_apart(left) == told_apart(right)
        }
        _ => false,
    }
}

/// What Pact's equality overlooks: the media types of bodies, and which statuses a rule takes.
fn told_apart(http: &SynchronousHttp) -> ([Option<ContentType>; 2], Vec<&HttpStatus>) {
    let rules = http.response.matching_rules.rules.get(&Category::STATUS);
    let rules = rules.into_iter().flat_map(|it| it.rules.values()).flat_map(|it| &it.rules);
    let statuses = rules.filter_map(|rule| match rule {
        MatchingRule::StatusCode(status) => Some(status),
        _ => None,
    });
    let kinds = [http.request.body.content_type(), http.response.body.content_type()];
    (kinds, statuses.collect())
}

impl Replay<'_, '_> {
    /// The four lists, and for each change whom it meets.
    fn sorted(mut self, seen: Vec<(&Pact, &Interaction, Replayed)>) -> Reached {
        let mut reached = Reached {
            consumers: vec![Vec::new(); self.changes.len()],
            touches: vec![Vec::new(); self.changes.len()],
            ..Reached::default()
        };
        let breaks: BTreeSet<usize> = seen
            .iter()
            .filter_map(|(.., replayed)| match replayed {
                Replayed::Broken(.., causes) => Some(causes),
                _ => None,
            })
            .flatten()
            .copied()
            .collect();
        for (pact, interaction, replayed) in seen {
            reached.impact.asked += 1;
            let entry = |reason: Text| entry(pact, interaction, reason);
            match replayed {
                Replayed::Unmatched => {
                    let named = self.documents[0].name.to_owned();
                    let reason = Text::prose("no operation of ")
                        .and_code(named)
                        .and_prose(" takes the request");
                    reached.impact.unmatched.push(entry(reason));
                }
                Replayed::Unread(why) => {
                    let reason = Text::prose("the interaction cannot be read: ").and_code(why);
                    reached.impact.unmatched.push(entry(reason));
                }
                Replayed::AlreadyBroken(operation, fault) => {
                    let mut entry =
                        self.placed(entry(fault.why.clone()), pact, interaction, &fault);
                    entry.operation = Some(operation);
                    reached.impact.already_broken.push(entry);
                }
                Replayed::Broken(operation, fault, is_request, causes) => {
                    let mut entry =
                        self.placed(entry(fault.why.clone()), pact, interaction, &fault);
                    entry.operation = Some(operation);
                    if let Body::Http(http) = &interaction.body {
                        entry.request = is_request.then(|| shown::request(&http.request));
                        entry.response.clone_from(&fault.response);
                    }
                    entry.changes = self.ids(&causes);
                    entry.causes = causes.iter().copied().collect();
                    for cause in causes {
                        reached.consumers[cause].push(affected(pact, interaction));
                    }
                    reached.impact.broken.push(entry);
                }
                Replayed::Kept(operation, mut strong, weak) => {
                    strong.extend(weak.intersection(&breaks));
                    if strong.is_empty() {
                        continue;
                    }
                    let mut entry = entry(Text::prose("has the change and is not broken by it"));
                    entry.operation = Some(operation);
                    entry.changes = self.ids(&strong);
                    for change in strong {
                        reached.touches[change].push(affected(pact, interaction));
                    }
                    reached.impact.touched.push(entry);
                }
            }
        }
        reached
    }

    fn ids(&self, changes: &BTreeSet<usize>) -> Vec<&'static str> {
        let mut ids: Vec<_> = changes.iter().map(|change| self.changes[*change].id()).collect();
        ids.dedup();
        ids
    }

    /// The entry with the line of the pact and of the document.
    fn placed(
        &mut self,
        mut entry: ImpactedInteraction,
        pact: &Pact,
        interaction: &Interaction,
        fault: &Fault,
    ) -> ImpactedInteraction {
        let pointer = match fault.pact.strip_prefix(BODY) {
            Some(below) => interaction.response_body_pointer().join(below),
            None => interaction.pointer.join(&fault.pact),
        };
        entry.line = pact.line_of(&pointer).unwrap_or(interaction.line);
        let [old, new] = &fault.places;
        let places = [(1, new), (0, old)];
        let place = places.into_iter().find_map(|(side, place)| Some((side, place.as_ref()?)));
        entry.location =
            place.map(|(side, pointer): (usize, _)| self.documents[side].location(pointer));
        entry
    }
}

fn entry(pact: &Pact, interaction: &Interaction, reason: Text) -> ImpactedInteraction {
    ImpactedInteraction {
        consumer: pact.consumer.clone(),
        interaction: interaction.description.clone(),
        reason,
        file: pact.source.clone(),
        line: interaction.line,
        operation: None,
        location: None,
        request: None,
        response: None,
        changes: Vec::new(),
        causes: Vec::new(),
        waived: None,
    }
}

/// The consumer, and by which of its interactions.
fn affected(pact: &Pact, interaction: &Interaction) -> Affected {
    Affected {
        consumer: pact.consumer.clone(),
        interaction: interaction.description.clone(),
        file: pact.source.clone(),
        line: interaction.line,
    }
}
