//! One promise of a pact.

use gatepact_finding::Pointer;
use pact_models::PactSpecification;
use pact_models::interaction::Interaction as _;
use pact_models::provider_states::ProviderState;
use pact_models::sync_interaction::RequestResponseInteraction;
use pact_models::v4::V4InteractionType;
use pact_models::v4::synch_http::SynchronousHttp;
use serde_json::Value;

use crate::fault::{Fault, FaultKind};
use crate::repair::{Recorded, repair};
use crate::{AuthKind, caught, check, strict};

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
    /// What the model of the request does not keep.
    pub recorded: Recorded,
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
        /// JSON pointer to the part that is.
        at: Pointer,
    },
    /// An interaction that needs a rule, a generator or a plugin that Gatepact does not have.
    Foreign {
        /// What it needs.
        reason: String,
        /// JSON pointer to the part that needs it.
        at: Pointer,
    },
}

impl Interaction {
    /// `GET /orders/42`; `None` for what is not HTTP.
    #[must_use]
    pub fn operation(&self) -> Option<String> {
        match &self.body {
            Body::Http(http) => Some(format!("{} {}", http.request.method, http.request.path)),
            Body::Message | Body::Faulty { .. } | Body::Foreign { .. } => None,
        }
    }

    /// JSON pointer to the promised response's body; V4 wraps it in `content`.
    #[must_use]
    pub fn response_body_pointer(&self) -> Pointer {
        let wrapper = if self.v4 { "/content" } else { "" };
        self.pointer.join(&format!("/response/body{wrapper}"))
    }

    /// Reads the text of an interaction; what is no JSON that can be meant (nested too deep, say) is
    /// as faulty as what makes no sense.
    pub(crate) fn read(
        text: &str,
        specification: &PactSpecification,
        place: &Place,
    ) -> Interaction {
        let mut interaction = Interaction::empty(specification, place);
        let mut json = match strict::read(text) {
            Ok(strict) => {
                interaction.describe(&strict.value);
                match strict.twice {
                    Some(at) => return interaction.faulty(&twice(&at)),
                    None => strict.value,
                }
            }
            Err(error) => {
                let reason = format!("it cannot be read: {error}");
                return interaction.faulty(&Fault::new(&Pointer::root(), reason));
            }
        };
        match AuthKind::declared(&json) {
            Ok(auth) => interaction.auth = auth,
            Err(unknown) => {
                let reason = format!("it declares the unknown kind of credential {unknown}");
                let at = Pointer::root().child("comments");
                return interaction.faulty(&Fault::new(&at, reason));
            }
        }
        match Body::kind(&json, specification, place) {
            Ok(true) => {}
            Ok(false) => {
                interaction.states = ProviderState::from_json(&json);
                return interaction;
            }
            Err(fault) => return interaction.faulty(&fault),
        }
        match repair(&mut json) {
            Ok(recorded) => interaction.recorded = recorded,
            Err(fault) => return interaction.faulty(&fault),
        }
        interaction.states = ProviderState::from_json(&json);
        match Body::read(&json, specification, place, &interaction.recorded) {
            Ok(body) => interaction.body = body,
            Err(fault) => return interaction.faulty(&fault),
        }
        interaction
    }

    fn empty(specification: &PactSpecification, place: &Place) -> Interaction {
        Interaction {
            position: place.position,
            line: place.line,
            pointer: Pointer::root().child(place.list).child(&place.position.to_string()),
            description: format!("Interaction {}", place.position),
            states: Vec::new(),
            pending: false,
            auth: None,
            body: Body::Message,
            recorded: Recorded::default(),
            v4: *specification == PactSpecification::V4,
        }
    }

    fn describe(&mut self, json: &Value) {
        match json.get("description") {
            Some(Value::String(text)) => self.description.clone_from(text),
            Some(other) => self.description = other.to_string(),
            None => {}
        }
        self.pending = json.get("pending").and_then(Value::as_bool).unwrap_or(false);
    }

    fn faulty(mut self, fault: &Fault) -> Interaction {
        let (reason, at) = (fault.reason.clone(), self.pointer.join(fault.at.as_str()));
        self.body = match fault.kind {
            FaultKind::Senseless => Body::Faulty { reason, at },
            FaultKind::Foreign => Body::Foreign { reason, at },
        };
        self
    }
}

fn twice(at: &Pointer) -> Fault {
    let key = at.tokens().last().unwrap_or_default().into_owned();
    Fault::new(at, format!("its key `{key}` stands twice, so half of it would be ignored"))
}

/// Where an interaction stands in its file.
pub(crate) struct Place {
    /// `interactions`, or `messages` in a V3 message pact.
    pub(crate) list: &'static str,
    pub(crate) position: usize,
    pub(crate) line: usize,
}

impl Body {
    /// Whether it is HTTP, and not a message.
    fn kind(json: &Value, specification: &PactSpecification, place: &Place) -> Result<bool, Fault> {
        if place.list == "messages" {
            return Ok(false);
        }
        if *specification == PactSpecification::V4 {
            match json.get("type").and_then(Value::as_str).map(str::parse) {
                Some(Ok(V4InteractionType::Synchronous_HTTP)) => {}
                Some(Ok(
                    V4InteractionType::Asynchronous_Messages
                    | V4InteractionType::Synchronous_Messages,
                )) => return Ok(false),
                Some(Err(_)) | None => {
                    let found = json.get("type").map_or("none".to_owned(), Value::to_string);
                    let reason = format!("its `type` is {found}, not one of Pact V4's");
                    return Err(Fault::new(&Pointer::root().child("type"), reason));
                }
            }
        }
        // The model would quietly fill these in: GET / and a status of 200.
        for part in ["request", "response"] {
            if !json.get(part).is_some_and(Value::is_object) {
                let reason = format!("it has no `{part}` object");
                return Err(Fault::new(&Pointer::root().child(part), reason));
            }
        }
        Ok(true)
    }

    /// Reads a repaired interaction.
    fn read(
        json: &Value,
        specification: &PactSpecification,
        place: &Place,
        recorded: &Recorded,
    ) -> Result<Body, Fault> {
        check::interaction(json)?;
        let fault = |reason: String| Fault::new(&Pointer::root(), reason);
        let model = caught(|| {
            if *specification == PactSpecification::V4 {
                SynchronousHttp::from_json(json, place.position)
            } else {
                RequestResponseInteraction::from_json(place.position, json, specification)
                    .map(|interaction| interaction.as_v4_http().unwrap_or_default())
            }
        });
        let mut http = model.map_err(fault)?.map_err(|error| {
            // The whole chain of causes, without the backtrace that its `Debug` may hold.
            fault(format!("{error:#}"))
        })?;
        for (name, value) in &recorded.query {
            let query = http.request.query.get_or_insert_default();
            query.entry(name.clone()).or_default().push(value.clone());
        }
        Ok(Body::Http(Box::new(http)))
    }
}
