//! The registry of releases, to the letter.
#![allow(clippy::unwrap_used, reason = "a test says what went wrong by failing")]

use std::collections::BTreeMap;
use std::path::Path;

use gatepact_openapi::Document;
use gatepact_publisher::{
    Against, Judgement, Name, Outcome, Provenance, Publication, Published, Registry, RegistryError,
    ReleaseSource, Verdict,
};

const KEPT: Verdict = Verdict { outcome: Judgement::Kept, breaking: 0, risky: 0, safe: 1 };
const BROKEN: Verdict = Verdict { outcome: Judgement::Broken, breaking: 2, risky: 1, safe: 0 };

fn document(path: &str) -> Document {
    let text = format!(
        "openapi: 3.0.1\ninfo: {{title: orders, version: '1'}}\npaths: {{{path}: {{get: {{responses: {{}}, \
         x-amazon-apigateway-integration: {{uri: 'arn:aws:lambda:eu-west-1:111122223333:function:f'}}}}}}}}\n"
    );
    Document::read(text).unwrap()
}

fn publication(release: &str, path: &str) -> Publication {
    publication_of("orders", "prod", release, path).unwrap()
}

fn publication_of(
    api: &str,
    stage: &str,
    release: &str,
    path: &str,
) -> Result<Publication, RegistryError> {
    let provenance = Provenance {
        exported_at: "2026-11-24T00:00:00Z".to_owned(),
        deployment_id: Some(format!("deployment of {release}")),
        ..Provenance::default()
    };
    Ok(Publication::new(api, stage, release, &document(path))?.provenance(provenance))
}

fn publish(registry: &Registry, release: &str, path: &str, verdict: Verdict) -> Published {
    registry.prepare(publication(release, path)).unwrap().commit(verdict).unwrap()
}

fn names() -> (Name, Name) {
    (Name::api("orders").unwrap(), Name::stage("prod").unwrap())
}

fn previous(published: &Published) -> Option<&str> {
    published.previous.as_ref().map(|previous| previous.release.release.as_str())
}

/// Every file with its bytes and the time it was written.
fn snapshot(root: &Path) -> BTreeMap<String, (Vec<u8>, std::time::SystemTime)> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(root).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(snapshot(&path));
        } else {
            let written = path.metadata().unwrap().modified().unwrap();
            files.insert(path.display().to_string(), (std::fs::read(&path).unwrap(), written));
        }
    }
    files
}

#[test]
fn the_first_release_has_no_predecessor_and_the_next_one_has() {
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    let first = publish(&registry, "1.4.0", "/a", KEPT);
    assert_eq!((first.outcome, previous(&first)), (Outcome::Created, None));
    let second = publish(&registry, "1.5.0", "/b", BROKEN);
    assert_eq!((second.outcome, previous(&second)), (Outcome::Created, Some("1.4.0")));

    let files: Vec<_> = snapshot(root.path()).into_keys().collect();
    let expected = ["1.4.0.full.json", "1.4.0.json", "1.5.0.full.json", "1.5.0.json", "index.json"];
    assert_eq!(
        files,
        expected.map(|name| root.path().join("orders/prod").join(name).display().to_string())
    );

    let (api, stage) = names();
    let release = registry.release(&api, &stage, "1.5.0").unwrap();
    assert!(release.public.contains("/b") && !release.public.contains("x-amazon"));
    assert!(
        release.full.contains("x-amazon-apigateway-integration") && !release.full.contains("1111")
    );
    let index = registry.index(&api, &stage).unwrap().unwrap();
    assert_eq!((index.current.as_str(), index.generation), ("1.5.0", 2));
    let deployment = index.release("1.5.0").unwrap().last_deployment().unwrap();
    assert_eq!(deployment.verdict, BROKEN, "a breaking document is stored all the same");
    assert_eq!(deployment.previous.as_deref(), Some("1.4.0"));
    assert_eq!(deployment.provenance.deployment_id.as_deref(), Some("deployment of 1.5.0"));
    assert_eq!(registry.stages().unwrap(), [(api, stage)]);
}

#[test]
fn publishing_the_current_bytes_again_writes_nothing_and_repeats_the_verdict() {
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    publish(&registry, "1", "/a", KEPT);
    publish(&registry, "2", "/b", BROKEN);
    let before = snapshot(root.path());
    for _ in 0..2 {
        let again = publish(&registry, "2", "/b", KEPT);
        assert_eq!((again.outcome, previous(&again)), (Outcome::Unchanged, Some("1")));
        assert_eq!(again.verdict, BROKEN, "a red job that runs again stays red");
    }
    assert_eq!(snapshot(root.path()), before);
}

/// A publication with an authored document in YAML.
fn with_source(release: &str, title: &str) -> Publication {
    let text = format!("openapi: 3.0.3\ninfo: {{title: {title}, version: '1'}}\npaths: {{}}\n");
    let document = Document::read(&text).unwrap();
    publication(release, "/a").source(ReleaseSource::new(&document, text.into_bytes()))
}

