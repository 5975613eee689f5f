//! Documents whose names are meant to break reports.

use gatepact_finding::{Finding, Subject};
use gatepact_report::Outcome;
use gatepact_report::render::{Decoration, Format, render};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};

use crate::commonmark::{Inlines, backticks, cells, inlines};
use crate::releases::{HOSTILE, hostile, hostile_change, report, rules};

fn hostile_as(format: Format) -> String {
    let decoration = Decoration { verbose: true, ..Decoration::default() };
    render(&hostile(), format, decoration).to_string()
}

/// Escape sequences and direction overrides reach neither a terminal nor a log or page.
#[test]
fn no_name_steers_what_shows_it() {
    let steers = |c: &char| c.is_control() && *c != '\n' || ('\u{202a}'..='\u{202e}').contains(c);
    for format in [Format::Text, Format::Markdown, Format::Github, Format::Changelog] {
        let text = hostile_as(format);
        assert_eq!(text.chars().find(steers), None, "{}:\n{text}", format.name());
    }
}

/// A line of the log that begins with a command would be one.
#[test]
fn no_text_is_a_workflow_command() {
    for line in hostile_as(Format::Text).lines() {
        assert!(!line.trim_start().starts_with("::"), "{line}");
    }
    let github = hostile_as(Format::Github);
    let (commands, others): (Vec<&str>, Vec<&str>) =
        github.lines().partition(|line| line.starts_with("::"));
    assert_eq!(commands.len(), hostile().findings.len(), "{github}");
    assert_eq!(others.len(), 2, "{github}");
    assert!(others[0].starts_with("compared "), "{github}");
    assert!(others[1].starts_with("BROKEN: "), "{github}");
    for command in commands {
        let (properties, _) = command[2..].split_once("::").unwrap();
        let names = properties.split_once(' ').unwrap().1.split(',');
        let names: Vec<&str> = names.map(|property| property.split_once('=').unwrap().0).collect();
        assert_eq!(names, ["file", "line", "title"], "{command}");
    }
}

/// [`HOSTILE`] as a person may safely read it, on one line.
fn visible() -> String {
    let shown = |c: char| match c {
        '\n' => "\\n".to_owned(),
        '\r' => "\\r".to_owned(),
        c if c.is_control() || c == '\u{202e}' => format!("\\u{{{:x}}}", u32::from(c)),
        c => c.to_string(),
    };
    HOSTILE.chars().map(shown).collect()
}

/// Outside of code spans a text is neither HTML nor a link nor an image, and its backticks are escaped.
#[track_caller]
fn assert_harmless(line: &str) {
    let Inlines { rest, .. } = inlines(line);
    assert!(!rest.contains("<script"), "{line}");
    let bare = rest.replace("\\[", "").replace("\\]", "").replace("\\`", "");
    assert!(!bare.contains(['[', ']', '`']), "{line}");
}

#[test]
fn no_text_breaks_out_of_markdown() {
    let text = hostile_as(Format::Markdown);
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
    // A heading and its rows for what hurts, what is safe and what is waived.
    assert_eq!(rows.len(), 3 + 2 + 1 + 3, "{text}");
    for row in &rows {
        let cells = cells(row);
        assert_eq!(cells.len(), 5, "{row}");
        cells.iter().for_each(|cell| assert_harmless(cell));
    }
    let changes: Vec<Inlines> = rows
        .iter()
        .filter(|row| row.contains("script"))
        .map(|row| inlines(&cells(row)[1]))
        .collect();
    assert_eq!(changes.len(), 6, "{text}");
    for Inlines { code, rest } in changes {
        assert_eq!(code, [visible()], "the name is one code span: {rest}");
        assert!(rest.contains("!\\[x\\](y)"), "the words are there as well: {rest}");
    }
    for text in [text, hostile_as(Format::Changelog)] {
        let mut fence: Option<usize> = None;
        for line in text.lines() {
            let (before, ticks) = (fence, backticks(line));
            fence = match fence {
                Some(open) if line.len() == open && ticks == open => None,
                // With another backtick in the line, the first ones open a code span.
                None if ticks >= 3 && !line[ticks..].contains('`') => Some(ticks),
                other => other,
            };
            let is_html = line.contains("<summary>") || line.contains("</details>");
            if before.is_none() && fence.is_none() && !is_html {
                assert_harmless(line);
            }
            if fence.is_none() && !line.contains('`') {
                assert!(!line.contains("<script"), "{line}");
            }
        }
        assert_eq!(fence, None, "a fence is left open:\n{text}");
        assert_eq!(text.matches("<details>").count(), text.matches("</details>").count());
    }
}

