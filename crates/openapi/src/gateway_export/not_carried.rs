//! What an authored document says and an export does not: a change of it is not seen by a comparison with an export.

use std::collections::{BTreeMap, BTreeSet};

use gatepact_finding::{Pointer, pointer};

/// A part of the authored document that is not compared with an export.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct NotCarried {
    /// Why not.
    pub kind: NotCarriedKind,
    /// The part, in the value of the authored document; for what only the export has, in that of the export.
    pub pointer: Pointer,
}

/// Makes the enum, its list, its ids and its phrases from one table.
macro_rules! kinds {
    ($($kind:ident $id:literal $one:literal $several:literal $doc:literal)+) => {
        /// A kind of part that is not compared; [`id`](Self::id) names it in reports.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum NotCarriedKind { $(#[doc = $doc] $kind,)+ }

        impl NotCarriedKind {
            /// All kinds, in the order in which sentences name them.
            pub const ALL: &'static [Self] = &[$(Self::$kind,)+];

            /// The stable id: `parameter-type`.
            #[must_use]
            pub fn id(self) -> &'static str {
                match self { $(Self::$kind => $id,)+ }
            }

            /// What it is.
            #[must_use]
            pub fn doc(self) -> &'static str {
                match self { $(Self::$kind => $doc,)+ }
            }

            fn words(self) -> [&'static str; 2] {
                match self { $(Self::$kind => [$one, $several],)+ }
            }
        }
    };
}

kinds! {
    ParameterType "parameter-type" "the type of # parameter" "the types of # parameters"
        "A parameter has more than the type `string`: another schema, a style, a default, a deprecation. API Gateway keeps name, place and `required`."
    Parameter "parameter" "# parameter" "# parameters"
        "A parameter of an HTTP API that is not in the path: routes have no parameters."
    CookieParameter "cookie-parameter" "# cookie parameter" "# cookie parameters"
        "API Gateway has no cookie parameters."
    RequestBody "request-body" "# request body" "# request bodies"
        "A request body without a schema, or of an HTTP API: it has no model."
    OptionalBody "optional-body" "whether # request body may be left out" "whether # request bodies may be left out"
        "A request body that may be left out: an export says `required: true` of each."
    Response "response" "# response" "# responses"
        "A response of an HTTP API: routes have no method responses."
    ResponseRange "response-range" "# default or ranged response" "# default or ranged responses"
        "A `default` or `2XX` response: a method response has a status."
    ResponseHeaderType "response-header-type" "the type of # response header" "the types of # response headers"
        "A header of a response has more than the type `string`; API Gateway keeps its name."
    MediaType "media-type" "# media type without a schema" "# media types without a schema"
        "A media type without a schema has no model."
    SchemaKeyword "schema-keyword" "# schema keyword" "# schema keywords"
        "A keyword of a schema that the import does not support (`nullable`, `exclusiveMinimum`, `readOnly`, `format: int64`, ..)."
    Deprecation "deprecation" "# announced deprecation or stability level" "# announced deprecations and stability levels"
        "`deprecated`, `x-sunset` or `x-stability-level`."
    Callback "callback" "# callback or webhook" "# callbacks and webhooks"
        "API Gateway knows no callbacks and no webhooks."
    TraceOperation "trace-operation" "# TRACE operation" "# TRACE operations"
        "API Gateway has no TRACE."
    RootSecurity "root-security" "the root-level security of # operation" "the root-level security of # operations"
        "API Gateway does not import a `security` that stands at the root: the operation has none of its own."
    SecurityScheme "security-scheme" "# security requirement without a counterpart in API Gateway" "# security requirements without a counterpart in API Gateway"
        "A security scheme that API Gateway does not import: none of API keys, IAM and authorizers."
    Authorizer "authorizer" "the authorizer of # operation" "the authorizers of # operations"
        "The export was made without authorizers."
    Extension "extension" "# extension" "# extensions"
        "An extension of API Gateway that the export was made without, or that no export has."
    Placeholder "placeholder" "# value that the deployment fills in" "# values that the deployment fills in"
        "A value with a placeholder (`${AWS::Region}`, `Fn::Sub`): only the deployment knows what it is."
    GatewaySetting "gateway-setting" "# setting of API Gateway" "# settings of API Gateway"
        "An integration, an authorizer, a validator or another setting that the export has. The authored document has no extension of API Gateway: such settings are kept elsewhere."
    Preflight "preflight" "# CORS preflight operation" "# CORS preflight operations"
        "An OPTIONS operation that API Gateway itself answers. The authored document has no extension of API Gateway, and no OPTIONS for the path."
}

impl NotCarriedKind {
    /// Whether the part is one of the export, and the authored document is what lacks it.
    #[must_use]
    pub fn is_of_the_export(self) -> bool {
        matches!(self, Self::GatewaySetting | Self::Preflight)
    }
}

/// The maximum number of keywords that are named.
const NAMED: usize = 5;

/// What is not carried in words, for a list in a sentence: `the types of 14 parameters`, `2 schema keywords
/// (nullable, readOnly)`.
#[must_use]
pub fn summary(not_carried: &[NotCarried]) -> Vec<String> {
    let mut by_kind: BTreeMap<NotCarriedKind, Vec<&Pointer>> = BTreeMap::new();
    for NotCarried { kind, pointer } in not_carried {
        by_kind.entry(*kind).or_default().push(pointer);
    }
    by_kind.into_iter().map(|(kind, pointers)| phrase(kind, &pointers)).collect()
}

fn phrase(kind: NotCarriedKind, pointers: &[&Pointer]) -> String {
    let [one, several] = kind.words();
    let words = if pointers.len() == 1 { one } else { several };
    let words = words.replacen('#', &pointers.len().to_string(), 1);
    if !matches!(kind, NotCarriedKind::SchemaKeyword | NotCarriedKind::Extension) {
        return words;
    }
    let names: BTreeSet<String> = pointers
        .iter()
        .filter_map(|at| pointer::tokens(at).last().map(|it| it.to_string()))
        .collect();
    let shown: Vec<&str> = names.iter().take(NAMED).map(String::as_str).collect();
    let more = if names.len() > NAMED { ", .." } else { "" };
    format!("{words} ({}{more})", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_names() {
        let lost = |kind, pointer: &str| NotCarried { kind, pointer: pointer.into() };
        let list = [
            lost(NotCarriedKind::ParameterType, "/a"),
            lost(NotCarriedKind::ResponseRange, "/b"),
            lost(NotCarriedKind::ResponseRange, "/c"),
            lost(NotCarriedKind::SchemaKeyword, "/d/nullable"),
            lost(NotCarriedKind::SchemaKeyword, "/e/nullable"),
        ];
        let expected = [
            "the type of 1 parameter",
            "2 default or ranged responses",
            "2 schema keywords (nullable)",
        ];
        assert_eq!(summary(&list), expected);
    }

    #[test]
    fn each_kind_has_an_id_and_counts() {
        let ids: BTreeSet<_> = NotCarriedKind::ALL.iter().map(|kind| kind.id()).collect();
        assert_eq!(ids.len(), NotCarriedKind::ALL.len());
        for kind in NotCarriedKind::ALL {
            assert!(kind.words().iter().all(|words| words.matches('#').count() == 1), "{kind:?}");
        }
    }
}
