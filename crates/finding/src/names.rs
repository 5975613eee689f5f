//! The names of two documents.

/// The names of two documents without the folders that both lie in; other names stay as they are.
///
/// ```
/// use gatepact_finding::without_common_folders;
///
/// let names = without_common_folders("/tmp/main/api.yaml", "/tmp/next/api.yaml");
/// assert_eq!(names, ["main/api.yaml", "next/api.yaml"]);
/// let names = without_common_folders("1.0.0", "openapi/api.yaml");
/// assert_eq!(names, ["1.0.0", "openapi/api.yaml"]);
/// ```
#[must_use]
pub fn without_common_folders<'a>(old: &'a str, new: &'a str) -> [&'a str; 2] {
    if [old, new].iter().any(|name| name.contains("://")) {
        return [old, new];
    }
    let folders = old.match_indices('/').map(|(at, _)| at + 1);
    let common = folders.take_while(|end| new.get(..*end) == old.get(..*end)).last();
    common.map_or([old, new], |end| [&old[end..], &new[end..]])
}
