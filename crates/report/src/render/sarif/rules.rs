//! The rules of a run: one for each id among its findings.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{level, literal};
use crate::{Finding, Report, Severity};

/// The rules, sorted by id: their positions are those that results name.
pub(super) struct Rules<'a> {
    positions: BTreeMap<&'a str, usize>,
    values: Vec<Value>,
}

/// What the findings of one id have in common.
struct Rule<'a> {
    severity: Severity,
    help: Option<&'a str>,
    change: bool,
}

impl<'a> Rules<'a> {
    pub(super) fn of(report: &Report, findings: &[&'a Finding]) -> Rules<'a> {
        let mut rules: BTreeMap<&str, Rule<'_>> = BTreeMap::new();
        for finding in findings {
            let rule = rules.entry(&finding.id).or_insert(Rule {
                severity: finding.severity,
                help: None,
                change: finding.is_change(),
            });
            rule.severity = rule.severity.max(finding.severity);
            rule.help = rule.help.or(finding.help.as_deref());
        }
        let command = report.command.name();
        let values = rules.iter().map(|(id, rule)| rule.value(id, command)).collect();
        let positions = rules.keys().enumerate().map(|(at, id)| (*id, at)).collect();
        Rules { positions, values }
    }

    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.positions.get(id).copied()
    }

    pub(super) fn into_values(self) -> Vec<Value> {
        self.values
    }
}

impl Rule<'_> {
    fn value(&self, id: &str, command: &str) -> Value {
        let words = id.replace(['.', '-'], " ");
        let meaning = match (self.change, self.severity) {
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
        let help = self.help.unwrap_or("The message of each result says what to do.");
        json!({
            "id": id,
            "shortDescription": { "text": literal(&words) },
            "fullDescription": { "text": meaning },
            "help": { "text": literal(help) },
            "defaultConfiguration": { "level": level(self.severity) },
        })
    }
}
