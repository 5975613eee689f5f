//! Bodies that a service encoded for the way (RFC 9110, 8.4): compared as what they stand for.
//!
//! The decoders are written in Rust: an answer is what a stranger sends. What they give is bounded, whatever it was encoded
//! from.

use std::io::Read;

use bytes::Bytes;

/// The largest body that is decoded, in bytes; API Gateway passes at most 10 MB.
pub(crate) const MAX_DECODED_BYTES: usize = 16 * 1024 * 1024;

/// The body without its encodings, the last one taken off first. `None` where there is nothing to take off, where an
/// encoding is not known, or where the bytes are not of it: such a body is compared as it was received.
///
/// # Errors
///
/// When the body becomes larger than [`MAX_DECODED_BYTES`].
pub(crate) fn decoded(body: &[u8], encodings: &[String]) -> Result<Option<Bytes>, TooLarge> {
    let named = encodings.iter().flat_map(|value| value.split(','));
    let named: Vec<String> = named
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty() && name != "identity")
        .collect();
    if named.is_empty() || body.is_empty() {
        return Ok(None);
    }
    let mut bytes = body.to_vec();
    for encoding in named.iter().rev() {
        match take_off(encoding, &bytes)? {
            Some(inner) => bytes = inner,
            None => return Ok(None),
        }
    }
    Ok(Some(bytes.into()))
}

/// A body that is larger than it may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

fn take_off(encoding: &str, bytes: &[u8]) -> Result<Option<Vec<u8>>, TooLarge> {
    match encoding {
        "gzip" | "x-gzip" => bounded(flate2::read::MultiGzDecoder::new(bytes)),
        // The format of zlib; many servers send what is inside of it (RFC 9110, 8.4.1.2).
        "deflate" => match bounded(flate2::read::ZlibDecoder::new(bytes))? {
            Some(inner) => Ok(Some(inner)),
            None => bounded(flate2::read::DeflateDecoder::new(bytes)),
        },
        "br" => bounded(brotli_decompressor::Decompressor::new(bytes, 4096)),
        "zstd" => match ruzstd::decoding::StreamingDecoder::new(bytes) {
            Ok(decoder) => bounded(decoder),
            Err(_) => Ok(None),
        },
        _ => Ok(None),
    }
}

/// All that a decoder gives; `None` where it fails.
fn bounded(decoder: impl Read) -> Result<Option<Vec<u8>>, TooLarge> {
    let mut inner = Vec::new();
    let limit = u64::try_from(MAX_DECODED_BYTES).unwrap_or(u64::MAX);
    match decoder.take(limit.saturating_add(1)).read_to_end(&mut inner) {
        Ok(_) if inner.len() > MAX_DECODED_BYTES => Err(TooLarge),
        Ok(_) => Ok(Some(inner)),
        Err(_) => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

    use super::*;

    const TEXT: &[u8] = br#"{"id":"42"}"#;
    /// The text by `brotli` and by `zstd`.
    const BROTLI: &[u8] = b"\x0b\x05\x80\x7b\x22\x69\x64\x22\x3a\x22\x34\x32\x22\x7d\x03";

    fn named(encodings: &[&str]) -> Vec<String> {
        encodings.iter().map(|it| (*it).to_owned()).collect()
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn encodings_are_taken_off() {
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(TEXT).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), Compression::default());
        raw.write_all(TEXT).unwrap();
        let zstd =
            ruzstd::encoding::compress_to_vec(TEXT, ruzstd::encoding::CompressionLevel::Fastest);
        for (encodings, bytes) in [
            (&["gzip"][..], gzip(TEXT)),
            (&["X-GZip"], gzip(TEXT)),
            (&["deflate"], zlib.finish().unwrap()),
            (&["deflate"], raw.finish().unwrap()),
            (&["br"], BROTLI.to_vec()),
            (&["zstd"], zstd),
            (&["gzip", "gzip"], gzip(&gzip(TEXT))),
            (&["identity, gzip"], gzip(TEXT)),
        ] {
            let inner = decoded(&bytes, &named(encodings)).unwrap();
            assert_eq!(inner.as_deref(), Some(TEXT), "{encodings:?}");
        }
    }

    #[test]
    fn what_is_not_encoded_stays() {
        for encodings in
            [&[][..], &["identity"], &["gzip"], &["br"], &["zstd"], &["compress"], &["gzip, x"]]
        {
            assert_eq!(decoded(TEXT, &named(encodings)), Ok(None), "{encodings:?}");
        }
        assert_eq!(decoded(&gzip(TEXT)[..12], &named(&["gzip"])), Ok(None));
    }

    #[test]
    fn a_bomb_is_too_large() {
        let bomb = gzip(&vec![0; MAX_DECODED_BYTES + 1]);
        assert!(bomb.len() < 20_000);
        assert_eq!(decoded(&bomb, &named(&["gzip"])), Err(TooLarge));
    }
}
