//! Documents behind a URL: bounded, without credentials, and never a secret in what is said.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::process::Stdio;
use std::time::{Duration, Instant};

use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::get;

use super::{OLD, command, new, releases};
use crate::harness::{Provider, Said};

/// The two releases behind a port.
fn served() -> Provider {
    let app = Router::new()
        .route("/old.yaml", get(async || OLD))
        .route("/new.yaml", get(async || new()))
        .route("/moved", get(async || Redirect::temporary("/moved-on?secret=s3cr3t")))
        .route("/moved-on", get(async || Redirect::permanent("/old.yaml")))
        .route("/loop", get(async || Redirect::temporary("/loop")))
        .route("/nowhere", get(async || StatusCode::FOUND))
        .route("/denied", get(async || (StatusCode::FORBIDDEN, "no")))
        .route("/page", get(async || "<!doctype html><p>sign in"));
    Provider::serving(app, |_, _| {})
}

fn said(arguments: &[&str]) -> Said {
    let folder = releases();
    Said::of(&mut command(folder.path(), arguments))
}

#[test]
fn a_document_may_be_fetched() {
    let provider = served();
    let [old, new] = ["old", "new"].map(|name| format!("{}/{name}.yaml", provider.base_url));
    let report = said(&[&old, &new, "--report", "json"]).expect(1, &[]).json();
    assert_eq!(report["comparison"]["old"]["name"], old);
    assert_eq!(report["findings"][0]["location"]["file"], new);
    said(&[&format!("{}/moved", provider.base_url), "new.yaml"]).expect(1, &["BROKEN"]);
    // Nobody is told who asks.
    for request in provider.received() {
        assert!(request.header("authorization").is_none());
        assert!(request.header("cookie").is_none());
        assert!(request.header("referer").is_none());
    }
}

#[test]
fn what_cannot_be_fetched_leaves_the_answer_open() {
    let provider = served();
    let url = |path: &str| format!("{}{path}?token=s3cr3t", provider.base_url);
    for (path, text) in [
        ("/denied", "/denied answers 403 Forbidden"),
        ("/missing", "/missing answers 404 Not Found"),
        ("/loop", "/loop redirects more than 5 times"),
        ("/nowhere", "/nowhere answers 302 Found and does not say where to"),
    ] {
        let said = said(&[&url(path), "new.yaml"]).expect(3, &[text, "check the URL"]);
        assert!(!said.stderr.contains("s3cr3t"), "{}", said.stderr);
    }
    // What comes and is no document is an input that cannot be read.
    let page = said(&[&url("/page"), "new.yaml"]).expect(2, &["/page: ", "line 1"]);
    assert!(!page.stderr.contains("s3cr3t"), "{}", page.stderr);
    let closed = said(&["http://127.0.0.1:9/openapi.yaml?token=s3cr3t", "new.yaml"]);
    let closed = closed.expect(3, &["http://127.0.0.1:9/openapi.yaml"]);
    assert!(!closed.stderr.contains("s3cr3t"), "{}", closed.stderr);
}

#[test]
fn a_url_with_credentials_is_refused_and_not_repeated() {
    let said = said(&["https://me:s3cr3t@example.com/openapi.yaml", "new.yaml"]);
    let said = said.expect(2, &["carries a user name or a password", "pipe it in"]);
    assert!(!said.stderr.contains("s3cr3t"), "{}", said.stderr);
}

/// A server that takes one connection and writes what it is told to, until nobody listens.
fn raw(write: impl FnOnce(TcpStream) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/openapi.json", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let (mut connection, _) = listener.accept().unwrap();
        let _ = connection.read(&mut [0; 4096]);
        write(connection);
    });
    url
}

#[test]
fn an_answer_without_an_end_is_cut_off_at_the_limit() {
    let url = raw(|mut connection| {
        let _ = connection.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
        let chunk = vec![b' '; 1 << 20];
        while connection.write_all(&chunk).is_ok() {}
    });
    said(&[&url, "new.yaml"]).expect(2, &["/openapi.json: the document has", "and the limit is"]);
}

#[test]
fn an_answer_that_breaks_off_leaves_the_answer_open() {
    let url = raw(|mut connection| {
        let _ = connection.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nopenapi: ");
    });
    said(&[&url, "new.yaml"]).expect(3, &["/openapi.json "]);
}

#[test]
#[cfg(unix)]
fn an_interrupt_does_not_wait_for_an_answer() {
    let folder = releases();
    let (asked, is_asked) = std::sync::mpsc::channel();
    let url = raw(move |connection| {
        asked.send(()).unwrap();
        // The answer never comes.
        std::thread::sleep(Duration::from_secs(30));
        drop(connection);
    });
    let mut diff = command(folder.path(), &[&url, "new.yaml"]);
    let child = diff.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    is_asked.recv_timeout(Duration::from_secs(20)).unwrap();
    let (began, id) = (Instant::now(), child.id().to_string());
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    let said = Said::from(child.wait_with_output().unwrap());
    said.expect(130, &["interrupted: nothing was compared"]);
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());
}
