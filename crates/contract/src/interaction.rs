//! One promise of a pact.

use gatepact_finding::Pointer;
use pact_models::PactSpecification;
use pact_models::interaction::Interaction as _;
use pact_models::provider_states::ProviderState;
use pact_models::sync_interaction::RequestResponseInteraction;
use pact_models::v4::V4InteractionType;
use pact_models::v4::synch_http::SynchronousHttp;
use serde_json::Value;

use crate::AuthKind;

/// One interaction, with its place in the file.
#[derive(Debug, Clone)]
pub struct Interaction {
    /// Position in the pact, from 0.
    pub position: usize,
    /// Line in the file, from 1.
    pub line: usize,
    /// JSON pointer to the interaction: `/interactions/3`.
    pub pointer: Pointer,
    /// What the consumer calls it.
    pub description: String,
    /// The states the provider must be in, in the order in which they are set up.
    pub states: Vec<ProviderState>,
    /// Marked in the pact (V4) as not yet binding.
    pub pending: bool,
    /// The kinds of credentials the consumer declared, if it declared any.
    pub auth: Option<Vec<AuthKind>>,
    /// What is promised.
    pub body: Body,
    v4: bool,
}

/// What an interaction promises.
#[derive(Debug, Clone)]
pub enum Body {
    /// A request and its response.
    Http(Box<SynchronousHttp>),
    /// A message; nothing that can be replayed over HTTP.
    Message,
    /// An interaction that is there but makes no sense; the others of its pact still count.
    Faulty {
        /// What is wrong with it.
        reason: String,
    },
}

impl Interaction {
    /// `GET /orders/42`; `None` for what is not HTTP.
    #[must_use]
    pub fn operation(&self) -> Option<String> {
        match &self.body {
            Body::Http(http) => Some(format!("{} {}", http.request.method, http.request.path)),
            Body::Message | Body::Faulty { .. } => None,
        }
    }

    /// JSON pointer to the promised response's body; V4 wraps it in `content`.
    #[must_use]
    pub fn response_body_pointer(&self) -> Pointer {
        let wrapper = if self.v4 { "/content" } else { "" };
        self.pointer.join(&format!("/response/body{wrapper}"))
    }

    /// Reads the text of an interaction; what is no JSON that anybody could have meant (nested too
    /// deep, say) is as faulty as what makes no sense.
    pub(crate) fn read(
        text: &str,
        specification: &PactSpecification,
        place: &Place,
    ) -> Interaction {
        match serde_json::from_str(text) {
            Ok(json) => Interaction::from_json(&json, specification, place),
            Err(error) => {
                let mut interaction = Interaction::from_json(&Value::Null, specification, place);
                interaction.body = Body::Faulty { reason: format!("it cannot be read: {error}") };
                interaction
            }
        }
    }

    fn from_json(json: &Value, specification: &PactSpecification, place: &Place) -> Interaction {
        let (auth, body) = match AuthKind::declared(json) {
            Ok(auth) => (auth, Body::from_json(json, specification, place)),
            Err(unknown) => {
                let reason = format!("it declares the unknown kind of credential {unknown}");
                (None, Body::Faulty { reason })
            }
        };
        let description = match json.get("description") {
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
            None => format!("Interaction {}", place.position),
        };
        Interaction {
            position: place.position,
            line: place.line,
            pointer: Pointer::root().child(place.list).child(&place.position.to_string()),
            description,
            states: ProviderState::from_json(json),
            pending: json.get("pending").and_then(Value::as_bool).unwrap_or(false),
            auth,
            body,
            v4: *specification == PactSpecification::V4,
        }
    }
}

/// Where an interaction stands in its file.
pub(crate) struct Place {
    /// `interactions`, or `messages` in a V3 message pact.
    pub(crate) list: &'static str,
    pub(crate) position: usize,
    pub(crate) line: usize,
}

impl Body {
    fn from_json(json: &Value, specification: &PactSpecification, place: &Place) -> Body {
        if place.list == "messages" {
            return Body::Message;
        }
        if *specification == PactSpecification::V4 {
            match json.get("type").and_then(Value::as_str).map(str::parse) {
                Some(Ok(V4InteractionType::Synchronous_HTTP)) => {}
                Some(Ok(
                    V4InteractionType::Asynchronous_Messages
                    | V4InteractionType::Synchronous_Messages,
                )) => return Body::Message,
                Some(Err(_)) | None => {
                    let found = json.get("type").map_or("none".to_owned(), Value::to_string);
                    let reason = format!("its `type` is {found}, not one of Pact V4's");
                    return Body::Faulty { reason };
                }
            }
        }
        // The model would quietly fill these in: GET / and a status of 200.
        for part in ["request", "response"] {
            if !json.get(part).is_some_and(Value::is_object) {
                return Body::Faulty { reason: format!("it has no `{part}` object") };
            }
        }
        let http = if *specification == PactSpecification::V4 {
            SynchronousHttp::from_json(json, place.position)
        } else {
            RequestResponseInteraction::from_json(place.position, json, specification)
                .map(|interaction| interaction.as_v4_http().unwrap_or_default())
        };
        match http {
            Ok(http) => Body::Http(Box::new(http)),
            Err(error) => Body::Faulty { reason: error.to_string() },
        }
    }
}
