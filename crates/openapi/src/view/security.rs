//! Who may call an operation, as the document says it: alternatives of schemes that are needed together.

use crate::cursor::Cursor;

/// The `security` that holds for an operation.
#[derive(Debug, Clone)]
pub struct Security<'d> {
    /// Whether the operation says it; else the document says it for all.
    pub is_own: bool,
    /// The alternatives; without any, or with an empty one, nothing is required.
    pub requirements: Vec<Requirement<'d>>,
}

/// One alternative (OpenAPI 3.0.4 and 3.1.1, Security Requirement Object).
#[derive(Debug, Clone)]
pub struct Requirement<'d> {
    /// All of these are required.
    pub schemes: Vec<RequiredScheme<'d>>,
}

/// A scheme that a requirement names.
#[derive(Debug, Clone)]
pub struct RequiredScheme<'d> {
    /// Its name in the components.
    pub name: &'d str,
    /// The Security Scheme Object, references followed; `None` where the document does not define it.
    pub definition: Option<Cursor<'d>>,
    /// The scopes, or roles, that are required.
    pub scopes: Vec<&'d str>,
}

/// The operation's own `security` overrides that of the document, also when it is empty (OpenAPI 3.0.4 and 3.1.1,
/// Operation Object).
pub(super) fn of<'d>(root: &Cursor<'d>, operation: &Cursor<'d>) -> Security<'d> {
    let own = operation.raw("security");
    let is_own = own.is_some();
    let list = own.unwrap_or_else(|| root.get_or_absent("security"));
    let schemes = root.get_or_absent("components").get_or_absent("securitySchemes");
    let scheme = |(name, scopes): (&'d str, Cursor<'d>)| RequiredScheme {
        name,
        definition: schemes.get(name),
        scopes: scopes.items().filter_map(|scope| scope.value.as_str()).collect(),
    };
    let requirement =
        |item: Cursor<'d>| Requirement { schemes: item.raw_members().map(scheme).collect() };
    Security { is_own, requirements: list.items().map(requirement).collect() }
}
