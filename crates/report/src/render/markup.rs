//! Texts of documents and pacts inside Markdown.

use super::escape::{line, visible};

/// Text that means nothing to Markdown or HTML, on one line, also inside a table.
pub(super) fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars().map(visible) {
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

/// A sentence whose quoted names become code spans; also inside a table.
pub(super) fn prose(text: &str) -> String {
    let parts: Vec<&str> = text.split('`').collect();
    if parts.len().is_multiple_of(2) {
        // A quote that never ends, or a name that holds one.
        return plain(text);
    }
    let mut marked = String::with_capacity(text.len());
    for (at, part) in parts.into_iter().enumerate() {
        match at % 2 {
            0 => marked.push_str(&plain(part)),
            _ if part.is_empty() => marked.push_str("\\`\\`"),
            _ => marked.push_str(&cell(part)),
        }
    }
    marked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_means_nothing_to_markdown() {
        assert_eq!(plain("a|b *c* <d>\n[e](f)"), "a\\|b \\*c\\* &lt;d> \\[e\\](f)");
        assert_eq!(html("<b>&\n*"), "&lt;b>&amp; *");
    }

    #[test]
    fn a_code_span_ends_where_it_should() {
        assert_eq!(code("a"), "`a`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(cell("`a|b`"), "`` `a\\|b` ``");
        assert_eq!(
            prose("the field `a|b` of `c_d` *is* gone"),
            "the field `a\\|b` of `c_d` \\*is\\* gone"
        );
        assert_eq!(prose("`a` is `` or `b"), "\\`a\\` is \\`\\` or \\`b");
        assert_eq!(fence("```\n", 3), "````");
    }
}
