//! The proxies that the environment names.

use gatepact_verifier::Proxies;
use percent_encoding::percent_decode_str;
use reqwest::Url;

use crate::Context;
use crate::error::CliError;

/// What `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY` say, in either case.
pub(crate) fn proxies(context: &Context) -> Result<Proxies, CliError> {
    let variable =
        |names: &[&'static str]| names.iter().find_map(|name| Some((*name, context.env(name)?)));
    let url =
        |names: &[&'static str]| variable(names).map(|(name, text)| proxy(name, text)).transpose();
    Ok(Proxies {
        http: url(&["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"])?,
        https: url(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"])?,
        direct: variable(&["no_proxy", "NO_PROXY"])
            .map(|(_, text)| text.to_owned())
            .unwrap_or_default(),
    })
}

/// The passwords of the proxies that the environment names, as they are written and decoded.
pub(crate) fn passwords(context: &Context) -> Vec<String> {
    let names = ["http_proxy", "https_proxy", "all_proxy"];
    let upper = names.map(str::to_uppercase);
    let variables = names.into_iter().chain(upper.iter().map(String::as_str));
    let texts = variables.filter_map(|name| context.env(name));
    texts.flat_map(password_of).collect()
}

/// Of a URL that cannot be parsed as well.
fn password_of(url: &str) -> Vec<String> {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    let Some((user, _)) = authority.rsplit_once('@') else { return Vec::new() };
    let password = user.split_once(':').map_or(user, |(_, password)| password);
    let decoded = percent_decode_str(password).decode_utf8_lossy().into_owned();
    let mut passwords = vec![password.to_owned(), decoded];
    passwords.dedup();
    passwords
}

/// A proxy's URL may hold a password, so the text itself is not repeated.
fn proxy(variable: &str, text: &str) -> Result<Url, CliError> {
    // `proxy:3128` is how many write it.
    let text = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    Url::parse(&text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some())
        .ok_or_else(|| CliError::usage(format!("{variable} is no URL of an HTTP proxy")))
}
