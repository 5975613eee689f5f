//! YAML as exports are written: blocks, and text in double quotes.

use serde_json::Value;

/// The value as YAML.
pub(crate) fn yaml(value: &Value) -> String {
    let mut text = "---\n".to_owned();
    write(value, 0, &mut text);
    text
}

fn write(value: &Value, indent: usize, text: &mut String) {
    let pad = "  ".repeat(indent);
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (key, member) in members {
                *text += &format!("{pad}{}:", plain_or_quoted(key));
                nested(member, indent + 1, text);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                let mut block = String::new();
                write(item, indent + 1, &mut block);
                // The first line of the item stands behind its dash.
                *text += &format!("{pad}- {}", block.trim_start());
            }
        }
        // JSON's scalars and empty collections are YAML's.
        Value::Object(_)
        | Value::Array(_)
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::String(_) => *text += &format!("{pad}{value}\n"),
    }
}

fn nested(value: &Value, indent: usize, text: &mut String) {
    let block = match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    };
    if block {
        text.push('\n');
        write(value, indent, text);
    } else {
        *text += &format!(" {value}\n");
    }
}

/// A key without quotes where it can only be read as this text.
fn plain_or_quoted(key: &str) -> String {
    let plain = key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '/')
        && key.chars().all(|c| c.is_ascii_alphanumeric() || "/_-.+{}".contains(c))
        && !["null", "true", "false", "yes", "no", "on", "off", "y", "n"]
            .contains(&key.to_ascii_lowercase().as_str());
    if plain { key.to_owned() } else { Value::from(key).to_string() }
}
