//! Which interactions a change breaks: each is replayed on paper against both documents.
//!
//! | rule | source |
//! |---|---|
//! | an interaction is broken when its example request was allowed and is refused now | a service refuses what its document does not allow |
//! | or when no response of the new document satisfies it, although one of the old did | Pact's rules of matching |
//! | or when it refuses a response that only the new document allows | the pact's own example with one change is tried |
//! | what the old document left open is taken to be as the pact pins it, as long as the new one allows that | it is the provider state's business |
//! | a test that expects a refusal breaks when the refusal is gone | the same request is answered otherwise |

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use gatepact_contract::{Body, Interaction, Pact};
use gatepact_diff::{Change, NamedDocument};
use gatepact_finding::{Affected, Impact, ImpactedInteraction, Text};
use gatepact_matching::Runner;
use gatepact_openapi::path_template::shape;
use gatepact_openapi::{Found, Match, Operation, OperationView, Router};
use gatepact_schema::{Formats, Side};
use pact_models::v4::synch_http::SynchronousHttp;

use crate::fault::{BODY, Fault};
use crate::judge::{Judge, header};
use crate::request::{Asked, Described, Refusal};
use crate::response::{Expected, Satisfied, Selection, satisfied};
use crate::schemas::{Schemas, of_requests};
use crate::shown;
use crate::touch::{Exchange, Touch, Touches};

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
            let Body::Http(http) = &interaction.body else { continue };
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
        }
        _ => false,
    }
}

/// What a replay said of an interaction.
#[derive(Clone)]
enum Replayed {
    Unmatched,
    /// The operation, and why.
    AlreadyBroken(String, Box<Fault>),
    /// The operation, why, the request if it is refused, and the changes.
    Broken(String, Box<Fault>, bool, BTreeSet<usize>),
    /// The operation, the changes that it has, and those that count only where they break another interaction.
    Kept(String, BTreeSet<usize>, BTreeSet<usize>),
}

