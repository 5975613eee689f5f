//! The values of CORS headers that API Gateway writes: three of them are sets (Fetch Standard, 3.3.5).

use serde_json::Value;

/// What a value written into a header means: of a set neither order nor repetition, of names of headers not the case of
/// letters either. Only constants, which stand in single quotes, are understood.
pub(super) fn header_value(header: &str, value: &Value) -> Value {
    let is_names = ["access-control-allow-headers", "access-control-expose-headers"]
        .iter()
        .any(|name| header.eq_ignore_ascii_case(name));
    let is_set = is_names || header.eq_ignore_ascii_case("access-control-allow-methods");
    let constant = value.as_str().and_then(|text| text.strip_prefix('\'')?.strip_suffix('\''));
    match constant.filter(|_| is_set) {
        Some(list) => {
            let member = |member: &str| match is_names {
                true => member.trim().to_ascii_lowercase(),
                false => member.trim().to_owned(),
            };
            let mut members: Vec<String> = list.split(',').map(member).collect();
            members.retain(|member| !member.is_empty());
            members.sort_unstable();
            members.dedup();
            members.into()
        }
        None => value.clone(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn which_values_are_sets() {
        for (header, one, other, is_same) in [
            ("Access-Control-Allow-Methods", "'GET,PUT'", "'PUT, GET, GET'", true),
            ("Access-Control-Allow-Methods", "'GET'", "'get'", false),
            ("access-control-allow-headers", "'X-Key,accept'", "'Accept,x-key'", true),
            ("Access-Control-Expose-Headers", "'A'", "'A,B'", false),
            ("Access-Control-Allow-Origin", "'a,b'", "'b,a'", false),
            ("Access-Control-Allow-Methods", "method.a", "method.b", false),
        ] {
            let [one, other] = [one, other].map(|text| header_value(header, &json!(text)));
            assert_eq!(one == other, is_same, "{header}: {one} {other}");
        }
    }
}
