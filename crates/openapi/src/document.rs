//! A document that was read: its value, and where each part stands.

use std::error::Error;
use std::sync::Arc;

use gatepact_schema::Dialect;
use serde_json::Value;

use crate::base_path::base_path;
use crate::cursor::Cursor;
use crate::operation::{self, Operation};
use crate::position::{Place, Position};
use crate::read::{self, Folder, Format, Moves, ReadError, Sources, Specification};
use crate::view::{OperationView, Parameter};
use crate::{Fault, Forbidden, Method, Unreached, Unresolved};
use gatepact_finding::Pointer;

/// An API document: Swagger 2.0, OpenAPI 3.0, 3.1 or 3.2.
///
/// Its [`value`](Self::value) always has the shape of OpenAPI 3, so that whoever compares or checks knows one language.
/// It keeps every extension and the order of keys. Path items behind `$ref` are written out.
#[derive(Debug, Clone)]
pub struct Document {
    format: Format,
    value: Value,
    sources: Sources,
    faults: Vec<Fault>,
    operations: Vec<Arc<Operation>>,
    base_path: String,
}

impl Document {
    /// Reads JSON or YAML, decided by content. References into other files stay [unresolved](Self::unresolved).
    ///
    /// # Errors
    ///
    /// What is no API document within the bounds is refused, with line and reason. A faulty part of one is not: it is
    /// [told](Self::faults), and the rest is read.
    pub fn read(text: impl AsRef<[u8]>) -> Result<Self, ReadError> {
        read::read(text.as_ref(), None).map(Self::new)
    }

    /// Reads a document and the files that it refers to, all of them inside one root folder. `name` is its own path from
    /// that folder, such as `openapi.yaml` or `spec/openapi.yaml`, so that references with `..` can be followed within the
    /// folder and a file may refer back to the document.
    ///
    /// `load` reads a file. It gets a path from the root folder, with `/` and without `..`; whether a link leads out of the
    /// folder is for `load` to see. Each file is asked for once. The files stand in the value under `x-gatepact-files`, each
    /// by its path from the folder of the document, and [`place`](Self::place) knows which line of which file a part comes
    /// from.
    ///
    /// # Errors
    ///
    /// As for [`read`](Self::read). References to addresses (`https:`, `file:`), out of the root folder, and to what `load`
    /// cannot read stay [unresolved](Self::unresolved).
    ///
    /// ```
    /// use gatepact_openapi::Document;
    ///
    /// let text = "openapi: 3.0.3
    /// info: {title: orders, version: '1'}
    /// paths: {/orders: {$ref: paths/orders.yaml}}
    /// ";
    /// let document = Document::read_with(text, "openapi.yaml", |path| match path {
    ///     "paths/orders.yaml" => Ok("get:\n  responses: {}\n"),
    ///     other => Err(format!("no {other}")),
    /// })?;
    /// assert_eq!(document.operations()[0].to_string(), "GET /orders");
    /// let place = document.place("/paths/~1orders/get/responses");
    /// assert_eq!((place.file.as_deref(), place.position.line), (Some("paths/orders.yaml"), 2));
    /// # Ok::<(), gatepact_openapi::ReadError>(())
    /// ```
    pub fn read_with<B, E>(
        text: impl AsRef<[u8]>,
        name: &str,
        mut load: impl FnMut(&str) -> Result<B, E>,
    ) -> Result<Self, ReadError>
    where
        B: Into<Vec<u8>>,
        E: Into<Box<dyn Error + Send + Sync>>,
    {
        let mut load = |path: &str| load(path).map(Into::into).map_err(Into::into);
        let folder = Folder { root: name, load: &mut load };
        read::read(text.as_ref(), Some(folder)).map(Self::new)
    }

    /// The document with another value, whose parts came from this one's by `steps`, the first one first. What moved
    /// nowhere keeps its pointer.
    pub(crate) fn rewritten(&self, value: Value, steps: Vec<Moves>) -> Self {
        let sources = self.sources.rewritten(&self.value, steps);
        Self::new(read::Parsed { format: self.format, value, sources, faults: self.faults.clone() })
    }

    /// The same document with other schemas at some pointers. Places are those of the text as it is.
    #[must_use]
    pub fn with_schemas(&self, schemas: impl IntoIterator<Item = (Pointer, Value)>) -> Self {
        let mut value = self.value.clone();
        for (pointer, schema) in schemas {
            if let Some(place) = value.pointer_mut(&pointer) {
                *place = schema;
            }
        }
        self.rewritten(value, Vec::new())
    }

    fn new(parsed: read::Parsed) -> Self {
        let read::Parsed { format, value, sources, faults } = parsed;
        let operations = operation::all(&value).into_iter().map(Arc::new).collect();
        let base_path = base_path(&value);
        Self { format, value, sources, faults, operations, base_path }
    }

    /// How the text was written.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The specification that its author wrote it for.
    #[must_use]
    pub fn specification(&self) -> Specification {
        self.sources.specification
    }

