//! References resolved against a base (RFC 3986, section 5.2), for any base, also a relative one.

/// A reference cut into what stands before `#` and what follows it.
pub(crate) fn split(reference: &str) -> (&str, &str) {
    reference.split_once('#').unwrap_or((reference, ""))
}

/// The scheme with its colon, the authority with its slashes, the path, the query.
struct Parts<'a> {
    scheme: &'a str,
    authority: &'a str,
    path: &'a str,
    query: &'a str,
}

fn parts(text: &str) -> Parts<'_> {
    let scheme_ends = text.find([':', '/', '?']).filter(|at| {
        text[*at..].starts_with(':')
            && *at > 0
            && text[..*at].chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    });
    let (scheme, rest) = scheme_ends.map_or(("", text), |at| text.split_at(at + 1));
    let (authority, rest) = match rest.strip_prefix("//") {
        Some(after) => {
            let ends = after.find(['/', '?']).map_or(rest.len(), |at| at + 2);
            rest.split_at(ends)
        }
        None => ("", rest),
    };
    let (path, query) = rest.find('?').map_or((rest, ""), |at| rest.split_at(at));
    Parts { scheme, authority, path, query }
}

/// The reference, which has no fragment, as seen from the base.
pub(crate) fn join(base: &str, reference: &str) -> String {
    let (base, reference) = (parts(base), parts(reference));
    if !reference.scheme.is_empty() {
        return format!(
            "{}{}{}{}",
            reference.scheme,
            reference.authority,
            without_dots(reference.path),
            reference.query
        );
    }
    let (authority, path, query) = if !reference.authority.is_empty() {
        (reference.authority, without_dots(reference.path), reference.query)
    } else if reference.path.is_empty() {
        let query = if reference.query.is_empty() { base.query } else { reference.query };
        (base.authority, base.path.to_owned(), query)
    } else if reference.path.starts_with('/') {
        (base.authority, without_dots(reference.path), reference.query)
    } else {
        let folder = base.path.rfind('/').map_or("", |at| &base.path[..=at]);
        let slash = if folder.is_empty() && !base.authority.is_empty() { "/" } else { "" };
        let joined = format!("{slash}{folder}{}", reference.path);
        (base.authority, without_dots(&joined), reference.query)
    };
    format!("{}{authority}{path}{query}", base.scheme)
}

fn without_dots(path: &str) -> String {
    if !path.split('/').any(|part| matches!(part, "." | "..")) {
        return path.to_owned();
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut parts = path.split('/').peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        match part {
            ".." => {
                if kept.len() > 1 {
                    kept.pop();
                }
            }
            "." => {}
            part => {
                kept.push(part);
                continue;
            }
        }
        if last {
            kept.push("");
        }
    }
    kept.join("/")
}

/// `%2F` as what it stands for; what is no escape, or no text then, stays as it is.
pub(crate) fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'%'
            && let [high, low, after @ ..] = rest
            && let (Some(high), Some(low)) =
                (char::from(*high).to_digit(16), char::from(*low).to_digit(16))
        {
            bytes.push(u8::try_from(high * 16 + low).expect("two hexadecimal digits"));
            rest = after;
            continue;
        }
        bytes.push(*first);
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_joined() {
        let base = "http://a/b/c/d;p?q";
        for (reference, joined) in [
            ("g", "http://a/b/c/g"),
            ("/g", "http://a/g"),
            ("//g", "http://g"),
            ("?y", "http://a/b/c/d;p?y"),
            ("", "http://a/b/c/d;p?q"),
            ("..", "http://a/b/"),
            ("../../g", "http://a/g"),
            ("../../../g", "http://a/g"),
            ("urn:x:y", "urn:x:y"),
        ] {
            assert_eq!(join(base, reference), joined, "{reference}");
        }
        assert_eq!(join("main.json", "inner.json"), "inner.json");
        assert_eq!(join("http://a", "b"), "http://a/b");
        assert_eq!(percent_decoded("a%25b%2"), "a%b%2");
    }
}
