//! The proxies that the environment names.

use gatepact_verifier::Proxies;
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

/// A proxy's URL may hold a password, so the text itself is not repeated.
fn proxy(variable: &str, text: &str) -> Result<Url, CliError> {
    // `proxy:3128` is how many write it.
    let text = if text.contains("://") { text.to_owned() } else { format!("http://{text}") };
    Url::parse(&text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some())
        .ok_or_else(|| CliError::usage(format!("{variable} is no URL of an HTTP proxy")))
}
