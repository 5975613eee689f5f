//! JSON in which nothing steers what shows it.

use std::fmt::Write as _;

use crate::visible::{begins_a_command, steers};

/// The same JSON, its dangerous characters as escapes. Outside of strings JSON has none of them but its own line breaks.
pub(super) fn escaped(json: &str) -> String {
    let mut escaped = String::with_capacity(json.len());
    for (at, character) in json.char_indices() {
        match character {
            '\n' => escaped.push('\n'),
            '#' if begins_a_command(&json[at..]) => unit(&mut escaped, u16::from(b'#')),
            other if steers(other) => {
                other.encode_utf16(&mut [0; 2]).iter().for_each(|it| unit(&mut escaped, *it));
            }
            other => escaped.push(other),
        }
    }
    escaped
}

fn unit(text: &mut String, unit: u16) {
    // Writing to a text does not fail.
    let _ = write!(text, "\\u{unit:04x}");
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn what_steers_is_escaped() {
        let text = json!("a\u{9b}\u{202e}\u{e0041}##[x\u{7f}").to_string();
        assert_eq!(escaped(&text), r##""a\u009b\u202e\udb40\udc41\u0023#[x\u007f""##);
    }

    proptest! {
        #[test]
        fn the_value_stays(text in any::<String>()) {
            let value = json!({ &text: [&text] });
            let shown = escaped(&serde_json::to_string_pretty(&value).unwrap());
            prop_assert!(!shown.chars().any(|c| c != '\n' && steers(c)));
            prop_assert!(!shown.lines().any(|line| line.trim_start().starts_with("::")));
            prop_assert!(!shown.to_lowercase().contains("##["));
            prop_assert_eq!(serde_json::from_str::<Value>(&shown).unwrap(), value);
        }
    }
}
