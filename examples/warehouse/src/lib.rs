//! The warehouse's client of the orders API: it lists and reads the orders to pack, with requests
//! signed by IAM credentials.
//!
//! Its tests record what it relies on, as the pact `warehouse-orders-api.json`.

mod client;
mod error;
mod order;
mod sign;

pub use aws_credential_types::Credentials;
pub use client::Warehouse;
pub use error::{Error, Refusal};
pub use order::{Line, Order, Page};
