//! API Gateway's own answers, in one table.
//!
//! The same rows are used in both directions: [`play`] words an answer exactly as the gateway does
//! (for a local stage, or to show the gateway's weather to a client under test), and [`recognise`]
//! says whether an answer came from the gateway rather than from the function behind it, and what
//! that means for a verifier.
//!
//! ```
//! use gatepact_gateway_responses::{ResponseType, Verdict, play, recognise};
//!
//! let answer = play(ResponseType::Throttled);
//! assert_eq!((answer.status, answer.body.as_str()), (429, r#"{"message":"Too Many Requests"}"#));
//!
//! let seen = recognise(answer.status, |name| answer.header(name), answer.body.as_bytes());
//! assert_eq!(seen.expect("the gateway's own").verdict(), Verdict::Unknown);
//! ```

mod answer;
mod class;
mod evidence;
mod recognise;
mod response_type;
mod row;
mod table;

pub use answer::{Answer, play, play_about};
pub use class::{Class, Retry, Verdict};
pub use evidence::Evidence;
pub use recognise::{By, Recognised, recognise};
pub use response_type::ResponseType;
pub use row::{Api, Marks, Row, Wording};
pub use table::rows;
