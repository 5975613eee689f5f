//! The sentences of a rule table: words with gaps for facts.

use serde_json::Value;

use crate::{Subject, Text};

/// A sentence with gaps: `` the property `{subject}` is required now ``. Backticks of the template enclose names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Template(&'static str);

/// What the gaps of a template may hold.
///
/// | gap | holds |
/// |---|---|
/// | `{subject}` | what the finding is about, by its name |
/// | `{old}`, `{new}` | the value before, the value after |
/// | `{field}` | the property that the finding is about, or lies in |
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'f> {
    /// What the finding is about.
    pub subject: Option<&'f Subject>,
    /// The old value.
    pub old: Option<&'f Value>,
    /// The new value.
    pub new: Option<&'f Value>,
    /// The property that the finding is about, or lies in.
    pub field: Option<&'f str>,
}

/// The maximum number of a list's values that a sentence shows.
const MAX_VALUES: usize = 8;

/// The maximum number of characters of a nested value that a sentence shows.
const MAX_CHARACTERS: usize = 80;

impl Template {
    /// A template as a rule table writes it.
    #[must_use]
    pub const fn new(template: &'static str) -> Template {
        Template(template)
    }

    /// As it is written, gaps and all.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        self.0
    }

    /// The sentence about these facts. One pass: a fact that looks like a gap or a backtick stays a fact.
    #[must_use]
    pub fn fill(self, facts: Facts<'_>) -> Text {
        let mut text = Text::default();
        for (position, part) in self.0.split('`').enumerate() {
            let is_name = position % 2 == 1;
            text =
                if is_name { text.and_code(facts.name(part)) } else { facts.sentence(part, text) };
        }
        text
    }
}

/// The words and the gaps of a template, in their order.
fn gaps(template: &'static str) -> impl Iterator<Item = (&'static str, Option<&'static str>)> {
    let mut rest = Some(template);
    std::iter::from_fn(move || {
        let text = rest?;
        let gap = text.split_once('{').and_then(|(before, tail)| {
            let (name, after) = tail.split_once('}')?;
            Some((before, name, after))
        });
        match gap {
            Some((before, name, after)) => {
                rest = Some(after);
                Some((before, Some(name)))
            }
            None => {
                rest = None;
                Some((text, None))
            }
        }
    })
}

impl Facts<'_> {
    fn sentence(self, template: &'static str, text: Text) -> Text {
        gaps(template).fold(text, |text, (words, gap)| {
            let text = text.and_prose(words);
            match gap {
                Some(gap) => text.and_text(self.fact(gap)),
                None => text,
            }
        })
    }

    /// A name whose text is a gap, or holds one.
    fn name(self, template: &'static str) -> String {
        let parts = gaps(template).map(|(words, gap)| {
            let fact = gap.map(|gap| match (gap, self.subject) {
                ("subject", Some(subject)) => subject.name().to_owned(),
                (gap, _) => self.fact(gap).to_string(),
            });
            format!("{words}{}", fact.unwrap_or_default())
        });
        parts.collect()
    }

    fn fact(self, gap: &'static str) -> Text {
        match gap {
            "subject" => self.subject.map_or_else(|| Text::prose("?"), Subject::text),
            "old" => value(self.old),
            "new" => value(self.new),
            "field" => Text::prose(self.field.unwrap_or("?").to_owned()),
            other => Text::prose(other),
        }
    }
}

fn value(value: Option<&Value>) -> Text {
    match value {
        None | Some(Value::Null) => Text::prose("none"),
        Some(Value::String(text)) => Text::code(text.clone()),
        Some(Value::Array(items)) if !items.is_empty() && items.iter().all(is_plain) => list(items),
        Some(other) => Text::prose(shortened(other.to_string())),
    }
}

fn list(items: &[Value]) -> Text {
    let shown =
        items.iter().take(MAX_VALUES).enumerate().fold(Text::default(), |text, (at, it)| {
            text.and_prose(if at == 0 { "" } else { ", " }).and_text(value(Some(it)))
        });
    match items.len().saturating_sub(MAX_VALUES) {
        0 => shown,
        more => shown.and_prose(format!(" and {more} more")),
    }
}

fn shortened(text: String) -> String {
    if text.chars().count() <= MAX_CHARACTERS {
        return text;
    }
    text.chars().take(MAX_CHARACTERS - 1).collect::<String>() + "…"
}

fn is_plain(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_fact_stays_a_fact_whatever_it_looks_like() {
        let subject = Subject::Property("a`{old}".to_owned());
        let facts = Facts { subject: Some(&subject), ..Facts::default() };
        let text = Template::new("the property `{subject}` is gone").fill(facts);
        assert_eq!(text.to_string(), "the property `a`{old}` is gone");
        assert_eq!(text.names().collect::<Vec<_>>(), ["a`{old}"]);
    }

    #[test]
    fn values_are_shown_by_their_kind() {
        let said = |new: Value| {
            let facts = Facts { new: Some(&new), ..Facts::default() };
            Template::new("{new} from {old}").fill(facts).to_string()
        };
        assert_eq!(said(json!("a")), "`a` from none");
        assert_eq!(said(json!(["a", 1, null])), "`a`, 1, none from none");
        assert_eq!(said(json!({"a": [1]})), "{\"a\":[1]} from none");
        assert_eq!(
            said(json!((0..10).collect::<Vec<_>>())),
            "0, 1, 2, 3, 4, 5, 6, 7 and 2 more from none"
        );
        assert_eq!(said(json!([["x".repeat(99)]])).chars().count(), 80 + " from none".len());
    }

    #[test]
    fn a_field_is_a_name() {
        let facts = Facts { field: Some("a`b"), ..Facts::default() };
        let text = Template::new("the field `{field}` may now be {new}").fill(facts);
        assert_eq!(text.names().collect::<Vec<_>>(), ["a`b"]);
        assert_eq!(text.to_string(), "the field `a`b` may now be none");
    }
}
