//! Names under which secrets stand.

/// Words that make a name secret, wherever in it they are.
const SECRET: [&str; 14] = [
    "password",
    "passwd",
    "passphrase",
    "secret",
    "apikey",
    "authorization",
    "cookie",
    "credential",
    "privatekey",
    "accesskey",
    "signature",
    "sessionid",
    "jwt",
    "securitytoken",
];

/// Words beside `token` that make a name one of a position or a count: `nextToken`, `total_tokens`, `tokenType`.
const HARMLESS: [&str; 38] = [
    "next",
    "page",
    "continuation",
    "pagination",
    "starting",
    "cursor",
    "total",
    "max",
    "maximum",
    "min",
    "minimum",
    "num",
    "number",
    "count",
    "counts",
    "limit",
    "limits",
    "used",
    "usage",
    "remaining",
    "prompt",
    "completion",
    "completions",
    "input",
    "output",
    "cached",
    "reasoning",
    "audio",
    "image",
    "text",
    "generated",
    "budget",
    "per",
    "type",
    "expires",
    "expiry",
    "length",
    "rate",
];

/// Whether a header, cookie or property of this name holds what must not be shown.
///
/// Counts and positions (`total_tokens`, `nextToken`, `page_token`) are no secrets, whatever their names.
#[must_use]
pub fn names_a_secret(name: &str) -> bool {
    let words = words(name);
    let joined: String = words.concat();
    if SECRET.iter().any(|word| joined.contains(word)) {
        return true;
    }
    let is_token = |word: &str| word.ends_with("token") || word.ends_with("tokens");
    let harmless = |word: &str| {
        let rest = word.trim_end_matches('s').trim_end_matches("token");
        HARMLESS.contains(&word) || rest != word && HARMLESS.contains(&rest)
    };
    words.iter().any(|word| is_token(word)) && !words.iter().any(|word| harmless(word))
}

/// Whether a step of a path, such as `$.session.accessToken[0]`, names a secret.
#[must_use]
pub fn path_names_a_secret(path: &str) -> bool {
    path.split(['.', '[', ']', '\'', '"', '/']).any(names_a_secret)
}

/// The words of a name in lower case, however they are joined: `accessToken`, `access_token`, `ACCESS-TOKEN`.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = None;
    for character in name.chars() {
        let new_word = before.is_some_and(char::is_lowercase) && character.is_uppercase();
        if !character.is_alphanumeric() || new_word {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| character.is_alphanumeric()) {
            word.extend(character.to_lowercase());
        }
        before = Some(character);
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known_however_they_are_spelled() {
        for name in [
            "X-Api-Key",
            "accessToken",
            "client_secret",
            "Set-Cookie",
            "passWord",
            "access_token",
            "refresh_tokens",
            "TOKEN",
            "accesstoken",
            "X-Amz-Security-Token",
            "idToken",
            "csrf-token",
        ] {
            assert!(names_a_secret(name), "{name}");
        }
        for name in [
            "id",
            "nextToken",
            "page_token",
            "author",
            "keyboard",
            "nexttoken",
            "total_tokens",
            "max_tokens",
            "max_completion_tokens",
            "promptTokens",
            "token_count",
            "tokenizer",
            "token_type",
        ] {
            assert!(!names_a_secret(name), "{name}");
        }
    }

    #[test]
    fn any_step_of_a_path_counts() {
        assert!(path_names_a_secret("$.session['accessToken'][0]"));
        assert!(path_names_a_secret("$.refresh_tokens[1]"));
        assert!(!path_names_a_secret("$.usage.total_tokens"));
    }
}
