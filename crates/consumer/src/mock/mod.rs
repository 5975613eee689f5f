//! The mock of a deployed stage: a socket that hands each request to the judge, and what it saw.

mod answer;
mod judge;
mod log;
mod request;
mod server;

pub(crate) use server::Mock;
