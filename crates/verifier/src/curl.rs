//! A request as a curl command: to be run again by hand, with credentials from the environment and
//! none in its text.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;

use gatepact_contract::AuthKind;
use gatepact_report::{REDACTED, Secrets, visible};
use http::Method;
use http::header::CONTENT_TYPE;
use reqwest::Request;

use crate::client::is_loopback_name;
use crate::verdict::masked;

/// The longest body that stands in a command, in bytes.
const LONGEST_BODY: usize = 2_000;

/// The command for a request that is sent with credentials of these kinds.
pub(crate) fn curl(
    request: &Request,
    kinds: &[AuthKind],
    secrets: &Secrets,
    addresses: &BTreeMap<String, SocketAddr>,
) -> String {
    let mut command = "curl -i".to_owned();
    let body = request.body().and_then(reqwest::Body::as_bytes);
    match *request.method() {
        Method::GET if body.is_none() => {}
        Method::HEAD if body.is_none() => command.push_str(" --head"),
        ref other => {
            let _ = write!(command, " -X {other}");
        }
    }
    let mut headers: Vec<_> = request.headers().iter().collect();
    headers.sort_by_key(|(name, _)| name.as_str());
    for (name, value) in headers {
        let name = name.as_str();
        let text = match (name, kinds) {
            // curl signs by itself.
            ("authorization" | "x-amz-date", kinds) if kinds.contains(&AuthKind::Iam) => continue,
            ("x-amz-security-token", kinds) if kinds.contains(&AuthKind::Iam) => {
                from_the_environment(name, "$AWS_SESSION_TOKEN")
            }
            ("x-api-key", kinds) if kinds.contains(&AuthKind::ApiKey) => {
                from_the_environment(name, "$GATEPACT_API_KEY")
            }
            ("authorization", kinds) if kinds.contains(&AuthKind::Bearer) => {
                from_the_environment(name, "Bearer $GATEPACT_BEARER_TOKEN")
            }
            // curl would take an empty value for a header to leave out.
            (name, _) if value.is_empty() => quoted(&format!("{name};")),
            (name, _) if secrets.hides_header(name) => quoted(&format!("{name}: {REDACTED}")),
            (name, _) => {
                let value = secrets.redact(&String::from_utf8_lossy(value.as_bytes()));
                quoted(&format!("{name}: {value}"))
            }
        };
        let _ = write!(command, " -H {text}");
    }
    if let Some(region) = region_of_signature(request).filter(|_| kinds.contains(&AuthKind::Iam)) {
        let _ =
            write!(command, " --aws-sigv4 {}", quoted(&format!("aws:amz:{region}:execute-api")));
        command.push_str(" --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\"");
    }
    if let Some(body) = body {
        if !request.headers().contains_key(CONTENT_TYPE) {
            // curl would name the one of a form.
            command.push_str(" -H 'content-type:'");
        }
        // Data that begins with an @ would be a file's.
        command.push_str(if body.starts_with(b"@") { " --data-raw " } else { " --data-binary " });
        match std::str::from_utf8(body) {
            Ok(_) if body.len() <= LONGEST_BODY => {
                command.push_str(&quoted(&secrets.redact(&masked(body))));
            }
            // Cut or binary, it would be another body; the pact has the whole one.
            Ok(_) | Err(_) => command.push_str("@BODY"),
        }
    }
    if let Some(address) = connected_to(request, addresses) {
        let _ = write!(command, " --connect-to {}", quoted(&secrets.redact(&address)));
    }
    let url = secrets.redact(request.url().as_str());
    if url.contains(['[', ']', '{', '}']) {
        // They would stand for several URLs.
        command.push_str(" --globoff");
    }
    let _ = write!(command, " {}", quoted(&url));
    command
}

/// Where the name of an emulator leads that no name server knows: `HOST:PORT:ADDRESS:PORT`.
fn connected_to(request: &Request, addresses: &BTreeMap<String, SocketAddr>) -> Option<String> {
    let url = request.url();
    let (host, port) = (url.host_str()?, url.port_or_known_default()?);
    let address = match addresses.get(host) {
        Some(address) => address.ip().to_string(),
        None if is_loopback_name(host) && host != "localhost" => "localhost".to_owned(),
        None => return None,
    };
    let address = if address.contains(':') { format!("[{address}]") } else { address };
    Some(format!("{host}:{port}:{address}:{port}"))
}

/// In double quotes, so that the shell fills the variable in.
fn from_the_environment(name: &str, value: &str) -> String {
    format!("\"{name}: {value}\"")
}

/// For a POSIX shell: nothing has a meaning between single quotes. What a report would have to escape is escaped for the
/// shell (POSIX.1-2024, section 2.2.4), so that the command stays one line and the same request.
fn quoted(text: &str) -> String {
    if visible(text) == text {
        return format!("'{}'", text.replace('\'', r"'\''"));
    }
    let escaped = text.chars().map(|character| match character {
        '\n' => r"\n".to_owned(),
        '\r' => r"\r".to_owned(),
        '\t' => r"\t".to_owned(),
        '\'' | '\\' => format!("\\{character}"),
        '#' => r"\x23".to_owned(),
        other if visible(other) == other.to_string() => other.to_string(),
        other => other.to_string().bytes().map(|byte| format!("\\x{byte:02x}")).collect(),
    });
    format!("$'{}'", escaped.collect::<String>())
}

