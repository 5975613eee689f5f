//! What a difference between the callers of two releases is called, and where it is.

use gatepact_finding::{Direction, Release};
use gatepact_openapi::Cursor;
use serde_json::Value;

use super::Pair;
use super::token::{Named, Way, of_token, shortened};
use crate::callers::caller::{Caller, function_name};
use crate::callers::compare::{Cause, CauseKind, Witnessed};
use crate::compare::raw_change::{Details, LetIn, Place, RawChange};
use crate::rules::ChangeKind;

const POLICY: &str = "x-amazon-apigateway-policy";
const KEY_SOURCE: &str = "x-amazon-apigateway-api-key-source";

impl Pair<'_, '_> {
    /// What refuses callers of OLD.
    pub(super) fn lost<'d>(&self, it: &Witnessed) -> Option<RawChange<'d>> {
        let [_, new] = &self.access;
        let accepted: Value = new.to_string().into();
        let (kind, details) = match &it.reason.kind {
            CauseKind::Policy => return Some(self.of_policy(ChangeKind::PolicyNarrowed, it)),
            CauseKind::Missing(_) | CauseKind::MissingSource(_) if it.is_anonymous => {
                let kind = match new.is_api_key_alone() {
                    true => ChangeKind::SecurityApiKeyRequired,
                    false => ChangeKind::SecurityAdded,
                };
                (kind, Details::values(Some(&"nothing".into()), Some(&accepted)))
            }
            CauseKind::Missing(demand) | CauseKind::MissingSource(demand) if it.is_additional => (
                ChangeKind::SecurityDemandAdded,
                Details::values(None, Some(&demand.as_str().into())),
            ),
            CauseKind::MissingSource(_) | CauseKind::Missing(_) => {
                // What the words do not tell apart, the definitions do.
                let is_same = accepted == it.held.as_str();
                let accepted = match is_same {
                    true => format!("{}, as it is defined now", it.held).into(),
                    false => accepted,
                };
                let held = it.held.as_str().into();
                (ChangeKind::SecurityChanged, Details::values(Some(&held), Some(&accepted)))
            }
            kind => of_token(kind, Way::Lost)?,
        };
        Some(self.change((kind, details), it, LetIn::by_old))
    }

    /// What leaves callers of OLD in doubt.
    pub(super) fn doubtful<'d>(&self, it: &Witnessed) -> Option<RawChange<'d>> {
        let undecided =
            |what: &str| (ChangeKind::SecurityUndecided, Details::values(None, Some(&what.into())));
        let (kind, details) = match &it.reason.kind {
            CauseKind::Function { function, let_in_by } => {
                // A caller without credentials passes no function for certain.
                let before = if let_in_by.is_empty() { "nothing" } else { let_in_by };
                let (mut old, mut new) = (function_name(before), function_name(function));
                if old == new {
                    (old, new) = (before, function);
                }
                let details = Details::values(Some(&old.into()), Some(&new.into()));
                (ChangeKind::SecurityFunctionChanged, details)
            }
            CauseKind::KeyOfFunction => match self.key_sources() {
                [before, after] if before == after => undecided("an API key from the authorizer"),
                [before, after] => return Some(self.of_key_source(it, [before, after])),
            },
            CauseKind::TokenUrls(scheme) => {
                let details = Details::values(None, Some(&scheme.as_str().into()));
                (ChangeKind::SecurityIssuerChanged, details)
            }
            CauseKind::UndecidedPattern(pattern) => undecided(&shortened(pattern)),
            CauseKind::OneOf(texts) => undecided(texts),
            CauseKind::Condition(condition) => {
                let mut change = self.of_policy(ChangeKind::PolicyChanged, it);
                change.details = Details::values(None, Some(&shortened(condition).into()));
                return Some(change);
            }
            _ => return None,
        };
        Some(self.change((kind, details), it, LetIn::by_old_for_certain))
    }

    /// What could not be decided of any caller.
    pub(super) fn undecided<'d>(&self, what: &CauseKind) -> RawChange<'d> {
        let details = |text: &str| Details::values(None, Some(&Value::from(shortened(text))));
        match what {
            CauseKind::Condition(text) => {
                self.at_root((ChangeKind::PolicyChanged, POLICY), details(text))
            }
            other => {
                let text = match other {
                    CauseKind::UndecidedPattern(pattern) => pattern,
                    _ => "what is demanded",
                };
                let (kind, place) = (ChangeKind::SecurityUndecided, self.place.clone());
                RawChange::new(kind, Direction::Request, place, details(text))
            }
        }
    }

