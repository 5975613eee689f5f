//! The table itself.

use super::{Applicator, Assertion, InstancePart, Shape};
use crate::dialect::Year;
use Assertion::{Always, Negated, Sometimes};
use InstancePart::{Content, Item, MatchingProperty, OtherProperty, Property, PropertyName, Whole};
use Shape::{List, Map, MapOrNames, One, OneOrFlag, OneOrList};
use Year::{Draft4, Draft6, Draft7, Y2019, Y2020};

/// In the order that [`Applicator::all`] promises.
pub(super) const APPLICATORS: [Applicator; 22] = [
    row("allOf", List, Whole, Always, (Draft4, Y2020)),
    row("anyOf", List, Whole, Sometimes, (Draft4, Y2020)),
    row("oneOf", List, Whole, Sometimes, (Draft4, Y2020)),
    row("not", One, Whole, Negated, (Draft4, Y2020)),
    row("if", One, Whole, Sometimes, (Draft7, Y2020)),
    row("then", One, Whole, Sometimes, (Draft7, Y2020)),
    row("else", One, Whole, Sometimes, (Draft7, Y2020)),
    row("dependentSchemas", Map, Whole, Sometimes, (Y2019, Y2020)),
    row("dependencies", MapOrNames, Whole, Sometimes, (Draft4, Y2020)),
    row("properties", Map, Property, Always, (Draft4, Y2020)),
    row("patternProperties", Map, MatchingProperty, Always, (Draft4, Y2020)),
    row("additionalProperties", OneOrFlag, OtherProperty, Always, (Draft4, Y2020)),
    row("unevaluatedProperties", One, OtherProperty, Always, (Y2019, Y2020)),
    row("propertyNames", One, PropertyName, Always, (Draft6, Y2020)),
    row("prefixItems", List, Item, Always, (Y2020, Y2020)),
    row("items", OneOrList, Item, Always, (Draft4, Y2020)),
    row("additionalItems", OneOrFlag, Item, Always, (Draft4, Y2019)),
    row("contains", One, Item, Sometimes, (Draft6, Y2020)),
    row("unevaluatedItems", One, Item, Always, (Y2019, Y2020)),
    row("contentSchema", One, Content, Assertion::Nothing, (Y2019, Y2020)),
    row("$defs", Map, InstancePart::Nothing, Assertion::Nothing, (Y2019, Y2020)),
    row("definitions", Map, InstancePart::Nothing, Assertion::Nothing, (Draft4, Y2020)),
];

const fn row(
    name: &'static str,
    shape: Shape,
    part: InstancePart,
    assertion: Assertion,
    years: (Year, Year),
) -> Applicator {
    Applicator { name, shape, part, assertion, years }
}
