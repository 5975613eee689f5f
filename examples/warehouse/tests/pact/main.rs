//! What the warehouse relies on: each interaction is a test, and all of them are the committed pact.

#![allow(clippy::unwrap_used)] // a failed step fails the test

mod interactions;

use std::path::{Path, PathBuf};
use std::{env, fs};

use gatepact_consumer::prelude::*;

const FILE: &str = "warehouse-orders-api.json";

fn pact(directory: &Path) -> Pact {
    Pact::between("warehouse", "orders-api").auth([Auth::Iam, Auth::ApiKey]).output_dir(directory)
}

/// One test for each interaction, and a function that records them all.
macro_rules! interactions {
    ($($interaction:ident),+ $(,)?) => {
        $(
            #[tokio::test]
            async fn $interaction() -> Result<(), Error> {
                interactions::$interaction(pact(&target())).await
            }
        )+

        async fn record_all(directory: &Path) -> Result<(), Error> {
            $( interactions::$interaction(pact(directory)).await?; )+
            Ok(())
        }
    };
}

interactions! {
    the_first_page_of_open_orders_is_listed,
    the_next_page_is_listed,
    no_open_orders_are_an_empty_page,
    a_limit_of_zero_is_refused,
    an_order_is_read,
    an_unknown_order_is_not_found,
}

/// `pacts` in the workspace's target directory.
fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("pacts")
}

#[tokio::test]
async fn the_committed_pact_is_what_the_code_records() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    record_all(directory.path()).await?;
    let recorded = fs::read(directory.path().join(FILE)).unwrap();

    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../pacts").join(FILE);
    if env::var_os("UPDATE_PACTS").is_some() {
        fs::write(&committed, &recorded).unwrap();
    }
    assert!(
        fs::read(&committed).is_ok_and(|committed| committed == recorded),
        "pacts/{FILE} is not what the code records, set UPDATE_PACTS=1 and look at the difference"
    );
    Ok(())
}
