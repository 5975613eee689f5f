//! ARNs and account ids, replaced by hashes.

use sha2::{Digest, Sha256};

/// Digits of an account id.
const ACCOUNT: usize = 12;

/// `text` without ARNs and, unless it is a value of the contract, without account ids.
pub(super) fn hide(text: &str, is_contract_value: bool) -> String {
    let text = replace_arns(text);
    if is_contract_value { text } else { replace_accounts(&text) }
}

/// An ARN reaches to the next character that no ARN holds. One inside another (`arn:aws:apigateway:..:lambda:path/../
/// arn:aws:lambda:..`) is a part of it; braces belong to stage variables.
fn replace_arns(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("arn:aws") {
        let (before, tail) = rest.split_at(start);
        let end = tail
            .find(|c: char| c.is_whitespace() || "\"'`<>,;()[]|\\".contains(c))
            .unwrap_or(tail.len());
        result.push_str(before);
        result.push_str(&token("arn", &tail[..end], 12));
        rest = &tail[end..];
    }
    result + rest
}

fn replace_accounts(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, tail) = rest.split_at(start);
        let end = tail.find(|c: char| !c.is_ascii_digit()).unwrap_or(tail.len());
        let (digits, after) = tail.split_at(end);
        result.push_str(before);
        let alone = !result.ends_with(|c: char| c.is_alphanumeric())
            && !after.starts_with(|c: char| c.is_alphanumeric());
        if digits.len() == ACCOUNT && alone && !ends_with_uuid_head(&result) {
            result.push_str(&token("account", digits, 8));
        } else {
            result.push_str(digits);
        }
        rest = after;
    }
    result + rest
}

/// `550e8400-e29b-41d4-a716-` before twelve digits: the end of a UUID, no account.
fn ends_with_uuid_head(text: &str) -> bool {
    let Some(head) = text.len().checked_sub(24).and_then(|start| text.get(start..)) else {
        return false;
    };
    head.bytes().enumerate().all(|(i, byte)| match i {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

/// The hash starts after a hyphen and holds letters for digits, so that it is never taken for an account id itself.
fn token(kind: &str, secret: &str, digits: usize) -> String {
    let hash = Sha256::digest(secret.as_bytes());
    let letters = hash.iter().flat_map(|byte| [byte >> 4, byte & 15]).take(digits);
    let letters: String = letters.map(|nibble| char::from(b'a' + nibble)).collect();
    format!("{kind}-{letters}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hides_arns_and_accounts_and_nothing_else() {
        let uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/\
                   arn:aws:lambda:eu-west-1:111122223333:function:${stageVariables.f}/invocations";
        let hidden = hide(uri, false);
        assert!(hidden.starts_with("arn-") && hidden.len() == 16, "{hidden}");
        assert_eq!(hide(&hidden, false), hidden);
        assert_eq!(hide(uri, true), hidden, "also in a value of the contract");

        let url = hide("https://sqs.eu-west-1.amazonaws.com/111122223333/q", false);
        assert!(
            url.starts_with("https://sqs.eu-west-1.amazonaws.com/account-") && url.ends_with("/q"),
            "{url}"
        );
        let two = hide("roles 'arn:aws:iam::1:role/a', arn:aws-cn:iam::2:role/b.", false);
        assert_eq!(two.matches("arn-").count(), 2, "{two}");

        for kept in [
            "550e8400-e29b-41d4-a716-446655440000",
            "1234567890123",
            "12345678901",
            "a111122223333",
            "learn: aws",
            "ünïcödé 1",
        ] {
            assert_eq!(hide(kept, false), kept);
        }
        assert_eq!(hide("111122223333", true), "111122223333");
    }
}
