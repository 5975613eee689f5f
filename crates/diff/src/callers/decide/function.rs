//! Whether a function is asked about a caller, and whether it is the one that let the caller in.

use super::{Found, ReasonKind, missing};
use crate::callers::access::{Demand, FunctionDemand, Source};
use crate::callers::caller::Caller;
use crate::callers::rules::CallerRules;

/// What a function accepts, the documents do not tell; that it refuses callers who have nothing to show is what it is for.
pub(super) fn function(
    rules: &CallerRules,
    (asked, demanded): (&Demand<'_>, &FunctionDemand<'_>),
    caller: &Caller,
) -> Found {
    let sent: Vec<bool> = demanded.sources.iter().map(|it| caller.sends(it)).collect();
    let mut found = Found { met: sent.iter().filter(|it| **it).count(), ..Found::default() };
    if sent.is_empty() && !caller.has_something_to_show() {
        return missing(asked);
    }
    if !(rules.sources)(&sent) {
        let missing = demanded.sources.iter().zip(&sent).filter(|(_, sent)| !**sent);
        let missing = missing.map(|(source, _)| ReasonKind::MissingSource(source.to_string()));
        found.refused.extend(missing);
    }
    if let Some(pattern) = demanded.token_pattern {
        let token = demanded.sources.first().and_then(|it| text_at(caller, it));
        match token.map(|token| (rules.pattern)(pattern, &token)) {
            Some(Some(true)) | None => {}
            Some(Some(false)) => found.refused.push(ReasonKind::TokenPattern {
                token: demanded
                    .sources
                    .first()
                    .and_then(|it| text_at(caller, it))
                    .unwrap_or_default(),
                pattern: pattern.to_owned(),
            }),
            Some(None) => found.doubts.push(ReasonKind::UndecidedPattern(pattern.to_owned())),
        }
    }
    if !caller.let_in_by.iter().any(|it| (rules.function)(demanded.function, it)) {
        found.doubts.push(ReasonKind::Function {
            function: demanded.function.to_owned(),
            let_in_by: caller.let_in_by.iter().next().cloned().unwrap_or_default(),
        });
    }
    found
}

fn text_at(caller: &Caller, source: &Source) -> Option<String> {
    caller.texts.get(source).cloned()
}
