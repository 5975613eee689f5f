//! Bodies of forms: names and texts.

use percent_encoding::percent_decode_str;

/// The fields of `application/x-www-form-urlencoded`.
pub(crate) fn urlencoded(text: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    let pairs = text.trim().split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        })
        .collect()
}

/// The parts of `multipart/form-data` (RFC 7578); `None` without a boundary.
pub(crate) fn multipart(text: &str, kind: &str) -> Option<Vec<(String, String)>> {
    let boundary = kind.split(';').find_map(|part| {
        let (name, value) = part.trim().split_once('=')?;
        name.eq_ignore_ascii_case("boundary").then(|| value.trim_matches('"').to_owned())
    })?;
    let delimiter = format!("--{boundary}");
    let part = |part: &str| {
        let part = part.trim_start_matches(['\r', '\n']);
        let (head, body) = part.split_once("\r\n\r\n").or_else(|| part.split_once("\n\n"))?;
        let name = head.split([';', '\r', '\n']).find_map(|field| {
            let value = field.trim().strip_prefix("name=")?;
            Some(value.trim_matches('"').to_owned())
        })?;
        let body = body.strip_suffix("\r\n").or_else(|| body.strip_suffix('\n')).unwrap_or(body);
        Some((name, body.to_owned()))
    };
    Some(text.split(delimiter.as_str()).skip(1).filter_map(part).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owned(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn fields_of_forms() {
        assert_eq!(urlencoded("a=1&b=x+y%26z&c"), owned(&[("a", "1"), ("b", "x y&z"), ("c", "")]));
        let text = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"g\"\r\nContent-Type: text/plain\r\n\r\nline\r\nline\r\n--x--\r\n";
        let kind = "multipart/form-data; boundary=\"x\"";
        assert_eq!(multipart(text, kind).unwrap(), owned(&[("a", "1"), ("f", "line\r\nline")]));
        assert_eq!(multipart(text, "multipart/form-data"), None);
    }
}
