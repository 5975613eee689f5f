//! `gatepact publish-spec` where something is wrong: what is said, the exit code, and that nothing is lost.

use std::process::{Child, Stdio};
use std::time::Duration;

use gatepact_openapi::Document;
use gatepact_publisher::{Name, Registry};
use gatepact_stage::ControlFailure;
use orders_service::Release;
use serde_json::json;
use tempfile::TempDir;

use crate::harness::{Said, gatepact};
use crate::stage::Orders;

#[test]
fn a_missing_permission_is_named_with_its_resource() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    orders.stage.play_control(ControlFailure::AccessDenied, 1);
    Said::of(&mut orders.publish(folder.path(), "1.0.0")).expect(
        3,
        &["lacks the permission `apigateway:GET` on `arn:aws:apigateway:eu-west-1::/restapis/a1b2c3d4e5`"],
    );
}

#[test]
fn a_busy_control_plane_is_waited_for_out_loud() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    orders.stage.play_control(ControlFailure::Throttled, 2);
    let said = Said::of(&mut orders.publish(folder.path(), "1.0.0")).expect(0, &["published"]);
    assert_eq!(said.stderr.matches("asking again in").count(), 2, "{}", said.stderr);
    orders.stage.play_control(ControlFailure::Throttled, 1);
    let quiet = Said::of(orders.publish(folder.path(), "1.0.0").arg("--quiet")).expect(0, &[]);
    assert!(quiet.stderr.is_empty(), "{}", quiet.stderr);
}

