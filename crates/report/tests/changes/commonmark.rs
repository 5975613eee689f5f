//! Lines of Markdown as CommonMark and GitHub's tables read them.

/// A line: the contents of its code spans, and the text outside of them with its escapes.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Inlines {
    pub(crate) code: Vec<String>,
    pub(crate) rest: String,
}

/// Code spans come before all other markup: a run of backticks opens one where a run of the same length follows.
pub(crate) fn inlines(line: &str) -> Inlines {
    let mut inlines = Inlines::default();
    let mut at = 0;
    while let Some(character) = line[at..].chars().next() {
        let run = backticks(&line[at..]);
        let escaped = line[at + character.len_utf8()..].chars().next();
        match (character, escaped) {
            ('\\', Some(next)) if next.is_ascii_punctuation() => {
                inlines.rest.extend([character, next]);
                at += 2;
            }
            ('`', _) => match closing(&line[at + run..], run) {
                Some(length) => {
                    inlines.code.push(content(&line[at + run..at + run + length]));
                    at += length + 2 * run;
                }
                None => {
                    inlines.rest.push_str(&line[at..at + run]);
                    at += run;
                }
            },
            _ => {
                inlines.rest.push(character);
                at += character.len_utf8();
            }
        }
    }
    inlines
}

/// The cells of a row: a bar ends one, unless a backslash stands before it, even inside a code span.
pub(crate) fn cells(row: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut characters = row.chars();
    while let Some(character) = characters.next() {
        match (character, cells.last_mut()) {
            ('|', _) => cells.push(String::new()),
            ('\\', Some(cell)) => match characters.next() {
                Some('|') => cell.push('|'),
                next => cell.extend([Some('\\'), next].into_iter().flatten()),
            },
            (_, Some(cell)) => cell.push(character),
            (_, None) => {}
        }
    }
    // Before the first bar and behind the last one there is no cell.
    cells[1..cells.len() - 1].iter().map(|cell| cell.trim().to_owned()).collect()
}

/// The backticks with which a text begins.
pub(crate) fn backticks(text: &str) -> usize {
    text.len() - text.trim_start_matches('`').len()
}

/// The length of the text before the next run of exactly so many backticks.
fn closing(text: &str, run: usize) -> Option<usize> {
    let mut at = 0;
    loop {
        at += text[at..].find('`')?;
        let length = backticks(&text[at..]);
        if length == run {
            return Some(at);
        }
        at += length;
    }
}

/// One space on either side is not part of the code.
fn content(text: &str) -> String {
    let inner = text.strip_prefix(' ').and_then(|text| text.strip_suffix(' '));
    inner.filter(|inner| !inner.trim().is_empty()).unwrap_or(text).to_owned()
}

#[test]
fn code_spans_are_read_as_the_standard_says() {
    for (line, code, rest) in [
        ("a `b` c", &["b"][..], "a  c"),
        ("`` a`b `` \\` ```c```", &["a`b", "c"], " \\` "),
        ("`a\\` b`", &["a\\"], " b`"),
        ("` `` ` `  `", &["``", "  "], " "),
        ("``a`", &[], "``a`"),
    ] {
        let expected = Inlines {
            code: code.iter().map(|code| (*code).to_owned()).collect(),
            rest: rest.to_owned(),
        };
        assert_eq!(inlines(line), expected, "{line}");
    }
    assert_eq!(cells("| a | `b\\|c` |  |"), ["a", "`b|c`", ""]);
    assert_eq!(cells("| a\\\\| b |"), ["a\\\\", "b"]);
}
