//! Documents whose names are meant to break reports.

use gatepact_report::render::{Decoration, Format, render};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

use crate::releases::{HOSTILE, hostile};

fn hostile_as(format: Format) -> String {
    let decoration = Decoration { verbose: true, ..Decoration::default() };
    render(&hostile(), format, decoration)
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
    assert_eq!(others.len(), 1, "{github}");
    assert!(others[0].starts_with("BROKEN: "), "{github}");
    for command in commands {
        let (properties, _) = command[2..].split_once("::").unwrap();
        let names = properties.split_once(' ').unwrap().1.split(',');
        let names: Vec<&str> = names.map(|property| property.split_once('=').unwrap().0).collect();
        assert_eq!(names, ["file", "line", "title"], "{command}");
    }
}

/// Where a cell of a table ends: at a bar without a backslash.
fn cells(row: &str) -> usize {
    let bare = row.replace("\\\\", "").replace("\\|", "");
    bare.matches('|').count() - 1
}

#[test]
fn no_text_breaks_out_of_markdown() {
    let text = hostile_as(Format::Markdown);
    let rows: Vec<&str> = text.lines().filter(|line| line.starts_with("| ")).collect();
    // A heading and its rows for what hurts, what is safe and what is waived.
    assert_eq!(rows.len(), 3 + 2 + 1 + 3, "{text}");
    for row in rows {
        assert_eq!(cells(row), 5, "{row}");
    }
    for text in [text, hostile_as(Format::Changelog)] {
        let mut fence: Option<usize> = None;
        for line in text.lines() {
            let ticks = line.len() - line.trim_start_matches('`').len();
            fence = match fence {
                Some(open) if line.len() == open && ticks == open => None,
                None if ticks >= 3 => Some(ticks),
                other => other,
            };
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
    assert_eq!(names.len(), hostile().findings.len(), "{text}");
    assert!(names[0].contains("<script>&amp;]]> ![x](y)"), "{names:?}");
}

#[test]
fn json_holds_the_very_texts() {
    let report: Value = serde_json::from_str(&hostile_as(Format::Json)).unwrap();
    assert_eq!(report["findings"][0]["message"], HOSTILE);
    let sarif: Value = serde_json::from_str(&hostile_as(Format::Sarif)).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["properties"]["witness"]["explains"], HOSTILE);
    let message = result["message"]["text"].as_str().unwrap();
    assert!(message.contains("!\\[x\\](y)"), "{message}");
    let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
    let uri = uri.as_str().unwrap();
    assert!(uri.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>`|".contains(&byte)), "{uri}");
}
