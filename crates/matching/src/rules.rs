//! The patterns of a response's rules, written anew for the engine that reads them.

use pact_models::matchingrules::expressions::MatchingRuleDefinition;
use pact_models::matchingrules::{MatchingRule, MatchingRuleCategory, MatchingRules};

use crate::pattern::{PatternError, translated};

/// Translates every pattern of the rules, those within other rules too.
///
/// # Errors
///
/// When a pattern cannot be understood.
pub(crate) fn translate(rules: &mut MatchingRules) -> Result<(), PatternError> {
    rules.rules.values_mut().try_for_each(of_category)
}

fn of_category(category: &mut MatchingRuleCategory) -> Result<(), PatternError> {
    category.rules.values_mut().flat_map(|list| &mut list.rules).try_for_each(of_rule)
}

fn of_rule(rule: &mut MatchingRule) -> Result<(), PatternError> {
    match rule {
        MatchingRule::Regex(pattern) => {
            let written = translated(pattern)?.into_owned();
            *pattern = written;
            Ok(())
        }
        MatchingRule::ArrayContains(variants) => {
            variants.iter_mut().try_for_each(|(_, category, _)| of_category(category))
        }
        MatchingRule::EachKey(definition) | MatchingRule::EachValue(definition) => {
            of_definition(definition)
        }
        _ => Ok(()),
    }
}

fn of_definition(definition: &mut MatchingRuleDefinition) -> Result<(), PatternError> {
    let own = definition.rules.iter_mut().filter_map(|it| it.as_mut().left());
    own.into_iter().try_for_each(of_rule)
}
