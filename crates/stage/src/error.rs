//! Why a stage does not start or a release is not deployed.

use std::io;

/// Why a stage does not start, or a release is not deployed.
#[derive(Debug, thiserror::Error)]
pub enum StageError {
    /// No socket or no thread.
    #[error("the stage cannot start on 127.0.0.1: {0}")]
    Io(#[from] io::Error),
    /// The backend's URL is no plain HTTP URL.
    #[error(
        "the backend `{url}` is no URL that a local stage reaches: give one like http://127.0.0.1:9000"
    )]
    Backend {
        /// As given.
        url: String,
    },
    /// The URL of a key set or a function is not one of this machine.
    #[error(
        "the URL `{url}` of {of} is not one of this machine: give one like http://127.0.0.1:9000"
    )]
    NotLocal {
        /// `the keys of https://issuer.example`, `the function door`.
        of: String,
        /// As given.
        url: String,
    },
    /// A stage's name has other characters than API Gateway allows.
    #[error(
        "the stage name `{name}` is none: letters, digits, `_` and `-`, at most 128, or `$default` for an HTTP API"
    )]
    StageName {
        /// As given.
        name: String,
    },
    /// A model that the stage should validate bodies with is no schema.
    #[error(
        "the model of {operation} ({media_type}) is no usable JSON Schema of draft 4: {reason}"
    )]
    Model {
        /// `POST /orders`.
        operation: String,
        /// `application/json`.
        media_type: String,
        /// What is wrong.
        reason: Box<str>,
    },
}
