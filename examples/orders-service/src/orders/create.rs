use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::IntoResponse;

use super::draft;
use crate::app::App;
use crate::error::ApiError;
use crate::wire;

/// `POST /orders`
pub(crate) async fn create(
    State(app): State<App>,
    body: Bytes,
) -> Result<impl IntoResponse, ApiError> {
    let body = serde_json::from_slice(&body).map_err(ApiError::MalformedJson)?;
    let order = app.store().add(draft::parse(&body)?);
    let location = format!("/orders/{}", order.id);
    Ok((StatusCode::CREATED, [(LOCATION, location)], Json(wire::order(order, app.release))))
}
