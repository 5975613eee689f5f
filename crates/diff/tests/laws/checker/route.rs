//! Which operation a request reaches.

use percent_encoding::percent_decode_str;
use serde_json::Value;

use super::Reached;

const ANY: &str = "x-amazon-apigateway-any-method";

/// The most specific path with the method: literal segments first, greedy ones last.
pub(super) fn find<'d>(root: &'d Value, method: &str, path: &str) -> Option<Reached<'d>> {
    let mut found: Vec<(Vec<u8>, Reached<'d>)> = Vec::new();
    for (template, item) in root.get("paths")?.as_object()? {
        let Some((ranks, path)) = matched(template, path) else { continue };
        let by = |key: &str| item.get(key).filter(|it| it.is_object());
        let Some(operation) = by(&method.to_lowercase()).or_else(|| by(ANY)) else { continue };
        found.push((ranks, Reached { item, operation, path }));
    }
    found.into_iter().min_by(|one, other| one.0.cmp(&other.0)).map(|(_, reached)| reached)
}

type Matched = (Vec<u8>, Vec<(String, String)>);

/// The ranks of the template's segments, and its parameters as they were sent.
fn matched(template: &str, path: &str) -> Option<Matched> {
    let split = |path: &'_ str| -> Vec<String> {
        path.trim_matches('/').split('/').map(str::to_owned).collect()
    };
    let (segments, parts) = (split(template), split(path));
    let (mut ranks, mut parameters) = (Vec::new(), Vec::new());
    for (at, segment) in segments.iter().enumerate() {
        let part = parts.get(at)?;
        let name = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
        match name {
            Some(name) if name.ends_with('+') => {
                let rest = parts[at..].join("/");
                parameters.push((name.trim_end_matches('+').to_owned(), rest));
                ranks.push(2);
                return Some((ranks, parameters));
            }
            Some(_) if part.is_empty() => return None,
            Some(name) => {
                parameters.push((name.to_owned(), part.clone()));
                ranks.push(1);
            }
            None if percent_decode_str(part).decode_utf8_lossy() == segment.as_str() => {
                ranks.push(0);
            }
            None => ranks.extend(mixed(segment, part, &mut parameters)?),
        }
    }
    (parts.len() == segments.len()).then_some((ranks, parameters))
}

/// A segment with text around its parameters, none of which holds the text that follows it.
fn mixed(segment: &str, part: &str, parameters: &mut Vec<(String, String)>) -> Option<Option<u8>> {
    let (before, rest) = segment.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    let part = part.strip_prefix(before)?;
    if after.contains('{') {
        let between = after.split('{').next()?;
        let (value, others) = part.split_once(between)?;
        parameters.push((name.to_owned(), value.to_owned()));
        return mixed(&after[between.len()..], others, parameters);
    }
    let value = part.strip_suffix(after)?;
    parameters.push((name.to_owned(), value.to_owned()));
    (!value.is_empty()).then_some(Some(1))
}
