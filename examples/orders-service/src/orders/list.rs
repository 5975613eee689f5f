use std::fmt;
use std::str::FromStr;

use axum::Json;
use axum::extract::{Query, State};
use serde::Deserialize;

use crate::app::App;
use crate::error::ApiError;
use crate::wire::{self, PageBody};

const DEFAULT_LIMIT: Limit = Limit(20);

/// The query as text: each parameter is judged on its own, so that the answer can name it.
#[derive(Deserialize)]
pub(crate) struct Parameters {
    status: Option<String>,
    limit: Option<String>,
    cursor: Option<String>,
}

/// `GET /orders?status=&limit=&cursor=`
pub(crate) async fn list(
    State(app): State<App>,
    Query(query): Query<Parameters>,
) -> Result<Json<PageBody>, ApiError> {
    let status = parse("status", query.status.as_deref())?;
    let limit = parse("limit", query.limit.as_deref())?.unwrap_or(DEFAULT_LIMIT);
    let cursor = parse("cursor", query.cursor.as_deref())?;
    let page = app.store().page(status, cursor, limit.0);
    Ok(Json(wire::page(page, app.release)))
}

fn parse<T>(name: &'static str, text: Option<&str>) -> Result<Option<T>, ApiError>
where
    T: FromStr<Err: fmt::Display>,
{
    text.map(T::from_str)
        .transpose()
        .map_err(|error| ApiError::InvalidParameter { name, message: error.to_string() })
}

/// How many orders a page may have.
struct Limit(usize);

#[derive(Debug, thiserror::Error)]
#[error("must be from 1 to 100")]
struct InvalidLimit;

impl FromStr for Limit {
    type Err = InvalidLimit;

    fn from_str(text: &str) -> Result<Self, InvalidLimit> {
        text.parse().ok().filter(|limit| (1..=100).contains(limit)).map(Self).ok_or(InvalidLimit)
    }
}
