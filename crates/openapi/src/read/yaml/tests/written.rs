//! Documents are made together with the values and lines that they mean: whatever merges, aliases and anchors they hold,
//! a document equals the one that is written out, and each part stands on the line on which it was written.

use serde_json::{Map, Value};

use gatepact_finding::pointer;

use super::Random;

/// What a part of a document means, with the line of each part.
#[derive(Clone)]
struct Part {
    line: u32,
    content: Content,
}

#[derive(Clone)]
enum Content {
    Number(usize),
    List(Vec<Part>),
    Members(Vec<(String, Part)>),
}

impl Content {
    fn value(&self) -> Value {
        match self {
            Self::Number(number) => Value::from(*number),
            Self::List(items) => items.iter().map(|item| item.content.value()).collect(),
            Self::Members(members) => {
                let members = members.iter().map(|(key, part)| (key.clone(), part.content.value()));
                Value::Object(members.collect::<Map<_, _>>())
            }
        }
    }

    fn size(&self) -> usize {
        match self {
            Self::Number(_) => 1,
            Self::List(items) => 1 + items.iter().map(|item| item.content.size()).sum::<usize>(),
            Self::Members(members) => {
                1 + members.iter().map(|(_, part)| part.content.size()).sum::<usize>()
            }
        }
    }
}

type Members = Vec<(String, Part)>;

/// The meaning of a mapping: its own members, and those of the mappings that it merges, in the order of the text.
enum Entry {
    Own(String, Part),
    Merged(Vec<Members>),
}

fn written_out(entries: Vec<Entry>) -> Members {
    let own: Vec<(String, Part)> = entries
        .iter()
        .filter_map(|entry| match entry {
            Entry::Own(key, part) => Some((key.clone(), part.clone())),
            Entry::Merged(_) => None,
        })
        .collect();
    let mut members = Members::new();
    let mut add = |key: String, part: Part| {
        if members.iter().all(|(known, _)| *known != key) {
            let winner = own.iter().find(|(it, _)| *it == key);
            members.push((key, winner.map_or(part, |(_, part)| part.clone())));
        }
    };
    for entry in entries {
        match entry {
            Entry::Own(key, part) => add(key, part),
            Entry::Merged(sources) => {
                sources.into_iter().flatten().for_each(|(key, part)| add(key, part));
            }
        }
    }
    members
}

const KEYS: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];

struct Writer {
    random: Random,
    text: String,
    line: u32,
    anchors: Vec<(String, Content)>,
    left: usize,
}

impl Writer {
    fn end_line(&mut self) {
        self.text.push('\n');
        self.line += 1;
    }

    /// Writes a value after its key or its dash, up to the end of the line.
    fn value(&mut self, indent: usize) -> Content {
        if self.random.one_in(5)
            && let Some(content) = self.alias(|_| true)
        {
            self.end_line();
            return content;
        }
        let anchor = self.anchor();
        let content = match self.random.below(if indent > 8 || self.left == 0 { 3 } else { 7 }) {
            0 | 1 => self.number(),
            2 => {
                let members = self.flow();
                self.end_line();
                Content::Members(members)
            }
            3 => self.list(indent),
            _ => Content::Members(self.block(indent)),
        };
        self.name(anchor, &content);
        content
    }

    fn number(&mut self) -> Content {
        let number = self.random.below(90);
        self.text.push_str(&format!(" {number}"));
        self.end_line();
        Content::Number(number)
    }

    /// An alias of a value that fits, if there is one.
    fn alias(&mut self, fits: impl Fn(&Content) -> bool) -> Option<Content> {
        let fitting: Vec<_> =
            self.anchors.iter().filter(|(_, it)| fits(it) && it.size() < 60).collect();
        let (name, content) = fitting.get(self.random.below(fitting.len().max(1)))?;
        self.text.push_str(&format!(" *{name}"));
        Some(content.clone())
    }

    fn anchor(&mut self) -> Option<String> {
        let name = format!("n{}", self.text.len());
        self.random.one_in(3).then(|| {
            self.text.push_str(&format!(" &{name}"));
            name
        })
    }

    fn name(&mut self, anchor: Option<String>, content: &Content) {
        self.anchors.extend(anchor.map(|name| (name, content.clone())));
    }

    /// A mapping on one line.
    fn flow(&mut self) -> Members {
        self.text.push_str(" {");
        let mut entries: Vec<Entry> = Vec::new();
        for key in self.keys(3) {
            if self.random.one_in(6) && !entries.iter().any(|it| matches!(it, Entry::Merged(_))) {
                self.text.push_str("<<:");
                entries.push(Entry::Merged(vec![self.source()]));
                self.text.push_str(", ");
            }
            self.text.push_str(key);
            self.text.push(':');
            let anchor = self.anchor();
            let number = self.random.below(90);
            self.text.push_str(&format!(" {number}, "));
            let content = Content::Number(number);
            self.name(anchor, &content);
            entries.push(Entry::Own(key.to_owned(), Part { line: self.line, content }));
        }
        self.text.push('}');
        written_out(entries)
    }