#[test]
fn junit_is_xml_and_says_it_all() {
    let text = hostile_as(Format::Junit);
    let mut reader = Reader::from_str(&text);
    let mut names = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => break,
            Event::Start(start) | Event::Empty(start) => {
                for attribute in start.attributes() {
                    let attribute = attribute.unwrap();
                    let value = attribute.unescape_value().unwrap().into_owned();
                    if start.name().as_ref() == b"testcase" && attribute.key.as_ref() == b"name" {
                        names.push(value);
                    }
                }
            }
            Event::Text(text) => {
                text.xml_content().unwrap();
            }
            Event::Decl(_) | Event::End(_) | Event::GeneralRef(_) | Event::CData(_) => {}
            other => panic!("{other:?} in {text}"),
        }
    }
    // One more says what was compared.
    assert_eq!(names.len(), hostile().findings.len() + 1, "{text}");
    assert!(names[0].contains("<script>&amp;]]> ![x](y)"), "{names:?}");
}

#[test]
fn json_holds_the_very_texts() {
    let report: Value = serde_json::from_str(&hostile_as(Format::Json)).unwrap();
    let text = format!("{HOSTILE} `{HOSTILE}`");
    assert_eq!(report["findings"][0]["message"], text);
    assert_eq!(report["findings"][0]["help"], format!("`{HOSTILE}`{HOSTILE}"));
    let sarif: Value = serde_json::from_str(&hostile_as(Format::Sarif)).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["properties"]["witness"]["explains"], format!("{text}: {text}"));
    let message = result["message"]["text"].as_str().unwrap();
    assert!(message.contains("!\\[x\\](y)"), "{message}");
    let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    let uri = uri.as_str().unwrap();
    assert!(uri.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>`|".contains(&byte)), "{uri}");
}

/// The changelog has sentences of its own, made from facts: whatever rule and subject, a change is one line of them.
#[test]
fn no_fact_breaks_out_of_the_changelog() {
    let text = || HOSTILE.to_owned();
    let subjects = [
        Subject::Parameter { place: text(), name: text() },
        Subject::Property(text()),
        Subject::Keyword(text()),
        Subject::Schema,
        Subject::SchemaKeyword(text()),
        Subject::Header(text()),
        Subject::Body(text()),
        Subject::MediaType(text()),
        Subject::Status(text()),
        Subject::Callback { name: text(), request: text() },
        Subject::GatewayResponse(text()),
        Subject::Extension(text()),
        Subject::Validation("request body"),
    ];
    for (rule, subject) in rules().flat_map(|rule| subjects.iter().map(move |it| (rule, it))) {
        let change = hostile_change(rule, rule.severity, subject.clone());
        let nested = Some(json!({ HOSTILE: HOSTILE }));
        let fields = [change.clone(), Finding { new: nested, ..change }];
        for change in fields {
            let changelog = render(
                &report(Outcome::Broken, vec![change]),
                Format::Changelog,
                Decoration::default(),
            );
            let lines: Vec<&str> =
                changelog.lines().skip_while(|it| !it.starts_with("- ")).collect();
            assert!(lines.len() <= 1, "{} {subject:?}:\n{changelog}", rule.id);
            lines.into_iter().for_each(assert_harmless);
        }
    }
}
