use std::fmt;
use std::str::FromStr;

/// A release of the service; what each one answers differs in `wire`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Release {
    /// 1.0.0: `total` is a number.
    #[default]
    V1,
    /// 2.0.0: lines also carry an optional `name`, which harms nobody, and `total` became a string,
    /// which breaks every client that computes with it.
    V2,
}

impl Release {
    /// Every release, oldest first.
    pub const ALL: [Self; 2] = [Self::V1, Self::V2];

    /// The version number, such as `1.0.0`.
    #[must_use]
    pub const fn version(self) -> &'static str {
        match self {
            Self::V1 => "1.0.0",
            Self::V2 => "2.0.0",
        }
    }

    /// The API as it is imported into API Gateway: OpenAPI 3.0, JSON. The stage variable `backend` holds the host and
    /// port of an instance.
    #[must_use]
    pub const fn api(self) -> &'static str {
        match self {
            Self::V1 => include_str!("../api/1.0.0.json"),
            Self::V2 => include_str!("../api/2.0.0.json"),
        }
    }
}

impl fmt::Display for Release {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.version())
    }
}

/// A version number that is not a release of this service.
#[derive(Debug, thiserror::Error)]
#[error("no release `{0}` of orders-service, use 1.0.0 or 2.0.0")]
pub struct UnknownRelease(String);

impl FromStr for Release {
    type Err = UnknownRelease;

    fn from_str(text: &str) -> Result<Self, UnknownRelease> {
        Self::ALL
            .into_iter()
            .find(|release| release.version() == text)
            .ok_or_else(|| UnknownRelease(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Release;

    #[test]
    fn every_release_is_found_by_its_version() {
        for release in Release::ALL {
            assert_eq!(release.to_string().parse::<Release>().unwrap(), release);
        }
    }

    #[test]
    fn an_unknown_version_is_named() {
        let error = "3.1.4".parse::<Release>().unwrap_err();
        assert_eq!(error.to_string(), "no release `3.1.4` of orders-service, use 1.0.0 or 2.0.0");
    }
}
