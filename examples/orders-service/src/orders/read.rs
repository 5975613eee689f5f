use axum::Json;
use axum::extract::{Path, State};

use crate::app::App;
use crate::error::ApiError;
use crate::wire::{self, OrderBody};

/// `GET /orders/{id}`
pub(crate) async fn read(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<OrderBody>, ApiError> {
    let order = app.store().get(&id).cloned();
    let order = order.ok_or(ApiError::OrderNotFound(id))?;
    Ok(Json(wire::order(order, app.release)))
}
