//! Changes that a team answers for, with a reason, until a day.

use gatepact_finding::{Finding, Location, Pointer, Text, Waived};
use time::Date;

use crate::rules::Remark;

/// What a waiver says that covers what opens an operation, as `gatepact.toml` writes it.
const OPENED: &str = "opened = true";

/// A waiver that was checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The id of the change.
    pub id: String,
    /// Only for this operation: `POST /orders`.
    pub operation: Option<String>,
    /// Only at this place, as reports show it.
    pub pointer: Option<Pointer>,
    /// For what opens an operation, and for nothing else; without it a waiver does not cover what opens one.
    pub opened: bool,
    /// Why consumers can live with it.
    pub reason: String,
    /// The last day on which it counts, UTC.
    pub expires: Date,
    /// Its line in the settings file, from 1.
    pub line: usize,
}

/// All waivers of a settings file, in its order.
#[derive(Debug, Clone, Default)]
pub struct Waivers {
    /// The settings file, as messages name it.
    pub file: String,
    /// The waivers.
    pub list: Vec<Waiver>,
}

impl Waivers {
    /// Marks the changes that waivers cover, and says which waivers are over, cover too little, or cover nothing.
    ///
    /// A change is covered when each operation that it reaches is: by a waiver of that operation, or by one of all. A
    /// change that opens an operation is covered only by waivers that say so: one for what callers may do more of must not
    /// let everyone in.
    #[must_use]
    pub fn apply(&self, changes: &mut [Finding], today: Date) -> Vec<Finding> {
        let in_force: Vec<&Waiver> =
            self.list.iter().filter(|waiver| waiver.expires >= today).collect();
        for change in &mut *changes {
            change.waived = covered_by(change, &in_force).map(|waiver| Waived {
                reason: waiver.reason.clone(),
                expires: waiver.expires.to_string(),
            });
        }
        let remark = |waiver: &Waiver| {
            let mut finding = remark(waiver, changes, today)?;
            finding.location = Some(Location {
                file: self.file.clone(),
                line: Some(waiver.line),
                column: None,
                pointer: Pointer::root(),
            });
            Some(finding)
        };
        self.list.iter().filter_map(remark).collect()
    }
}

/// The first of the waivers that together cover a change.
fn covered_by<'w>(change: &Finding, waivers: &[&'w Waiver]) -> Option<&'w Waiver> {
    let meant: Vec<&Waiver> =
        waivers.iter().copied().filter(|waiver| waiver.means(change)).collect();
    let of_all = meant.iter().find(|waiver| waiver.operation.is_none());
    let is_covered = |operation: &String| {
        meant.iter().any(|waiver| waiver.operation.as_ref() == Some(operation))
    };
    let each = !change.operations.is_empty() && change.operations.iter().all(is_covered);
    of_all.or(if each { meant.first() } else { None }).copied()
}

impl Waiver {
    /// Whether a change is one that this waiver is about, for some of its operations at least.
    fn means(&self, change: &Finding) -> bool {
        self.opened == change.opened && self.describes(change)
    }

    /// The same, whether or not the change opens an operation.
    fn describes(&self, change: &Finding) -> bool {
        let place = change.location.as_ref().map(|location| &location.pointer);
        self.id == change.id()
            && self.pointer.as_ref().is_none_or(|pointer| Some(pointer) == place)
            && self.operation.as_ref().is_none_or(|operation| change.operations.contains(operation))
    }
}

fn remark(waiver: &Waiver, changes: &[Finding], today: Date) -> Option<Finding> {
    let Waiver { id, reason, expires, .. } = waiver;
    if *expires < today {
        let message = waiver_of(id).and_prose(format!(" expired on {expires}: {reason}"));
        let help = "mend the change, or agree on another day; remove the waiver when it is done";
        return Some(Finding::new(Remark::WaiverExpired.rule(), message).with_help(help));
    }
    if let Some(opens) = left_open(waiver, changes) {
        return Some(opens);
    }
    let mut meant = changes.iter().filter(|change| waiver.means(change)).peekable();
    if meant.peek().is_none() && changes.iter().any(|change| waiver.describes(change)) {
        let message = waiver_of(id).and_prose(" waives nothing: no such change opens an operation");
        let help = Text::prose("remove it, or remove ").and_code(OPENED).and_prose(" from it");
        return Some(Finding::new(Remark::WaiverStale.rule(), message).with_help(help));
    }
    if meant.peek().is_none() {
        let message = waiver_of(id).and_prose(" waives nothing: there is no such change");
        let help = "remove it, or correct its operation and pointer";
        return Some(Finding::new(Remark::WaiverStale.rule(), message).with_help(help));
    }
    let open = meant.find(|change| change.waived.is_none())?;
    let operation = waiver.operation.as_deref().unwrap_or_default();
    let other = open.operations.iter().find(|other| *other != operation)?;
    let message = waiver_of(id).and_prose(format!(
        " is for {operation}, and the change reaches {other} as well: it is not waived"
    ));
    let help = Text::prose("waive each operation that the change reaches, or leave ")
        .and_code("operation")
        .and_prose(" out");
    Some(Finding::new(Remark::WaiverIncomplete.rule(), message).with_help(help))
}

