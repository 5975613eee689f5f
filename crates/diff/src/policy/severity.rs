//! How bad a loss is: the one table, by effect and direction.

use gatepact_finding::{Direction, Rule, RuleKind, Severity};

use crate::rules::{CHANGE_KINDS, ChangeKind, ChangeKindInfo, Effect, for_callers};

/// The table. What loses nothing is safe ([`Effect::may_lose`]).
#[must_use]
pub fn severity(effect: Effect, direction: Direction) -> Severity {
    if !effect.may_lose(direction) {
        return Severity::Info;
    }
    match (effect, direction) {
        (Effect::Withdrawn | Effect::Replaced | Effect::Narrowed | Effect::Widened, _) => {
            Severity::Error
        }
        (Effect::Removed, Direction::Response) => Severity::Error,
        (Effect::Removed, Direction::Request) => Severity::Warning,
        (Effect::Extended | Effect::Undescribed | Effect::Undecided, _) => Severity::Warning,
        (Effect::Allowed | Effect::Internal, _) => Severity::Info,
    }
}

/// The rule of the changes of a kind in a direction.
#[must_use]
pub fn rule(kind: ChangeKind, direction: Direction) -> Rule {
    let info = kind.info();
    let for_callers = for_callers(kind, direction);
    Rule {
        kind: RuleKind::Change { section: info.section, for_callers },
        ..Rule::remark(info.id(direction), severity(info.effect, direction))
    }
}

/// The rules of all changes, sorted by id, each with its row of the table.
#[must_use]
pub fn rules() -> Vec<(Rule, &'static ChangeKindInfo)> {
    let of_kind = |info: &'static ChangeKindInfo| {
        info.directions().iter().map(move |direction| (rule(info.kind, *direction), info))
    };
    let mut rules: Vec<_> = CHANGE_KINDS.iter().flat_map(of_kind).collect();
    rules.sort_by_key(|(rule, _)| rule.id);
    rules
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_lose_something_is_never_safe_and_all_else_is() {
        for effect in Effect::ALL {
            for direction in [Direction::Request, Direction::Response] {
                let is_safe = severity(effect, direction) == Severity::Info;
                assert_eq!(is_safe, !effect.may_lose(direction), "{effect:?} {direction:?}");
            }
        }
    }
}
