//! The request of an interaction, made and not sent.

use std::collections::HashMap;

use gatepact_contract::{Body, Interaction};
use reqwest::Url;

use crate::Options;
use crate::curl::curl;
use crate::generate::{StateValues, generated};
use crate::request::{ready, sendable};

/// A request that was made and not sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rehearsed {
    /// Where it would go.
    pub url: Url,
    /// The same as a curl command, without secrets.
    pub curl: String,
}

/// Makes the request of an interaction as a run would, and sends nothing: with the recorded examples
/// where a run would take the values of provider states.
///
/// # Errors
/// Why there is none: a message, an interaction that makes no sense, or a request that cannot be made.
pub async fn rehearse(interaction: &Interaction, options: &Options) -> Result<Rehearsed, String> {
    let http = match &interaction.body {
        Body::Http(http) => http,
        Body::Message => return Err("a message cannot be replayed over HTTP".to_owned()),
        Body::Faulty { reason, .. } | Body::Foreign { reason, .. } => return Err(reason.clone()),
    };
    let recorded = &interaction.recorded;
    sendable(&http.request, recorded, options).map_err(|error| error.to_string())?;
    let values = HashMap::new();
    let states = StateValues { values: &values, asked: false };
    let request = generated(&http.request, recorded, states).map_err(|error| error.to_string())?;
    // The kinds that are declared; which others a run sends is a matter of its pacts.
    let kinds = interaction.auth.clone().unwrap_or_default();
    let ready =
        ready(&request, recorded, &kinds, options).await.map_err(|error| error.to_string())?;
    let kinds = options.target.sent(&kinds);
    let secrets = options.secrets.with(ready.secrets.iter().map(String::as_str));
    let command = curl(&ready.request, kinds, &secrets, &options.connection.addresses);
    Ok(Rehearsed { url: ready.request.url().clone(), curl: command })
}