    /// A mapping to be merged: an alias or a mapping on one line.
    fn source(&mut self) -> Members {
        if !self.random.one_in(4)
            && let Some(Content::Members(members)) =
                self.alias(|content| matches!(content, Content::Members(_)))
        {
            return members;
        }
        let anchor = self.anchor();
        let members = self.flow();
        self.name(anchor, &Content::Members(members.clone()));
        members
    }

    fn list(&mut self, indent: usize) -> Content {
        self.end_line();
        let mut items = Vec::new();
        for _ in 0..=self.random.below(3) {
            self.text.push_str(&format!("{}-", " ".repeat(indent)));
            let line = self.line;
            let content = match self.random.below(3) {
                0 => self.number(),
                _ => {
                    let members = self.source();
                    self.end_line();
                    Content::Members(members)
                }
            };
            items.push(Part { line, content });
        }
        Content::List(items)
    }

    /// A mapping over lines.
    fn block(&mut self, indent: usize) -> Members {
        self.end_line();
        let mut entries: Vec<Entry> = Vec::new();
        let mut keys = self.keys(6);
        keys.push("last");
        let merge = self.random.below(2 * keys.len());
        for (number, key) in keys.into_iter().enumerate() {
            self.left = self.left.saturating_sub(1);
            let pad = " ".repeat(indent);
            if number == merge {
                self.text.push_str(&format!("{pad}<<:"));
                let sources = self.merged(indent + 2);
                entries.push(Entry::Merged(sources));
            }
            self.text.push_str(&format!("{pad}{key}:"));
            let line = self.line;
            let content = self.value(indent + 2);
            entries.push(Entry::Own(key.to_owned(), Part { line, content }));
        }
        written_out(entries)
    }

    /// What a merge key merges, in each of the ways to write it.
    fn merged(&mut self, indent: usize) -> Vec<Members> {
        match self.random.below(4) {
            0 => {
                let source = self.source();
                self.end_line();
                vec![source]
            }
            1 if self.left > 0 => vec![self.block(indent)],
            2 => {
                self.end_line();
                (0..=self.random.below(3))
                    .map(|_| {
                        self.text.push_str(&format!("{}-", " ".repeat(indent)));
                        let source = self.source();
                        self.end_line();
                        source
                    })
                    .collect()
            }
            _ => {
                self.text.push_str(" [");
                let sources = (0..self.random.below(4))
                    .map(|_| {
                        let source = self.source();
                        self.text.push_str(" ,");
                        source
                    })
                    .collect();
                self.text.push(']');
                self.end_line();
                sources
            }
        }
    }

    /// Some keys in some order.
    fn keys(&mut self, most: usize) -> Vec<&'static str> {
        let mut left = KEYS.to_vec();
        (0..self.random.below(most + 1))
            .map(|_| left.remove(self.random.below(left.len())))
            .collect()
    }
}

fn check(part: &Part, at: &str, line: &dyn Fn(&str) -> u32, text: &str) {
    assert_eq!(line(at), part.line, "{at}\n{text}");
    match &part.content {
        Content::Number(_) => {}
        Content::List(items) => {
            for (index, item) in items.iter().enumerate() {
                check(item, &pointer::child(at, &index.to_string()), line, text);
            }
        }
        Content::Members(members) => {
            for (key, member) in members {
                check(member, &pointer::child(at, key), line, text);
            }
        }
    }
}

#[test]
fn a_document_with_merges_is_the_document_written_out_and_every_part_has_its_line() {
    let (mut merges, mut lines) = (0, 0);
    for seed in 1..500 {
        let random = Random(0x9E37_79B9_7F4A_7C15 ^ seed);
        let mut writer =
            Writer { random, text: "---".to_owned(), line: 1, anchors: Vec::new(), left: 40 };
        let root = Part { line: 2, content: Content::Members(writer.block(0)) };
        let text = writer.text;
        let (value, spots) = super::super::parse(&text).unwrap_or_else(|it| panic!("{it}\n{text}"));
        assert!(spots.fit(&value), "{text}");
        // As text: two objects are equal whatever the order of their keys is.
        assert_eq!(value.to_string(), root.content.value().to_string(), "{text}");
        check(&root, "", &|pointer| spots.find(&value, pointer).line, &text);
        merges += text.matches("<<").count();
        lines += text.lines().count();
    }
    assert!(merges > 2_000 && lines > 10_000, "{merges} {lines}");
}
