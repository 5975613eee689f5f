//! What a path template says besides its names: `/orders/{id}` and `/orders/{orderId}` take the same requests.

/// The template without the names of its parameters: `/orders/{}`, `/files/{+}`. Templates of one shape take the same
/// requests (OpenAPI 3.0.4 and 3.1.1, Paths Object: such templates are "considered identical"), and a greedy parameter
/// of API Gateway takes others than a plain one.
///
/// ```
/// use gatepact_openapi::path_template::shape;
///
/// assert_eq!(shape("/orders/{id}/{proxy+}"), "/orders/{}/{+}");
/// ```
#[must_use]
pub fn shape(path: &str) -> String {
    let mut result = String::new();
    let mut rest = path;
    while let Some((before, name, after)) = next_parameter(rest) {
        result.push_str(before);
        result.push_str(if name.ends_with('+') { "{+}" } else { "{}" });
        rest = after;
    }
    result + rest
}

/// The names of the parameters in their order, greedy ones without `+`.
///
/// ```
/// use gatepact_openapi::path_template::parameters;
///
/// assert!(parameters("/orders/{id}/{proxy+}").eq(["id", "proxy"]));
/// ```
pub fn parameters(path: &str) -> impl Iterator<Item = &str> {
    let mut rest = path;
    std::iter::from_fn(move || {
        let (_, name, after) = next_parameter(rest)?;
        rest = after;
        Some(name.trim_end_matches('+'))
    })
}

/// What stands before the next parameter, its name, and the rest.
fn next_parameter(path: &str) -> Option<(&str, &str, &str)> {
    let (before, tail) = path.split_once('{')?;
    let (name, after) = tail.split_once('}')?;
    Some((before, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shapes_and_names() {
        for (path, expected, names) in [
            ("/", "/", &[][..]),
            ("/orders/{id}", "/orders/{}", &["id"]),
            ("/files/{proxy+}", "/files/{+}", &["proxy"]),
            ("/{a}.{b}/c", "/{}.{}/c", &["a", "b"]),
            ("/{id}/{id}", "/{}/{}", &["id", "id"]),
            ("/never/{closed", "/never/{closed", &[]),
            ("/a}/{b}", "/a}/{}", &["b"]),
            ("/{}", "/{}", &[""]),
        ] {
            assert_eq!(shape(path), expected);
            assert!(parameters(path).eq(names.iter().copied()), "{path}");
        }
    }
}
