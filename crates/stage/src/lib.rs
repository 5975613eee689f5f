//! A local API Gateway stage in front of any HTTP backend, described by an OpenAPI 3.0 document.

mod control;
mod deployment;
mod error;
mod export;
mod ids;
mod invoke;
mod log;
mod own;
mod play;
mod server;
mod settings;
mod shared;
mod signature;

pub use error::StageError;
pub use gatepact_answers::ResponseType;
pub use log::{AnsweredBy, Received};
pub use play::{ControlFailure, Play};
pub use server::{Running, Stage};
pub use settings::{ApiKey, IamKey, Release, Settings, Throttle, Token};
