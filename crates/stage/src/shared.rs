//! What all connections of a running stage share.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::SystemTime;

use crate::access::KeyCache;
use crate::deployment::Deployment;
use crate::ids::Ids;
use crate::invoke::throttle::{Bucket, Quotas};
use crate::log::Log;
use crate::play::Plays;
use crate::{Settings, StageError};

/// How many deployments are kept, as on an account.
const DEPLOYMENTS: usize = 300;

pub(crate) struct Shared {
    pub(crate) settings: Settings,
    pub(crate) ids: Ids,
    pub(crate) log: Mutex<Log>,
    pub(crate) plays: Mutex<Plays>,
    pub(crate) bucket: Mutex<Option<Bucket>>,
    pub(crate) quotas: Mutex<Quotas>,
    pub(crate) keys: KeyCache,
    /// Newest last; the last one is what the stage serves.
    deployments: RwLock<Vec<Arc<Deployment>>>,
    /// When the API and its stage were made.
    pub(crate) created: SystemTime,
}

impl Shared {
    pub(crate) fn new(settings: Settings, ids: Ids, first: Deployment) -> Self {
        Self {
            bucket: Mutex::new(settings.throttle.map(Bucket::new)),
            quotas: Mutex::new(Quotas::new(settings.quota)),
            keys: KeyCache::default(),
            log: Mutex::default(),
            plays: Mutex::default(),
            created: first.created,
            deployments: RwLock::new(vec![Arc::new(first)]),
            ids,
            settings,
        }
    }

    /// What the stage serves. A request keeps the deployment it began with.
    pub(crate) fn deployment(&self) -> Arc<Deployment> {
        let deployments = self.deployments.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(deployments.last().expect("a stage starts with a deployment"))
    }

    /// All deployments, oldest first.
    pub(crate) fn deployments(&self) -> Vec<Arc<Deployment>> {
        self.deployments.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn deploy(&self, release: crate::Release) -> Result<String, StageError> {
        let deployment = Deployment::new(self.ids.deployment(), release, &self.settings)?;
        let id = deployment.id.clone();
        let mut deployments = self.deployments.write().unwrap_or_else(PoisonError::into_inner);
        if deployments.len() == DEPLOYMENTS {
            deployments.remove(0);
        }
        deployments.push(Arc::new(deployment));
        Ok(id)
    }
}

/// A lock whose holder panicked still guards a value that is whole: each is replaced in one step.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
