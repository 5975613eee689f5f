//! The parameters of a query in the order in which the pact recorded them.

use std::collections::HashMap;

use gatepact_contract::Recorded;
use pact_models::v4::http_parts::HttpRequest;

/// The parameters of a request whose generators were applied: in the order of the pact, then what
/// generators added, by name. Servers that build lists of `a[][b]` go by the order.
pub(crate) fn ordered<'a>(
    request: &'a HttpRequest,
    recorded: &'a Recorded,
) -> Vec<(&'a str, Option<&'a str>)> {
    let Some(query) = &request.query else { return Vec::new() };
    let mut taken: HashMap<&str, usize> = HashMap::new();
    let mut pairs = Vec::new();
    for (name, _) in &recorded.query {
        let next = taken.entry(name).or_default();
        if let Some(value) = query.get(name).and_then(|values| values.get(*next)) {
            pairs.push((name.as_str(), value.as_deref()));
            *next += 1;
        }
    }
    let mut names: Vec<&String> = query.keys().collect();
    names.sort();
    for name in names {
        let rest = query[name].iter().skip(taken.get(name.as_str()).copied().unwrap_or(0));
        pairs.extend(rest.map(|value| (name.as_str(), value.as_deref())));
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_is_the_recorded_one() {
        let text = |text: &str| text.to_owned();
        let recorded = ["q[][a]", "q[][b]", "q[][a]"].map(|name| (text(name), None));
        let recorded = Recorded { query: recorded.to_vec(), ..Recorded::default() };
        let values = |values: &[&str]| values.iter().map(|it| Some(text(it))).collect::<Vec<_>>();
        let query = [
            (text("q[][a]"), values(&["1", "3"])),
            (text("q[][b]"), values(&["2"])),
            (text("added"), values(&["4"])),
        ];
        let request = HttpRequest { query: Some(query.into()), ..HttpRequest::default() };
        assert_eq!(
            ordered(&request, &recorded),
            [
                ("q[][a]", Some("1")),
                ("q[][b]", Some("2")),
                ("q[][a]", Some("3")),
                ("added", Some("4"))
            ]
        );
    }
}