    /// The language of the schemas in [`value`](Self::value): that of OpenAPI 3.0 for Swagger 2.0, too.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.specification().dialect()
    }

    /// The value in the shape of OpenAPI 3, extensions and all.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The value with its place, to go down from through references.
    #[must_use]
    pub fn root(&self) -> Cursor<'_> {
        Cursor::new(&self.value, self.dialect())
    }

    /// The raw part at a JSON pointer.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.value.pointer(pointer)
    }

    /// Where the part at `pointer` stands in the text that its author wrote: the line of its key, or of the nearest part
    /// above it that exists.
    #[must_use]
    pub fn position(&self, pointer: &str) -> Position {
        self.sources.position(&self.value, pointer)
    }

    /// The same with the file and the pointer in its text: in Swagger 2.0 and behind references to other files, a part of
    /// [`value`](Self::value) stands elsewhere in the text.
    ///
    /// ```
    /// use gatepact_openapi::Document;
    ///
    /// let document = Document::read("swagger: '2.0'
    /// info: {title: orders, version: '1'}
    /// paths: {}
    /// definitions: {Order: {type: object}}
    /// ")?;
    /// let place = document.place("/components/schemas/Order/type");
    /// assert_eq!((place.pointer.as_str(), place.position.line), ("/definitions/Order/type", 4));
    /// # Ok::<(), gatepact_openapi::ReadError>(())
    /// ```
    #[must_use]
    pub fn place(&self, pointer: &str) -> Place {
        self.sources.place(&self.value, pointer)
    }

    /// `info.title`: for an export, the name of the API.
    #[must_use]
    pub fn title(&self) -> &str {
        self.value.pointer("/info/title").and_then(Value::as_str).unwrap_or_default()
    }

    /// The base path: `""`, or `/prod` without a slash at the end. For an export, the stage.
    #[must_use]
    pub fn base_path(&self) -> &str {
        &self.base_path
    }

    /// All operations, in the order of the document; `ANY` is one of them.
    #[must_use]
    pub fn operations(&self) -> &[Arc<Operation>] {
        &self.operations
    }

    /// The operation with this very method on this very template.
    #[must_use]
    pub fn operation(&self, method: Method, path: &str) -> Option<&Arc<Operation>> {
        self.operations
            .iter()
            .find(|operation| operation.method == method && operation.path == path)
    }

    /// What an operation takes and answers, references followed; `None` where this document has no such operation.
    ///
    /// ```
    /// use gatepact_openapi::Document;
    ///
    /// let document = Document::read("openapi: 3.0.3
    /// info: {title: orders, version: '1'}
    /// paths: {/orders: {get: {responses: {2xx: {description: all orders}}}}}
    /// ")?;
    /// let view = document.view(&document.operations()[0]).expect("an operation of the document");
    /// let response = view.response_for(206).expect("a response");
    /// assert_eq!(response.at.text("description"), Some("all orders"));
    /// # Ok::<(), gatepact_openapi::ReadError>(())
    /// ```
    #[must_use]
    pub fn view(&self, operation: &Operation) -> Option<OperationView<'_>> {
        OperationView::new(self.root(), &operation.path, operation.method)
    }

    /// The parameters of an operation, as in [`OperationView::parameters`].
    #[must_use]
    pub fn parameters(&self, operation: &Operation) -> Vec<Parameter<'_>> {
        self.view(operation).map_or_else(Vec::new, |view| view.parameters())
    }

    /// Whether the value holds parts of other files, which the text does not.
    #[must_use]
    pub fn has_other_files(&self) -> bool {
        self.sources.has_files()
    }

    /// Whether API Gateway's HTTP API (v2) wrote this document, rather than a REST API (v1) or somebody else: only v2
    /// writes `x-amazon-apigateway-importexport-version` and `x-amazon-apigateway-cors`.
    #[must_use]
    pub fn is_http_api(&self) -> bool {
        ["x-amazon-apigateway-importexport-version", "x-amazon-apigateway-cors"]
            .iter()
            .any(|key| self.value.get(key).is_some())
    }

    /// Where keys stand that their JSON objects have more than once: the last one of each was read. Those of other files
    /// are not told.
    #[must_use]
    pub fn repeated_keys(&self) -> Vec<Place> {
        self.sources.repeated_keys(&self.value)
    }

    /// The parts that have another shape than the specification wants, in no particular order.
    #[must_use]
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// The references that lead nowhere, in the order of the document: what such a reference stands for is compared and
    /// checked by nobody.
    #[must_use]
    pub fn unresolved(&self) -> Vec<Unresolved> {
        read::unresolved(&self.value, &self.sources)
    }

    /// The first reference out of the root folder, if there is one.
    #[must_use]
    pub fn outside(&self) -> Option<Unresolved> {
        let outside = Unreached::Forbidden(Forbidden::Outside);
        let is_any = self.sources.refuses(Forbidden::Outside);
        is_any.then(|| self.unresolved().into_iter().find(|it| it.why == outside)).flatten()
    }

    /// Meets every reference within the document: the pointer of the reference and that of what it leads to.
    pub(crate) fn each_reference(&self, meet: &mut dyn FnMut(&str, Pointer)) {
        read::each_reference(&self.value, &self.sources, meet);
    }
}
