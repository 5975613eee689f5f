//! Documents that grow without end are refused in bounded time and memory.

use super::{refusal, value};
use crate::read::{ReadError, limits};

#[test]
fn merges_cannot_explode() {
    let members: Vec<String> = (0..10).map(|key| format!("k{key}: {}", "x".repeat(500))).collect();
    let mut text = format!("a0: &a0 {{{}}}\n", members.join(", "));
    for level in 1..40 {
        let merges: Vec<String> =
            (0..10).map(|key| format!("k{key}: {{<<: *a{}}}", level - 1)).collect();
        text.push_str(&format!("a{level}: &a{level} {{{}}}\n", merges.join(", ")));
    }
    assert!(matches!(refusal(&text), ReadError::TooManyValues { .. }));
}

#[test]
fn what_merges_leave_out_costs_as_well() {
    let long = vec!["1"; 50_000].join(",");
    let in_one = vec!["{x: *a}"; 120].join(", ");
    let text = format!("a: &a [{long}]\nb: {{<<: [{in_one}]}}\n");
    assert!(matches!(refusal(&text), ReadError::TooManyValues { .. }));
    // One after another, so that each is forgotten before the next one begins.
    let in_turn = vec!["{<<: {x: *a}, x: 1}"; 700].join(", ");
    let text = format!("a: &a {}\nb: [{in_turn}]\n", "x".repeat(100_000));
    assert!(matches!(refusal(&text), ReadError::TooManyValues { .. }));
}

#[test]
fn long_keys_are_repeated_text() {
    let text =
        format!("a: &a {{? '{}' : 1}}\nb: [{}]\n", "k".repeat(100_000), vec!["*a"; 700].join(","));
    assert!(matches!(refusal(&text), ReadError::TooManyValues { .. }));
    let keys: String = (0..700).map(|_| "- {*a : 1}\n").collect();
    let text = format!("a: &a {}\nb:\n{keys}", "k".repeat(100_000));
    assert!(matches!(refusal(&text), ReadError::TooManyValues { .. }));
}

#[test]
fn anchors_inside_anchors_are_bounded() {
    let mut text = String::new();
    for anchor in 0..90 {
        text.push_str(&format!("&a{anchor} ["));
    }
    text.push_str(&"x".repeat(800_000));
    text.push_str(&"]".repeat(90));
    assert!(matches!(refusal(&text), ReadError::TooManyValues { .. }));
}

#[test]
fn levels_are_counted_over_aliases_merges_and_short_forms() {
    let nested = |open: &str, inner: &str, close: &str, levels: usize| {
        format!("{}{inner}{}", open.repeat(levels), close.repeat(levels))
    };
    let deepest = limits::DEPTH - 1;
    value(&nested("[", "[]", "]", deepest));
    value(&nested("{<<: ", "{}", "}", deepest));
    value(&nested("!Not [", "1", "]", limits::DEPTH / 2));
    for text in [
        nested("[", "[]", "]", limits::DEPTH),
        nested("{<<: ", "{}", "}", limits::DEPTH),
        nested("!Not [", "[]", "]", limits::DEPTH / 2),
        nested("- ", "- 1", "", limits::DEPTH),
        format!("a: &a {}\nb: {}\n", nested("[", "", "]", 60), nested("[", "*a", "]", 60)),
        format!(
            "a: &a {{b: {}}}\nc: {}\n",
            nested("[", "", "]", 60),
            nested("{d: ", "{<<: *a}", "}", 60)
        ),
    ] {
        assert!(matches!(refusal(&text), ReadError::TooDeep { .. }), "{}", refusal(&text));
    }
}
