//! Pact's state-change protocol: `POST {"state", "params", "action"}` puts the store into the state
//! that a pact asks for, and answers with values for the pact's generators.

use axum::body::Bytes;
use axum::extract::State;
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::app::App;
use crate::catalogue;
use crate::error::ApiError;
use crate::order::{Draft, Line, Status};
use crate::store::Store;

/// The route that changes states.
pub(crate) fn router() -> Router<App> {
    Router::new().route("/_pact/provider-states", post(change))
}

#[derive(Deserialize)]
struct Change {
    #[serde(default)]
    state: String,
    #[serde(default)]
    params: Map<String, Value>,
    #[serde(default)]
    action: Action,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Action {
    #[default]
    Setup,
    Teardown,
}

async fn change(State(app): State<App>, body: Bytes) -> Result<Json<Value>, ApiError> {
    let change: Change = serde_json::from_slice(&body).map_err(ApiError::MalformedJson)?;
    // Pact's own verifier announces an interaction without a state as the state with no name.
    if change.state.is_empty() {
        return Ok(Json(json!({})));
    }
    let state = ProviderState::named(&change.state)?;
    let mut store = app.store();
    match change.action {
        Action::Setup => state.set_up(&change.params, &mut store).map(Json),
        Action::Teardown => state.tear_down(&change.params, &mut store).map(|()| Json(json!({}))),
    }
}

/// A state that pacts can ask for. What a set-up makes follows from its parameters alone, so that the
/// tear-down knows it without a memory, and a second set-up replaces the first.
#[derive(Clone, Copy)]
enum ProviderState {
    OrderExists,
    ShippedOrderExists,
    OpenOrdersExist,
    NoOrdersExist,
}

impl ProviderState {
    const ALL: [Self; 4] =
        [Self::OrderExists, Self::ShippedOrderExists, Self::OpenOrdersExist, Self::NoOrdersExist];

    const fn name(self) -> &'static str {
        match self {
            Self::OrderExists => "an order exists",
            Self::ShippedOrderExists => "a shipped order exists",
            Self::OpenOrdersExist => "open orders exist",
            Self::NoOrdersExist => "no orders exist",
        }
    }

    fn named(name: &str) -> Result<Self, ApiError> {
        Self::ALL.into_iter().find(|state| state.name() == name).ok_or_else(|| {
            ApiError::UnknownProviderState {
                state: name.to_owned(),
                known: Self::ALL.map(Self::name).to_vec(),
            }
        })
    }

    fn set_up(self, params: &Map<String, Value>, store: &mut Store) -> Result<Value, ApiError> {
        match self {
            Self::OrderExists => self.put_one(Status::Open, params, store),
            Self::ShippedOrderExists => self.put_one(Status::Shipped, params, store),
            Self::OpenOrdersExist => {
                let mut first = None;
                for id in self.ids_of_many(params)? {
                    let (cursor, order) = store.put(id, Status::Open, example());
                    first.get_or_insert(json!({ "id": order.id, "cursor": cursor.to_string() }));
                }
                Ok(first.unwrap_or_else(|| json!({})))
            }
            Self::NoOrdersExist => {
                store.clear();
                Ok(json!({}))
            }
        }
    }

    fn tear_down(self, params: &Map<String, Value>, store: &mut Store) -> Result<(), ApiError> {
        match self {
            Self::OrderExists | Self::ShippedOrderExists => store.remove(&self.id_of_one(params)?),
            Self::OpenOrdersExist => {
                self.ids_of_many(params)?.iter().for_each(|id| store.remove(id));
            }
            Self::NoOrdersExist => {}
        }
        Ok(())
    }

    fn put_one(
        self,
        status: Status,
        params: &Map<String, Value>,
        store: &mut Store,
    ) -> Result<Value, ApiError> {
        let id = self.id_of_one(params)?;
        store.put(id.clone(), status, example());
        Ok(json!({ "id": id }))
    }

    fn id_of_one(self, params: &Map<String, Value>) -> Result<String, ApiError> {
        match params.get("id") {
            None => Ok("state-1".to_owned()),
            Some(Value::String(id)) if !id.is_empty() => Ok(id.clone()),
            Some(_) => Err(self.invalid("id", "must be an order's id, as a string")),
        }
    }

    fn ids_of_many(self, params: &Map<String, Value>) -> Result<Vec<String>, ApiError> {
        let count = match params.get("count") {
            None => Some(1),
            Some(count) => count.as_u64().filter(|count| (1..=100).contains(count)),
        };
        let count = count.ok_or_else(|| self.invalid("count", "must be from 1 to 100"))?;
        Ok((1..=count).map(|number| format!("state-{number}")).collect())
    }

    fn invalid(self, parameter: &'static str, message: &'static str) -> ApiError {
        ApiError::InvalidStateParameter { state: self.name(), parameter, message }
    }
}

/// The order that every state is made of.
fn example() -> Draft {
    let line = |sku, quantity| {
        let product = catalogue::product(sku).expect("the catalogue has the example's products");
        Line { product, quantity }
    };
    Draft { customer: "c-7".to_owned(), lines: vec![line("TEA-250", 2), line("CUP-02", 4)] }
}
