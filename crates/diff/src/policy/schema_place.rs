//! Where in a schema a pointer leads, in the words of a reader.

use std::borrow::Cow;

use gatepact_finding::{MessagePart, SchemaPlace, pointer};
use gatepact_schema::applicator::{Applicator, Shape};

/// The place in a schema of a part of a document; empty for a part outside of the schemas.
///
/// The path begins with the component (`Order.lines[].sku`) where properties and items alone lead there; behind another
/// keyword (a composition, say) it begins anew with the next property.
pub(super) fn schema_place(pointer: &str) -> SchemaPlace {
    let mut path = Path { text: None, field: None };
    let mut tokens = pointer::tokens(pointer);
    if pointer.starts_with("/components/schemas/") {
        path.text = tokens.nth(2).map(Cow::into_owned);
        path.follow(tokens);
    } else if let Some(first) = first_keyword(&mut tokens) {
        path.follow(first.into_iter().chain(tokens));
    }
    SchemaPlace { path: path.text, field: path.field, part: part(pointer) }
}

/// Members that hold parts by name or index: the token behind one of them is no keyword.
const MAPS: [&str; 10] = [
    "callbacks",
    "content",
    "encoding",
    "headers",
    "parameters",
    "pathItems",
    "paths",
    "requestBodies",
    "responses",
    "webhooks",
];

/// Goes to where a schema begins outside of the components; its first keyword, where that is taken already.
fn first_keyword<'t>(
    tokens: &mut impl Iterator<Item = Cow<'t, str>>,
) -> Option<Option<Cow<'t, str>>> {
    while let Some(token) = tokens.next() {
        match token.as_ref() {
            "schema" => return Some(None),
            // A file that holds nothing but a schema.
            "properties" => return Some(Some(token)),
            name if MAPS.contains(&name) => drop(tokens.next()),
            _ => {}
        }
    }
    None
}

struct Path {
    text: Option<String>,
    field: Option<String>,
}

impl Path {
    fn follow<'t>(&mut self, mut tokens: impl Iterator<Item = Cow<'t, str>>) {
        while let Some(keyword) = tokens.next() {
            match keyword.as_ref() {
                "properties" => {
                    let Some(name) = tokens.next() else { return self.text = None };
                    self.text = Some(match self.text.take() {
                        Some(path) => format!("{path}.{name}"),
                        None => name.clone().into_owned(),
                    });
                    self.field = Some(name.into_owned());
                }
                "items" => self.extend("[]"),
                "additionalProperties" => self.extend(".*"),
                keyword => {
                    self.text = None;
                    // What follows is a name or an index, no keyword.
                    if Applicator::named(keyword).is_some_and(holds_several) {
                        tokens.next();
                    }
                }
            }
        }
    }

    fn extend(&mut self, step: &str) {
        if let Some(path) = &mut self.text {
            path.push_str(step);
        }
    }
}

/// Whether a keyword has its schemas under names or indices. (`items` has one schema in API descriptions.)
fn holds_several(applicator: &Applicator) -> bool {
    match applicator.shape() {
        Shape::List | Shape::Map | Shape::MapOrNames => true,
        Shape::One | Shape::OneOrFlag | Shape::OneOrList => false,
    }
}

/// The part of a message that holds the schema, where it is no component.
fn part(pointer: &str) -> Option<MessagePart> {
    let is_in = |part: &str| pointer.starts_with("/paths/") && pointer.contains(part);
    if !is_in("/schema") {
        None
    } else if is_in("/parameters/") {
        Some(MessagePart::Parameter)
    } else if is_in("/requestBody/") {
        Some(MessagePart::RequestBody)
    } else if is_in("/responses/") {
        Some(MessagePart::ResponseBody)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_what_a_reader_calls_the_place() {
        for (pointer, path, field) in [
            ("/components/schemas/Order", Some("Order"), None),
            (
                "/components/schemas/Order/properties/lines/items/properties/sku",
                Some("Order.lines[].sku"),
                Some("sku"),
            ),
            ("/components/schemas/Order/additionalProperties", Some("Order.*"), None),
            ("/components/schemas/Order/allOf/1", None, None),
            ("/components/schemas/Order/allOf/1/properties/size", Some("size"), Some("size")),
            ("/components/schemas/Order/properties/size/anyOf/0", None, Some("size")),
            ("/components/schemas/Order/properties/size/enum", None, Some("size")),
            // Properties that are called like keywords.
            (
                "/components/schemas/Order/properties/properties/items",
                Some("Order.properties[]"),
                Some("properties"),
            ),
            ("/components/schemas/Order/properties/items", Some("Order.items"), Some("items")),
            (
                "/components/schemas/Order/$defs/properties/properties/a~1b",
                Some("a/b"),
                Some("a/b"),
            ),
            (
                "/components/schemas/Order/dependencies/properties/properties/size",
                Some("size"),
                Some("size"),
            ),
            ("/paths/~1orders/get", None, None),
            // Parts that are called like a keyword.
            ("/paths/~1a/get/responses/200/headers/properties/schema/maximum", None, None),
            (
                "/components/responses/properties/content/a~1b/schema/properties/size",
                Some("size"),
                Some("size"),
            ),
            ("/components/parameters/schema/schema/properties/size", Some("size"), Some("size")),
            ("/x-gatepact-files/order.yaml/properties/size", Some("size"), Some("size")),
            ("/paths/~1orders/get/parameters/0/schema/properties/size", Some("size"), Some("size")),
        ] {
            let place = schema_place(pointer);
            assert_eq!(place.path.as_deref(), path, "{pointer}");
            assert_eq!(place.field.as_deref(), field, "{pointer}");
        }
    }

    #[test]
    fn a_part_of_a_message_is_known_where_no_component_is() {
        let response = "/paths/~1orders/get/responses/200/content/a~1b/schema";
        assert_eq!(schema_place(response).part, Some(MessagePart::ResponseBody));
        assert_eq!(schema_place("/components/schemas/Order").part, None);
        assert_eq!(schema_place("/paths/~1orders/get/responses/200").part, None);
    }
}
