use std::fmt;

/// How a client did not keep to its pact.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// A request outside the stage.
    OutsideStage {
        /// The request's method and path.
        request: String,
        /// The stage's name.
        stage: String,
    },
    /// A request whose method and path no interaction has.
    Unexpected {
        /// The request's method and path.
        request: String,
        /// The method and path of each interaction.
        expected: Vec<String>,
    },
    /// A request for an interaction's route that is not the interaction's request.
    Different {
        /// The request's method and path.
        request: String,
        /// The description of the interaction that is nearest.
        interaction: String,
        /// What differs.
        differences: Vec<String>,
    },
    /// A request without the credentials that its interaction declares.
    Credentials {
        /// The request's method and path.
        request: String,
        /// The description of the interaction.
        interaction: String,
        /// What is missing or malformed; never a value.
        reason: &'static str,
        /// The status that the client got.
        status: u16,
    },
    /// A request whose body could not be read to its end.
    UnreadableBody {
        /// The request's method and path.
        request: String,
        /// Why.
        reason: String,
    },
    /// An interaction that no request asked for.
    NeverRequested {
        /// The description of the interaction.
        interaction: String,
        /// Its method and path.
        expected: String,
    },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OutsideStage { request, stage } => {
                write!(f, "{request} is outside the stage: its path does not begin with /{stage}")
            }
            Self::Unexpected { request, expected } => {
                write!(f, "{request} is not expected by any interaction; they expect")?;
                list(f, expected)
            }
            Self::Different { request, interaction, differences } => {
                write!(f, "{request} is not the request of \"{interaction}\"")?;
                list(f, differences)
            }
            Self::Credentials { request, interaction, reason, status } => write!(
                f,
                "{request} lacks the credentials of \"{interaction}\", \
                 so the gateway answered {status}: {reason}"
            ),
            Self::UnreadableBody { request, reason } => {
                write!(f, "{request} came with a body that cannot be read: {reason}")
            }
            Self::NeverRequested { interaction, expected } => {
                write!(f, "\"{interaction}\" was never requested: {expected}")
            }
        }
    }
}

fn list(f: &mut fmt::Formatter<'_>, items: &[String]) -> fmt::Result {
    items.iter().try_for_each(|item| write!(f, "\n     - {}", item.replace('\n', "\n       ")))
}

/// All the problems of one test, for a person to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The client.
    pub consumer: String,
    /// The service that it calls.
    pub provider: String,
    /// What went wrong: first the requests, as they came; then the interactions that never were.
    pub problems: Vec<Problem>,
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { consumer, provider, problems } = self;
        write!(f, "{consumer} does not keep to its pact with {provider}")?;
        problems
            .iter()
            .enumerate()
            .try_for_each(|(index, problem)| write!(f, "\n  {}. {problem}", index + 1))
    }
}
