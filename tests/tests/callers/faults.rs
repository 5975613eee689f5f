//! Faults that are planted in the rules of either side while the test runs: the law notices each.
//!
//! A law that no fault breaks shows nothing. Both sides hold their rules in a table of functions
//! (`gatepact_stage::AccessRules`, `gatepact_diff::CallerRules`), so nothing is compiled again.

use gatepact_diff::Options;
use gatepact_diff::callers::{AuthorizedBy, CallerRules, PolicyResult};
use gatepact_openapi::access::Claim;
use gatepact_stage::{AccessRules, KeySource, Verdict as Said, Workflow};

use crate::law::{Pair, seeds};
use crate::stages::Stages;

/// The pairs among which there is one that shows a fault.
const PAIRS: u64 = 4_000;

/// How many of them are asked.
const ASKED_PAIRS: usize = 200;

/// How many callers of a pair are asked who should not tell its documents apart: most faults lose a caller, or let all in.
const ASKED: usize = 3;

/// A fault of the stage, and the changes that can show it.
type OfStage = (&'static str, &'static [&'static str], fn(&mut AccessRules));

const OF_STAGE: [OfStage; 25] = [
    ("all scopes are asked for", &["scopes"], |rules| {
        rules.scope = |given, listed| listed.iter().all(|it| given.contains(it));
    }),
    ("scopes are not looked at", &["scopes"], |rules| rules.scope = |_, _| true),
    ("an issuer is compared without the slash at its end", &["issuer url", "issuers"], |rules| {
        rules.issuer = |given, trusted| {
            let bare = |text: &str| text.trim_end_matches('/').to_owned();
            trusted.iter().position(|it| bare(it) == bare(given))
        };
    }),
    ("only the first issuer is trusted", &["issuers"], |rules| {
        rules.issuer = |given, trusted| (trusted.first() == Some(&given)).then_some(0);
    }),
    ("only the first audience is accepted", &["audiences", "audiences swapped"], |rules| {
        rules.audience = |given, accepted| accepted.first().is_some_and(|it| given.contains(it));
    }),
    ("audiences are not looked at", &["audiences", "audiences swapped"], |rules| {
        rules.audience = |_, _| true;
    }),
    ("an algorithm is known by its beginning", &["algorithms"], |rules| {
        rules.algorithm = |used, accepted| accepted.iter().any(|it| it[..2] == used[..2]);
    }),
    ("a claim need not be there", &["claim"], |rules| {
        rules.claim = |given, rule| match given.and_then(serde_json::Value::as_str) {
            None => true,
            Some(value) => rule.values.is_empty() || rule.values.contains(&value),
        };
    }),
    ("the value of a claim is not looked at", &["claim"], |rules| {
        rules.claim = |given, Claim { required, .. }| !required || given.is_some();
    }),
    ("the kind of a token is not looked at", &["scopes"], |rules| rules.token_use = |_, _| true),
    ("the client of a token is not looked at", &["client pattern"], |rules| {
        rules.pool_audience = |_, _| Some(true);
    }),
    ("one identity source is enough", &["request sources"], |rules| {
        rules.sources = |values| values.iter().any(Option::is_some);
    }),
    ("header names are compared as written", &["source", "request sources"], |rules| {
        rules.header = |given, named| given == named;
    }),
    ("names of parameters are compared in any case", &["source", "request sources"], |rules| {
        rules.parameter = str::eq_ignore_ascii_case;
    }),
    ("the expression is not looked at", &["token pattern"], |rules| {
        rules.pattern = |_, _| Some(true);
    }),
    ("one function answers for all", &["function"], |rules| rules.function = |_, _| true),
    ("the key is always in the header", &["key source"], |rules| {
        rules.key_source = |_: KeySource, header, _| header;
    }),
    ("an authorizer stands in for a key", &["api key"], |rules| {
        rules.demands = |mut demands| {
            demands.api_key &= !demands.authorizer;
            demands
        };
    }),
    ("a key stands in for a signature", &["authorization", "api key"], |rules| {
        rules.demands = |mut demands| {
            demands.signature &= !demands.api_key;
            demands
        };
    }),
    ("a statement is about every caller", &["principal"], |rules| rules.principal = |_, _| true),
    ("a path is known by its beginning", &["resource"], |rules| {
        rules.resource = |pattern, text| text.starts_with(pattern.trim_end_matches('*'));
    }),
    (
        "a range is its first address",
        &["condition", "values of a condition", "statement"],
        |rules| {
            rules.address = |address, range| range.split('/').next() == Some(&address.to_string());
        },
    ),
    (
        "of several ranges the first one counts",
        &["condition", "values of a condition", "statement"],
        |rules| {
            rules.any_value = |matches| matches.first() == Some(&true);
        },
    ),
    (
        "a negated condition is not negated",
        &["condition", "values of a condition", "statement"],
        |rules| {
            rules.negated = |matches| matches;
        },
    ),
    ("what is allowed is not denied", &["effect", "statement"], |rules| {
        rules.effect = |allowed, denied| match (allowed, denied) {
            (true, _) => Said::Allow,
            (false, true) => Said::Deny,
            (false, false) => Said::Silent,
        };
    }),
];

/// One more, whose type is that of the workflow.
fn token_is_enough(workflow: Workflow, authorizer: Said, policy: Said) -> bool {
    let enough = authorizer == Said::Allow || policy == Said::Allow;
    policy != Said::Deny && enough && workflow != Workflow::OtherAccount
}

/// A fault of the comparison.
type OfComparison = (&'static str, fn(&mut CallerRules));

const OF_COMPARISON: [OfComparison; 19] = [
    ("all scopes are asked for", |rules| {
        rules.any_scope = |asked, held| asked.iter().all(|it| held.contains(it));
    }),
    ("no scope is asked for", |rules| rules.any_scope = |_, _| true),
    ("an issuer is compared without the slash at its end", |rules| {
        rules.issuer =
            |trusted, issuer| trusted.trim_end_matches('/') == issuer.trim_end_matches('/');
    }),
    ("only the first audience is accepted", |rules| {
        rules.audience = |accepted, audience| accepted.first() == Some(&audience);
    }),
    ("audiences are not looked at", |rules| rules.audience = |_, _| true),
    ("only the first algorithm is accepted", |rules| {
        rules.algorithm = |accepted, algorithm| accepted.first() == Some(&algorithm);
    }),
    ("a claim need not be there", |rules| {
        rules.claim = |_, values, claim| {
            claim.is_none_or(|claim| values.is_empty() || values.contains(&claim))
        };
    }),
    ("the value of a claim is not looked at", |rules| {
        rules.claim = |required, _, claim| !required || claim.is_some();
    }),
    ("the kind of a token is not looked at", |rules| rules.is_access_token = |_, _| true),
    ("one identity source is enough", |rules| {
        rules.sources = |sent| sent.is_empty() || sent.contains(&true);
    }),
    ("header names are compared as written", |rules| rules.header_name = str::to_owned),
    ("names of parameters are compared in any case", |rules| {
        rules.query_name = str::to_ascii_lowercase;
    }),
    ("patterns are not looked at", |rules| rules.pattern = |_, _| Some(true)),
    ("all functions are one", |rules| rules.function = |_, _| true),
    ("one of a method's demands is enough", |rules| {
        rules.demands = |met| met.is_empty() || met.contains(&true);
    }),
    ("a range is its first address", |rules| {
        rules.address =
            |range, address| Some(range.split('/').next() == Some(&address.to_string()));
    }),
    ("a path is known by its beginning", |rules| {
        rules.wildcard = |pattern, text| text.starts_with(pattern.trim_end_matches('*'));
    }),
    ("what is allowed is not denied", |rules| {
        rules.effect = |is_allowed, is_denied| match (is_allowed, is_denied) {
            (true, _) => PolicyResult::Allowed,
            (false, true) => PolicyResult::Denied,
            (false, false) => PolicyResult::Neither,
        };
    }),
    ("a policy that says nothing allows", |rules| {
        rules.workflow = |_: AuthorizedBy, result| result != PolicyResult::Denied;
    }),
];

/// Whether the law fails for one of the pairs in which one of these things changed.
async fn is_noticed(
    rules: AccessRules,
    options: Options,
    (changes, unexpected): (&[&str], usize),
) -> bool {
    let mut stages = Stages::start(rules).await;
    let mut asked = 0;
    for seed in seeds(PAIRS) {
        let pair = Pair::of_seed(seed);
        if !changes.is_empty() && !pair.changed.iter().any(|it| changes.contains(it)) {
            continue;
        }
        let verdicts = pair.verdicts(options);
        // A fault of the comparison that changes no verdict of a pair is not seen in it.
        if changes.is_empty() && verdicts == pair.verdicts(Options::default()) {
            continue;
        }
        asked += 1;
        if pair.check(&mut stages, &verdicts, (seed, unexpected)).await.is_err() {
            return true;
        }
        if asked == ASKED_PAIRS {
            return false;
        }
    }
    false
}

#[tokio::test]
async fn every_fault_of_the_stage_is_noticed() {
    let mut unnoticed = Vec::new();
    let workflow: OfStage = ("a token is enough", &["policy", "principal", "statement"], |it| {
        it.workflow = token_is_enough;
    });
    for (name, changes, plant) in OF_STAGE.into_iter().chain([workflow]) {
        let mut rules = AccessRules::default();
        plant(&mut rules);
        if !is_noticed(rules, Options::default(), (changes, ASKED)).await {
            unnoticed.push(name);
        }
    }
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
}

#[tokio::test]
async fn every_fault_of_the_comparison_is_noticed() {
    let mut unnoticed = Vec::new();
    for (name, plant) in OF_COMPARISON {
        let mut caller_rules = CallerRules::default();
        plant(&mut caller_rules);
        let options = Options { caller_rules, ..Options::default() };
        // Only pairs with another verdict are asked, so all of their callers can be.
        if !is_noticed(AccessRules::default(), options, (&[], usize::MAX)).await {
            unnoticed.push(name);
        }
    }
    assert!(unnoticed.is_empty(), "{unnoticed:#?}");
}