#[test]
fn a_source_is_kept_as_it_is_and_never_changes() {
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    let (api, stage) = names();
    let prepared = registry.prepare(with_source("1", "ours")).unwrap();
    assert_eq!(prepared.source_file().as_deref(), Some("1.source.yaml"));
    prepared.commit(KEPT).unwrap();
    let kept = registry.source(&api, &stage, "1").unwrap().unwrap();
    assert!(kept.starts_with(b"openapi: 3.0.3\ninfo: {title: ours"));
    let before = snapshot(root.path());

    // The same source, or none: the release is what it was.
    for publication in [with_source("1", "ours"), publication("1", "/a")] {
        let prepared = registry.prepare(publication).unwrap();
        assert_eq!(prepared.source_file().as_deref(), Some("1.source.yaml"));
        assert_eq!(prepared.commit(KEPT).unwrap().outcome, Outcome::Unchanged);
    }
    let error = registry.prepare(with_source("1", "theirs")).unwrap_err();
    assert!(matches!(error, RegistryError::OtherSource { .. }), "{error}");
    assert_eq!(snapshot(root.path()), before);

    // A release without a source gets none later.
    publish(&registry, "2", "/a", KEPT);
    assert_eq!(registry.source(&api, &stage, "2").unwrap(), None);
    let error = registry.prepare(with_source("2", "ours")).unwrap_err();
    assert!(error.to_string().contains("omit the source"), "{error}");
}

/// An index of the first version knows no sources; one that was edited names no file of somebody else.
#[test]
fn only_the_source_of_the_release_itself_is_read() {
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    let (api, stage) = names();
    publish(&registry, "1", "/a", KEPT);
    let path = root.path().join("orders/prod/index.json");
    let index = std::fs::read_to_string(&path).unwrap();
    assert!(!index.contains("source"), "{index}");
    assert_eq!(registry.source(&api, &stage, "1").unwrap(), None);
    for file in ["../../secret", "1.source.json/../x", "2.source.json", "1.full.json"] {
        let source = format!(
            "\"source\": {{ \"file\": \"{file}\", \"sha256\": \"\" }},\n      \"deployments\":"
        );
        std::fs::write(&path, index.replace("\"deployments\":", &source)).unwrap();
        let error = registry.source(&api, &stage, "1").unwrap_err();
        assert!(error.to_string().contains("index.json is damaged"), "{error}");
    }
}

#[test]
fn an_older_release_published_again_is_a_rollback() {
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    publish(&registry, "1", "/a", KEPT);
    publish(&registry, "2", "/b", BROKEN);
    let back = publish(&registry, "1", "/a", BROKEN);
    assert_eq!((back.outcome, previous(&back)), (Outcome::Rollback, Some("2")));
    let (api, stage) = names();
    let index = registry.index(&api, &stage).unwrap().unwrap();
    assert_eq!(index.current, "1");
    assert_eq!(index.releases.len(), 2, "the order is that of the first publications");
    assert_eq!(index.release("1").unwrap().deployments.len(), 2);
    let again = publish(&registry, "1", "/a", KEPT);
    assert_eq!(
        (again.outcome, previous(&again), again.verdict),
        (Outcome::Unchanged, Some("2"), BROKEN)
    );
    let next = publish(&registry, "3", "/c", KEPT);
    assert_eq!(
        previous(&next),
        Some("1"),
        "the predecessor is the current release, not the newest"
    );
}

#[test]
fn a_new_name_for_the_current_bytes_is_a_release_of_its_own() {
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    publish(&registry, "1", "/a", BROKEN);
    let same = publish(&registry, "2", "/a", KEPT);
    assert_eq!((same.outcome, previous(&same), same.verdict), (Outcome::Created, Some("1"), KEPT));
}

#[test]
fn the_same_name_with_other_bytes_is_refused() {
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    publish(&registry, "1", "/a", KEPT);
    publish(&registry, "2", "/b", KEPT);
    let before = snapshot(root.path());
    for release in ["1", "2"] {
        let error = registry.prepare(publication(release, "/other")).unwrap_err();
        assert!(matches!(error, RegistryError::OtherBytes { .. }), "{error}");
    }
    assert_eq!(snapshot(root.path()), before);
}

#[test]
fn a_dry_run_writes_nothing() {
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path().join("not/yet/there"));
    let prepared = registry.prepare(publication("1", "/a")).unwrap();
    assert_eq!(prepared.outcome(), Outcome::Created);
    drop(prepared);
    assert_eq!(std::fs::read_dir(root.path()).unwrap().count(), 0);
}

#[test]
fn compared_with_something_else_than_the_current_release() {
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    publish(&registry, "1", "/a", KEPT);
    publish(&registry, "2", "/b", KEPT);
    let against = |against| registry.prepare(publication("3", "/c").against(against));
    let prepared = against(Against::Release("1".to_owned())).unwrap();
    assert_eq!(prepared.previous().unwrap().release.release, "1");
    assert!(against(Against::Elsewhere).unwrap().previous().is_none());
    let error = against(Against::Release("9".to_owned())).unwrap_err();
    assert!(matches!(error, RegistryError::UnknownRelease { .. }), "{error}");
}

