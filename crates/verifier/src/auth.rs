//! Which interaction gets which credentials.

use gatepact_contract::{AuthKind, Body, Interaction, Pact};
use regex::Regex;

/// How credentials are chosen.
#[derive(Debug, Clone, Default)]
pub struct AuthPolicy {
    /// For interactions that neither declare kinds nor meet a rule.
    pub default: Vec<AuthKind>,
    /// The first rule that an interaction meets decides.
    pub rules: Vec<AuthRule>,
}

/// A rule for interactions that declare no kinds themselves: other languages, Pact V1 to V3.
#[derive(Debug, Clone, Default)]
pub struct AuthRule {
    /// The consumer's name, exactly.
    pub consumer: Option<String>,
    /// A pattern somewhere in the description.
    pub description: Option<Regex>,
    /// A pattern somewhere in the name of one of the provider states.
    pub state: Option<Regex>,
    /// The kinds to send.
    pub kinds: Vec<AuthKind>,
}

impl AuthPolicy {
    /// The kinds that the default and the rules name: what the run's user asked for.
    #[must_use]
    pub fn kinds_asked_for(&self) -> Vec<AuthKind> {
        self.rules.iter().flat_map(|rule| &rule.kinds).chain(&self.default).copied().collect()
    }

    /// The kinds of credentials that the interaction is sent with, `none` left out.
    ///
    /// What the interaction declares comes first. Otherwise nothing is sent where the pact expects
    /// 401 or 403, for such a promise is about callers without credentials; then the first rule it
    /// meets decides, then the default.
    #[must_use]
    pub fn kinds(&self, pact: &Pact, interaction: &Interaction) -> Vec<AuthKind> {
        let kinds = match (&interaction.auth, &interaction.body) {
            (Some(declared), _) => declared,
            (None, Body::Http(http)) if matches!(http.response.status, 401 | 403) => {
                return Vec::new();
            }
            (None, _) => self
                .rules
                .iter()
                .find(|rule| rule.applies(pact, interaction))
                .map_or(&self.default, |rule| &rule.kinds),
        };
        kinds.iter().copied().filter(|kind| *kind != AuthKind::None).collect()
    }
}

impl AuthRule {
    fn applies(&self, pact: &Pact, interaction: &Interaction) -> bool {
        let consumer = self.consumer.as_ref().is_none_or(|name| *name == pact.consumer);
        let description =
            self.description.as_ref().is_none_or(|regex| regex.is_match(&interaction.description));
        let state = self
            .state
            .as_ref()
            .is_none_or(|regex| interaction.states.iter().any(|state| regex.is_match(&state.name)));
        consumer && description && state
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pact(declared: &str, status: u16) -> Pact {
        let json = format!(
            r#"{{"consumer": {{"name": "web-shop"}}, "provider": {{"name": "orders-api"}},
                "interactions": [{{"type": "Synchronous/HTTP", "description": "reads an order",
                    "providerStates": [{{"name": "an order exists"}}],
                    "comments": {{"references": {{"gatepact": {declared}}}}},
                    "request": {{"method": "GET", "path": "/orders/42"}},
                    "response": {{"status": {status}}}}}],
                "metadata": {{"pactSpecification": {{"version": "4.0"}}}}}}"#
        );
        Pact::read("test.json", json.into_bytes()).unwrap()
    }

    fn kinds(policy: &AuthPolicy, declared: &str, status: u16) -> Vec<AuthKind> {
        let pact = pact(declared, status);
        policy.kinds(&pact, &pact.interactions[0])
    }

    #[test]
    fn a_declaration_beats_a_rule_beats_the_default() {
        let rule = AuthRule { kinds: vec![AuthKind::Iam], ..AuthRule::default() };
        let with_rule = AuthPolicy { default: vec![AuthKind::Bearer], rules: vec![rule] };
        let without = AuthPolicy { default: vec![AuthKind::Bearer], rules: Vec::new() };
        assert_eq!(kinds(&with_rule, r#"{"auth": ["api-key"]}"#, 200), [AuthKind::ApiKey]);
        assert_eq!(kinds(&with_rule, "{}", 200), [AuthKind::Iam]);
        assert_eq!(kinds(&without, "{}", 200), [AuthKind::Bearer]);
        assert_eq!(kinds(&with_rule, r#"{"auth": ["none"]}"#, 200), []);
    }

    #[test]
    fn nothing_is_added_where_a_refusal_is_expected() {
        let policy = AuthPolicy { default: vec![AuthKind::ApiKey], rules: Vec::new() };
        for status in [401, 403] {
            assert_eq!(kinds(&policy, "{}", status), []);
        }
        assert_eq!(kinds(&policy, "{}", 404), [AuthKind::ApiKey]);
    }

    #[test]
    fn a_rule_applies_when_all_its_conditions_are_met() {
        let rule = AuthRule {
            consumer: Some("web-shop".to_owned()),
            description: Some(Regex::new("^reads").unwrap()),
            state: Some(Regex::new("order").unwrap()),
            kinds: vec![AuthKind::Iam],
        };
        let other = AuthRule { consumer: Some("warehouse".to_owned()), ..rule.clone() };
        let policy = |rule| AuthPolicy { default: Vec::new(), rules: vec![rule] };
        assert_eq!(kinds(&policy(rule), "{}", 200), [AuthKind::Iam]);
        assert_eq!(kinds(&policy(other), "{}", 200), []);
    }
}