/// `Credential=AKID/20260101/eu-west-1/execute-api/aws4_request`.
fn region_of_signature(request: &Request) -> Option<String> {
    let authorization = request.headers().get("authorization")?.to_str().ok()?;
    let (_, scope) = authorization.split_once("Credential=")?;
    scope.split('/').nth(2).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn curl(request: &Request, kinds: &[AuthKind], secrets: &Secrets) -> String {
        super::curl(request, kinds, secrets, &BTreeMap::new())
    }

    fn request(method: Method, headers: &[(&'static str, &'static str)], body: &str) -> Request {
        let url = "https://a1.execute-api.eu-west-1.amazonaws.com/prod/orders?q=it's";
        let mut request = Request::new(method, url.parse().unwrap());
        for (name, value) in headers {
            request.headers_mut().insert(*name, HeaderValue::from_static(value));
        }
        if !body.is_empty() {
            *request.body_mut() = Some(body.to_owned().into());
        }
        request
    }

    #[test]
    fn credentials_come_from_the_environment() {
        let headers = [("x-api-key", "hunter2"), ("accept", "application/json")];
        let command =
            curl(&request(Method::GET, &headers, ""), &[AuthKind::ApiKey], &Secrets::default());
        assert_eq!(
            command,
            "curl -i -H 'accept: application/json' -H \"x-api-key: $GATEPACT_API_KEY\" \
             'https://a1.execute-api.eu-west-1.amazonaws.com/prod/orders?q=it%27s'"
        );
    }

    #[test]
    fn a_signature_is_left_to_curl() {
        let authorization = "AWS4-HMAC-SHA256 Credential=AK/20260101/eu-west-1/execute-api/x, Sig";
        let headers = [("authorization", authorization), ("x-amz-date", "20260101T000000Z")];
        let command =
            curl(&request(Method::DELETE, &headers, ""), &[AuthKind::Iam], &Secrets::default());
        assert!(command.starts_with(
            "curl -i -X DELETE --aws-sigv4 'aws:amz:eu-west-1:execute-api' \
             --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\" "
        ));
        assert!(!command.contains("AWS4"), "{command}");
    }

    #[test]
    fn whatever_names_or_is_a_secret_is_hidden() {
        let headers = [("authorization", "Basic recorded"), ("x-tenant", "tenant-0451")];
        let body = r#"{"password": "open sesame", "note": "tenant-0451", "it's": 1}"#;
        let secrets = Secrets::default().and("tenant-0451");
        let command = curl(&request(Method::POST, &headers, body), &[], &secrets);
        for hidden in ["recorded", "sesame", "0451"] {
            assert!(!command.contains(hidden), "{command}");
        }
        assert!(command.contains(r"it'\''s"), "{command}");
    }

    #[test]
    fn what_steers_a_terminal_is_escaped_for_the_shell() {
        assert_eq!(quoted("it's\n\u{202e}##[a\\"), r"$'it\'s\n\xe2\x80\xae\x23\x23[a\\'");
        assert_eq!(quoted("it's #1"), r"'it'\''s #1'");
        assert_eq!(visible(quoted("::a\n::b ##vso[c")), quoted("::a\n::b ##vso[c"));
    }

    #[test]
    fn a_body_is_whole_or_absent() {
        let body = "x".repeat(LONGEST_BODY + 1);
        let command = curl(&request(Method::PUT, &[], &body), &[], &Secrets::default());
        assert!(command.contains(" --data-binary @BODY "), "{command}");
    }

    #[test]
    fn the_command_is_the_same_request() {
        let headers = [("x-b", "2"), ("x-a", ""), ("content-length", "0")];
        let command = curl(&request(Method::POST, &headers, ""), &[], &Secrets::default());
        assert!(command.contains(" -X POST -H 'content-length: 0' -H 'x-a;' -H 'x-b: 2' 'https"));
        let command = curl(&request(Method::GET, &[], "@file"), &[], &Secrets::default());
        assert!(command.contains(" -X GET -H 'content-type:' --data-raw '@file' "), "{command}");
        let mut listed = request(Method::GET, &[], "");
        listed.url_mut().set_query(Some("a[]=1"));
        assert!(curl(&listed, &[], &Secrets::default()).contains(" --globoff '"));
    }

    #[test]
    fn an_emulator_is_reached_at_its_address() {
        let mut request = request(Method::GET, &[], "");
        let addresses: BTreeMap<_, _> =
            [("a1.execute-api.eu-west-1.amazonaws.com".to_owned(), "[::1]:0".parse().unwrap())]
                .into();
        let command = super::curl(&request, &[], &Secrets::default(), &addresses);
        let option = " --connect-to 'a1.execute-api.eu-west-1.amazonaws.com:443:[::1]:443' ";
        assert!(command.contains(option), "{command}");
        *request.url_mut() = "http://a1.execute-api.localhost:4566/x".parse().unwrap();
        let command = curl(&request, &[], &Secrets::default());
        let option = " --connect-to 'a1.execute-api.localhost:4566:localhost:4566' ";
        assert!(command.contains(option), "{command}");
    }
}
