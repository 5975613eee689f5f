//! The keywords under which schemas stand: one table for everything that walks through schemas.
//!
//! JSON Schema calls them applicators (2020-12 core, section 10): they apply a schema to the value itself or to a part
//! of it. The lowering gives each of them its meaning; whoever only has to reach the schemas below another one asks
//! [`subschemas`], so that no walk forgets a keyword.
//!
//! Sources: JSON Schema core 2020-12 sections 8.2.4, 10 and 11, and validation section 8.5; the same of 2019-09; the
//! validation documents of drafts 4, 6 and 7; OpenAPI 3.0.4 section 4.7.24; the Schema Object of Swagger 2.0.

mod subschemas;
mod table;

use crate::dialect::{Dialect, Year};

pub use subschemas::{Schemas, Subschema, Token, subschemas};

/// A keyword under which schemas stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Applicator {
    name: &'static str,
    shape: Shape,
    part: InstancePart,
    assertion: Assertion,
    /// The first and the last version of the language that has it.
    years: (Year, Year),
}

/// What the value of an [`Applicator`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A schema.
    One,
    /// A schema, or `true` or `false` even where other schemas may not be booleans, that is before draft 6.
    OneOrFlag,
    /// A schema or a list of schemas: `items` before 2020-12.
    OneOrList,
    /// A list of schemas.
    List,
    /// An object: names or patterns, each with a schema.
    Map,
    /// An object: names, each with a schema or with a list of names: `dependencies`.
    MapOrNames,
}

/// The part of a value that the schemas of an [`Applicator`] look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum InstancePart {
    /// The same value: the keyword is applied in place.
    Whole,
    /// The value of the property whose name the schema stands under.
    Property,
    /// The values of the properties whose names match the pattern that the schema stands under.
    MatchingProperty,
    /// The value of a property that no keyword beside this one has looked at.
    OtherProperty,
    /// The name of a property.
    PropertyName,
    /// An item of an array: the one at the schema's index, or each one that is left.
    Item,
    /// The document that a text encodes.
    Content,
    /// Nothing: the schemas wait for references. Not an applicator in the words of JSON Schema, but a reserved location.
    Nothing,
}

/// Whether the parts have to belong to the schemas of an [`Applicator`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Assertion {
    /// Every part that the keyword looks at belongs to each schema that is applied to it.
    Always,
    /// Some values belong to some of the schemas: one of several has to hold, or it has to under a condition.
    Sometimes,
    /// A value must not belong to the schema.
    Negated,
    /// Nothing is asserted.
    Nothing,
}

impl Applicator {
    /// All of them: those in place first, then those of objects, of arrays, of texts, and the reserved locations.
    #[must_use]
    pub fn all() -> &'static [Self] {
        &table::APPLICATORS
    }

    /// The applicator of a name, of whatever dialect.
    #[must_use]
    pub fn named(name: &str) -> Option<&'static Self> {
        table::APPLICATORS.iter().find(|applicator| applicator.name == name)
    }

    /// The applicator of a name, if the dialect has it.
    #[must_use]
    pub fn of_dialect(name: &str, dialect: Dialect) -> Option<&'static Self> {
        Self::named(name).filter(|applicator| applicator.is_known_in(dialect))
    }

    /// The keyword.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// What its value is, in whatever dialect.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// What its value is in a dialect: since 2020-12 `items` is one schema.
    #[must_use]
    pub fn shape_in(&self, dialect: Dialect) -> Shape {
        match self.shape {
            Shape::OneOrList if dialect.year() >= Year::Y2020 => Shape::One,
            shape => shape,
        }
    }

    /// What the schemas look at.
    #[must_use]
    pub fn part(&self) -> InstancePart {
        self.part
    }

    /// Whether what they look at has to belong to them.
    #[must_use]
    pub fn assertion(&self) -> Assertion {
        self.assertion
    }

    /// Whether the dialect reads the keyword.
    ///
    /// Swagger 2.0 and OpenAPI 3.0 list fewer keywords than the draft that they extend. The models of API Gateway are
    /// JSON Schema of draft 4 and stand in its exports as they are, so all keywords of that draft are read. From 2019-09
    /// on `dependencies` and `definitions` have other names; the meta-schemas keep the old ones, and so do validators.
    #[must_use]
    pub fn is_known_in(&self, dialect: Dialect) -> bool {
        let (first, last) = self.years;
        (first..=last).contains(&dialect.year())
    }
}
