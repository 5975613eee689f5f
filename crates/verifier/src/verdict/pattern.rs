//! The pattern of a rule that a part of an answer does not fit.

use gatepact_finding::Text;
use gatepact_matching::pattern::{fits_in_part, translated};
use pact_matching::Mismatch;
use pact_models::matchingrules::{MatchingRule, MatchingRules};
use pact_models::path_exp::DocPath;

/// A pattern as the pact writes it, and as the matcher reads it.
pub(super) struct Pattern {
    written: String,
    read: String,
}

impl Pattern {
    /// The first pattern that the rules have for the place of a mismatch.
    pub(super) fn of(rules: &MatchingRules, mismatch: &Mismatch) -> Option<Self> {
        let (category, path) = match mismatch {
            Mismatch::BodyMismatch { path, .. } => ("body", DocPath::new(path).ok()?),
            Mismatch::HeaderMismatch { key, .. } => ("header", header(rules, key)?),
            _ => return None,
        };
        let category = rules.rules_for_category(category)?;
        let steps = path.to_vec();
        let steps: Vec<&str> = steps.iter().map(String::as_str).collect();
        let rules = category.select_best_matcher(&steps).rules;
        let written = rules.into_iter().find_map(|rule| match rule {
            MatchingRule::Regex(written) => Some(written),
            _ => None,
        })?;
        let read = translated(&written).ok()?.into_owned();
        Some(Self { written, read })
    }

    /// A sentence about it, in the words of the pact.
    pub(super) fn as_written(&self, sentence: &str) -> String {
        match self.written == self.read {
            true => sentence.to_owned(),
            false => sentence.replace(&self.read, &self.written),
        }
    }

    /// What to do about a text of which the pattern fits a part.
    pub(super) fn help(&self, actual: &str) -> Option<Text> {
        let unquoted = actual.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        let fits = |text: &str| fits_in_part(&self.read, text);
        (fits(actual) || unquoted.is_some_and(fits)).then(|| {
            Text::prose("the pattern fits only a part of the text, and patterns of Pact have to fit all of it: allow the rest, as in ")
                .and_code(format!(".*{}.*", self.written))
        })
    }
}

/// The path of the rules for a header, in any case of letters.
fn header(rules: &MatchingRules, name: &str) -> Option<DocPath> {
    let category = rules.rules_for_category("header")?;
    let same =
        |path: &&DocPath| path.first_field().is_some_and(|field| field.eq_ignore_ascii_case(name));
    category.rules.keys().find(same).cloned()
}
