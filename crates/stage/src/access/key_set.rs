//! The public keys of an issuer: a JSON Web Key Set (RFC 7517).
//!
//! Signatures are checked by `ring`, the one provider of cryptography of this workspace. `jsonwebtoken` is no way around
//! that: its versions from 10 on bring `aws-lc-rs`, which `deny.toml` bans, or `rsa` with its open advisory
//! (RUSTSEC-2023-0071), and version 9 is not maintained. `ring` has no P-521, so tokens signed with ES512 are refused.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde_json::Value;

use super::token::Token;

/// The key of a set that a token names.
pub(super) fn key_of<'k>(set: &'k Value, token: &Token<'_>) -> Option<&'k Value> {
    let keys = set.get("keys")?.as_array()?;
    let keys = keys.iter().filter(|key| text(key, "kid") == Some(token.key_id.as_str()));
    keys.into_iter().find(|key| {
        text(key, "use").is_none_or(|purpose| purpose == "sig")
            && text(key, "alg").is_none_or(|algorithm| algorithm == token.algorithm)
    })
}

/// Whether a key made the signature of a token.
pub(super) fn signed_by(key: &Value, token: &Token<'_>) -> bool {
    let kind = text(key, "kty").unwrap_or_default();
    let verified = match (token.algorithm.as_str(), kind) {
        ("RS256", "RSA") => rsa(key, token, &signature::RSA_PKCS1_2048_8192_SHA256),
        ("RS384", "RSA") => rsa(key, token, &signature::RSA_PKCS1_2048_8192_SHA384),
        ("RS512", "RSA") => rsa(key, token, &signature::RSA_PKCS1_2048_8192_SHA512),
        ("ES256", "EC") => ecdsa(key, token, ("P-256", &signature::ECDSA_P256_SHA256_FIXED)),
        ("ES384", "EC") => ecdsa(key, token, ("P-384", &signature::ECDSA_P384_SHA384_FIXED)),
        _ => None,
    };
    verified.is_some()
}

fn rsa(key: &Value, token: &Token<'_>, how: &signature::RsaParameters) -> Option<()> {
    let public = RsaPublicKeyComponents { n: bytes(key, "n")?, e: bytes(key, "e")? };
    public.verify(how, token.signed.as_bytes(), &token.signature).ok()
}

fn ecdsa(
    key: &Value,
    token: &Token<'_>,
    (curve, how): (&str, &'static signature::EcdsaVerificationAlgorithm),
) -> Option<()> {
    // A point that is not compressed: RFC 7518 section 6.2.1 has its two halves.
    let point = [vec![4], bytes(key, "x")?, bytes(key, "y")?].concat();
    let public = UnparsedPublicKey::new(how, point);
    let verified = public.verify(token.signed.as_bytes(), &token.signature).ok();
    verified.filter(|()| text(key, "crv") == Some(curve))
}

fn text<'k>(key: &'k Value, name: &str) -> Option<&'k str> {
    key.get(name)?.as_str()
}

fn bytes(key: &Value, name: &str) -> Option<Vec<u8>> {
    BASE64_URL_SAFE_NO_PAD.decode(text(key, name)?).ok()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const PAYLOAD: &str = "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";

    /// RFC 7515, appendix A.2 (RS256) and A.3 (ES256): key, header and signature.
    fn published() -> [(Value, &'static str, &'static str); 2] {
        [
            (
                json!({ "kty": "RSA", "e": "AQAB", "n": "ofgWCuLjybRlzo0tZWJjNiuSfb4p4fAkd_wWJcyQoTbji9k0l8W26mPddxHmfHQp-Vaw-4qPCJrcS2mJPMEzP1Pt0Bm4d4QlL-yRT-SFd2lZS-pCgNMsD1W_YpRPEwOWvG6b32690r2jZ47soMZo9wGzjb_7OMg0LOL-bSf63kpaSHSXndS5z5rexMdbBYUsLA9e-KXBdQOS-UTo7WTBEMa2R2CapHg665xsmtdVMTBQY4uDZlxvb3qCo5ZwKh9kG4LT6_I5IhlJH7aGhyxXFvUK-DWNmoudF8NAco9_h9iaGNj8q2ethFkMLs91kzk2PAcDTW9gb54h4FRWyuXpoQ" }),
                "eyJhbGciOiJSUzI1NiJ9",
                "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqvhJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrBp0igcN_IoypGlUPQGe77Rw",
            ),
            (
                json!({ "kty": "EC", "crv": "P-256",
                    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0" }),
                "eyJhbGciOiJFUzI1NiJ9",
                "DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q",
            ),
        ]
    }

    #[test]
    fn the_published_examples_are_signed_by_their_keys() {
        let [rsa, ec] = published();
        for ((key, header, signature), other) in [(&rsa, &ec), (&ec, &rsa)] {
            let text = format!("{header}.{PAYLOAD}.{signature}");
            // They name no key, so they are no tokens for an authorizer.
            assert!(Token::parse(&text).is_none());
            let token = Token::without_key_id(&text).unwrap();
            assert!(signed_by(key, &token));
            assert!(!signed_by(&other.0, &token));
            let changed = text.replacen("eyJpc3MiOiJqb2Ui", "eyJpc3MiOiJqb2Yi", 1);
            assert!(!signed_by(key, &Token::without_key_id(&changed).unwrap()));
        }
    }
}
