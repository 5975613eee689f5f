//! Tokens, signed.

use std::collections::HashMap;
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::rand::SystemRandom;
use ring::rsa::{KeyPair as RsaKeyPair, KeyPairComponents, PublicKeyComponents};
use ring::signature::{self, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};

use crate::caller::Claims;
use crate::rfc_7515::RFC_7515;

/// Signs tokens, each once.
pub(crate) struct Signer {
    rsa: RsaKeyPair,
    p256: EcdsaKeyPair,
    p384: EcdsaKeyPair,
    random: SystemRandom,
    signed: HashMap<Claims, String>,
}

impl Signer {
    pub(crate) fn new() -> Self {
        let [n, e, d, p, q, dp, dq, qi] =
            RFC_7515.map(|(_, text)| BASE64_URL_SAFE_NO_PAD.decode(text).unwrap());
        let public_key = PublicKeyComponents { n, e };
        let parts = KeyPairComponents { public_key, d, p, q, dP: dp, dQ: dq, qInv: qi };
        let random = SystemRandom::new();
        let ec = |how: &'static signature::EcdsaSigningAlgorithm| {
            let document = EcdsaKeyPair::generate_pkcs8(how, &random).unwrap();
            EcdsaKeyPair::from_pkcs8(how, document.as_ref(), &random).unwrap()
        };
        Self {
            rsa: RsaKeyPair::from_components(&parts).unwrap(),
            p256: ec(&signature::ECDSA_P256_SHA256_FIXED_SIGNING),
            p384: ec(&signature::ECDSA_P384_SHA384_FIXED_SIGNING),
            random,
            signed: HashMap::new(),
        }
    }

    /// The public keys.
    pub(crate) fn key_set(&self) -> Value {
        let [(_, n), (_, e), ..] = RFC_7515;
        let ec = |id: &str, curve: &str, pair: &EcdsaKeyPair| {
            let point = &pair.public_key().as_ref()[1..];
            let (x, y) = point.split_at(point.len() / 2);
            json!({ "kty": "EC", "crv": curve, "kid": id, "x": encode(x), "y": encode(y) })
        };
        json!({ "keys": [
            { "kty": "RSA", "kid": "RS", "n": n, "e": e },
            ec("ES256", "P-256", &self.p256),
            ec("ES384", "P-384", &self.p384),
        ] })
    }

    pub(crate) fn sign(&mut self, claims: &Claims) -> String {
        if let Some(token) = self.signed.get(claims) {
            return token.clone();
        }
        let token = self.make(claims);
        self.signed.insert(claims.clone(), token.clone());
        token
    }

    fn make(&self, claims: &Claims) -> String {
        let Claims { issuer, audience, algorithm, access, scopes, tenant } = claims;
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
        let mut said = json!({ "iss": issuer, "iat": now - 60, "exp": now + 3600,
            "token_use": if *access { "access" } else { "id" } });
        said["aud"] = json!(audience);
        if !scopes.is_empty() {
            said["scope"] = json!(scopes.join(" "));
        }
        if let Some(tenant) = tenant {
            said["tenant"] = json!(tenant);
        }
        let key_id = if algorithm.starts_with("RS") { "RS" } else { algorithm };
        let header = json!({ "alg": algorithm, "kid": key_id });
        let part = |value: &Value| encode(value.to_string().as_bytes());
        let signed = format!("{}.{}", part(&header), part(&said));
        let rsa = |how: &'static dyn signature::RsaEncoding| {
            let mut made = vec![0; self.rsa.public().modulus_len()];
            self.rsa.sign(how, &self.random, signed.as_bytes(), &mut made).unwrap();
            made
        };
        let ec = |pair: &EcdsaKeyPair| {
            pair.sign(&self.random, signed.as_bytes()).unwrap().as_ref().to_vec()
        };
        let made = match *algorithm {
            "RS256" => rsa(&signature::RSA_PKCS1_SHA256),
            "RS384" => rsa(&signature::RSA_PKCS1_SHA384),
            "ES256" => ec(&self.p256),
            "ES384" => ec(&self.p384),
            other => panic!("no key signs {other}"),
        };
        format!("{signed}.{}", encode(&made))
    }
}

fn encode(bytes: &[u8]) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(bytes)
}
