//! Whom the changes break: the table of consumers and changes, and the messages on which they break.

use std::collections::{BTreeMap, BTreeSet};

use super::message;
use super::phrases::{list, number};
use crate::Report;
use gatepact_finding::{Finding, ImpactedInteraction, Release, Text, Witness};

/// The maximum number of rows of the table; the others are counted.
pub(super) const ROWS: usize = 40;

/// The maximum number of broken interactions that are shown with their messages.
pub(super) const MESSAGES: usize = 20;

/// What one change does to one consumer.
pub(super) struct Row<'r> {
    pub(super) consumer: &'r str,
    pub(super) change: &'r Finding,
    /// The interactions that it breaks.
    pub(super) breaks: Vec<&'r str>,
    /// How many others have it.
    pub(super) touches: usize,
    /// Whether waivers cover all that break.
    pub(super) is_waived: bool,
}

impl Row<'_> {
    /// `breaks 2 interactions, touches 1`, `breaks 1 interaction, waived`
    pub(super) fn effect(&self) -> String {
        let waived = if self.is_waived { ", waived" } else { "" };
        format!("{}{waived}", self.counts())
    }

    fn counts(&self) -> String {
        match (self.breaks.len(), self.touches) {
            (0, touches) => format!("touches {}", number(touches, "interaction")),
            (breaks, 0) => format!("breaks {}", number(breaks, "interaction")),
            (breaks, touches) => {
                format!("breaks {}, touches {touches}", number(breaks, "interaction"))
            }
        }
    }
}

/// The table: those that break first, then by the name of the consumer, then in the order of the changes.
pub(super) fn rows(report: &Report) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    if report.impact.is_none() {
        return rows;
    }
    for change in report.findings.iter().filter(|finding| finding.is_change()) {
        let mut of_change: BTreeMap<&str, Row<'_>> = BTreeMap::new();
        let broken = change.consumers.iter().flatten().map(|it| (it, true));
        for (affected, is_broken) in broken.chain(change.touches.iter().map(|it| (it, false))) {
            let row = of_change.entry(&affected.consumer).or_insert_with(|| Row {
                consumer: &affected.consumer,
                change,
                breaks: Vec::new(),
                touches: 0,
                is_waived: false,
            });
            match is_broken {
                true => row.breaks.push(&affected.interaction),
                false => row.touches += 1,
            }
        }
        rows.extend(of_change.into_values());
    }
    let waived: BTreeSet<(&str, &str)> = broken(report)
        .into_iter()
        .filter(|it| it.waived.is_some())
        .map(|it| (it.consumer.as_str(), it.interaction.as_str()))
        .collect();
    for row in &mut rows {
        let mut breaks = row.breaks.iter();
        row.is_waived =
            !row.breaks.is_empty() && breaks.all(|name| waived.contains(&(row.consumer, *name)));
    }
    rows.sort_by_key(|row| (row.breaks.is_empty(), row.consumer));
    rows
}

/// The broken interactions, those that no waiver covers first.
pub(super) fn broken(report: &Report) -> Vec<&ImpactedInteraction> {
    let mut broken: Vec<_> = report.impact.iter().flat_map(|impact| &impact.broken).collect();
    broken.sort_by_key(|it| it.waived.is_some());
    broken
}

/// The broken interactions of one consumer for one reason, in the order of the first of each.
pub(super) fn alike(report: &Report) -> Vec<Vec<&ImpactedInteraction>> {
    let mut groups: Vec<Vec<&ImpactedInteraction>> = Vec::new();
    for entry in broken(report) {
        let is_alike = |group: &&mut Vec<&ImpactedInteraction>| {
            let first = group[0];
            first.consumer == entry.consumer
                && first.reason == entry.reason
                && first.waived == entry.waived
        };
        match groups.iter_mut().find(is_alike) {
            Some(group) => group.push(entry),
            None => groups.push(vec![entry]),
        }
    }
    groups
}

/// The request that is refused, or the response that the interaction refuses, line by line.
pub(super) fn lines(broken: &ImpactedInteraction) -> Vec<String> {
    // Of a long body the member stays that the last step of a path names: `total` of `$.order.total`.
    let member = |name: &str| name.rsplit(['.', '/']).next().map(str::to_owned);
    let names = broken.reason.names().filter_map(member);
    let why = names.fold(Text::default(), Text::and_code);
    message::lines(&Witness {
        operation: broken.operation.clone(),
        caller: None,
        request: broken.request.clone(),
        response: broken.response.clone(),
        holder: Release::New,
        releases: Text::default(),
        why,
    })
}

/// Which side refuses what is shown.
pub(super) fn refused_by(broken: &ImpactedInteraction) -> &'static str {
    match (&broken.request, &broken.response) {
        (Some(_), _) => "allowed before, refused by the new document",
        (None, Some(_)) => {
            "the pact's example with one change, which the new document allows and the pact refuses"
        }
        (None, None) => "no response of the new document satisfies the pact",
    }
}

/// The consumers that have a change and that no change breaks; nothing where there are none.
pub(super) fn touched(report: &Report) -> Option<String> {
    let impact = report.impact.as_ref()?;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for entry in &impact.touched {
        *counts.entry(&entry.consumer).or_default() += 1;
    }
    counts.retain(|name, _| !impact.broken.iter().any(|broken| broken.consumer == *name));
    let named: Vec<String> = counts
        .into_iter()
        .map(|(name, count)| format!("{name} ({})", number(count, "interaction")))
        .collect();
    (!named.is_empty()).then(|| format!("changed and not broken: {}", list(&named)))
}

/// The interactions that were not judged, in a sentence; nothing where there are none.
pub(super) fn apart(report: &Report) -> Option<String> {
    let impact = report.impact.as_ref()?;
    let parts: Vec<String> = [
        (&impact.unmatched, "matches no operation", "match no operation"),
        (&impact.already_broken, "was broken before", "were broken before"),
    ]
    .into_iter()
    .filter(|(entries, ..)| !entries.is_empty())
    .map(|(entries, one, several)| {
        let what = if entries.len() == 1 { one } else { several };
        let named: Vec<String> =
            entries.iter().map(|it| format!("{} \"{}\"", it.consumer, it.interaction)).collect();
        format!("{} {what}: {}", number(entries.len(), "interaction"), list(&named))
    })
    .collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
