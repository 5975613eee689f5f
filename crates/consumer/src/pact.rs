use std::any::Any;
use std::collections::BTreeSet;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::pin::pin;

use pact_models::interaction::Interaction as _;
use pact_models::v4::interaction::V4Interaction as _;
use pact_models::v4::pact::V4Pact;
use pact_models::{Consumer, Provider};

use crate::interaction::Expectation;
use crate::mock::Mock;
use crate::output_dir::output_dir;
use crate::{Auth, Error, Interaction, Report, Stage, record};

/// One test of a client: the interactions it makes, the stage it meets, and where they are recorded.
#[must_use = "nothing runs and nothing is recorded before `test` is awaited"]
pub struct Pact {
    consumer: String,
    provider: String,
    stage: String,
    auth: BTreeSet<Auth>,
    output_dir: Option<PathBuf>,
    interactions: Vec<Interaction>,
}

impl Pact {
    /// A pact between a client and the service it calls, at the stage `prod`.
    pub fn between(consumer: &str, provider: &str) -> Self {
        Self {
            consumer: consumer.to_owned(),
            provider: provider.to_owned(),
            stage: "prod".to_owned(),
            auth: BTreeSet::new(),
            output_dir: None,
            interactions: Vec::new(),
        }
    }

    /// The stage whose name comes before each path and is not recorded. An empty name is an API
    /// without one: behind a custom domain, or the `$default` stage of an HTTP API.
    pub fn stage(mut self, name: &str) -> Self {
        self.stage = name.trim_matches('/').to_owned();
        self
    }

    /// The credentials of every interaction that declares none itself, except those whose response is
    /// 401 or 403: there, credentials are what the client goes without.
    pub fn auth(mut self, kinds: impl IntoIterator<Item = Auth>) -> Self {
        self.auth = kinds.into_iter().collect();
        self
    }

    /// The directory of the pact file.
    pub fn output_dir(mut self, directory: impl Into<PathBuf>) -> Self {
        self.output_dir = Some(directory.into());
        self
    }

    /// Adds an interaction. Together with its provider states the description is its identity.
    pub fn interaction<R>(
        mut self,
        description: &str,
        describe: impl FnOnce(&mut Interaction) -> R,
    ) -> Self {
        let mut interaction = Interaction::new(description.to_owned());
        describe(&mut interaction);
        self.interactions.push(interaction);
        self
    }

    /// Runs a client against the mock stage, then judges: every interaction must have been requested,
    /// and nothing else. Only then the interactions are recorded and the client's result is returned.
    ///
    /// What the closure returns is the client's own affair. A panic in it fails the test as usual, but
    /// where the client did not keep to the pact, that is reported instead, as the likely cause.
    ///
    /// # Errors
    ///
    /// [`Error::Broken`] if the client did not keep to the pact; the others if a pact cannot be tested
    /// or recorded as it is described.
    pub async fn test<T>(self, client: impl AsyncFnOnce(Stage) -> T) -> Result<T, Error> {
        check_name(&self.consumer)?;
        check_name(&self.provider)?;
        let expectations = finish(self.interactions, &self.auth)?;
        let pact = V4Pact {
            consumer: Consumer { name: self.consumer },
            provider: Provider { name: self.provider },
            interactions: expectations.iter().map(|expected| expected.http.boxed_v4()).collect(),
            ..V4Pact::default()
        };

        let mock = Mock::start(&self.stage, &pact, expectations).map_err(Error::Mock)?;
        let outcome = catch_panic(client(mock.stage())).await;
        let (mut problems, unrequested) = mock.stop();
        // A client that panicked was on its way: what it did not come to is no finding.
        if outcome.is_ok() {
            problems.extend(unrequested);
        }
        if !problems.is_empty() {
            let Consumer { name: consumer } = pact.consumer;
            let Provider { name: provider } = pact.provider;
            return Err(Error::Broken(Report { consumer, provider, problems }));
        }
        let result = outcome.unwrap_or_else(|panic| resume_unwind(panic));
        record::record(&self.output_dir.unwrap_or_else(output_dir), &pact)?;
        Ok(result)
    }
}

/// A name is part of the file's name, so it must not lead out of the directory.
fn check_name(name: &str) -> Result<(), Error> {
    let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']);
    if plain { Ok(()) } else { Err(Error::InvalidName { name: name.to_owned() }) }
}

fn finish(
    interactions: Vec<Interaction>,
    auth: &BTreeSet<Auth>,
) -> Result<Vec<Expectation>, Error> {
    if interactions.is_empty() {
        return Err(Error::NoInteractions);
    }
    let mut keys = BTreeSet::new();
    interactions
        .into_iter()
        .map(|interaction| {
            let expectation = interaction.finish(auth)?;
            if keys.insert(expectation.http.key.clone()) {
                Ok(expectation)
            } else {
                Err(Error::DuplicateInteraction { interaction: expectation.http.description() })
            }
        })
        .collect()
}

async fn catch_panic<T>(future: impl Future<Output = T>) -> Result<T, Box<dyn Any + Send>> {
    let mut future = pin!(future);
    poll_fn(|context| {
        // After a panic the future is dropped and never polled again.
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(poll) => poll.map(Ok),
            Err(panic) => std::task::Poll::Ready(Err(panic)),
        }
    })
    .await
}
