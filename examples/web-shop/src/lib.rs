//! The web shop's client of the orders API: it creates, reads and cancels orders, with an API key.
//!
//! Its tests record what it relies on, as the pact `web-shop-orders-api.json`.

mod client;
mod error;
mod order;

pub use client::WebShop;
pub use error::{Error, Refusal};
pub use order::{Line, NewLine, NewOrder, Order, Status};
