use serde::{Deserialize, Serialize};

/// An order that does not exist yet.
#[derive(Clone, Debug, Serialize)]
pub struct NewOrder {
    /// The id of the customer.
    pub customer: String,
    /// What the customer wants.
    pub lines: Vec<NewLine>,
}

/// Some of one product.
#[derive(Clone, Debug, Serialize)]
pub struct NewLine {
    /// The product's stock keeping unit.
    pub sku: String,
    /// How many.
    pub quantity: u32,
}

/// An order, as far as the shop shows it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// Its id.
    pub id: String,
    /// Where it stands.
    pub status: Status,
    /// Its lines.
    pub lines: Vec<Line>,
    /// What all of it costs.
    pub total: f64,
    /// The currency of all prices, such as `EUR`.
    pub currency: String,
    /// When it was placed, as an ISO 8601 timestamp.
    pub created_at: String,
}

/// A line of an order.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// The product's stock keeping unit.
    pub sku: String,
    /// How many.
    pub quantity: u32,
    /// What one costs.
    pub unit_price: f64,
}

/// Where an order stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It can still be cancelled.
    Open,
    /// It is on its way.
    Shipped,
    /// It was cancelled.
    Cancelled,
}
