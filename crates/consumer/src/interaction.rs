use std::collections::BTreeSet;

use pact_consumer::builders::{
    HttpPartBuilder, InteractionBuilder, RequestBuilder, ResponseBuilder,
};
use pact_models::expression_parser::DataType;
use pact_models::generators::{Generator, GeneratorCategory};
use pact_models::path_exp::DocPath;
use pact_models::v4::synch_http::SynchronousHttp;
use serde_json::{Value, json};

use crate::{Auth, Error, auth, record, unrecordable};

/// One request that the client makes, and the response that it relies on.
///
/// [`request`](Self::request) and [`response`](Self::response) are the builders of `pact_consumer`,
/// with its patterns. A header that the request does not name is accepted and not recorded.
pub struct Interaction {
    /// The request, its path without the stage.
    pub request: RequestBuilder,
    /// The response.
    pub response: ResponseBuilder,
    description: String,
    about: InteractionBuilder,
    auth: Option<BTreeSet<Auth>>,
    faulty_state: Option<String>,
}

/// An interaction as the mock plays it and the pact keeps it.
pub(crate) struct Expectation {
    pub(crate) http: SynchronousHttp,
    pub(crate) auth: BTreeSet<Auth>,
}

impl Interaction {
    pub(crate) fn new(description: String) -> Self {
        Self {
            request: RequestBuilder::default(),
            response: ResponseBuilder::default(),
            about: InteractionBuilder::new(description.as_str(), ""),
            description,
            auth: None,
            faulty_state: None,
        }
    }

    /// A state that the provider must be in, such as "an order exists".
    pub fn given(&mut self, state: &str) -> &mut Self {
        self.about.given(state);
        self
    }

    /// A state that the provider must be in, with parameters: a JSON object.
    #[expect(clippy::needless_pass_by_value, reason = "it is written as a `json!` on the spot")]
    pub fn given_with_params(&mut self, state: &str, parameters: Value) -> &mut Self {
        // Pact's builder would drop anything else without a word.
        if !parameters.is_object() {
            self.faulty_state.get_or_insert_with(|| state.to_owned());
        }
        self.about.given_with_params(state, &parameters);
        self
    }

    /// A query parameter that the provider state decides: the mock expects the example, and the
    /// verifier sends what the expression, such as `${cursor}`, gives with the state's values.
    pub fn query_from_provider_state(
        &mut self,
        name: &str,
        expression: &str,
        example: &str,
    ) -> &mut Self {
        self.request.query_param(name, example);
        let mut parameter = DocPath::root();
        parameter.push_field(name);
        self.request.generators().add_generator_with_subcategory(
            &GeneratorCategory::QUERY,
            parameter,
            Generator::ProviderStateGenerator(expression.to_owned(), Some(DataType::STRING)),
        );
        self
    }

    /// The credentials that the method asks for: all of these kinds at once. The mock demands them,
    /// the pact keeps the kinds. It replaces what [`Pact::auth`](crate::Pact::auth) says.
    pub fn auth(&mut self, kinds: impl IntoIterator<Item = Auth>) -> &mut Self {
        self.auth = Some(kinds.into_iter().collect());
        self
    }

    /// A remark for the reader of the pact.
    pub fn comment(&mut self, text: &str) -> &mut Self {
        self.about.comment(text);
        self
    }

    /// Something outside the pact that this is about, such as an `operationId` of the group `openapi`.
    pub fn reference(&mut self, group: &str, name: &str, value: impl Into<Value>) -> &mut Self {
        self.about.reference(group, name, value.into());
        self
    }

    /// Marks the interaction as one that the provider does not support yet.
    pub fn pending(&mut self) -> &mut Self {
        self.about.pending(true);
        self
    }

    /// The finished interaction, if all of it may be recorded.
    pub(crate) fn finish(self, default_auth: &BTreeSet<Auth>) -> Result<Expectation, Error> {
        let Self { request, response, description, mut about, auth, faulty_state } = self;
        if let Some(state) = faulty_state {
            return Err(Error::InvalidStateParameters { interaction: description, state });
        }
        // Where the refusal is what the client expects, the credentials are what is missing.
        let refused = matches!(response.build_v4().status, 401 | 403);
        let auth = match auth {
            Some(kinds) => kinds,
            None if refused => BTreeSet::new(),
            None => default_auth.clone(),
        };
        if auth::contradict(&auth) {
            return Err(Error::ContradictoryAuth { interaction: description, auth });
        }
        if let Some(found) = unrecordable::find(&request.build_v4()) {
            let unrecordable::Unrecordable { part, instead } = found;
            return Err(Error::Unrecordable { interaction: description, part, instead });
        }
        if !auth.is_empty() {
            let kinds: Vec<_> = auth.iter().map(|kind| kind.as_str()).collect();
            about.reference("gatepact", "auth", json!(kinds));
        }
        about.request = request;
        about.response = response;
        let mut http = about.build_v4();
        http.key = Some(record::key(&http));
        Ok(Expectation { http, auth })
    }
}
