//! How a schema is read: which way the values travel, and what their producer is trusted to leave
//! out.

/// Which way the values travel. It matters for `readOnly` and `writeOnly`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The schema stands alone: `readOnly` and `writeOnly` say nothing.
    #[default]
    Neither,
    /// From client to server: what is `readOnly` need not be sent.
    Request,
    /// From server to client: what is `writeOnly` need not be sent.
    Response,
}

/// What the producer of the values, the side of A, may add to an object.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum World {
    /// Nothing but what it declares. An object has the properties that the branches it satisfies
    /// declare or require together; one that declares none is open, and so is one that says something of
    /// other properties itself (`additionalProperties`, `unevaluatedProperties`).
    ///
    /// So a new optional property is not a finding, though a client *could* have sent anything
    /// under its name all along.
    #[default]
    Closed,
    /// Whatever the schema does not forbid: JSON Schema to the letter.
    Open,
}

/// Whether `format` decides anything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Formats {
    /// A string must be of a format that is known; one that is unknown says nothing.
    #[default]
    Asserted,
    /// `format` says nothing.
    Ignored,
}

/// What `oneOf` asks of the values of the accepting side.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum OneOf {
    /// That exactly one alternative takes them: JSON Schema to the letter.
    #[default]
    Exactly,
    /// That an alternative takes them. Authors mean this where alternatives overlap because none of
    /// them requires a property.
    AtLeast,
}

/// How both schemas of a question are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reading {
    /// Which way the values travel.
    pub direction: Direction,
    /// What the producer may add.
    pub world: World,
    /// Whether formats decide.
    pub formats: Formats,
    /// What `oneOf` asks of the values of the accepting side; the other one is read to the letter.
    pub one_of: OneOf,
}

impl Reading {
    /// What a client sends and a server accepts.
    #[must_use]
    pub fn request() -> Self {
        Self { direction: Direction::Request, ..Self::default() }
    }

    /// What a server sends and a client accepts.
    #[must_use]
    pub fn response() -> Self {
        Self { direction: Direction::Response, ..Self::default() }
    }

    /// JSON Schema to the letter: an open world, formats are annotations.
    #[must_use]
    pub fn literal() -> Self {
        Self {
            direction: Direction::Neither,
            world: World::Open,
            formats: Formats::Ignored,
            one_of: OneOf::Exactly,
        }
    }
}
