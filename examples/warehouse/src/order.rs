use serde::Deserialize;

/// An order, as far as it is packed: the warehouse has no interest in prices.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Order {
    /// Its id.
    pub id: String,
    /// What to pack.
    pub lines: Vec<Line>,
}

/// Some of one product.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Line {
    /// The product's stock keeping unit.
    pub sku: String,
    /// How many.
    pub quantity: u32,
}

/// Some of the orders.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Page {
    /// The orders.
    pub items: Vec<Order>,
    /// Where the next page begins; the last page has none.
    pub next: Option<String>,
}
