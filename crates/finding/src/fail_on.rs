//! Which changes break the contract: the words of `--fail-on`.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{Finding, Severity};

/// A word of `--fail-on`: a sort of changes that break the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailOnWord {
    /// A breaking change.
    Breaking,
    /// A risky change, or a breaking one.
    Risky,
    /// A breaking change that a recorded consumer relies on.
    Consumers,
    /// A change that opens an operation.
    Opened,
    /// None.
    Never,
}

impl FailOnWord {
    /// All of them, in the order of help texts.
    pub const ALL: [FailOnWord; 5] = [
        FailOnWord::Breaking,
        FailOnWord::Risky,
        FailOnWord::Consumers,
        FailOnWord::Opened,
        FailOnWord::Never,
    ];

    /// The word of flags, settings and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FailOnWord::Breaking => "breaking",
            FailOnWord::Risky => "risky",
            FailOnWord::Consumers => "consumers",
            FailOnWord::Opened => "opened",
            FailOnWord::Never => "never",
        }
    }

    /// What it means, for help texts.
    #[must_use]
    pub fn doc(self) -> &'static str {
        match self {
            FailOnWord::Breaking => "A breaking change",
            FailOnWord::Risky => "A risky change, or a breaking one",
            FailOnWord::Consumers => "A breaking change that a recorded consumer relies on",
            FailOnWord::Opened => {
                "An operation that opens: callers without credentials who were refused before get in"
            }
            FailOnWord::Never => "None; cannot be combined with another word",
        }
    }

    /// Whether it means this change; one that is waived is meant by no word.
    fn means(self, change: &Finding) -> bool {
        change.counts()
            && match self {
                FailOnWord::Breaking => change.severity == Severity::Error,
                FailOnWord::Risky => change.severity >= Severity::Warning,
                FailOnWord::Consumers => breaks_a_consumer(change),
                FailOnWord::Opened => change.opened,
                FailOnWord::Never => false,
            }
    }
}

/// Whether a recorded consumer breaks.
fn breaks_a_consumer(change: &Finding) -> bool {
    change.severity == Severity::Error
        && change.consumers.as_ref().is_some_and(|consumers| !consumers.is_empty())
}

/// Which changes break the contract: those that any word of a list means. `breaking` where the user names none.
///
/// ```
/// use gatepact_finding::FailOn;
///
/// let policy: FailOn = "opened, breaking,opened".parse().unwrap();
/// assert_eq!(policy.to_string(), "breaking,opened");
/// assert!("breaking,never".parse::<FailOn>().is_err());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailOn(BTreeSet<FailOnWord>);

impl FailOn {
    /// The policy of a list of words, in any order; a word may be there twice.
    ///
    /// # Errors
    ///
    /// An empty list, and `never` beside another word.
    pub fn of(words: impl IntoIterator<Item = FailOnWord>) -> Result<FailOn, FailOnError> {
        let words: BTreeSet<_> = words.into_iter().collect();
        match words.len() {
            0 => Err(FailOnError::Empty),
            1 => Ok(FailOn(words)),
            _ if words.contains(&FailOnWord::Never) => Err(FailOnError::NeverBesideOthers),
            _ => Ok(FailOn(words)),
        }
    }

    /// Whether the list has this word.
    #[must_use]
    pub fn has(&self, word: FailOnWord) -> bool {
        self.0.contains(&word)
    }

    /// Whether a change breaks the contract; one that is waived does not.
    #[must_use]
    pub fn is_broken_by(&self, change: &Finding) -> bool {
        self.0.iter().any(|word| word.means(change))
    }
}

impl Default for FailOn {
    fn default() -> Self {
        FailOn(BTreeSet::from([FailOnWord::Breaking]))
    }
}

/// `breaking,opened`: each word once, in the order of help texts.
impl fmt::Display for FailOn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<_> = self.0.iter().map(|word| word.name()).collect();
        f.write_str(&words.join(","))
    }
}

/// A text or a list that is not a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FailOnError {
    /// It has no word.
    Empty,
    /// `never` is one of several words.
    NeverBesideOthers,
    /// It has a word that means nothing here.
    UnknownWord(String),
}

impl fmt::Display for FailOnError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FailOnError::Empty => f.write_str("the list is empty: write `never` to allow all changes"),
            FailOnError::NeverBesideOthers => f.write_str(
                "`never` allows all changes and cannot be combined with another word: remove it, or the others",
            ),
            FailOnError::UnknownWord(word) => {
                let names = FailOnWord::ALL.map(|word| format!("`{}`", word.name())).join(", ");
                write!(f, "unknown variant `{word}`, expected one of {names}, or a list of them")
            }
        }
    }
}

impl std::error::Error for FailOnError {}

impl FromStr for FailOnWord {
    type Err = FailOnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let named = FailOnWord::ALL.into_iter().find(|word| word.name() == text.trim());
        named.ok_or_else(|| FailOnError::UnknownWord(text.trim().to_owned()))
    }
}

