/// The running mock of a deployed stage, as the client under test sees it.
#[derive(Clone, Debug)]
pub struct Stage {
    url: String,
}

impl Stage {
    pub(crate) fn new(url: String) -> Self {
        Self { url }
    }

    /// The invoke URL, such as `http://127.0.0.1:49152/prod`, without a trailing slash.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}
