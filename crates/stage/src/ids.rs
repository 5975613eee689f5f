//! Ids in the shapes that API Gateway gives them, each of them fresh.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

/// A source of ids: random from process to process, different from call to call.
#[derive(Debug, Default)]
pub(crate) struct Ids {
    random: RandomState,
    next: AtomicU64,
}

/// The ids of one request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RequestIds {
    /// `x-amzn-requestid`
    pub(crate) request: String,
    /// `x-amz-apigw-id`, `apigw-requestid`
    pub(crate) extended: String,
}

impl Ids {
    pub(crate) fn request(&self) -> RequestIds {
        let [one, two] = self.numbers();
        // A UUID of version 4, variant 1.
        let request = format!(
            "{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}",
            one >> 32,
            (one >> 16) & 0xffff,
            one & 0xfff,
            0x8000 | (two >> 48 & 0x3fff),
            two & 0xffff_ffff_ffff
        );
        let bytes: Vec<u8> = one.to_be_bytes().into_iter().chain(two.to_be_bytes()).collect();
        let mut extended = BASE64_URL_SAFE_NO_PAD.encode(&bytes[..11]);
        extended.push('=');
        RequestIds { request, extended }
    }

    /// Six characters, as API Gateway has them.
    pub(crate) fn deployment(&self) -> String {
        let [mut number, _] = self.numbers();
        (0..6)
            .map(|_| {
                let digit = (number % 36) as u32;
                number /= 36;
                char::from_digit(digit, 36).unwrap_or('0')
            })
            .collect()
    }

    /// A root for `x-amzn-trace-id`.
    pub(crate) fn trace(&self, seconds: u64) -> String {
        let [one, two] = self.numbers();
        format!("Root=1-{seconds:08x}-{one:016x}{:08x}", two & 0xffff_ffff)
    }

    fn numbers(&self) -> [u64; 2] {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        [self.random.hash_one((number, 0)), self.random.hash_one((number, 1))]
    }
}
