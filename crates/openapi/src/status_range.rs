//! The keys of a Responses Object: a status, a range of them, or `default`.
//!
//! | key | stands for | source |
//! |---|---|---|
//! | `200` | this status | OpenAPI 3.0.4 and 3.1.1, Responses Object |
//! | `2XX` | all statuses of the class that no key names; both cases of `X` are in use and mean the same | the same, and RFC 9110, 15, on classes |
//! | `default` | whatever no other key describes | the same |

/// What a key of a Responses Object stands for.
///
/// ```
/// use gatepact_openapi::StatusRange;
///
/// assert_eq!(StatusRange::parse("2xx"), StatusRange::parse("2XX"));
/// assert!(StatusRange::parse("2XX").covers(StatusRange::Status(204)));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StatusRange<'d> {
    /// One status.
    Status(u16),
    /// The class with this first digit.
    Class(u8),
    /// All that no other key describes.
    Default,
    /// A key that the specification does not know. It stands for itself alone.
    Other(&'d str),
}

impl<'d> StatusRange<'d> {
    /// What a key stands for.
    #[must_use]
    pub fn parse(key: &'d str) -> Self {
        let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
        let known = match key.as_bytes() {
            b"default" => Some(Self::Default),
            [class, b'X' | b'x', b'X' | b'x'] => digit(*class).map(Self::Class),
            [_, _, _] if key.bytes().all(|byte| byte.is_ascii_digit()) => {
                key.parse().ok().map(Self::Status)
            }
            _ => None,
        };
        known.unwrap_or(Self::Other(key))
    }

    /// Whether everything that `other` stands for is among this, unless a narrower key describes it.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        match (self, other) {
            (Self::Default, _) => true,
            (Self::Class(class), Self::Status(status)) => u16::from(class) == status / 100,
            (one, other) => one == other,
        }
    }

    /// Whether it stands for errors (RFC 9110, 15: classes 4 and 5). `default` does, too: documents mean errors by it,
    /// or nothing in particular, but promise no success.
    #[must_use]
    pub fn is_error(self) -> bool {
        match self {
            Self::Status(status) => matches!(status / 100, 4 | 5),
            Self::Class(class) => matches!(class, 4 | 5),
            Self::Default => true,
            Self::Other(key) => key.starts_with(['4', '5']),
        }
    }

    /// The smaller, the more specific: a status, a class, `default`.
    pub(crate) fn breadth(self) -> u8 {
        match self {
            Self::Status(_) | Self::Other(_) => 0,
            Self::Class(_) => 1,
            Self::Default => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::StatusRange::{self, Class, Default, Other, Status};

    #[test]
    fn what_keys_stand_for() {
        for (key, expected) in [
            ("200", Status(200)),
            ("099", Status(99)),
            ("2XX", Class(2)),
            ("2xx", Class(2)),
            ("4xX", Class(4)),
            ("default", Default),
            ("Default", Other("Default")),
            ("20X", Other("20X")),
            ("XXX", Other("XXX")),
            ("2000", Other("2000")),
            ("2", Other("2")),
            ("", Other("")),
            ("+20", Other("+20")),
            ("2\u{e9}", Other("2\u{e9}")),
        ] {
            assert_eq!(StatusRange::parse(key), expected, "{key}");
        }
    }

    #[test]
    fn which_covers_which() {
        for (one, other, there, back) in [
            ("200", "200", true, true),
            ("200", "201", false, false),
            ("2XX", "200", true, false),
            ("2xx", "2XX", true, true),
            ("2XX", "301", false, false),
            ("2XX", "3XX", false, false),
            ("default", "2xx", true, false),
            ("default", "500", true, false),
            ("default", "default", true, true),
            ("default", "ok", true, false),
            ("2XX", "20X", false, false),
            ("ok", "ok", true, true),
        ] {
            let (one, other) = (StatusRange::parse(one), StatusRange::parse(other));
            assert_eq!(one.covers(other), there, "{one:?} {other:?}");
            assert_eq!(other.covers(one), back, "{other:?} {one:?}");
        }
    }

    #[test]
    fn which_are_errors() {
        for key in ["400", "599", "4XX", "5xx", "default", "40X"] {
            assert!(StatusRange::parse(key).is_error(), "{key}");
        }
        for key in ["100", "200", "399", "600", "2XX", "3xx", "ok", "Default"] {
            assert!(!StatusRange::parse(key).is_error(), "{key}");
        }
    }
}
