use std::str::FromStr;

use serde::Serialize;
use time::OffsetDateTime;

use crate::catalogue::Product;
use crate::money::Money;

/// An order as the domain knows it; `wire` says how a release writes it.
#[derive(Clone)]
pub(crate) struct Order {
    pub(crate) id: String,
    pub(crate) status: Status,
    pub(crate) draft: Draft,
    pub(crate) created_at: OffsetDateTime,
}

impl Order {
    pub(crate) fn total(&self) -> Money {
        self.draft.lines.iter().map(|line| line.product.price * line.quantity).sum()
    }
}

/// What a customer asks for: a valid order that has no identity yet.
#[derive(Clone)]
pub(crate) struct Draft {
    pub(crate) customer: String,
    pub(crate) lines: Vec<Line>,
}

/// Some of one product.
#[derive(Clone)]
pub(crate) struct Line {
    pub(crate) product: &'static Product,
    pub(crate) quantity: u32,
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Status {
    Open,
    Shipped,
    Cancelled,
}

/// A word that is not an order's status.
#[derive(Debug, thiserror::Error)]
#[error("must be open, shipped or cancelled")]
pub(crate) struct UnknownStatus;

impl FromStr for Status {
    type Err = UnknownStatus;

    fn from_str(text: &str) -> Result<Self, UnknownStatus> {
        match text {
            "open" => Ok(Self::Open),
            "shipped" => Ok(Self::Shipped),
            "cancelled" => Ok(Self::Cancelled),
            _ => Err(UnknownStatus),
        }
    }
}
