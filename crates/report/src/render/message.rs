//! A witness as the HTTP messages that it is, bounded: what proves a break is seldom long.

use std::collections::BTreeMap;

use serde_json::Value;

use super::escape::line;
use gatepact_finding::{Text, Witness, WitnessRequest, WitnessResponse};

/// The maximum number of body lines shown.
const BODY: usize = 12;

/// The number of lines shown before and behind the one that matters.
const AROUND: usize = 3;

/// The maximum number of characters shown of a line.
const WIDTH: usize = 100;

/// The request and the response, line by line, a blank line in between.
pub(super) fn lines(witness: &Witness) -> Vec<String> {
    let Witness { operation, caller: _, request, response, holder: _, releases: _, why } = witness;
    let mut lines = Vec::new();
    if let Some(WitnessRequest { method, path, query, headers, body }) = request {
        let mark = if query.is_empty() { "" } else { "?" };
        lines.push(cut(&format!("{method} {path}{mark}{query}")));
        content(&mut lines, headers, body.as_ref().map(|body| (body, why)));
    }
    if let Some(WitnessResponse { status, headers, body }) = response {
        let answers = match operation {
            // The request says it.
            Some(operation) if lines.is_empty() => format!("{operation} answers HTTP {status}"),
            Some(_) | None => format!("HTTP {status}"),
        };
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(cut(&answers));
        content(&mut lines, headers, body.as_ref().map(|body| (body, why)));
    }
    lines
}

/// Which release has the message, and who sends it where that is what the releases disagree on: `a caller without
/// credentials: refused by 1.4.0, accepted by 1.5.0`.
pub(super) fn releases(witness: &Witness) -> Text {
    match &witness.caller {
        Some(caller) => caller.clone().and_prose(": ").and_text(witness.releases.clone()),
        None => witness.releases.clone(),
    }
}

fn content(
    lines: &mut Vec<String>,
    headers: &BTreeMap<String, String>,
    body: Option<(&Value, &Text)>,
) {
    lines.extend(headers.iter().map(|(name, value)| cut(&format!("{name}: {value}"))));
    if let Some((body, why)) = body {
        lines.push(String::new());
        lines.extend(shortened(body, why));
    }
}

/// The body with indentation; of a long one the beginning, the end and what the explanation names.
fn shortened(body: &Value, why: &Text) -> Vec<String> {
    let text = format!("{body:#}");
    let all: Vec<&str> = text.lines().collect();
    if all.len() <= BODY {
        return all.into_iter().map(cut).collect();
    }
    let shown = match position(&all, why) {
        Some(at) => at.saturating_sub(AROUND)..all.len().min(at + AROUND + 1),
        None => 0..BODY - 2,
    };
    let last = all.len() - 1;
    let mut lines = Vec::new();
    let mut left_out = 0;
    for (at, text) in all.iter().enumerate() {
        if at == 0 || at == last || shown.contains(&at) {
            elision(&mut lines, left_out);
            left_out = 0;
            lines.push(cut(text));
        } else {
            left_out += 1;
        }
    }
    lines
}

fn elision(lines: &mut Vec<String>, left_out: usize) {
    match left_out {
        0 => {}
        1 => lines.push("  … 1 line".to_owned()),
        more => lines.push(format!("  … {more} lines")),
    }
}

/// The first line that holds a member which the explanation names.
fn position(lines: &[&str], why: &Text) -> Option<usize> {
    why.names().find_map(|name| {
        let key = format!("{}:", Value::from(name));
        lines.iter().position(|line| line.trim_start().starts_with(&key))
    })
}

fn cut(text: &str) -> String {
    let mut shown: String = line(text);
    if let Some((end, _)) = shown.char_indices().nth(WIDTH) {
        shown.truncate(end);
        shown.push('…');
    }
    shown
}

#[cfg(test)]
mod tests {
    use gatepact_finding::Release;
    use serde_json::json;

    use super::*;

    fn witness(body: Value, why: Text) -> Witness {
        let request = WitnessRequest {
            method: "POST".to_owned(),
            path: "/orders".to_owned(),
            query: "dry=1".to_owned(),
            headers: BTreeMap::from([("content-type".to_owned(), "application/json".to_owned())]),
            body: Some(body),
        };
        let (holder, releases) = (Release::Old, Text::default());
        let request = Some(request);
        Witness { operation: None, caller: None, request, response: None, holder, releases, why }
    }

    #[test]
    fn a_short_message_is_whole() {
        assert_eq!(
            lines(&witness(json!({"id": 7}), Text::default())),
            ["POST /orders?dry=1", "content-type: application/json", "", "{", "  \"id\": 7", "}"]
        );
    }

    #[test]
    fn of_a_long_body_what_matters_stays() {
        let members = (0..40).map(|at| (format!("m{at:02}"), json!(at))).collect();
        let body = Value::Object(members);
        let shown = lines(&witness(body.clone(), Text::prose("the property ").and_code("m20")));
        assert_eq!(shown.len(), 3 + 11, "{shown:#?}");
        assert!(shown.contains(&"  \"m20\": 20,".to_owned()), "{shown:#?}");
        assert_eq!(shown[4], "  … 17 lines");
        let shown = lines(&witness(body, Text::code("absent")));
        assert_eq!(shown.len(), 3 + BODY, "{shown:#?}");
        assert_eq!(shown[13], "  … 31 lines");
    }

    #[test]
    fn a_long_line_is_cut() {
        let shown = lines(&witness(json!("é".repeat(5_000)), Text::default()));
        assert_eq!(shown[3].chars().count(), WIDTH + 1);
    }
}