/// What a waiver seems to be about and does not cover, because the change opens an operation.
fn left_open(waiver: &Waiver, changes: &[Finding]) -> Option<Finding> {
    let opens = |change: &&Finding| !waiver.opened && waiver.describes(change) && change.opens();
    let change = changes.iter().find(opens)?;
    let operation = waiver.operation.as_ref().or(change.operations.first());
    let operation = operation.map_or("the API", String::as_str);
    let message = waiver_of(&waiver.id).and_prose(format!(
        " does not cover {operation}: it opened to callers without credentials"
    ));
    let help = Text::prose("if the operation is meant to be public, add ")
        .and_code(OPENED)
        .and_prose(" to a waiver of it");
    Some(Finding::new(Remark::WaiverIncomplete.rule(), message).with_help(help))
}

fn waiver_of(id: &str) -> Text {
    Text::prose("the waiver of ").and_code(id.to_owned())
}

#[cfg(test)]
mod tests {
    use gatepact_finding::Direction;
    use time::macros::date;

    use crate::policy::rule;
    use crate::rules::ChangeKind;

    use super::*;

    const ID: &str = "request.property.became-required";

    fn waiver(operation: Option<&str>, pointer: Option<&str>) -> Waiver {
        Waiver {
            id: ID.to_owned(),
            operation: operation.map(str::to_owned),
            pointer: pointer.map(Pointer::from),
            opened: false,
            reason: "agreed".to_owned(),
            expires: date!(2027 - 01 - 31),
            line: 7,
        }
    }

    fn change(operations: &[&str]) -> Finding {
        let rule = rule(ChangeKind::PropertyBecameRequired, Direction::Request);
        assert_eq!(rule.id, ID);
        let mut finding = Finding::new(rule, Text::default());
        finding.operations = operations.iter().map(|it| (*it).to_owned()).collect();
        let pointer = Pointer::from("/components/schemas/Order/properties/size");
        let file = "new.json".to_owned();
        finding.location = Some(Location { file, line: None, column: None, pointer });
        finding
    }

    /// Whether the change is waived, and the ids of what is said.
    fn applied(list: Vec<Waiver>, change: Finding, today: Date) -> (bool, Vec<String>) {
        let waivers = Waivers { file: "gatepact.toml".to_owned(), list };
        let mut changes = [change];
        let remarks = waivers.apply(&mut changes, today);
        assert!(remarks.iter().all(|it| it.location.as_ref().unwrap().line == Some(7)));
        (changes[0].waived.is_some(), remarks.iter().map(|it| it.id().to_owned()).collect())
    }

    const TODAY: Date = date!(2027 - 01 - 31);

    #[test]
    fn a_waiver_counts_on_its_last_day_and_not_after_it() {
        let (order, list) = (change(&["POST /orders"]), vec![waiver(None, None)]);
        assert_eq!(applied(list.clone(), order.clone(), TODAY), (true, vec![]));
        let tomorrow = TODAY.next_day().unwrap();
        assert_eq!(applied(list, order, tomorrow), (false, vec!["waiver.expired".to_owned()]));
    }

    #[test]
    fn every_operation_must_be_covered() {
        let both = change(&["POST /orders", "PUT /orders/{id}"]);
        let (post, put) =
            (waiver(Some("POST /orders"), None), waiver(Some("PUT /orders/{id}"), None));
        assert_eq!(
            applied(vec![post.clone()], both.clone(), TODAY),
            (false, vec!["waiver.incomplete".to_owned()])
        );
        assert_eq!(applied(vec![post.clone(), put], both.clone(), TODAY), (true, vec![]));
        assert_eq!(applied(vec![post, waiver(None, None)], both, TODAY), (true, vec![]));
    }

    #[test]
    fn a_waiver_of_another_place_or_operation_waives_nothing() {
        let stale = (false, vec!["waiver.stale".to_owned()]);
        let order = change(&["POST /orders"]);
        let elsewhere = waiver(None, Some("/components/schemas/Line/properties/size"));
        assert_eq!(applied(vec![elsewhere], order.clone(), TODAY), stale);
        let other = waiver(Some("GET /orders"), None);
        assert_eq!(applied(vec![other.clone()], order.clone(), TODAY), stale);
        let here = waiver(None, Some("/components/schemas/Order/properties/size"));
        assert_eq!(applied(vec![here], order, TODAY), (true, vec![]));
        // A change of the API as a whole has no operation that could be named.
        assert_eq!(applied(vec![other], change(&[]), TODAY), stale);
    }

    #[test]
    fn what_opens_an_operation_is_covered_only_by_a_waiver_that_says_so() {
        let plain = waiver(None, None);
        let explicit = Waiver { opened: true, ..plain.clone() };
        let widened = change(&["GET /orders"]);
        let opened = Finding { opened: true, ..widened.clone() };
        let incomplete = (false, vec!["waiver.incomplete".to_owned()]);
        let stale = vec!["waiver.stale".to_owned()];
        assert_eq!(applied(vec![plain.clone()], opened.clone(), TODAY), incomplete);
        assert_eq!(applied(vec![explicit.clone()], opened.clone(), TODAY), (true, vec![]));
        assert_eq!(applied(vec![explicit.clone()], widened.clone(), TODAY), (false, stale.clone()));
        assert_eq!(applied(vec![plain.clone()], widened, TODAY), (true, vec![]));
        // One of two waives it; the other one has nothing left to cover.
        assert_eq!(applied(vec![plain, explicit], opened, TODAY), (true, stale));
    }

    #[test]
    fn a_waiver_of_one_opened_operation_leaves_the_other_one() {
        let both = Finding { opened: true, ..change(&["GET /orders", "POST /orders"]) };
        let get = Waiver { opened: true, ..waiver(Some("GET /orders"), None) };
        let incomplete = (false, vec!["waiver.incomplete".to_owned()]);
        assert_eq!(applied(vec![get], both, TODAY), incomplete);
    }
}
