//! `Set-Cookie`: names, attributes and numbers of cookies are shown, their values are not (RFC 6265, section 4.1.1).

use gatepact_report::REDACTED;

/// A cookie as an answer sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Cookie<'a> {
    name: &'a str,
    value: &'a str,
    attributes: Vec<&'a str>,
}

/// Attributes whose values are no secrets; of another one only the name is shown.
const ATTRIBUTES: [&str; 9] = [
    "expires",
    "max-age",
    "domain",
    "path",
    "secure",
    "httponly",
    "samesite",
    "partitioned",
    "priority",
];

impl<'a> Cookie<'a> {
    fn of(line: &'a str) -> Cookie<'a> {
        let mut parts = line.split(';').map(str::trim);
        let pair = parts.next().unwrap_or_default();
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let attributes = parts.filter(|part| !part.is_empty()).collect();
        Cookie { name: name.trim(), value: value.trim(), attributes }
    }

    fn shown(&self) -> String {
        let attributes = self.attributes.iter().map(|text| match text.split_once('=') {
            Some((name, _)) if !ATTRIBUTES.contains(&name.trim().to_lowercase().as_str()) => {
                format!("; {name}={REDACTED}")
            }
            Some(_) | None => format!("; {text}"),
        });
        format!("{}={REDACTED}{}", self.name, attributes.collect::<String>())
    }

    /// Attributes in any case and order.
    fn attributes(&self) -> Vec<String> {
        let mut attributes: Vec<String> =
            self.attributes.iter().map(|text| text.to_lowercase()).collect();
        attributes.sort();
        attributes
    }
}

/// The cookies of a header, without their values.
pub(super) fn shown(lines: &[String]) -> String {
    let cookies: Vec<String> = lines.iter().map(|line| Cookie::of(line).shown()).collect();
    cookies.join(", ")
}

/// What differs: `1 cookie was promised, 2 came: AWSALB was not promised`.
pub(super) fn difference(promised: &[String], received: &[String]) -> String {
    let of = |lines: &'_ [String]| -> Vec<String> { lines.to_vec() };
    let (promised_lines, received_lines) = (of(promised), of(received));
    let promised: Vec<Cookie<'_>> = promised_lines.iter().map(|line| Cookie::of(line)).collect();
    let received: Vec<Cookie<'_>> = received_lines.iter().map(|line| Cookie::of(line)).collect();
    let mut told = Vec::new();
    let mut left: Vec<&Cookie<'_>> = received.iter().collect();
    for cookie in &promised {
        let Some(at) = left.iter().position(|it| it.name == cookie.name) else {
            told.push(format!("{} is missing", cookie.name));
            continue;
        };
        let other = left.remove(at);
        if other.attributes() != cookie.attributes() {
            told.push(format!("{} has other attributes", cookie.name));
        }
        if other.value != cookie.value {
            told.push(format!("{} has another value", cookie.name));
        }
    }
    told.extend(left.iter().map(|cookie| format!("{} was not promised", cookie.name)));
    let number = |count: usize| match count {
        1 => "1 cookie was promised".to_owned(),
        more => format!("{more} cookies were promised"),
    };
    let counts = match (promised.len(), received.len()) {
        (some, others) if some == others => String::new(),
        (some, others) => format!("{}, {others} came: ", number(some)),
    };
    match told.is_empty() {
        true => format!("{counts}the cookies have another order"),
        false => format!("{counts}{}", told.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(lines: &[&str]) -> Vec<String> {
        lines.iter().map(|line| (*line).to_owned()).collect()
    }

    #[test]
    fn what_differs_is_told_without_values() {
        let promised = lines(&["sid=secret1; HttpOnly; Path=/"]);
        for (received, told) in [
            (
                &["sid=secret1; HttpOnly; Path=/", "AWSALB=abc; Path=/"][..],
                "1 cookie was promised, 2 came: AWSALB was not promised",
            ),
            (&[], "1 cookie was promised, 0 came: sid is missing"),
            (&["sid=secret2; path=/; httponly"], "sid has another value"),
            (&["sid=secret1; Path=/"], "sid has other attributes"),
            (&["other=x"], "sid is missing, other was not promised"),
        ] {
            assert_eq!(difference(&promised, &lines(received)), told);
        }
    }

    #[test]
    fn names_and_attributes_are_shown() {
        let cookies =
            lines(&["sid=a=b; Path=/; SameSite=Lax; HttpOnly", "t=; Max-Age=0; ticket=x"]);
        assert_eq!(
            shown(&cookies),
            "sid=[redacted]; Path=/; SameSite=Lax; HttpOnly, t=[redacted]; Max-Age=0; ticket=[redacted]"
        );
    }
}