    /// What refused callers of NEW.
    pub(super) fn gained<'d>(&self, it: &Witnessed, is_replaced: bool) -> Option<RawChange<'d>> {
        let [old, _] = &self.access;
        let (kind, details) = match &it.reason.kind {
            CauseKind::Policy => return Some(self.of_policy(ChangeKind::PolicyWidened, it)),
            CauseKind::Missing(demand) | CauseKind::MissingSource(demand) if it.is_additional => (
                ChangeKind::SecurityDemandRemoved,
                Details::values(Some(&demand.as_str().into()), None),
            ),
            // What replaces a way in that is gone is part of the change that reports the loss.
            CauseKind::Missing(_) | CauseKind::MissingSource(_) if is_replaced => return None,
            CauseKind::Missing(_) | CauseKind::MissingSource(_) => {
                let (before, held) = (old.to_string().into(), it.held.as_str().into());
                (ChangeKind::SecurityAlternativeAdded, Details::values(Some(&before), Some(&held)))
            }
            kind => of_token(kind, Way::Gained)?,
        };
        Some(self.change((kind, details), it, LetIn::by_new))
    }

    /// An operation that lets callers without credentials in.
    pub(super) fn opened<'d>(&self, caller: &Caller, gained: &[Witnessed]) -> RawChange<'d> {
        let [old, new] = &self.access;
        let by_policy =
            gained.iter().find(|it| it.is_anonymous && it.reason.kind == CauseKind::Policy);
        let mut change = match by_policy {
            Some(it) => self.of_policy(ChangeKind::PolicyWidened, it),
            None => {
                let details =
                    Details::values(Some(&old.to_string().into()), Some(&new.to_string().into()));
                let place = self.place.clone();
                RawChange::new(ChangeKind::SecurityRemoved, Direction::Request, place, details)
            }
        };
        change.caller = Some(LetIn { opened: true, ..LetIn::by_new(caller) });
        change
    }

    pub(super) fn change<'d>(
        &self,
        (kind, details): Named,
        it: &Witnessed,
        let_in: fn(&Caller) -> LetIn,
    ) -> RawChange<'d> {
        let direction = Direction::Request;
        let mut change =
            RawChange::new(kind, direction, self.at(kind, &it.reason, let_in), details);
        change.caller = Some(let_in(&it.caller));
        change
    }

    /// What a configuration says stands there, the rest where the operation requires it.
    pub(super) fn at(
        &self,
        kind: ChangeKind,
        reason: &Cause,
        let_in: fn(&Caller) -> LetIn,
    ) -> Place {
        let is_of_requirement = matches!(
            kind,
            ChangeKind::SecurityAdded
                | ChangeKind::SecurityApiKeyRequired
                | ChangeKind::SecurityChanged
                | ChangeKind::SecurityDemandAdded
                | ChangeKind::SecurityDemandRemoved
                | ChangeKind::SecurityAlternativeAdded
                | ChangeKind::SecurityScopeAdded
                | ChangeKind::SecurityScopeRemoved
                | ChangeKind::SecurityScopeDemanded
                | ChangeKind::SecurityScopeDropped
                | ChangeKind::SecurityTokenUseChanged
        );
        let [old, new] = self.access.each_ref().map(|access| access.scheme_at().cloned());
        let (old, new) = match let_in(&Caller::default()).holder {
            Release::Old => (old, reason.at.clone().or(new)),
            Release::New => (reason.at.clone().or(old), new),
        };
        match (old, new) {
            (Some(old), Some(new)) if !is_of_requirement => {
                Place { old: Some(old), new: Some(new) }
            }
            _ => self.place.clone(),
        }
    }

    pub(super) fn of_policy<'d>(&self, kind: ChangeKind, it: &Witnessed) -> RawChange<'d> {
        let origin = Value::from(it.caller.origin_text());
        let (details, let_in) = match kind {
            ChangeKind::PolicyNarrowed => {
                (Details::values(Some(&origin), None), LetIn::by_old(&it.caller))
            }
            ChangeKind::PolicyWidened => {
                (Details::values(None, Some(&origin)), LetIn::by_new(&it.caller))
            }
            _ => (Details::default(), LetIn::by_old_for_certain(&it.caller)),
        };
        let mut change = self.at_root((kind, POLICY), details);
        change.caller = Some(let_in);
        change
    }

    /// Where both documents say that the API key comes from.
    pub(super) fn key_sources(&self) -> [String; 2] {
        self.roots.map(|root| root.text(KEY_SOURCE).unwrap_or("HEADER").to_ascii_uppercase())
    }

    pub(super) fn of_key_source<'d>(&self, it: &Witnessed, sources: [String; 2]) -> RawChange<'d> {
        let [before, after] = sources.map(Value::from);
        let details = Details::values(Some(&before), Some(&after));
        let mut change = self.at_root((ChangeKind::ApiKeySourceChanged, KEY_SOURCE), details);
        change.caller = Some(LetIn::by_old_for_certain(&it.caller));
        change
    }

    pub(super) fn at_root<'d>(
        &self,
        (kind, key): (ChangeKind, &str),
        details: Details,
    ) -> RawChange<'d> {
        let [old, new] = self.roots;
        let at = |root: &Cursor<'_>| root.raw(key).map(|it| it.pointer);
        let place = match (at(old), at(new)) {
            (None, None) => self.place.clone(),
            (old, new) => Place { old, new },
        };
        RawChange::new(kind, Direction::Request, place, details)
    }
}
