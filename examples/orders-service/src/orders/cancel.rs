use axum::Json;
use axum::extract::{Path, State};

use crate::app::App;
use crate::error::ApiError;
use crate::store::CancelError;
use crate::wire::{self, OrderBody};

/// `POST /orders/{id}/cancel`
pub(crate) async fn cancel(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<OrderBody>, ApiError> {
    match app.store().cancel(&id) {
        Ok(order) => Ok(Json(wire::order(order, app.release))),
        Err(CancelError::NotFound) => Err(ApiError::OrderNotFound(id)),
        Err(CancelError::AlreadyShipped) => Err(ApiError::AlreadyShipped(id)),
    }
}
