//! Properties of characters.

/// The name of a property of characters as Oniguruma knows it.
pub(super) fn property(name: &str) -> String {
    const OF_JAVA: [(&str, &str); 9] = [
        ("javaLowerCase", "Lower"),
        ("javaUpperCase", "Upper"),
        ("javaWhitespace", "Space"),
        ("javaSpaceChar", "Z"),
        ("javaLetter", "L"),
        ("javaAlphabetic", "Alphabetic"),
        ("javaDigit", "Nd"),
        ("javaLetterOrDigit", "Alnum"),
        ("L&", "Cased_Letter"),
    ];
    let (negation, name) = match name.strip_prefix('^') {
        Some(name) => ("^", name),
        None => ("", name),
    };
    let known = OF_JAVA.iter().find(|(java, _)| *java == name).map(|(_, known)| *known);
    let value = name.split_once('=').map(|(_, value)| value);
    let of_java =
        name.strip_prefix("Is").filter(|it| it.starts_with(|c: char| c.is_ascii_uppercase()));
    format!("{negation}{}", known.or(value).or(of_java).unwrap_or(name))
}
