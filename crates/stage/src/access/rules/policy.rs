//! Policies: whom a statement is about, what it is about, and what becomes of the caller.

use std::net::IpAddr;

use gatepact_openapi::access::Principals;
use ipnet::IpNet;

/// What a policy says of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A statement allows it, and none denies it.
    Allow,
    /// A statement denies it.
    Deny,
    /// No statement is about it.
    Silent,
}

/// How a resource policy and the authorization of a method go together (guide, "How API Gateway resource policies affect
/// authorization workflow").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Workflow {
    /// The method has no authorization: the policy has to allow.
    PolicyOnly,
    /// A Lambda authorizer: one of the two has to allow, and none to deny (table A).
    Function,
    /// A user pool, or an issuer of tokens: after the token, the policy has to allow. The guide says so of user pools,
    /// beside a table A that says otherwise, and nothing of JWT authorizers.
    Token,
    /// A signature of the API's own account: one of identity's and resource policy has to allow (table A).
    SameAccount,
    /// A signature of another account: both have to allow (table B).
    OtherAccount,
}

pub(super) fn effect(allowed: bool, denied: bool) -> Verdict {
    match (allowed, denied) {
        (_, true) => Verdict::Deny,
        (true, false) => Verdict::Allow,
        (false, false) => Verdict::Silent,
    }
}

pub(super) fn workflow(workflow: Workflow, authorizer: Verdict, policy: Verdict) -> bool {
    if authorizer == Verdict::Deny || policy == Verdict::Deny {
        return false;
    }
    let [authorizer, policy] = [authorizer, policy].map(|it| it == Verdict::Allow);
    match workflow {
        Workflow::PolicyOnly => policy,
        Workflow::Function | Workflow::SameAccount => authorizer || policy,
        Workflow::Token | Workflow::OtherAccount => authorizer && policy,
    }
}

pub(super) fn principal(principals: &Principals<'_>, caller: Option<&str>) -> bool {
    let among = |names: &[&str]| caller.is_some_and(|arn| names.iter().any(|it| is(it, arn)));
    match principals {
        Principals::Everyone => true,
        Principals::These(names) => among(names),
        Principals::NotThese(names) => !names.contains(&"*") && !among(names),
    }
}

/// Whether a name means an identity: its ARN, its account (`123456789012` or `arn:aws:iam::123456789012:root`), or the
/// role of its session (IAM user guide, "AWS JSON policy elements: Principal").
fn is(name: &str, arn: &str) -> bool {
    let account = arn.split(':').nth(4).unwrap_or_default();
    let of_account = name.strip_suffix(":root").and_then(|root| root.rsplit(':').next());
    name == arn
        || name == account
        || of_account == Some(account)
        || role_of(arn).is_some_and(|role| role == name)
}

/// `arn:aws:iam::1:role/R` of `arn:aws:sts::1:assumed-role/R/session`.
fn role_of(arn: &str) -> Option<String> {
    let (before, session) = arn.split_once(":assumed-role/")?;
    let role = session.split('/').next()?;
    Some(format!("{}:role/{role}", before.replacen(":sts:", ":iam:", 1)))
}

/// Actions are not case-sensitive (IAM user guide, "Action").
pub(super) fn action(pattern: &str, action: &str) -> bool {
    resource(&pattern.to_ascii_lowercase(), &action.to_ascii_lowercase())
}

/// `*` is any text, `?` any character.
pub(super) fn resource(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) =
        (pattern.chars().collect(), text.chars().collect());
    let (mut at, mut seen) = (0, 0);
    // Where the last `*` stands, and up to where the text is taken by it.
    let mut star: Option<(usize, usize)> = None;
    while seen < text.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, seen));
                at += 1;
            }
            Some(wanted) if *wanted == '?' || *wanted == text[seen] => {
                at += 1;
                seen += 1;
            }
            Some(_) | None => {
                let Some((before, taken)) = star else { return false };
                star = Some((before, taken + 1));
                at = before + 1;
                seen = taken + 1;
            }
        }
    }
    pattern[at..].iter().all(|left| *left == '*')
}

pub(super) fn address(address: IpAddr, range: &str) -> bool {
    let range = range.parse::<IpNet>().or_else(|_| range.parse::<IpAddr>().map(IpNet::from));
    range.is_ok_and(|range| range.contains(&address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards() {
        for (pattern, text, expected) in [
            ("*", "", true),
            ("a*c", "abcbc", true),
            ("a?c", "abc", true),
            ("a?c", "ac", false),
            ("a*b*c", "aXbYc", true),
            ("a*b*c", "acb", false),
            ("prod/GET/*", "prod/GET/", true),
            ("prod/GET", "prod/GET/", false),
        ] {
            assert_eq!(resource(pattern, text), expected, "{pattern} {text}");
        }
    }

    #[test]
    fn whom_a_name_means() {
        let user = "arn:aws:iam::111122223333:user/ann";
        let session = "arn:aws:sts::111122223333:assumed-role/ci/run-7";
        for (name, arn, expected) in [
            (user, user, true),
            ("111122223333", user, true),
            ("arn:aws:iam::111122223333:root", session, true),
            ("arn:aws:iam::111122223333:role/ci", session, true),
            ("arn:aws:iam::111122223333:user/ann2", user, false),
            ("arn:aws:iam::444455556666:root", user, false),
            ("11112222333", user, false),
        ] {
            assert_eq!(is(name, arn), expected, "{name} {arn}");
        }
        let these = Principals::These(vec!["*x"]);
        assert!(!principal(&these, None) && !principal(&these, Some(user)));
        assert!(principal(&Principals::NotThese(vec![user]), None));
        assert!(!principal(&Principals::NotThese(vec![user]), Some(user)));
    }

    #[test]
    fn the_tables_of_the_guide() {
        use Verdict::{Allow, Deny, Silent};
        let passes = |way: Workflow| {
            let mut passing = Vec::new();
            for authorizer in [Allow, Silent, Deny] {
                for policy in [Allow, Silent, Deny] {
                    passing
                        .extend(workflow(way, authorizer, policy).then_some((authorizer, policy)));
                }
            }
            passing
        };
        let table_a = [(Allow, Allow), (Allow, Silent), (Silent, Allow)];
        assert_eq!(passes(Workflow::Function), table_a);
        assert_eq!(passes(Workflow::SameAccount), table_a);
        assert_eq!(passes(Workflow::OtherAccount), [(Allow, Allow)]);
        assert_eq!(passes(Workflow::Token), [(Allow, Allow)]);
    }

    #[test]
    fn addresses_and_ranges() {
        let of = |text: &str| text.parse::<IpAddr>().unwrap();
        assert!(address(of("192.0.2.255"), "192.0.2.0/24"));
        assert!(!address(of("192.0.3.0"), "192.0.2.0/24"));
        assert!(address(of("192.0.2.1"), "192.0.2.1"));
        assert!(address(of("2001:db8::1"), "2001:db8::/32"));
        assert!(!address(of("192.0.2.1"), "all"));
    }
}
