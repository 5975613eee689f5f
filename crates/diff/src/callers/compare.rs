//! Who is lost, who is gained, and what is open now.

use std::collections::BTreeMap;

use gatepact_openapi::Method;

use super::access::{Access, Alternative};
use super::caller::Caller;
use super::decide::{Reason, ReasonKind, Verdict, decide};
use super::examples::Question;
use super::resource_policy::{self, Home};
use super::rules::CallerRules;

pub(crate) use super::decide::{Reason as Cause, ReasonKind as CauseKind};

/// The difference between the callers of two releases of an operation.
#[derive(Debug, Default)]
pub(crate) struct Difference {
    /// What refuses callers of OLD now.
    pub(crate) lost: Vec<Witnessed>,
    /// What leaves callers of OLD in doubt now.
    pub(crate) doubtful: Vec<Witnessed>,
    /// What refused callers of NEW before.
    pub(crate) gained: Vec<Witnessed>,
    /// What could not be decided, so that no caller shows it.
    pub(crate) undecided: Vec<ReasonKind>,
    /// A caller without credentials who was refused, and is let in.
    pub(crate) opened: Option<Caller>,
}

/// A reason, with the caller who shows it best: nothing else refuses it, where there is such a caller.
#[derive(Debug)]
pub(crate) struct Witnessed {
    pub(crate) reason: Reason,
    pub(crate) caller: Caller,
    /// What it holds: the demands that it meets in its own release.
    pub(crate) held: String,
    /// Whether the caller has no credentials.
    pub(crate) is_anonymous: bool,
    /// Whether it meets as many demands as its own release makes: this one is made in addition.
    pub(crate) is_additional: bool,
}

/// Compares what two releases of an operation demand. `asked` is what callers ask for: the methods, and the path behind the
/// base path.
pub(crate) fn compare(
    rules: &CallerRules,
    [old, new]: [&Access<'_>; 2],
    asked: (&[Method], &str),
    home: &Home,
) -> Difference {
    let policies: Vec<_> = [&old.policy, &new.policy].into_iter().flatten().collect();
    let requests = resource_policy::requests(&policies, asked, home);
    let before = Question { rules, of: old, other: new, requests: &requests };
    let after = Question { rules, of: new, other: old, requests: &requests };
    let mut result = Difference::default();
    let (mut lost, mut doubtful) = (Best::default(), Best::default());
    for (held, caller) in before.callers() {
        let (had, has) = (decide(rules, old, &caller), decide(rules, new, &caller));
        if !had.is_passed() {
            continue;
        }
        // Whether the old release let the caller in is not known, so neither is whether it is lost.
        let is_of_caller = |it: &&Reason| {
            matches!(it.kind, ReasonKind::OneOf(_) | ReasonKind::UndecidedPattern(_))
        };
        let unknown: Vec<&Reason> =
            had.doubts.difference(&has.doubts).filter(is_of_caller).collect();
        match unknown.is_empty() {
            true => lost.note((held, &caller), (&had, &has), has.refused.iter()),
            false if has.is_passed() => {}
            false => doubtful.note((held, &caller), (&had, &has), unknown.into_iter()),
        }
        if has.is_passed() {
            doubtful.note((held, &caller), (&had, &has), has.doubts.difference(&had.doubts));
        }
    }
    let mut undecided: Vec<ReasonKind> =
        before.undecided_patterns().into_iter().map(ReasonKind::UndecidedPattern).collect();
    if old.policy != new.policy && resource_policy::is_too_large(&policies) {
        let what = format!("more than {} resources", resource_policy::MAX_RESOURCES);
        undecided.push(ReasonKind::Condition(what));
    }
    result.undecided = undecided;
    let mut gained = Best::default();
    for (held, caller) in after.callers() {
        let (had, has) = (decide(rules, old, &caller), decide(rules, new, &caller));
        if has.is_passed() && has.doubts.is_subset(&had.doubts) {
            gained.note((held, &caller), (&has, &had), had.refused.iter());
        }
    }
    (result.lost, result.doubtful, result.gained) =
        (lost.into_all(), doubtful.into_all(), gained.into_all());
    result.opened = after
        .anonymous()
        .into_iter()
        .find(|caller| is_opened(&decide(rules, old, caller), &decide(rules, new, caller)));
    result
}

/// Whether a caller who was refused is let in. What both releases leave open does not count.
fn is_opened(had: &Verdict, has: &Verdict) -> bool {
    !had.is_passed() && has.is_passed() && has.doubts.is_subset(&had.doubts)
}

/// For each reason the caller with the fewest others.
#[derive(Default)]
struct Best {
    all: BTreeMap<Reason, (usize, Witnessed)>,
}

impl Best {
    fn note<'r>(
        &mut self,
        (held, caller): (&Alternative<'_>, &Caller),
        (own, other): (&Verdict, &Verdict),
        reasons: impl Iterator<Item = &'r Reason>,
    ) {
        let count = other.refused.len() + other.doubts.len();
        for reason in reasons {
            let known = self.all.get(reason);
            if known.is_some_and(|(known, _)| *known <= count) {
                continue;
            }
            let witnessed = Witnessed {
                reason: reason.clone(),
                caller: caller.clone(),
                held: held.to_string(),
                is_anonymous: caller.is_anonymous(),
                is_additional: match reason.kind {
                    ReasonKind::MissingSource(_) => other.met >= caller.sources(),
                    _ => other.met >= own.met && own.met > 0,
                },
            };
            self.all.insert(reason.clone(), (count, witnessed));
        }
    }

    fn into_all(self) -> Vec<Witnessed> {
        self.all.into_values().map(|(_, witnessed)| witnessed).collect()
    }
}
