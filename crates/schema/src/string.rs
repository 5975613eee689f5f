//! Languages of strings: patterns, formats and finite sets, as automata.
//!
//! Pattern and format become non-deterministic automata ([`nfa`]), are made deterministic state
//! by state as a question needs it ([`dfa`]), and are met and complemented by walking several of
//! them at once ([`product`]), which also finds the shortest string.

mod characters;
mod dfa;
mod ecma;
mod format;
mod language;
mod nfa;
mod product;

pub(crate) use ecma::{Lookahead, lookaheads};
pub use format::is_asserted_format;
pub(crate) use format::{SAMPLES, is_format};
pub(crate) use language::{LanguageId, Languages};
pub(crate) use product::{Sought, Wanted};
