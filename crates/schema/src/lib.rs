#![doc = include_str!("../GUIDE.md")]

pub mod applicator;

mod answer;
mod budget;
mod dialect;
mod emit;
mod eval;
mod index;
mod lower;
mod node;
mod number;
mod reading;
mod restrict;
mod search;
mod span;
mod string;
mod types;
mod universe;
mod uri;
mod value;
mod witness;

pub use answer::{Answer, Decision, Reason};
pub use budget::Budget;
pub use dialect::Dialect;
pub use index::Side;
pub use reading::{Direction, Formats, OneOf, Reading, World};
pub use string::is_asserted_format;
pub use universe::{Alternative, Certainty, End, Fragment, Identity, Place, Step, Universe};
