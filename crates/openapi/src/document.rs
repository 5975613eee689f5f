//! A document that was read: the raw value, the typed model, and where each part stands.

use std::sync::Arc;

use openapiv3::{OpenAPI, Parameter, ReferenceOr};
use serde_json::Value;

use crate::base_path::base_path;
use crate::operation::{self, Operation};
use crate::position::{Position, Spots};
use crate::read::{self, Format, ReadError};
use crate::{Method, pointer};

/// An OpenAPI 3.0 document.
///
/// The typed model ([`Document::openapi`]) is for reading; the raw value ([`Document::value`]) beside it keeps every
/// extension and the order of keys.
#[derive(Debug, Clone)]
pub struct Document {
    format: Format,
    value: Value,
    spots: Spots,
    model: OpenAPI,
    operations: Vec<Arc<Operation>>,
    base_path: String,
}

impl Document {
    /// Reads JSON or YAML, decided by content.
    ///
    /// # Errors
    ///
    /// What is not an OpenAPI 3.0 document within the bounds is refused, with line and reason.
    pub fn read(text: impl AsRef<[u8]>) -> Result<Self, ReadError> {
        let read::Parsed { format, value, spots, model } = read::read(text.as_ref())?;
        let operations = operation::all(&model).into_iter().map(Arc::new).collect();
        let base_path = base_path(&value);
        Ok(Self { format, value, spots, model, operations, base_path })
    }

    /// How the text was written.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }

    /// The typed model.
    #[must_use]
    pub fn openapi(&self) -> &OpenAPI {
        &self.model
    }

    /// The raw value, extensions and all.
    #[must_use]
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// The raw part at a JSON pointer.
    #[must_use]
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.value.pointer(pointer)
    }

    /// Where the part at `pointer` stands in the text: the line of its key, or of the nearest part above it that
    /// exists.
    #[must_use]
    pub fn position(&self, pointer: &str) -> Position {
        self.spots.find(&self.value, pointer)
    }

    /// `info.title`: for an export, the name of the API.
    #[must_use]
    pub fn title(&self) -> &str {
        &self.model.info.title
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

    /// The parameters of an operation: its own and those of its path that it does not override, `$ref`s into
    /// `components.parameters` followed.
    #[must_use]
    pub fn parameters(&self, operation: &Operation) -> Vec<&Parameter> {
        let item = self.model.paths.paths.get(&operation.path).and_then(ReferenceOr::as_item);
        // The operation that the caller holds may be a clone: its own parameters are taken from the document's copy.
        let own = self.operation(operation.method, &operation.path);
        let own = own.map_or(&[][..], |own| own.model.parameters.as_slice());
        let inherited = item.map_or(&[][..], |item| item.parameters.as_slice());
        let mut result: Vec<&Parameter> = own.iter().filter_map(|it| self.parameter(it)).collect();
        for parameter in inherited.iter().filter_map(|it| self.parameter(it)) {
            if !result.iter().any(|own| same_parameter(own, parameter)) {
                result.push(parameter);
            }
        }
        result
    }

    /// Whether API Gateway's HTTP API (v2) wrote this document, rather than a REST API (v1) or somebody else: only v2
    /// writes `x-amazon-apigateway-importexport-version` and `x-amazon-apigateway-cors`.
    #[must_use]
    pub fn is_http_api(&self) -> bool {
        ["x-amazon-apigateway-importexport-version", "x-amazon-apigateway-cors"]
            .iter()
            .any(|key| self.value.get(key).is_some())
    }

    /// The pointers of all `$ref`s that name nothing in this document: other files are not read, and what such a
    /// reference stands for is compared and checked by nobody.
    #[must_use]
    pub fn dangling_references(&self) -> Vec<String> {
        let mut dangling = Vec::new();
        pointer::visit(&self.value, "", &mut |at, part| {
            let target = pointer::reference(part).map(pointer::from_reference);
            if target.is_some_and(|target| target.and_then(|target| self.at(&target)).is_none()) {
                dangling.push(pointer::child(at, "$ref"));
            }
        });
        dangling
    }

    fn parameter<'d>(&'d self, parameter: &'d ReferenceOr<Parameter>) -> Option<&'d Parameter> {
        let mut parameter = parameter;
        // A chain of references is never longer than the list it runs through, unless it is a cycle.
        for _ in 0..16 {
            match parameter {
                ReferenceOr::Item(item) => return Some(item),
                ReferenceOr::Reference { reference } => {
                    let at = pointer::from_reference(reference)?;
                    let name = pointer::tokens(at.strip_prefix("/components/parameters")?)
                        .next()?
                        .into_owned();
                    parameter = self.model.components.as_ref()?.parameters.get(&name)?;
                }
            }
        }
        None
    }
}

fn same_parameter(one: &Parameter, other: &Parameter) -> bool {
    let name = |parameter: &Parameter| parameter.parameter_data_ref().name.clone();
    std::mem::discriminant(one) == std::mem::discriminant(other) && name(one) == name(other)
}
