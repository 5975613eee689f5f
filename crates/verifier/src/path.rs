//! Paths that lead out of the base path, by whatever spelling.
//!
//! A request of one stage that reaches another carries the first one's credentials there. URL parsers
//! take `..` apart, also as `%2e%2e` and behind a backslash, and drop tabs and line breaks (WHATWG
//! URL, 4.4); gateways and servers decode once or twice more. So the path is followed in each of its
//! decodings, and must stay within in all of them.

/// How often a path is decoded before that is enough: by the parser, a proxy, the server, its
/// framework.
const DECODINGS: usize = 4;

/// Whether a pact's path leads, or may be taken to lead, out of the base path that it is put behind.
pub(crate) fn leaves(path: &str) -> bool {
    // What URL parsers drop, wherever it stands.
    let bare: String = path.chars().filter(|it| !matches!(it, '\t' | '\n' | '\r')).collect();
    let bare = bare.trim_start_matches(|it: char| it <= ' ');
    if names_a_host(bare) {
        return true;
    }
    let mut form = bare.split('?').next().unwrap_or_default().as_bytes().to_vec();
    for _ in 0..DECODINGS {
        if climbs_out(&form) {
            return true;
        }
        let decoded = decoded(&form);
        if decoded == form {
            break;
        }
        form = decoded;
    }
    climbs_out(&form)
}

/// `//host/path`, `\\host`, `https://host/path`.
fn names_a_host(path: &str) -> bool {
    let is_slash = |it: char| matches!(it, '/' | '\\');
    let mut start = path.chars();
    if start.next().is_some_and(is_slash) && start.next().is_some_and(is_slash) {
        return true;
    }
    let Some((scheme, rest)) = path.trim_start_matches(is_slash).split_once(':') else {
        return false;
    };
    let mut letters = scheme.chars();
    letters.next().is_some_and(|it| it.is_ascii_alphabetic())
        && letters.all(|it| it.is_ascii_alphanumeric() || matches!(it, '+' | '-' | '.'))
        && rest.starts_with(is_slash)
        && rest.chars().nth(1).is_some_and(is_slash)
}

/// Whether the segments go up more often than down. Empty ones are no steps: some servers merge them.
fn climbs_out(path: &[u8]) -> bool {
    let mut depth = 0_usize;
    for segment in path.split(|byte| matches!(byte, b'/' | b'\\')) {
        // `..;a=b`: parameters that some servers take off the segment.
        match segment.split(|byte| *byte == b';').next().unwrap_or_default() {
            b".." => match depth.checked_sub(1) {
                Some(above) => depth = above,
                None => return true,
            },
            b"" | b"." => {}
            _ => depth += 1,
        }
    }
    false
}

fn decoded(path: &[u8]) -> Vec<u8> {
    let mut decoded: Vec<u8> = percent_encoding::percent_decode(path).collect();
    // Too long an encoding in UTF-8, which careless decoders take for `.` and `/`.
    for (long, short) in [(&[0xC0, 0xAE][..], b'.'), (&[0xC0, 0xAF], b'/')] {
        while let Some(at) = decoded.windows(2).position(|pair| pair == long) {
            decoded.splice(at..at + 2, [short]);
        }
    }
    decoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_the_way_out_is_seen() {
        for path in [
            "/../prod/orders/1",
            "/%2e%2e/prod",
            "/%2E%2e/prod",
            "/.%2e/prod",
            "/a/../../prod",
            "/a/..%2f..%2fprod",
            "/..%2fprod",
            "/..%5cprod",
            "/..\\prod",
            "\\..\\prod",
            "/.\t./prod",
            "/.\n./prod",
            "/%252e%252e/prod",
            "/%252e%252e%252fprod",
            "/..;/prod",
            "/..;a=b/prod",
            "..",
            "../prod",
            "/./../prod",
            "/a//../../prod",
            "/%c0%ae%c0%ae/prod",
            "/..%c0%afprod",
            "/..?x=1",
            "/a/b/../../..",
            "//host/a",
            "/\\host/a",
            "\\\\host",
            "/\t/host",
            "\t//host",
            " //host",
            "///host",
            "http://host/a",
            "HTTPS://host",
            "/http://host/a",
            "ws:\\\\host",
        ] {
            assert!(leaves(path), "{path:?}");
        }
    }

    #[test]
    fn what_stays_within_is_no_way_out() {
        for path in [
            "",
            "/",
            "/orders/42",
            "orders/42",
            "/a/./b/../c/..",
            "/a/..",
            "/a..b/..c",
            "/...",
            "/a//b",
            "/a%2Fb",
            "/files/%2Fetc",
            "/a/%2e%2e/b",
            "/a?x=../../b",
            "/a:b",
            "/urn:a:b",
            "/a;b=1/c",
            "/proxy/https://host/a",
            "/é/%E9",
            "/%2",
            "/a%00",
        ] {
            assert!(!leaves(path), "{path:?}");
        }
    }
}
