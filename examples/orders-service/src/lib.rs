//! A small service for orders: what an API Gateway stage calls, and what the other examples promise
//! each other about. It keeps its orders in memory and leaves authentication to the gateway.
//!
//! | module | concept |
//! |---|---|
//! | [`config`](Config) | what one instance is: its [`Release`], with or without provider states |
//! | `money`, `catalogue`, `order`, `store` | the domain, free of HTTP |
//! | `wire` | an order as JSON, which is where the releases differ |
//! | `orders` | the API's operations, one per file |
//! | `provider_states` | Pact's state-change protocol, only where it is asked for |
//! | [`server`](Service) | an instance on a socket |
//!
//! ```
//! use orders_service::{Config, Service};
//!
//! let running = Service::start(Config::default())?;
//! assert!(running.base_url().starts_with("http://127.0.0.1:"));
//! # Ok::<(), std::io::Error>(())
//! ```

mod app;
mod catalogue;
mod config;
mod error;
mod money;
mod order;
mod orders;
mod provider_states;
mod release;
mod server;
mod store;
mod wire;

pub use app::router;
pub use config::Config;
pub use release::{Release, UnknownRelease};
pub use server::{Running, Service, serve};