#[test]
fn of_two_publishers_one_wins_and_the_other_is_told() {
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    for round in 0..10 {
        let (one, other) = (format!("{round}.1"), format!("{round}.2"));
        let first = registry.prepare(publication(&one, "/a")).unwrap();
        let second = registry.prepare(publication(&other, "/b")).unwrap();
        let (first, second) = std::thread::scope(|scope| {
            let first = scope.spawn(|| first.commit(KEPT));
            let second = scope.spawn(|| second.commit(KEPT));
            (first.join().unwrap(), second.join().unwrap())
        });
        assert_eq!(first.is_ok() as u8 + second.is_ok() as u8, 1, "{first:?} {second:?}");
        let winner = if first.is_ok() { one } else { other };
        let told = first.err().or(second.err()).unwrap();
        assert!(
            matches!(told, RegistryError::Conflict { .. } | RegistryError::Busy { .. }),
            "{told}"
        );
        let (api, stage) = names();
        let index = registry.index(&api, &stage).unwrap().unwrap();
        assert_eq!((index.current.as_str(), index.releases.len()), (winner.as_str(), round + 1));
    }
}

#[test]
fn many_publishers_that_try_again_lose_nothing() {
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    std::thread::scope(|scope| {
        for publisher in 0..4 {
            let registry = &registry;
            scope.spawn(move || {
                for number in 0..5 {
                    let release = format!("{publisher}.{number}");
                    while let Err(error) = registry
                        .prepare(publication(&release, "/a"))
                        .and_then(|prepared| prepared.commit(KEPT))
                    {
                        assert!(
                            matches!(
                                error,
                                RegistryError::Conflict { .. } | RegistryError::Busy { .. }
                            ),
                            "{error}"
                        );
                    }
                }
            });
        }
    });
    let (api, stage) = names();
    let index = registry.index(&api, &stage).unwrap().unwrap();
    assert_eq!((index.releases.len(), index.generation), (20, 20));
}

#[test]
fn names_are_checked_and_may_not_differ_in_case_only() {
    for (api, stage, release) in [
        ("../x", "prod", "1"),
        ("orders", "a/b", "1"),
        ("orders", "prod", ".."),
        ("orders", "prod", "index"),
    ] {
        let error = publication_of(api, stage, release, "/a").unwrap_err();
        assert!(matches!(error, RegistryError::Name { .. }), "{error}");
    }
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    publish(&registry, "1-rc", "/a", KEPT);
    for (api, stage, release) in
        [("Orders", "prod", "2"), ("orders", "PROD", "2"), ("orders", "prod", "1-RC")]
    {
        let error =
            registry.prepare(publication_of(api, stage, release, "/b").unwrap()).unwrap_err();
        assert!(matches!(error, RegistryError::Collision { .. }), "{error}");
    }
}

#[test]
fn damage_is_told_and_never_taken_for_a_release() {
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    publish(&registry, "1", "/a", KEPT);
    let folder = root.path().join("orders/prod");
    let (api, stage) = names();
    let whole = std::fs::read_to_string(folder.join("index.json")).unwrap();
    let error = |text: &str| {
        std::fs::write(folder.join("index.json"), text).unwrap();
        registry.prepare(publication("2", "/b")).unwrap_err()
    };
    for damaged in [
        "",
        "{}",
        &whole[..whole.len() / 2],
        &whole.replace("index/1", "index/2"),
        &whole.replace("\"orders\"", "\"other\""),
        &whole.replace("\"current\": \"1\"", "\"current\": \"7\""),
    ] {
        let error = error(damaged);
        assert!(matches!(error, RegistryError::Damaged { .. }), "{damaged}: {error}");
    }
    std::fs::write(folder.join("index.json"), &whole).unwrap();
    std::fs::write(folder.join("1.full.json"), "{}").unwrap();
    let error = registry.release(&api, &stage, "1").unwrap_err();
    assert!(error.to_string().contains("1.full.json is damaged: its sha256 is"), "{error}");
}

#[test]
fn the_cost_of_a_publication_does_not_grow_with_the_number_of_releases() {
    // Only the predecessor is read: all other releases may be missing.
    let root = tempfile::tempdir().unwrap();
    let registry = Registry::open(root.path());
    for number in 0..20 {
        publish(&registry, &format!("1.{number}"), "/a", KEPT);
    }
    for number in 0..19 {
        for suffix in ["json", "full.json"] {
            std::fs::remove_file(root.path().join(format!("orders/prod/1.{number}.{suffix}")))
                .unwrap();
        }
    }
    assert_eq!(previous(&publish(&registry, "2", "/b", KEPT)), Some("1.19"));
}
