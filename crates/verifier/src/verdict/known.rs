//! What the pact itself says: texts that its readers know, and that are never rewritten.

use gatepact_report::Secrets;
use pact_models::v4::synch_http::SynchronousHttp;

use super::quote::texts_of;

/// The texts of an interaction.
pub(crate) struct Known(Vec<String>);

impl Known {
    pub(crate) fn of(http: &SynchronousHttp) -> Known {
        let mut texts = vec![http.description.clone(), http.request.path.clone()];
        texts.extend(http.provider_states.iter().map(|state| state.name.clone()));
        let queries = http.request.query.iter().flatten();
        for (name, values) in queries {
            texts.push(name.clone());
            texts.extend(values.iter().flatten().cloned());
        }
        for headers in [&http.request.headers, &http.response.headers] {
            texts.extend(headers.iter().flatten().flat_map(|(_, values)| values).cloned());
        }
        for body in [&http.request.body, &http.response.body] {
            if let Some(bytes) = body.value() {
                texts_of(&bytes, &mut texts);
            }
        }
        Known(texts)
    }

    /// The secrets of a run, the pact's own texts left alone.
    pub(crate) fn beside(&self, secrets: &Secrets) -> Secrets {
        secrets.beside(self.0.iter().map(String::as_str))
    }

    /// Whether a text is one of the pact.
    pub(super) fn has(&self, text: &str) -> bool {
        self.0.iter().any(|known| known.contains(text))
    }
}
