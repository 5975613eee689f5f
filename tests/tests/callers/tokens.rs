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

/// The key of RFC 7515, appendix A.2: known to all, so a secret of none.
const RFC_7515: [(&str, &str); 8] = [
    (
        "n",
        "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ",
    ),
    ("e", "AQAB"),
    (
        "d",
        "Eq5xpGnNCivDflJsRQBXHx1hdR1k6Ulwe2JZD50LpXyWPEAeP88vLNO97IjlA7_GQ5sLKMgvfTeXZx9SE-7YwVol2NXOoAJe46sui395IW_GO-pWJ1O0BkTGoVEn2bKVRUCgu-GjBVaYLU6f3l9kJfFNS3E0QbVdxzubSu3Mkqzjkn439X0M_V51gfpRLI9JYanrC4D4qAdGcopV_0ZHHzQlBjudU2QvXt4ehNYTCBr6XCLQUShb1juUO1ZdiYoFaFQT5Tw8bGUl_x_jTj3ccPDVZFD9pIuhLhBOneufuBiB4cS98l2SR_RQyGWSeWjnczT0QU91p1DhOVRuOopznQ",
    ),
    (
        "p",
        "4BzEEOtIpmVdVEZNCqS7baC4crd0pqnRH_5IB3jw3bcxGn6QLvnEtfdUdiYrqBdss1l58BQ3KhooKeQTa9AB0Hw_Py5PJdTJNPY8cQn7ouZ2KKDcmnPGBY5t7yLc1QlQ5xHdwW1VhvKn-nXqhJTBgIPgtldC-KDV5z-y2XDwGUc",
    ),
    (
        "q",
        "uQPEfgmVtjL0Uyyx88GZFF1fOunH3-7cepKmtH4pxhtCoHqpWmT8YAmZxaewHgHAjLYsp1ZSe7zFYHj7C6ul7TjeLQeZD_YwD66t62wDmpe_HlB-TnBA-njbglfIsRLtXlnDzQkv5dTltRJ11BKBBypeeF6689rjcJIDEz9RWdc",
    ),
    (
        "dp",
        "BwKfV3Akq5_MFZDFZCnW-wzl-CCo83WoZvnLQwCTeDv8uzluRSnm71I3QCLdhrqE2e9YkxvuxdBfpT_PI7Yz-FOKnu1R6HsJeDCjn12Sk3vmAktV2zb34MCdy7cpdTh_YVr7tss2u6vneTwrA86rZtu5Mbr1C1XsmvkxHQAdYo0",
    ),
    (
        "dq",
        "h_96-mK1R_7glhsum81dZxjTnYynPbZpHziZjeeHcXYsXaaMwkOlODsWa7I9xXDoRwbKgB719rrmI2oKr6N3Do9U0ajaHF-NKJnwgjMd2w9cjz3_-kyNlxAr2v4IKhGNpmM5iIgOS1VZnOZ68m6_pbLBSp3nssTdlqvd0tIiTHU",
    ),
    (
        "qi",
        "IYd7DHOhrWvxkwPQsRM2tOgrjbcrfvtQJipd-DlcxyVuuM9sQLdgjVk2oy26F0EmpScGLq2MowX7fhd_QJQ3ydy5cY7YIBi87w93IKLEdfnbJtoOPLUW0ITrJReOgo1cq9SbsxYawBgfp_gh6A5603k2-ZQwVK0JKSHuLFkuQ3U",
    ),
];

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
