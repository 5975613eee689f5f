//! A document behind a URL: no credentials, bounded in size, time and redirects.

use std::time::Duration;

use gatepact_openapi::MAX_DOCUMENT_BYTES;
use gatepact_verifier::{Connection, client};
use reqwest::header::{ACCEPT, LOCATION};
use reqwest::{Client, Response, Url};

use super::file;
use crate::Context;
use crate::error::CliError;
use crate::proxies::proxies;

/// How long a document may take, redirects included.
const PATIENCE: Duration = Duration::from_secs(60);

/// So many redirects are followed.
const MOST_REDIRECTS: usize = 5;

/// A URL that may be fetched: one with a user name or a password would stand in reports and histories of shells.
pub(super) fn url(text: &str) -> Result<Url, CliError> {
    let shown = if text.contains('@') { "the URL" } else { text };
    let url =
        Url::parse(text).map_err(|error| CliError::usage(format!("{shown} is no URL: {error}")))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err(CliError::usage_with_help(
            "the URL of a document carries a user name or a password",
            "fetch the document by another program and pipe it in: curl ... | gatepact diff - NEW",
        ));
    }
    Ok(url)
}

/// Without its query, which may hold a signature or a token.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    url.set_query(None);
    url.set_fragment(None);
    url.into()
}

/// The document at a URL.
pub(super) async fn document(url: &Url, context: &Context) -> Result<Vec<u8>, CliError> {
    let fetched = tokio::time::timeout(PATIENCE, fetch(url, context)).await;
    fetched.unwrap_or_else(|_| {
        Err(fault(url, format!("no whole document within {} seconds", PATIENCE.as_secs())))
    })
}

async fn fetch(url: &Url, context: &Context) -> Result<Vec<u8>, CliError> {
    let connection = Connection { proxies: proxies(context)?, ..Connection::default() };
    let mut here = url.clone();
    for _ in 0..=MOST_REDIRECTS {
        // One for each hop: a client of plain URLs knows no certificates, and a redirect may ask for them.
        let client =
            client(&[&here], &connection).map_err(|error| fault(&here, error.to_string()))?;
        let response = ask(&client, &here).await?;
        if !response.status().is_redirection() {
            return body(response, &here).await;
        }
        let next = response.headers().get(LOCATION).and_then(|location| location.to_str().ok());
        let next = next.and_then(|location| here.join(location).ok());
        let next = next.ok_or_else(|| {
            fault(&here, format!("answers {} and does not say where to", response.status()))
        })?;
        if here.scheme() == "https" && next.scheme() != "https" {
            return Err(fault(&here, format!("redirects to {}, without TLS", shown(&next))));
        }
        here = next;
    }
    Err(fault(url, format!("redirects more than {MOST_REDIRECTS} times")))
}

async fn ask(client: &Client, url: &Url) -> Result<Response, CliError> {
    let accept = "application/json, application/yaml;q=0.9, */*;q=0.5";
    let asked = client.get(url.clone()).header(ACCEPT, accept).send().await;
    asked.map_err(|error| fault(url, format!("cannot be fetched: {}", reason(&error))))
}

async fn body(mut response: Response, url: &Url) -> Result<Vec<u8>, CliError> {
    if !response.status().is_success() {
        return Err(fault(url, format!("answers {}", response.status())));
    }
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return Ok(bytes),
            Err(error) => return Err(fault(url, format!("cannot be fetched: {}", reason(&error)))),
        }
        if bytes.len() > MAX_DOCUMENT_BYTES {
            return Err(file::too_large(bytes.len(), &shown(url)));
        }
    }
}

fn fault(url: &Url, problem: String) -> CliError {
    CliError::Fetch { url: shown(url), problem }
}

/// The innermost cause; the outer ones repeat the URL, query and all.
fn reason(error: &reqwest::Error) -> String {
    let mut cause: &dyn std::error::Error = error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    cause.to_string()
}
