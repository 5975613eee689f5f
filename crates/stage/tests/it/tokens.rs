//! Tokens that are really signed, and the keys that say so.

use std::sync::LazyLock;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair as RsaKeyPair, KeyPairComponents, PublicKeyComponents};
use ring::signature::{self, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use crate::rfc_7515::RFC_7515;

/// A key that signs tokens.
pub(crate) struct Signer {
    id: &'static str,
    key: Key,
}

enum Key {
    Rsa(RsaKeyPair),
    Ec { pair: EcdsaKeyPair, curve: &'static str },
}

/// Signs with RS256, RS384 and RS512.
pub(crate) static RSA: LazyLock<Signer> = LazyLock::new(|| {
    let [n, e, d, p, q, dp, dq, qi] = RFC_7515.map(|(_, text)| decode(text));
    let public_key = PublicKeyComponents { n, e };
    let parts = KeyPairComponents { public_key, d, p, q, dP: dp, dQ: dq, qInv: qi };
    Signer { id: "rsa", key: Key::Rsa(RsaKeyPair::from_components(&parts).unwrap()) }
});

/// Signs with ES256.
pub(crate) static P256: LazyLock<Signer> =
    LazyLock::new(|| Signer::ec("p256", &signature::ECDSA_P256_SHA256_FIXED_SIGNING, "P-256"));

/// Signs with ES384.
pub(crate) static P384: LazyLock<Signer> =
    LazyLock::new(|| Signer::ec("p384", &signature::ECDSA_P384_SHA384_FIXED_SIGNING, "P-384"));

/// Another key for ES256.
pub(crate) static STRANGER: LazyLock<Signer> =
    LazyLock::new(|| Signer::ec("p256", &signature::ECDSA_P256_SHA256_FIXED_SIGNING, "P-256"));

impl Signer {
    pub(crate) fn ec(
        id: &'static str,
        how: &'static signature::EcdsaSigningAlgorithm,
        curve: &'static str,
    ) -> Self {
        let random = SystemRandom::new();
        let document = EcdsaKeyPair::generate_pkcs8(how, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(how, document.as_ref(), &random).unwrap();
        Self { id, key: Key::Ec { pair, curve } }
    }

    /// The public key, as a set of keys has it.
    pub(crate) fn jwk(&self) -> Value {
        match &self.key {
            Key::Rsa(_) => {
                let [(_, n), (_, e), ..] = RFC_7515;
                json!({ "kty": "RSA", "use": "sig", "kid": self.id, "n": n, "e": e })
            }
            Key::Ec { pair, curve } => {
                let point = &pair.public_key().as_ref()[1..];
                let (x, y) = point.split_at(point.len() / 2);
                json!({ "kty": "EC", "crv": curve, "kid": self.id, "x": encode(x), "y": encode(y) })
            }
        }
    }

    /// A token.
    pub(crate) fn sign(&self, algorithm: &str, claims: &Value) -> String {
        self.sign_as(&json!({ "alg": algorithm, "kid": self.id, "typ": "JWT" }), claims)
    }

    pub(crate) fn sign_as(&self, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| encode(value.to_string().as_bytes());
        let signed = format!("{}.{}", part(header), part(claims));
        let random = SystemRandom::new();
        let signature = match &self.key {
            Key::Rsa(pair) => {
                let padding: &dyn signature::RsaEncoding = match header["alg"].as_str() {
                    Some("RS384") => &signature::RSA_PKCS1_SHA384,
                    Some("RS512") => &signature::RSA_PKCS1_SHA512,
                    _ => &signature::RSA_PKCS1_SHA256,
                };
                let mut made = vec![0; pair.public().modulus_len()];
                pair.sign(padding, &random, signed.as_bytes(), &mut made).unwrap();
                made
            }
            Key::Ec { pair, .. } => {
                pair.sign(&random, signed.as_bytes()).unwrap().as_ref().to_vec()
            }
        };
        format!("{signed}.{}", encode(&signature))
    }
}

/// The keys of this file but the stranger's.
pub(crate) fn key_set() -> Value {
    json!({ "keys": [RSA.jwk(), P256.jwk(), P384.jwk()] })
}

/// Claims of a token that is valid for five minutes, and more.
pub(crate) fn claims(more: &Value) -> Value {
    let mut claims = json!({ "iss": "https://issuer.example/", "aud": "orders", "sub": "ann",
        "iat": now() - 60, "nbf": now() - 60, "exp": now() + 300 });
    for (name, value) in more.as_object().unwrap() {
        match value {
            Value::Null => claims.as_object_mut().unwrap().remove(name),
            value => claims.as_object_mut().unwrap().insert(name.clone(), value.clone()),
        };
    }
    claims
}

pub(crate) fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn encode(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(text: &str) -> Vec<u8> {
    BASE64_URL_SAFE_NO_PAD.decode(text).unwrap()
}
