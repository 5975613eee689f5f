//! One interaction against both documents.

use std::collections::BTreeSet;

use gatepact_contract::Interaction;
use gatepact_diff::{Change, NamedDocument};
use gatepact_finding::Text;
use gatepact_matching::Runner;
use gatepact_openapi::path_template::shape;
use gatepact_openapi::{Found, Match, Operation, OperationView, Router};
use gatepact_schema::{Formats, Side};
use pact_models::v4::synch_http::SynchronousHttp;

use crate::fault::Fault;
use crate::judge::{Judge, header};
use crate::refusal::{Described, Refusal};
use crate::request::{Asked, media_type};
use crate::response::{Satisfied, satisfied};
use crate::schemas::{Schemas, of_requests};
use crate::selection::{Expected, Selection};
use crate::touch::{Exchange, Touch, Touches};

/// What a replay said of an interaction.
#[derive(Clone)]
pub(super) enum Replayed {
    Unmatched,
    /// The pact says something that cannot be: why.
    Unread(String),
    /// The operation, and why.
    AlreadyBroken(String, Box<Fault>),
    /// The operation, why, the request if it is refused, and the changes.
    Broken(String, Box<Fault>, bool, BTreeSet<usize>),
    /// The operation, the changes that it has, and those that count only where they break another interaction.
    Kept(String, BTreeSet<usize>, BTreeSet<usize>),
}

/// Both documents, and what is known of their schemas and of the changes.
pub(super) struct Replay<'d, 'r> {
    pub(super) documents: [NamedDocument<'d>; 2],
    pub(super) routers: [Router; 2],
    pub(super) sides: [Side; 2],
    pub(super) touches: Touches<'r>,
    pub(super) changes: &'r [Change],
    pub(super) schemas: Schemas<'d>,
    pub(super) run: &'r Runner<'r>,
}

impl<'d> Replay<'d, '_> {
    /// Replays an interaction against both documents.
    pub(super) fn interaction(
        &mut self,
        interaction: &Interaction,
        http: &SynchronousHttp,
    ) -> Replayed {
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
        let is_refused = expects_refusal
            && refusals.iter().all(|it| it.as_ref().is_some_and(|it| it.kind.may_be(status)))
            && asked.views.iter().all(|it| matches!(expected.select(it), Selection::Nothing(_)));
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
        // A refusal that neither document describes is the gateway's own.
        let verdict = match (verdict, is_refused) {
            (Satisfied::Neither(_), true) => Satisfied::Both,
            (verdict, _) => verdict,
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
        asked.of(self.sides[side], formats, side).allowed(&mut self.schemas)
    }

    /// Why each of the documents refuses the request. Formats count only where the old document's request obeys them; a
    /// media type that was accepted by its name has to be accepted by its name; a body that was in one alternative of
    /// `oneOf` has to be in one.
    fn refusals(&mut self, asked: &Request<'_, 'd>) -> [Option<Refusal>; 2] {
        let mut formats = Formats::Asserted;
        let mut before = self.allowed(asked, formats, 0);
        if before.is_err() {
            let literal = self.allowed(asked, Formats::Ignored, 0);
            if literal.is_ok() {
                (before, formats) = (literal, Formats::Ignored);
            }
        }
        let after = self.allowed(asked, formats, 1);
        let after = match (&before, after) {
            (Ok(before), Ok(after)) if after < *before => {
                Some(Refusal::of_media_type(asked.views[1], media_type(&asked.http.request)))
            }
            (Ok(_), Ok(_)) => {
                let mut to_the_letter = |side: usize| {
                    let asked = asked.of(self.sides[side], formats, side);
                    asked.refused_to_the_letter(&mut self.schemas)
                };
                to_the_letter(1).filter(|_| to_the_letter(0).is_none())
            }
            (_, after) => after.err(),
        };
        [before.err(), after]
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

impl<'d> Request<'_, 'd> {
    /// The request, asked of one of the documents.
    fn of(&self, schemas: Side, formats: Formats, side: usize) -> Asked<'_, 'd> {
        Asked {
            request: &self.http.request,
            declared: self.interaction.auth.as_deref(),
            view: self.views[side],
            path: &self.paths[side],
            side: schemas,
            reading: of_requests(formats),
        }
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