struct Replay<'d, 'r> {
    documents: [NamedDocument<'d>; 2],
    routers: [Router; 2],
    sides: [Side; 2],
    touches: Touches<'r>,
    changes: &'r [Change],
    schemas: Schemas<'d>,
    run: &'r Runner<'r>,
}

impl<'d> Replay<'d, '_> {
    fn interaction(&mut self, interaction: &Interaction, http: &SynchronousHttp) -> Replayed {
        let (method, path) = (http.request.method.to_ascii_uppercase(), &http.request.path);
        let found: [Option<Routed>; 2] = [0, 1].map(|side: usize| {
            route(&self.routers[side], &method, path).map(|found| {
                let parameters = found
                    .parameters
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), value.clone()));
                (found.operation.as_ref().clone(), parameters.collect())
            })
        });
        let [before, after] = found;
        let Some((old_operation, old_path)) = before else { return Replayed::Unmatched };
        let name = old_operation.to_string();
        let names = [Some(name.clone()), after.as_ref().map(|(it, _)| it.to_string())];
        let candidates = self.touches.of(names.iter().flatten());
        let Some(old_view) = self.documents[0].document.view(&old_operation) else {
            return Replayed::Unmatched;
        };
        let Some((new_operation, new_path)) = after else {
            let named = self.documents[1].name.to_owned();
            let why =
                Text::prose("no operation of ").and_code(named).and_prose(" takes the request");
            let at = &old_operation.pointer;
            let mut fault = Fault::new(why, "/request/path").at([Some(at), None]);
            fault.within[0].push("/servers".into());
            fault.within[1].push("/servers".into());
            let causes = self.touches.causes(&candidates, &fault);
            return Replayed::Broken(name, fault, true, causes);
        };
        let is_same = old_operation.method == new_operation.method
            && shape(&old_operation.path) == shape(&new_operation.path);
        let Some(new_view) = self.documents[1].document.view(&new_operation) else {
            return Replayed::Unmatched;
        };
        let is_written_alike = old_view.operation.value == new_view.operation.value;
        let is_unchanged = candidates.is_empty() && is_same && is_written_alike;
        self.schemas.begin();
        let paths = [old_path, new_path];
        let paths = [0, 1].map(|side: usize| {
            paths[side]
                .iter()
                .map(|(name, value)| (name.as_str(), value.clone()))
                .collect::<Vec<_>>()
        });
        let asked = Request { interaction, http, views: [&old_view, &new_view], paths: &paths };
        if is_unchanged {
            return self.replay_unchanged(name, &asked);
        }
        self.replay(name, &asked, &candidates)
    }

    /// What did not change can only have been broken before.
    fn replay_unchanged(&mut self, name: String, asked: &Request<'_, 'd>) -> Replayed {
        let status = asked.http.response.status;
        let expects_refusal = (400..500).contains(&status);
        match self.allowed(asked, Formats::Ignored, 0) {
            Err(refusal) if !expects_refusal => {
                return Replayed::AlreadyBroken(name, refusal.fault(0));
            }
            Err(_) => return Replayed::Kept(name, BTreeSet::new(), BTreeSet::new()),
            Ok(_) => {}
        }
        let judge = Judge::new(&asked.http.response, self.run);
        let accept = header(asked.http.request.headers.as_ref(), "accept").map(|it| it.join(","));
        let expected = Expected { judge: &judge, accept };
        let old = (asked.views[0], self.sides[0]);
        match satisfied(&mut self.schemas, &expected, [old, old]).0 {
            Satisfied::Neither(fault) => Replayed::AlreadyBroken(name, fault),
            Satisfied::Both | Satisfied::OldOnly(_) => {
                Replayed::Kept(name, BTreeSet::new(), BTreeSet::new())
            }
        }
    }

    fn replay(
        &mut self,
        name: String,
        asked: &Request<'_, 'd>,
        candidates: &BTreeSet<usize>,
    ) -> Replayed {
        let judge = Judge::new(&asked.http.response, self.run);
        let accept = header(asked.http.request.headers.as_ref(), "accept").map(|it| it.join(","));
        let expected = Expected { judge: &judge, accept };
        let refusals = self.refusals(asked);
        let status = asked.http.response.status;
        let expects_refusal = (400..500).contains(&status);
        let views = [(asked.views[0], self.sides[0]), (asked.views[1], self.sides[1])];
        let result = match refusals {
            [Some(refusal), _] if !expects_refusal => {
                return Replayed::AlreadyBroken(name, refusal.fault(0));
            }
            [Some(refusal), None]
                if !matches!(expected.select(asked.views[0]), Selection::Nothing(_))
                    || refusal.kind.may_be(status) =>
            {
                let place = refusal.place.clone();
                let why = Text::prose("the request is no longer refused with ");
                let why = why.and_code(status.to_string());
                let mut fault = refusal.fault(0);
                fault.why = why;
                Err((fault.at([Some(&place), None]), true))
            }
            [None, Some(refusal)] if !(expects_refusal && refusal.kind.may_be(status)) => {
                Err((refusal.fault(1), true))
            }
            _ => Ok(()),
        };
        let (verdict, chosen) = match result {
            Err((fault, is_request)) => {
                let causes = self.touches.causes(candidates, &fault);
                return Replayed::Broken(name, fault, is_request, causes);
            }
            Ok(()) => satisfied(&mut self.schemas, &expected, views),
        };
        match verdict {
            Satisfied::Neither(fault) => Replayed::AlreadyBroken(name, fault),
            Satisfied::OldOnly(fault) => {
                let causes = self.touches.causes(candidates, &fault);
                Replayed::Broken(name, fault, false, causes)
            }
            Satisfied::Both => {
                let exchange = Exchange {
                    request: &asked.http.request,
                    views: asked.views,
                    chosen: &chosen,
                    paths: asked.paths,
                    name: &name,
                };
                let (mut strong, mut weak) = (BTreeSet::new(), BTreeSet::new());
                for candidate in candidates {
                    match self.touches.touch(*candidate, &exchange) {
                        Touch::Strong => strong.insert(*candidate),
                        Touch::Weak => weak.insert(*candidate),
                        Touch::None => false,
                    };
                }
                Replayed::Kept(name, strong, weak)
            }
        }
    }

    /// Whether a document allows the request.
    fn allowed(
        &mut self,
        asked: &Request<'_, 'd>,
        formats: Formats,
        side: usize,
    ) -> Result<Described, Refusal> {
        let request = Asked {
            request: &asked.http.request,
            declared: asked.interaction.auth.as_deref(),
            view: asked.views[side],
            path: &asked.paths[side],
            side: self.sides[side],
            reading: of_requests(formats),
        };
        request.allowed(&mut self.schemas)
    }

    /// Why each of the documents refuses the request. Formats count only where the old document's request obeys them; a
    /// media type that was accepted by its name has to be accepted by its name.
    fn refusals(&mut self, asked: &Request<'_, 'd>) -> [Option<Refusal>; 2] {
        let mut allowed = |formats, side| self.allowed(asked, formats, side);
        let mut formats = Formats::Asserted;
        let mut before = allowed(formats, 0);
        if before.is_err() {
            let literal = allowed(Formats::Ignored, 0);
            if literal.is_ok() {
                (before, formats) = (literal, Formats::Ignored);
            }
        }
        let after = allowed(formats, 1);
        let after = match (&before, after) {
            (Ok(before), Ok(after)) if after < *before => {
                Some(Refusal::of_media_type(asked.views[1], &asked.http.request))
            }
            (_, after) => after.err(),
        };
        [before.err(), after]
    }

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

/// An operation, and the parameters of the path.
type Routed = (Operation, Vec<(String, String)>);

/// An interaction, and what both documents say of its operation.
struct Request<'a, 'd> {
    interaction: &'a Interaction,
    http: &'a SynchronousHttp,
    views: [&'a OperationView<'d>; 2],
    paths: &'a [Vec<(&'a str, String)>; 2],
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

/// The operation that takes a request. Pacts record the path behind the base path; those of other tools may hold it.
fn route<'r>(router: &'r Router, method: &str, path: &str) -> Option<Match<'r>> {
    let found = [router.find(method, path), router.find_under_base_path(method, path)];
    found.into_iter().find_map(|found| match found {
        Found::Match(found) => Some(found),
        Found::PathOnly { .. } | Found::NoRoute => None,
    })
}
