//! Who may call an operation: whom only one of the releases lets in, and why ([`crate::callers`]).
//!
//! What an authorizer's configuration says (an audience, an issuer, an identity source) stands at its scheme, once for all
//! operations that use it; what a requirement says stands at the operation, or at the root where the document says it for
//! all; what the policy and the source of the key say stands at the root.

mod token;

use gatepact_finding::{Direction, Release};
use gatepact_openapi::{Cursor, Method};
use serde_json::Value;

use super::context::{Context, Scope};
use super::operation_side::OperationSide;
use super::raw_change::{Details, LetIn, Place, RawChange};
use crate::callers::access::Access;
use crate::callers::caller::{Caller, function_name};
use crate::callers::compare::{Cause, CauseKind, Difference, Witnessed, compare as callers};
use crate::callers::resource_policy::Home;
use crate::rules::ChangeKind;
use token::{Way, of_token, shortened};

const POLICY: &str = "x-amazon-apigateway-policy";
const KEY_SOURCE: &str = "x-amazon-apigateway-api-key-source";

/// What is compared: what one release demands of those who ask for an operation, and what the other does.
struct Pair<'p, 'd> {
    access: [Access<'d>; 2],
    /// Where the documents say it.
    place: Place,
    roots: [&'p Cursor<'d>; 2],
}

/// Compares what both releases demand of those who ask for `asked`, one of the two sides.
pub(super) fn compare<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    asked: &OperationSide<'d>,
    (old, new): (&OperationSide<'d>, &OperationSide<'d>),
) {
    if is_unknown(context, Release::Old, old) || is_unknown(context, Release::New, new) {
        return;
    }
    if context.callers.are_schemes_equal && require_the_same(old, new) {
        return;
    }
    let access = [(Release::Old, old), (Release::New, new)]
        .map(|(release, side)| Access::of(&side.view, context.callers.of(release)));
    // What the document says for all operations is one change, whichever of them it reaches.
    let place = match old.security().is_own || new.security().is_own {
        true => Place::both(&old.operation, &new.operation),
        false => {
            let [old, new] = [old, new].map(|side| side.root.get_or_absent("security"));
            Place::both(&old, &new)
        }
    };
    let pair = Pair { access, place, roots: [&old.root, &new.root] };
    let home = context.callers.home.clone();
    report(context, scope, &pair, ((&asked.methods(), asked.path), &home));
}

/// Whether two operations require the same schemes in the same words.
fn require_the_same(old: &OperationSide<'_>, new: &OperationSide<'_>) -> bool {
    required(old) == required(new)
}

fn required<'d>(side: &OperationSide<'d>) -> [&'d Value; 2] {
    let owner = if side.security().is_own { &side.operation } else { &side.root };
    let auth = side.operation.get_or_absent("x-amazon-apigateway-auth");
    [owner.get_or_absent("security").value, auth.value]
}

/// Two schemes of one name in a library: an operation that refers to one requires what it requires.
pub(super) fn compare_schemes<'d>(
    context: &mut Context<'d>,
    scope: Scope,
    name: &'d str,
    (old, new): (&Cursor<'d>, &Cursor<'d>),
) {
    let access = [(Release::Old, old), (Release::New, new)]
        .map(|(release, at)| Access::of_scheme(name, at, context.callers.of(release)));
    let roots = [&old.root(), &new.root()];
    let pair = Pair { access, place: Place::both(old, new), roots };
    report(context, scope, &pair, ((&[Method::Get], "/"), &Home::default()));
}