#[test]
fn an_answer_that_is_no_document_is_refused_with_its_line() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    orders.stage.play_control(ControlFailure::NoDocument, 1);
    Said::of(&mut orders.publish(folder.path(), "1.0.0"))
        .expect(3, &["what API Gateway exports is refused", "line 1"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn wrong_names_and_addresses_are_told_apart() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    let endpoint = orders.stage.endpoint_url();
    let publish = |api: &str, stage: &str, endpoint: &str| {
        let mut command = gatepact(folder.path());
        command
            .args(["publish-spec", "--release", "1", "--rest-api-id", api, "--stage-name", stage])
            .args(["--endpoint-url", endpoint, "--region", "eu-west-1"])
            .env("AWS_ACCESS_KEY_ID", "AKIDTEST")
            .env("AWS_SECRET_ACCESS_KEY", "test-secret");
        command
    };
    Said::of(&mut publish("zzzzzzzzzz", "prod", &endpoint)).expect(3, &["/restapis/zzzzzzzzzz"]);
    Said::of(&mut publish("a1b2c3d4e5", "nope", &endpoint))
        .expect(3, &["/restapis/a1b2c3d4e5/stages/nope", "check the ids"]);
    Said::of(&mut publish("not/an/id", "prod", &endpoint)).expect(2, &["is no id of an API"]);
    Said::of(publish("a1b2c3d4e5", "prod", &endpoint).env("AWS_SECRET_ACCESS_KEY", "wrong"))
        .expect(3, &["does not accept the credentials"]);
    // A closed port is given up on long before the patience with a busy control plane ends.
    let closed = Said::of(&mut publish("a1b2c3d4e5", "prod", "http://127.0.0.1:9"))
        .expect(3, &["GetRestApi has no answer from http://127.0.0.1:9"]);
    assert_eq!(closed.stderr.matches("asking again in").count(), 3, "{}", closed.stderr);
    let mut nobody = publish("a1b2c3d4e5", "prod", &endpoint);
    nobody.env_remove("AWS_ACCESS_KEY_ID").env_remove("AWS_SECRET_ACCESS_KEY");
    Said::of(&mut nobody).expect(3, &["no usable AWS credentials"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn bad_arguments_send_nothing() {
    let folder = TempDir::new().unwrap();
    let publish = |arguments: &[&str]| {
        Said::of(
            gatepact(folder.path())
                .arg("publish-spec")
                .args(arguments)
                .args(["--endpoint-url", "http://127.0.0.1:9"]),
        )
    };
    let stage = ["--rest-api-id", "a1b2c3d4e5", "--stage-name", "prod"];
    publish(&stage).expect(2, &["the release has no name", "--release"]);
    publish(&["--release", "1"]).expect(2, &["no stage is named", "--rest-api-id"]);
    publish(&["--release", "1", "--rest-api-id", "a1"]).expect(2, &["--stage-name"]);
    publish(&["--release", "1", "--stage-name", "prod"]).expect(2, &["not of which API"]);
    publish(&[&stage[..], &["--release", "1", "--api-id", "x"]].concat())
        .expect(2, &["cannot be used with"]);
    publish(&[&stage[..], &["--release", "1"]].concat()).expect(2, &["--region"]);
    std::fs::write(folder.path().join("openapi"), "").unwrap();
    publish(&[&stage[..], &["--release", "1", "--region", "eu-west-1"]].concat())
        .expect(2, &["the registry openapi is a file"]);
}

#[test]
fn names_that_are_no_file_names_are_refused() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    Said::of(&mut orders.publish(folder.path(), "../1")).expect(2, &["release `../1`"]);
    Said::of(orders.publish(folder.path(), "1").args(["--api-name", "a/b"]))
        .expect(2, &["api `a/b`"]);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn another_deployment_than_expected_is_not_published() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    let first = orders.stage.deployment_id();
    orders.deploy_edited(Release::V1, |_| {});
    Said::of(orders.publish(folder.path(), "1").args(["--expect-deployment-id", &first]))
        .expect(3, &["the stage runs the deployment", &first]);
    let now = orders.stage.deployment_id();
    Said::of(orders.publish(folder.path(), "1").args(["--expect-deployment-id", &now]))
        .expect(0, &[]);
}

#[test]
fn a_damaged_registry_is_told_and_left_as_it_is() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    Said::of(&mut orders.publish(folder.path(), "1.0.0")).expect(0, &[]);
    let stage = folder.path().join("openapi/orders-api/prod");
    std::fs::write(stage.join("1.0.0.full.json"), "{}").unwrap();
    orders.deploy_edited(Release::V1, |api| api["info"]["version"] = json!("1.1.0"));
    Said::of(&mut orders.publish(folder.path(), "1.1.0"))
        .expect(2, &["1.0.0.full.json is damaged", "restore it"]);
    std::fs::write(stage.join("index.json"), "[").unwrap();
    Said::of(&mut orders.publish(folder.path(), "1.1.0")).expect(2, &["index.json is damaged"]);
    assert_eq!(std::fs::read(stage.join("index.json")).unwrap(), b"[");
}

/// Ctrl-C and `kill -9` at fifty moments: the registry holds whole releases only, and goes on.
#[test]
fn a_publisher_that_is_killed_leaves_a_whole_registry() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    Said::of(&mut orders.publish(folder.path(), "0")).expect(0, &[]);
    let (mut ended, mut stopped) = (0, 0);
    for round in 1..=50_u64 {
        orders.deploy_edited(Release::V1, |api| api["info"]["version"] = json!(format!("{round}")));
        let mut publisher = orders
            .publish(folder.path(), &round.to_string())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // From the start of the process to well behind its end.
        std::thread::sleep(Duration::from_millis(round * 5));
        if publisher.try_wait().unwrap().is_some() {
            ended += 1;
        } else {
            stopped += 1;
            stop(&mut publisher, round % 2 == 0);
        }
        publisher.wait().unwrap();
        check(&folder.path().join("openapi"));
    }
    assert!(stopped > 5, "{stopped} stopped, {ended} ended by themselves");
    orders.deploy_edited(Release::V1, |api| api["info"]["version"] = json!("last"));
    Said::of(&mut orders.publish(folder.path(), "last")).expect(0, &[]);
    check(&folder.path().join("openapi"));
}

fn stop(publisher: &mut Child, politely: bool) {
    if politely {
        let id = publisher.id().to_string();
        // It may have ended in the meantime.
        let _ = std::process::Command::new("kill").args(["-INT", &id]).status();
    } else {
        publisher.kill().unwrap();
    }
}

/// Every release that the index names is there, whole, and a document.
fn check(registry: &std::path::Path) {
    let registry = Registry::open(registry);
    let (api, stage) = (Name::api("orders-api").unwrap(), Name::stage("prod").unwrap());
    let index = registry.index(&api, &stage).unwrap().unwrap();
    for release in &index.releases {
        let kept = registry.release(&api, &stage, &release.release).unwrap();
        Document::read(kept.full).unwrap();
        Document::read(kept.public).unwrap();
    }
}

/// Two at once: whoever loses is told, and what both wrote is whole.
#[test]
fn of_two_publishers_at_once_none_loses_anything() {
    let (orders, folder) = (Orders::deployed(), TempDir::new().unwrap());
    for round in 0..10 {
        orders.deploy_edited(Release::V1, |api| api["info"]["version"] = json!(format!("{round}")));
        let publish = |suffix: &str| {
            orders
                .publish(folder.path(), &format!("{round}{suffix}"))
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        };
        let both = [publish("a"), publish("b")];
        let said = both.map(|one| Said::from(one.wait_with_output().unwrap()));
        let won = said.iter().filter(|said| said.code == 0).count();
        assert!(won >= 1, "{}{}", said[0].stderr, said[1].stderr);
        for lost in said.iter().filter(|said| said.code != 0) {
            assert_eq!(lost.code, 3, "{}", lost.stderr);
            assert!(lost.stderr.contains("another publisher"), "{}", lost.stderr);
        }
        check(&folder.path().join("openapi"));
    }
}
