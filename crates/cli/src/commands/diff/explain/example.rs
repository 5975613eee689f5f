//! A small change of each kind, as a patch: `examples.txt`. A test compares what each of them makes.

/// All examples; `## NAME SCOPE`, then lines that begin with `- `, `+ ` or two spaces.
const EXAMPLES: &str = include_str!("examples.txt");

/// A change, and what it is a part of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Example {
    pub(super) scope: Scope,
    /// The lines of a patch.
    pub(super) patch: &'static str,
}

/// What an example shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// A whole document, but for its title.
    Document,
    /// An operation.
    Operation,
    /// A request body or a response.
    Message,
    /// The schema of a body.
    Schema,
}

impl Example {
    /// The example of a kind of change, by its name without a direction.
    pub(super) fn of(name: &str) -> Option<Example> {
        EXAMPLES.split("## ").find_map(|section| {
            let (title, patch) = section.split_once('\n')?;
            let (found, scope) = title.split_once(' ')?;
            let scope = match scope {
                "document" => Scope::Document,
                "operation" => Scope::Operation,
                "message" => Scope::Message,
                "schema" => Scope::Schema,
                _ => return None,
            };
            (found == name).then_some(Example { scope, patch })
        })
    }
}

#[cfg(test)]
mod tests {
    use gatepact_diff::rules::CHANGE_KINDS;
    use gatepact_diff::{Change, Options, compare};
    use gatepact_finding::Direction;
    use gatepact_openapi::Document;

    use super::*;

    /// One side of a patch.
    fn side(patch: &str, without: char) -> String {
        let lines = patch.lines().filter(|line| !line.starts_with(without));
        lines.map(|line| format!("{}\n", &line[2..])).collect()
    }

    fn indented(text: &str, by: usize) -> String {
        text.lines().map(|line| format!("{:by$}{line}\n", "")).collect()
    }

    fn document(scope: Scope, text: &str, direction: Direction) -> Document {
        let version = if text.contains("openapi:") { "" } else { "openapi: 3.0.1\n" };
        let info = format!("{version}info: {{ title: orders, version: '1' }}\n");
        let path = "paths:\n  /orders:\n    post:\n";
        let response = "      responses: { '200': { description: done } }\n";
        let body = match direction {
            Direction::Request => format!("{response}      requestBody:\n"),
            Direction::Response => {
                "      responses:\n        '200':\n          description: done\n".to_owned()
            }
        };
        let text = match scope {
            Scope::Document if text.contains("paths:") => format!("{info}{text}"),
            Scope::Document => format!("{info}paths: {{}}\n{text}"),
            Scope::Operation if text.contains("responses:\n  ") => {
                format!("{info}{path}{}", indented(text, 6))
            }
            Scope::Operation => format!("{info}{path}{response}{}", indented(text, 6)),
            Scope::Message => format!("{info}{path}{body}{}", indented(text, 10)),
            Scope::Schema => {
                let content =
                    "          content:\n            application/json:\n              schema:\n";
                format!("{info}{path}{body}{content}{}", indented(text, 16))
            }
        };
        Document::read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
    }

    #[test]
    fn every_kind_has_an_example_and_the_engine_agrees() {
        let mut wrong = Vec::new();
        let options = Options { today: Some((2026, 1, 1)), ..Options::default() };
        for row in CHANGE_KINDS {
            let Some(Example { scope, patch }) = Example::of(row.name) else {
                wrong.push(format!("{} has no example", row.name));
                continue;
            };
            assert!(patch.lines().all(|line| ["- ", "+ ", "  "].contains(&&line[..2])), "{patch}");
            for direction in row.directions() {
                let id = row.id(*direction);
                let [old, new] =
                    ['+', '-'].map(|without| document(scope, &side(patch, without), *direction));
                let found: Vec<&str> =
                    compare(&old, &new, options).changes.iter().map(Change::id).collect();
                if !found.contains(&id) {
                    wrong.push(format!("{id}: {found:?}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }

    #[test]
    fn every_example_is_of_a_kind() {
        let names = EXAMPLES.split("## ").skip(1).filter_map(|section| section.split(' ').next());
        let mut names: Vec<&str> = names.collect();
        let mut kinds: Vec<&str> = CHANGE_KINDS.iter().map(|row| row.name).collect();
        names.sort_unstable();
        kinds.sort_unstable();
        assert_eq!(names, kinds);
    }
}