fn report(
    context: &mut Context<'_>,
    scope: Scope,
    pair: &Pair<'_, '_>,
    (asked, home): ((&[Method], &str), &Home),
) {
    let [old, new] = &pair.access;
    let Difference { lost, doubtful, undecided, gained, opened } =
        callers(&context.callers.rules, [old, new], asked, home);
    let mut changes = Vec::new();
    changes.extend(lost.iter().filter_map(|it| pair.lost(it)));
    let is_way_in = |it: &Witnessed| {
        matches!(it.reason.kind, CauseKind::Missing(_) | CauseKind::MissingSource(_))
    };
    let is_replaced = lost.iter().any(is_way_in) || !doubtful.is_empty();
    changes.extend(doubtful.iter().filter_map(|it| pair.doubtful(it)));
    changes.extend(undecided.iter().map(|it| pair.undecided(it)));
    // What lets a caller without credentials in is what opened the operation.
    let gains = gained.iter().filter(|it| !it.is_anonymous);
    changes.extend(gains.filter_map(|it| pair.gained(it, is_replaced)));
    changes.extend(opened.as_ref().map(|caller| pair.opened(caller, &gained)));
    // Several demands that a caller does not meet are one way in that is gone.
    let mut reported = Vec::new();
    for change in changes {
        let key = (change.kind, change.place.clone(), change.details.clone());
        if !reported.contains(&key) {
            reported.push(key);
            context.add(scope, RawChange { direction: scope.direction, ..change });
        }
    }
}

/// What a change is, and what it says.
type Named = (ChangeKind, Details);

impl Pair<'_, '_> {
    /// What refuses callers of OLD.
    fn lost<'d>(&self, it: &Witnessed) -> Option<RawChange<'d>> {
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
    fn doubtful<'d>(&self, it: &Witnessed) -> Option<RawChange<'d>> {
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
    fn undecided<'d>(&self, what: &CauseKind) -> RawChange<'d> {
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
    fn gained<'d>(&self, it: &Witnessed, is_replaced: bool) -> Option<RawChange<'d>> {
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
    fn opened<'d>(&self, caller: &Caller, gained: &[Witnessed]) -> RawChange<'d> {
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

    fn change<'d>(
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
    fn at(&self, kind: ChangeKind, reason: &Cause, let_in: fn(&Caller) -> LetIn) -> Place {
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

    fn of_policy<'d>(&self, kind: ChangeKind, it: &Witnessed) -> RawChange<'d> {
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
    fn key_sources(&self) -> [String; 2] {
        self.roots.map(|root| root.text(KEY_SOURCE).unwrap_or("HEADER").to_ascii_uppercase())
    }

    fn of_key_source<'d>(&self, it: &Witnessed, sources: [String; 2]) -> RawChange<'d> {
        let [before, after] = sources.map(Value::from);
        let details = Details::values(Some(&before), Some(&after));
        let mut change = self.at_root((ChangeKind::ApiKeySourceChanged, KEY_SOURCE), details);
        change.caller = Some(LetIn::by_old_for_certain(&it.caller));
        change
    }

    fn at_root<'d>(&self, (kind, key): (ChangeKind, &str), details: Details) -> RawChange<'d> {
        let [old, new] = self.roots;
        let at = |root: &Cursor<'_>| root.raw(key).map(|it| it.pointer);
        let place = match (at(old), at(new)) {
            (None, None) => self.place.clone(),
            (old, new) => Place { old, new },
        };
        RawChange::new(kind, Direction::Request, place, details)
    }
}

/// Whether it is not known what a document demands.
fn is_unknown(context: &Context<'_>, release: Release, side: &OperationSide<'_>) -> bool {
    let unknown = &context.unknown;
    if unknown.is_empty() {
        return false;
    }
    let owner = if side.operation.raw("security").is_some() { &side.operation } else { &side.root };
    let lists = [owner.get_or_absent("security"), side.root.get_or_absent("components")];
    let mut maps = lists.iter().map(|it| &it.pointer);
    let requirements = side.security().requirements;
    let mut schemes = requirements.iter().flat_map(|it| &it.schemes);
    maps.any(|pointer| unknown.has(release, pointer))
        || owner.get_or_absent("security").items().any(|it| unknown.is_part(release, &it))
        || schemes.any(|it| {
            it.definition.as_ref().is_some_and(|definition| unknown.is_part(release, definition))
        })
}
