//! The committed registry is what `publish-spec` writes for the example API.

use std::path::Path;

use orders_service::Release;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Said, root};
use crate::stage::Orders;

const STAGE: &str = "openapi/orders-api/prod";

/// The index without what differs from run to run: when, and which deployment.
fn lasting(index: &Path) -> Value {
    let mut index: Value = serde_json::from_slice(&std::fs::read(index).unwrap()).unwrap();
    for release in index["releases"].as_array_mut().unwrap() {
        for deployment in release["deployments"].as_array_mut().unwrap() {
            for volatile in ["exported_at", "deployment_id"] {
                assert!(deployment[volatile].is_string(), "{volatile}");
                deployment[volatile] = json!("");
            }
        }
    }
    index
}

#[test]
fn the_committed_registry_is_what_the_code_publishes() {
    let (mut orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    let pacts = root().join("pacts").display().to_string();
    let publish = |orders: &Orders, release| {
        Said::of(orders.publish(folder.path(), release).args(["--dir", &pacts]))
    };
    publish(&orders, "1.0.0").expect(0, &[]);
    orders.deploy(Release::V2);
    publish(&orders, "2.0.0").expect(1, &[]);

    let (published, committed) = (folder.path().join(STAGE), root().join(STAGE));
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        std::fs::create_dir_all(&committed).unwrap();
        for entry in std::fs::read_dir(&published).unwrap().map(Result::unwrap) {
            std::fs::copy(entry.path(), committed.join(entry.file_name())).unwrap();
        }
    }
    for name in ["1.0.0.json", "1.0.0.full.json", "2.0.0.json", "2.0.0.full.json"] {
        let [now, then] = [&published, &committed].map(|folder| std::fs::read(folder.join(name)));
        assert!(
            now.unwrap() == then.unwrap_or_default(),
            "{STAGE}/{name} is not what the code publishes, set UPDATE_OPENAPI=1 and look at the difference"
        );
    }
    let file = "index.json";
    assert_eq!(lasting(&published.join(file)), lasting(&committed.join(file)));
    assert_eq!(std::fs::read_dir(&committed).unwrap().count(), 5, "nothing else is committed");
}
