//! What is hidden, and what is not.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::prelude::*;

use super::*;

#[test]
fn every_spelling_goes() {
    let secret = "a/b+c \"d\"~e";
    let secrets = Secrets::default().and(secret);
    for text in [
        secret.to_owned(),
        serde_json::to_string(secret).unwrap(),
        utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string(),
        utf8_percent_encode(secret, NON_ALPHANUMERIC).to_string().to_lowercase(),
        "a%2Fb%2Bc+%22d%22~e".to_owned(),
        STANDARD.encode(secret),
    ] {
        let clean = secrets.redact(&format!("<{text}>"));
        assert!(clean.contains(REDACTED), "{text} became {clean}");
    }
}

#[test]
fn debug_shows_nothing() {
    let secrets = Secrets::default().and("hunter22");
    secrets.learn("hunter33");
    let shown = format!("{secrets:?}");
    assert!(!shown.contains("hunter"), "{shown}");
}

#[test]
fn what_is_learned_is_known_to_every_copy() {
    let before = Secrets::default().and("hunter22");
    let copy = before.and("hunter33");
    before.learn("a-late-token");
    for secrets in [&before, &copy, &copy.clone()] {
        assert_eq!(secrets.redact("<a-late-token hunter22>"), "<[redacted] [redacted]>");
    }
}

#[test]
fn a_long_secret_is_hidden_also_where_it_was_cut_off() {
    let token = "0123456789".repeat(700);
    let secrets = Secrets::default();
    secrets.learn(&token);
    assert_eq!(secrets.redact(&format!("<{token}>")), "<[redacted]>");
    assert_eq!(secrets.redact(&format!("<{}>", &token[..500])), "<[redacted]>");
    assert_eq!(secrets.redact(&format!("<{}…", &token[..500])), "<[redacted]…");
}

#[test]
fn nothing_is_left_of_secrets_that_overlap() {
    let secrets = Secrets::default().with(["abcdefghij", "abcdefgh", "ghijklmn"]);
    secrets.learn("lmnopqrs");
    secrets.learn("cdefghij");
    let clean = secrets.redact("<abcdefghijklmnopqrs> <abcdefgh> <xcdefghijx>");
    assert_eq!(clean, "<[redacted]> <[redacted]> <x[redacted]x>");
}

#[test]
fn what_is_known_stays() {
    let secrets = Secrets::default().and("web-shop").beside(["the web-shop of old", "GET"]);
    assert_eq!(secrets.redact("the web-shop of old, web-shop"), "the web-shop of old, [redacted]");
}

#[test]
fn short_secrets_are_not_looked_for() {
    let secrets = Secrets::default().and("ok").with_headers(["X-Tenant"]);
    secrets.learn("");
    assert!(secrets.has_short());
    assert_eq!(secrets.redact("all is ok"), "all is ok");
    assert!(secrets.hides_header("x-tenant") && secrets.hides_header("X-Api-Key"));
    assert!(!Secrets::default().and("long-enough").has_short());
}

#[test]
fn credentials_in_urls_go() {
    let secrets = Secrets::default();
    for (text, clean) in [
        ("at http://a:b@c.example/d@e", "at http://[redacted]@c.example/d@e"),
        ("`https://ghp_token@c.example`", "`https://[redacted]@c.example`"),
        ("socks5://a:p@ss@c:1", "socks5://[redacted]@c:1"),
        ("ssh://git@c.example/d", "ssh://git@c.example/d"),
        ("https://c.example/a@b and a@b.example", "https://c.example/a@b and a@b.example"),
    ] {
        assert_eq!(secrets.redact(text), clean);
    }
}

#[test]
fn no_secret_no_change() {
    assert_eq!(Secrets::default().and("").redact("abc"), "abc");
}

/// Each character of a secret in an encoding of its own, as mixed as a server may write it.
fn encoded(secret: &str, choices: &[u8]) -> String {
    let named =
        [('&', "&amp;"), ('/', "&sol;"), ('+', "&plus;"), ('"', "&quot;"), ('=', "&equals;")];
    let one = |(character, choice): (char, u8)| {
        let number = u32::from(character);
        match choice % 9 {
            0 => format!("\\u{number:04x}"),
            1 => format!("\\u{number:04X}"),
            2 => format!("%{number:02x}"),
            3 => format!("%{number:02X}"),
            4 => format!("%25{number:02x}"),
            5 => format!("&#{number};"),
            6 => format!("&#x{number:X};"),
            7 => match named.iter().find(|(it, _)| *it == character) {
                Some((_, name)) => (*name).to_owned(),
                None => character.to_string(),
            },
            _ => character.to_string(),
        }
    };
    secret.chars().zip(choices.iter().copied().cycle()).map(one).collect()
}

proptest! {
    #[test]
    fn no_mixture_of_encodings_hides_a_secret(
        secret in "[a-zA-Z0-9/+=&\"]{8,40}", choices in prop::collection::vec(any::<u8>(), 1..40),
    ) {
        let text = format!("<{}>", encoded(&secret, &choices));
        prop_assert_eq!(Secrets::default().and(&secret).redact(&text), "<[redacted]>", "{}", text);
    }

    #[test]
    fn hexadecimal_is_found_in_either_case(secret in "[ -~]{8,40}", upper in any::<bool>()) {
        let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
        let hex = if upper { hex.to_uppercase() } else { hex };
        prop_assert_eq!(Secrets::default().and(&secret).redact(&format!("<{hex}>")), "<[redacted]>");
    }

    #[test]
    fn base64_of_a_longer_text_is_found(
        before in "[ -~]{0,5}", secret in "[ -~]{12,40}", after in "[ -~]{0,5}",
    ) {
        let secrets = Secrets::default().and(&secret);
        let clean = secrets.redact(&STANDARD.encode(format!("{before}{secret}{after}")));
        prop_assert!(clean.contains(REDACTED));
    }

    #[test]
    fn nothing_of_the_secret_is_left(text in "[a-z]{0,20}", secret in "[A-Z0-9/+]{8,20}") {
        let secrets = Secrets::default().and(&secret);
        let clean = secrets.redact(&[text.as_str(), &secret, &text].concat());
        prop_assert!(!clean.contains(&secret));
    }
}
