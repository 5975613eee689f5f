//! The rules of a run: one for each id among its findings.

use std::collections::BTreeMap;

use super::log::{Configuration, Rule, Text};
use super::{level, literal};
use crate::Report;
use gatepact_finding::{Finding, Severity, Text as Sentence};

/// The rules, sorted by id: their positions are those that results name.
pub(super) struct Rules<'a> {
    positions: BTreeMap<&'a str, usize>,
    values: Vec<Rule<'a>>,
}

/// What the findings of one id have in common.
struct Kind<'a> {
    severity: Severity,
    opens: bool,
    help: Option<&'a Sentence>,
    change: bool,
}

impl<'a> Rules<'a> {
    pub(super) fn of(report: &Report, findings: &[&'a Finding]) -> Rules<'a> {
        let mut kinds: BTreeMap<&'a str, Kind<'a>> = BTreeMap::new();
        for finding in findings {
            let kind = kinds.entry(finding.id()).or_insert(Kind {
                severity: finding.severity,
                opens: false,
                help: None,
                change: finding.is_change(),
            });
            kind.severity = kind.severity.max(finding.level());
            kind.opens |= finding.opens();
            kind.help = kind.help.or(finding.help.as_ref());
        }
        let command = report.command.name();
        let values = kinds.iter().map(|(id, kind)| kind.rule(id, command)).collect();
        let positions = kinds.keys().enumerate().map(|(at, id)| (*id, at)).collect();
        Rules { positions, values }
    }

    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    pub(super) fn into_values(self) -> Vec<Rule<'a>> {
        self.values
    }
}

impl<'a> Kind<'a> {
    fn rule(&self, id: &'a str, command: &str) -> Rule<'a> {
        let words = id.replace(['.', '-'], " ");
        let meaning = match (self.change, self.severity) {
            (true, _) if self.opens => {
                "A change that lets callers without credentials in who were refused before."
                    .to_owned()
            }
            (true, Severity::Error) => {
                "A change that breaks consumers that kept to the release before.".to_owned()
            }
            (true, Severity::Warning) => {
                "A change that breaks some reasonable consumers, or that could not be decided."
                    .to_owned()
            }
            (true, Severity::Info) => "A change that breaks nobody.".to_owned(),
            (false, _) => format!("A finding of gatepact {command}."),
        };
        let help = self.help.map_or_else(
            || "The message of each result says what to do.".to_owned(),
            Sentence::to_string,
        );
        Rule {
            id,
            short_description: literal(&words),
            full_description: Text { text: meaning },
            help: literal(&help),
            default_configuration: Configuration { level: level(self.severity) },
        }
    }
}
