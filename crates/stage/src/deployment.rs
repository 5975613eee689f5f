//! A deployment: a document as it was when it was deployed, ready to take requests.

use std::collections::HashMap;
use std::time::SystemTime;

use gatepact_finding::Pointer;
use gatepact_openapi::{Document, Operation, OperationView, Router};
use http::Uri;

use crate::invoke::custom::Custom;
use crate::invoke::integrate::Integration;
use crate::invoke::validate::Checks;
use crate::outgoing::plain_url;
use crate::{Release, Settings, StageError};

pub(crate) struct Deployment {
    pub(crate) id: String,
    pub(crate) created: SystemTime,
    pub(crate) document: Document,
    pub(crate) router: Router,
    pub(crate) custom: Custom,
    methods: HashMap<Pointer, Method>,
}

/// What the stage does with the requests of one operation.
pub(crate) struct Method {
    pub(crate) checks: Checks,
    pub(crate) integration: Integration,
}

impl Deployment {
    pub(crate) fn new(
        id: String,
        release: Release,
        settings: &Settings,
    ) -> Result<Self, StageError> {
        let Release { document, backend } = release;
        let backend = backend.as_deref().map(backend_url).transpose()?;
        let method = |view: &OperationView<'_>| -> Result<_, StageError> {
            Ok(Method {
                checks: Checks::of(view)?,
                integration: Integration::of(view, backend.as_ref(), settings),
            })
        };
        let operations = document.operations().iter();
        let methods = operations
            .filter_map(|operation| Some((operation, document.view(operation)?)))
            .map(|(operation, view)| Ok((operation.pointer.clone(), method(&view)?)))
            .collect::<Result<_, StageError>>()?;
        Ok(Self {
            id,
            created: SystemTime::now(),
            router: Router::new(&document),
            custom: Custom::of(&document),
            methods,
            document,
        })
    }

    pub(crate) fn method(&self, operation: &Operation) -> Option<&Method> {
        self.methods.get(&operation.pointer)
    }

    pub(crate) fn is_http_api(&self) -> bool {
        self.document.is_http_api()
    }
}

fn backend_url(url: &str) -> Result<Uri, StageError> {
    plain_url(url.trim_end_matches('/')).ok_or_else(|| StageError::Backend { url: url.to_owned() })
}
