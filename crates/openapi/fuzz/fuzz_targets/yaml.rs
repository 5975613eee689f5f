//! Any text behind the first members of a document is read or refused as YAML; what is read has a line for each part, and
//! is the same when JSON holds it.
#![no_main]

use gatepact_openapi::Document;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

const HEAD: &str = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\npaths: {}\n";

/// The line of a part is looked up from the top each time.
const LONGEST: usize = 4_096;

fuzz_target!(|data: &[u8]| {
    let Some(data) = std::str::from_utf8(data).ok().filter(|it| it.len() <= LONGEST) else {
        return;
    };
    let text = format!("{HEAD}{data}");
    let Ok(document) = Document::read(&text) else { return };
    // A line may end with a carriage return alone, and an empty part may stand behind the last one.
    let lines = text.split(['\n', '\r']).count();
    each_pointer(document.value(), &mut String::new(), &mut |pointer| {
        let line = document.position(pointer).line as usize;
        assert!((1..=lines).contains(&line), "{pointer}: line {line} of {lines}");
    });
    let again =
        Document::read(document.value().to_string()).expect("what is read can be read again");
    assert_eq!(again.value().to_string(), document.value().to_string());
});

fn each_pointer(value: &Value, at: &mut String, visit: &mut impl FnMut(&str)) {
    visit(at);
    let parts: Vec<(String, &Value)> = match value {
        Value::Array(items) => {
            items.iter().enumerate().map(|(i, it)| (i.to_string(), it)).collect()
        }
        Value::Object(members) => {
            let escape = |key: &str| key.replace('~', "~0").replace('/', "~1");
            members.iter().map(|(key, it)| (escape(key), it)).collect()
        }
        _ => return,
    };
    let length = at.len();
    for (token, part) in parts {
        at.push('/');
        at.push_str(&token);
        each_pointer(part, at, visit);
        at.truncate(length);
    }
}
