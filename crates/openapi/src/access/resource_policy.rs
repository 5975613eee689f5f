//! A resource policy: `x-amazon-apigateway-policy`.

use serde_json::Value;

use super::texts;

/// The policy of an API, in the grammar of IAM (IAM user guide, "IAM JSON policy elements reference").
#[derive(Debug, Clone, PartialEq)]
pub struct ResourcePolicy<'d> {
    /// Its statements.
    pub statements: Vec<Statement<'d>>,
}

/// A statement of a policy.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement<'d> {
    /// What it does where it applies; `None` for another word, which IAM refuses.
    pub effect: Option<Effect>,
    /// Whom it is about.
    pub principals: Principals<'d>,
    /// What it is about: `Action`, or `NotAction` where the flag is set.
    pub actions: Vec<&'d str>,
    /// Whether it is about everything but these actions.
    pub not_actions: bool,
    /// Where it applies: `Resource`, or `NotResource` where the flag is set.
    pub resources: Vec<&'d str>,
    /// Whether it applies everywhere but there.
    pub not_resources: bool,
    /// When it applies: all of them hold.
    pub conditions: Vec<Condition<'d>>,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// Callers may call.
    Allow,
    /// Callers may not call, whatever else allows it.
    Deny,
}

/// Whom a statement is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principals<'d> {
    /// `*`, or `{"AWS": "*"}`: every caller, known or not.
    Everyone,
    /// These: ARNs, accounts, services.
    These(Vec<&'d str>),
    /// Everyone but these (`NotPrincipal`).
    NotThese(Vec<&'d str>),
}

/// A condition of a statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition<'d> {
    /// `IpAddress`, `StringNotEquals`, ..
    pub operator: &'d str,
    /// `aws:SourceIp`, `aws:SourceVpce`, ..
    pub key: &'d str,
    /// One of these is meant; numbers and truth values are kept as they are.
    pub values: Vec<&'d Value>,
}

impl<'d> ResourcePolicy<'d> {
    /// The policy at the root of a document.
    #[must_use]
    pub fn of(root: &'d Value) -> Option<Self> {
        let policy = root.get("x-amazon-apigateway-policy")?;
        // A policy that is written as a text is not read: it allows under a condition that is not known.
        if policy.is_string() {
            let condition = Condition { operator: "Text", key: "policy", values: vec![policy] };
            let (actions, resources) = (vec!["*"], vec!["*"]);
            return Some(Self {
                statements: vec![Statement {
                    effect: Some(Effect::Allow),
                    principals: Principals::Everyone,
                    actions,
                    not_actions: false,
                    resources,
                    not_resources: false,
                    conditions: vec![condition],
                }],
            });
        }
        Some(Self::of_document(policy))
    }

    /// A policy document of IAM, such as the answer of a Lambda authorizer has.
    #[must_use]
    pub fn of_document(policy: &'d Value) -> Self {
        let statements = match policy.get("Statement") {
            Some(Value::Array(statements)) => statements.iter().map(Statement::of).collect(),
            Some(statement) => vec![Statement::of(statement)],
            None => Vec::new(),
        };
        Self { statements }
    }
}

impl<'d> Statement<'d> {
    fn of(statement: &'d Value) -> Self {
        let list = |own: &str, other: &str| match statement.get(own) {
            Some(list) => (texts(Some(list)), false),
            None => (texts(statement.get(other)), statement.get(other).is_some()),
        };
        let ((actions, not_actions), (resources, not_resources)) =
            (list("Action", "NotAction"), list("Resource", "NotResource"));
        Self {
            effect: match statement.get("Effect").and_then(Value::as_str) {
                Some("Allow") => Some(Effect::Allow),
                Some("Deny") => Some(Effect::Deny),
                _ => None,
            },
            principals: Principals::of(statement),
            actions,
            not_actions,
            resources,
            not_resources,
            conditions: conditions(statement),
        }
    }
}

impl<'d> Principals<'d> {
    fn of(statement: &'d Value) -> Self {
        if let Some(principal) = statement.get("NotPrincipal") {
            return Self::NotThese(Self::names(principal));
        }
        let names = statement.get("Principal").map(Self::names).unwrap_or_default();
        if names.contains(&"*") { Self::Everyone } else { Self::These(names) }
    }

    fn names(principal: &'d Value) -> Vec<&'d str> {
        match principal {
            Value::Object(kinds) => kinds.values().flat_map(|it| texts(Some(it))).collect(),
            other => texts(Some(other)),
        }
    }
}

fn conditions(statement: &Value) -> Vec<Condition<'_>> {
    let operators = statement.get("Condition").and_then(Value::as_object).into_iter().flatten();
    operators
        .flat_map(|(operator, keys)| {
            let keys = keys.as_object().into_iter().flatten();
            keys.map(move |(key, values)| Condition {
                operator,
                key,
                values: match values {
                    Value::Array(values) => values.iter().collect(),
                    value => vec![value],
                },
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_is_a_list_of_one() {
        let document = json!({ "x-amazon-apigateway-policy": { "Statement": {
            "Effect": "Deny", "Principal": { "AWS": ["123456789012", "*"] },
            "Action": "execute-api:Invoke", "NotResource": ["execute-api:/prod/*"],
            "Condition": { "NotIpAddress": { "aws:SourceIp": "192.0.2.0/24" } } } } });
        let policy = ResourcePolicy::of(&document).unwrap();
        let range = json!("192.0.2.0/24");
        assert_eq!(
            policy.statements,
            [Statement {
                effect: Some(Effect::Deny),
                principals: Principals::Everyone,
                actions: vec!["execute-api:Invoke"],
                not_actions: false,
                resources: vec!["execute-api:/prod/*"],
                not_resources: true,
                conditions: vec![Condition {
                    operator: "NotIpAddress",
                    key: "aws:SourceIp",
                    values: vec![&range],
                }],
            }]
        );
    }

    #[test]
    fn whom_a_statement_is_about() {
        let of = |statement: Value| match Principals::of(&statement) {
            Principals::Everyone => "everyone".to_owned(),
            Principals::These(names) => names.join(" "),
            Principals::NotThese(names) => format!("not {}", names.join(" ")),
        };
        assert_eq!(of(json!({ "Principal": "*" })), "everyone");
        assert_eq!(
            of(json!({ "Principal": { "AWS": "arn:aws:iam::1:root" } })),
            "arn:aws:iam::1:root"
        );
        assert_eq!(of(json!({ "NotPrincipal": { "AWS": ["1", "2"] } })), "not 1 2");
        assert_eq!(of(json!({})), "");
    }
}
