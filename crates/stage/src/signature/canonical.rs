//! The canonical request: one text for all the ways in which the same request may be written.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};
use sha2::{Digest, Sha256};

use super::Arrived;

/// All but the unreserved characters of RFC 3986.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The same, for a path that keeps its slashes.
const RESERVED_IN_PATH: &AsciiSet = &RESERVED.remove(b'/');

/// The canonical request; `None` when a header was signed that has not arrived.
pub(super) fn canonical_request(request: Arrived<'_>, signed_headers: &[String]) -> Option<String> {
    let mut text = format!(
        "{}\n{}\n{}\n",
        request.method,
        canonical_path(request.path),
        canonical_query(request.query)
    );
    for name in signed_headers {
        text += &format!("{name}:{}\n", canonical_header(request, name)?);
    }
    text += &format!("\n{}\n{}", signed_headers.join(";"), payload_hash(request));
    Some(text)
}

/// What the body hashes to. A header that claims another hash is signed, and then checked by the comparison.
fn payload_hash(request: Arrived<'_>) -> String {
    hex::encode(Sha256::digest(request.body))
}

/// `.` and `..` resolved, empty segments left out, and encoded once more: every service but S3 has it so.
fn canonical_path(path: &str) -> String {
    let mut segments: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop();
            }
            segment => segments.push(segment),
        }
    }
    let mut normal: String = segments.iter().flat_map(|segment| ["/", segment]).collect();
    if normal.is_empty() || (path.ends_with('/') && !normal.ends_with('/')) {
        normal.push('/');
    }
    percent_encode(normal.as_bytes(), RESERVED_IN_PATH).to_string()
}

fn canonical_query(query: &str) -> String {
    let mut encoded: Vec<(String, String)> = pairs(query)
        .into_iter()
        .map(|(name, value)| (decode(&name), decode(&value)))
        .filter(|(name, _)| name != b"X-Amz-Signature")
        .map(|(name, value)| {
            let encode = |text: &[u8]| percent_encode(text, RESERVED).to_string();
            (encode(&name), encode(&value))
        })
        .collect();
    encoded.sort();
    let pairs: Vec<String> =
        encoded.into_iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// The pairs of a query, encoded as they are.
pub(super) fn pairs(query: &str) -> Vec<(Vec<u8>, Vec<u8>)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (name.as_bytes().to_vec(), value.as_bytes().to_vec())
        })
        .collect()
}

pub(super) fn decode(text: &[u8]) -> Vec<u8> {
    percent_decode(text).collect()
}

/// Values in one line, spaces collapsed, several values joined.
fn canonical_header(request: Arrived<'_>, name: &str) -> Option<String> {
    let values: Vec<String> = request
        .headers
        .get_all(name)
        .iter()
        .map(|value| {
            let text = String::from_utf8_lossy(value.as_bytes());
            text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
        })
        .collect();
    (!values.is_empty()).then(|| values.join(","))
}
