//! The pact file: merged, deterministic, never torn, never somebody else's.

use std::fs;
use std::path::Path;

use crate::support::{FILE, get, pact, recorded};
use gatepact_consumer::prelude::*;
use serde_json::Value;

/// Records one interaction that is known by its description, state and status.
async fn record(
    directory: &Path,
    description: &str,
    state: &str,
    status: u16,
) -> Result<(), Error> {
    pact(directory)
        .interaction(description, |i| {
            if !state.is_empty() {
                i.given(state);
            }
            i.request.path("/orders").query_param("b", "2").query_param("a", "1");
            i.response.status(status).json_body(json_pattern!({
                "zeta": like!(1), "alpha": each_like!("tag"), "mid": term!("^a+$", "aaa")
            }));
        })
        .test(async |stage| {
            get(&stage, "/orders?a=1&b=2").send().await.unwrap();
        })
        .await
}

fn descriptions(directory: &Path) -> Vec<String> {
    let pact: Value = serde_json::from_str(&recorded(directory)).unwrap();
    let interactions = pact["interactions"].as_array().unwrap();
    interactions.iter().map(|i| i["description"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn the_order_of_the_tests_does_not_show_in_the_file() -> Result<(), Error> {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for description in ["a", "b", "c"] {
        record(one.path(), description, "some state", 200).await?;
        record(one.path(), description, "", 200).await?;
    }
    for description in ["c", "a", "b"] {
        record(other.path(), description, "", 200).await?;
        record(other.path(), description, "some state", 200).await?;
    }
    assert_eq!(descriptions(one.path()), ["a", "a", "b", "b", "c", "c"]);
    assert_eq!(recorded(one.path()), recorded(other.path()));
    Ok(())
}

#[tokio::test]
async fn the_file_is_canonical() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    record(directory.path(), "a", "some state", 200).await?;
    let text = recorded(directory.path());
    let expected = include_str!("canonical.json");
    assert_eq!(text, expected);
    Ok(())
}

#[tokio::test]
async fn recording_again_changes_nothing() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    record(directory.path(), "a", "", 200).await?;
    let (text, written) = (recorded(directory.path()), modified(directory.path()));
    record(directory.path(), "a", "", 200).await?;
    assert_eq!(recorded(directory.path()), text);
    assert_eq!(modified(directory.path()), written);
    Ok(())
}

fn modified(directory: &Path) -> std::time::SystemTime {
    fs::metadata(directory.join(FILE)).unwrap().modified().unwrap()
}

#[tokio::test]
async fn nothing_but_the_pact_looks_like_one() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    record(directory.path(), "a", "", 200).await?;
    let json = fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().path());
    let json = json.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    assert_eq!(json.collect::<Vec<_>>(), [directory.path().join(FILE)]);
    Ok(())
}

#[tokio::test]
async fn two_tests_of_one_run_may_not_mean_different_things() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    record(directory.path(), "a", "some state", 200).await?;
    let text = recorded(directory.path());
    let error = record(directory.path(), "a", "some state", 404).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "two tests record \"a\" in the same states with different content, rename one: {}",
            directory.path().join(FILE).display()
        )
    );
    assert_eq!(recorded(directory.path()), text);
    Ok(())
}

#[tokio::test]
async fn what_an_earlier_run_recorded_is_replaced() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    record(directory.path(), "a", "", 200).await?;
    record(directory.path(), "b", "", 200).await?;
    fs::write(directory.path().join(".web-shop-orders-api.lock"), r#"{"run":"x","recorded":[]}"#)
        .unwrap();
    record(directory.path(), "a", "", 404).await?;
    let pact: Value = serde_json::from_str(&recorded(directory.path())).unwrap();
    assert_eq!(descriptions(directory.path()), ["a", "b"]);
    assert_eq!(pact["interactions"][0]["response"]["status"], 404);
    Ok(())
}

#[tokio::test]
async fn a_torn_file_is_named_and_kept() {
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join(FILE);
    fs::write(&file, r#"{"consumer": {"na"#).unwrap();
    let error = record(directory.path(), "a", "", 200).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{} is not JSON, delete it and run the tests again", file.display())
    );
    assert!(format!("{error:?}").contains("EOF while parsing"), "{error:?}");
    assert_eq!(fs::read_to_string(&file).unwrap(), r#"{"consumer": {"na"#);
}

#[tokio::test]
async fn a_foreign_file_is_named_and_kept() {
    let strangers = [
        json!([]),
        json!({ "hello": "world" }),
        json!({ "consumer": { "name": "web-shop" }, "provider": { "name": "orders-api" },
                "interactions": [], "metadata": { "pactSpecification": { "version": "3.0.0" } } }),
        json!({ "consumer": { "name": "warehouse" }, "provider": { "name": "orders-api" },
                "interactions": [], "metadata": { "pactSpecification": { "version": "4.0" } } }),
    ];
    for stranger in strangers {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join(FILE);
        fs::write(&file, stranger.to_string()).unwrap();
        let error = record(directory.path(), "a", "", 200).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            format!(
                "{} is not a V4 pact of this consumer and provider, move it away",
                file.display()
            )
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), stranger.to_string());
    }
}

#[tokio::test]
async fn interactions_that_another_library_recorded_without_keys_are_kept() -> Result<(), Error> {
    let directory = tempfile::tempdir().unwrap();
    let interaction = |description: &str| {
        json!({ "type": "Synchronous/HTTP", "description": description,
                "request": { "method": "GET", "path": "/" }, "response": { "status": 200 } })
    };
    let pact = json!({
        "consumer": { "name": "web-shop" }, "provider": { "name": "orders-api" },
        "interactions": [interaction("z"), interaction("a")],
        "metadata": { "pactSpecification": { "version": "4.0" } }
    });
    fs::write(directory.path().join(FILE), pact.to_string()).unwrap();
    record(directory.path(), "a", "", 404).await?;
    record(directory.path(), "m", "", 200).await?;
    assert_eq!(descriptions(directory.path()), ["a", "m", "z"]);
    Ok(())
}

#[test]
fn parallel_threads_lose_nothing() {
    let directory = tempfile::tempdir().unwrap();
    std::thread::scope(|scope| {
        for number in 0..16 {
            let directory = directory.path();
            scope.spawn(move || {
                let runtime =
                    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
                runtime.block_on(record(directory, &format!("{number:02}"), "", 200)).unwrap();
            });
        }
    });
    let expected: Vec<_> = (0..16).map(|number| format!("{number:02}")).collect();
    assert_eq!(descriptions(directory.path()), expected);
}
