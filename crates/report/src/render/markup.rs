//! Texts of documents and pacts inside Markdown.

use std::fmt::Display;

use gatepact_finding::{Span, Text};

use super::escape::line;

/// Text that means nothing to Markdown or HTML, on one line, also inside a table.
pub(super) fn plain(text: impl Display) -> String {
    let text = line(text);
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '$' | '@' => {
                escaped.push('\\');
                escaped.push(character);
            }
            other => escaped.push(other),
        }
    }
    escaped
}

/// The same inside an HTML element, where Markdown means nothing.
pub(super) fn html(text: &str) -> String {
    line(text).replace('&', "&amp;").replace('<', "&lt;")
}

/// A code span in a table, where a bar would end the cell even so.
pub(super) fn cell(text: &str) -> String {
    code(text).replace('|', "\\|")
}

/// A code span: its fence is longer than any run of backticks in it.
pub(super) fn code(text: &str) -> String {
    let text = line(text);
    let fence = fence(&text, 1);
    let space = if text.starts_with('`') || text.ends_with('`') { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

pub(super) fn fence(text: &str, shortest: usize) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(shortest.max(longest + 1))
}

/// A sentence, its names as code spans.
pub(super) fn sentence(text: &Text) -> String {
    with_names(text, code)
}

/// The same in a table.
pub(super) fn sentence_cell(text: &Text) -> String {
    with_names(text, cell)
}

fn with_names(text: &Text, span: impl Fn(&str) -> String) -> String {
    let spans = text.spans().map(|part| match part {
        Span::Prose(words) => plain(words),
        Span::Code(name) if name.is_empty() => "\\`\\`".to_owned(),
        Span::Code(name) => span(name),
    });
    spans.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_means_nothing_to_markdown() {
        assert_eq!(plain("a|b *c* <d>\n[e](f)"), "a\\|b \\*c\\* &lt;d>\\\\n\\[e\\](f)");
        assert_eq!(html("<b>&\n*"), "&lt;b>&amp;\\n*");
    }

    #[test]
    fn a_code_span_ends_where_it_should() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(cell("`a|b`"), "`` `a\\|b` ``");
        let text = Text::prose("the field ").and_code("a`|b").and_prose(" of ").and_code("c_d");
        let text = text.and_prose(" *is* ` gone");
        assert_eq!(sentence(&text), "the field ``a`|b`` of `c_d` \\*is\\* \\` gone");
        assert_eq!(sentence_cell(&text), "the field ``a`\\|b`` of `c_d` \\*is\\* \\` gone");
        assert_eq!(sentence(&Text::code("")), "\\`\\`");
        assert_eq!(fence("```\n", 3), "````");
    }
}