/// Words between commas.
impl FromStr for FailOn {
    type Err = FailOnError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.trim().is_empty() {
            return Err(FailOnError::Empty);
        }
        FailOn::of(text.split(',').map(str::parse).collect::<Result<Vec<_>, _>>()?)
    }
}

/// As [`Display`](fmt::Display) writes it, so that reports hold what users write.
impl Serialize for FailOn {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text, or a list of words.
impl<'de> Deserialize<'de> for FailOn {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Words;

        impl<'de> Visitor<'de> for Words {
            type Value = FailOn;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a word such as \"breaking\", or a list such as \"breaking,opened\"")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<FailOn, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<FailOn, A::Error> {
                let mut words = Vec::new();
                while let Some(word) = items.next_element::<String>()? {
                    words.push(word.parse().map_err(serde::de::Error::custom)?);
                }
                FailOn::of(words).map_err(serde::de::Error::custom)
            }
        }

        deserializer.deserialize_any(Words)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{Affected, CallerSentences, ChangelogSection, Rule, RuleKind, Template, Waived};

    fn change(severity: Severity) -> Finding {
        let sentence = Template::new("it changed");
        let for_callers = CallerSentences { sentence, names_place: false, in_field: None };
        let kind = RuleKind::Change { section: ChangelogSection::Changed, for_callers };
        Finding::new(Rule { kind, ..Rule::remark("a.b", severity) }, "it changed")
    }

    fn opened() -> Finding {
        Finding { opened: true, ..change(Severity::Info) }
    }

    fn policy(text: &str) -> FailOn {
        text.parse().unwrap()
    }

    #[test]
    fn a_list_is_written_in_one_way_whatever_the_user_wrote() {
        for (text, shown) in [
            ("breaking", "breaking"),
            ("never", "never"),
            ("never,never", "never"),
            ("opened,breaking", "breaking,opened"),
            (" risky , opened,risky", "risky,opened"),
            ("opened,consumers,risky,breaking", "breaking,risky,consumers,opened"),
        ] {
            assert_eq!(policy(text).to_string(), shown, "{text}");
            assert_eq!(serde_json::to_value(policy(text)).unwrap(), json!(shown));
        }
        assert_eq!(FailOn::default(), policy("breaking"));
    }

    #[test]
    fn a_list_in_settings_is_a_text_or_an_array() {
        let read = |value| serde_json::from_value::<FailOn>(value).map_err(|it| it.to_string());
        assert_eq!(read(json!("breaking,opened")), Ok(policy("breaking,opened")));
        assert_eq!(read(json!(["opened", "breaking"])), Ok(policy("breaking,opened")));
        for (wrong, message) in [
            (json!(""), "the list is empty"),
            (json!([]), "the list is empty"),
            (json!(["never", "opened"]), "`never` allows all changes"),
            (json!("breaking,"), "unknown variant ``"),
            (json!(["opend"]), "unknown variant `opend`, expected one of `breaking`, `risky`"),
            (json!(true), "expected a word such as \"breaking\", or a list"),
            (json!([1]), "expected a string"),
        ] {
            let error = read(wrong.clone()).unwrap_err();
            assert!(error.contains(message), "{wrong}: {error}");
        }
    }

    #[test]
    fn each_word_means_its_changes_and_no_others() {
        let [safe, risky, breaking] =
            [Severity::Info, Severity::Warning, Severity::Error].map(change);
        let affected = Affected {
            consumer: "a".to_owned(),
            interaction: "b".to_owned(),
            file: "c".to_owned(),
            line: 1,
        };
        let relied_on = Finding { consumers: Some(vec![affected]), ..breaking.clone() };
        let changes = [safe, risky, breaking, relied_on, opened()];
        for (text, broken) in [
            ("breaking", [false, false, true, true, false]),
            ("risky", [false, true, true, true, false]),
            ("consumers", [false, false, false, true, false]),
            ("opened", [false, false, false, false, true]),
            ("never", [false; 5]),
            ("breaking,opened", [false, false, true, true, true]),
            ("risky,opened", [false, true, true, true, true]),
            ("consumers,opened", [false, false, false, true, true]),
        ] {
            assert_eq!(
                changes.each_ref().map(|it| policy(text).is_broken_by(it)),
                broken,
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_waived_or_is_not_a_change_breaks_nothing() {
        let all = policy("risky,consumers,opened");
        let waived = Waived { reason: "agreed".to_owned(), expires: "2027-01-31".to_owned() };
        let waived = Finding { waived: Some(waived), severity: Severity::Error, ..opened() };
        let remark = Finding {
            opened: true,
            ..Finding::new(Rule::remark("a.b", Severity::Error), "a remark")
        };
        assert!(all.is_broken_by(&opened()));
        assert!(!all.is_broken_by(&waived) && !all.is_broken_by(&remark));
    }
}
