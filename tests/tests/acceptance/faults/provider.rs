//! Providers that misbehave: each in its own way, none takes the run down with it.

use std::io::Write as _;
use std::net::TcpStream;
use std::time::Duration;

use serde_json::json;

use super::raw::{Fault, Measured, RawProvider, folder_with_fault, verify};

fn against(fault: Fault) -> Measured {
    let folder = folder_with_fault(|_| {});
    verify(folder.path(), &RawProvider::with(fault).base_url)
}

fn head(stream: &mut TcpStream, headers: &str) -> std::io::Result<()> {
    write!(stream, "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n{headers}\r\n")
}

#[test]
fn a_provider_that_hangs_after_the_head_is_given_up_on() {
    against(|stream| {
        head(stream, "content-length: 9\r\n")?;
        std::thread::sleep(Duration::from_secs(60));
        Ok(())
    })
    .expect(3, &["no complete answer within 2s"]);
}

#[test]
fn a_provider_that_drips_is_given_up_on() {
    against(|stream| {
        head(stream, "content-length: 3600\r\n")?;
        loop {
            stream.write_all(b" ")?;
            std::thread::sleep(Duration::from_secs(1));
        }
    })
    .expect(3, &["no complete answer within 2s"]);
}

#[test]
fn a_connection_closed_within_the_body_is_unknown() {
    against(|stream| {
        head(stream, "transfer-encoding: chunked\r\n")?;
        stream.write_all(b"9\r\n{\"v\"")
    })
    .expect(3, &["the connection failed before the answer was complete"]);
}

#[test]
fn a_connection_closed_without_an_answer_is_unknown() {
    against(|_| Ok(())).expect(3, &["the connection failed before the answer was complete"]);
}

#[test]
fn an_answer_of_two_gigabytes_is_not_read_to_its_end() {
    against(|stream| {
        head(stream, "content-length: 2147483648\r\n")?;
        let piece = vec![b' '; 1 << 20];
        (0..2048).try_for_each(|_| stream.write_all(&piece))
    })
    .expect(3, &["the answer is larger than 16 MiB"]);
}

#[test]
fn an_answer_without_end_is_not_read_to_its_end() {
    against(|stream| {
        head(stream, "transfer-encoding: chunked\r\n")?;
        let piece = [b"100000\r\n".as_slice(), &vec![b' '; 1 << 20], b"\r\n"].concat();
        loop {
            stream.write_all(&piece)?;
        }
    })
    .expect(3, &["the answer is larger than 16 MiB"]);
}

#[test]
fn a_body_that_is_no_text_is_a_broken_promise() {
    against(|stream| {
        head(stream, "content-length: 9\r\n")?;
        stream.write_all(b"{\"v\":\"\xff\"}")
    })
    .expect(1, &["the fault", "failed to parse"]);
}

#[test]
fn a_content_length_too_long_is_unknown() {
    against(|stream| {
        head(stream, "content-length: 4000\r\n")?;
        stream.write_all(b"{\"v\":\"x\"}")
    })
    .expect(3, &["the connection failed before the answer was complete"]);
}

#[test]
fn a_content_length_too_short_cuts_the_answer_for_everybody() {
    against(|stream| {
        head(stream, "content-length: 4\r\n")?;
        stream.write_all(b"{\"v\":\"x\"}")
    })
    .expect(1, &["the fault", "failed to parse"]);
}

#[test]
fn a_redirect_is_an_answer_and_is_not_followed() {
    let provider = RawProvider::with(|stream| {
        stream.write_all(b"HTTP/1.1 302 Found\r\nlocation: /fault\r\ncontent-length: 0\r\n\r\n")
    });
    let folder = folder_with_fault(|_| {});
    verify(folder.path(), &provider.base_url)
        .expect(1, &["promised was status 200, the answer is 302"]);
    assert_eq!(provider.asked(), 1);
}

#[test]
fn a_hundred_thousand_headers_are_no_answer() {
    against(|stream| {
        let headers: String = (0..100_000).map(|number| format!("x-{number}: 1\r\n")).collect();
        head(stream, &headers)
    })
    .expect(3, &["the connection failed before the answer was complete", "head"]);
}

#[test]
fn a_header_without_end_is_no_answer() {
    against(|stream| {
        stream.write_all(b"HTTP/1.1 200 OK\r\nx-long: ")?;
        let piece = vec![b'a'; 1 << 20];
        loop {
            stream.write_all(&piece)?;
        }
    })
    .expect(3, &["the connection failed before the answer was complete"]);
}

#[test]
fn what_does_not_speak_http_is_unknown() {
    against(|stream| stream.write_all(b"SSH-2.0-OpenSSH_9.2\r\n"))
        .expect(3, &["the connection failed before the answer was complete", "HTTP"]);
}

#[test]
fn json_nested_a_hundred_thousand_deep_is_a_broken_promise() {
    against(|stream| {
        let body = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        head(stream, &format!("content-length: {}\r\n", body.len()))?;
        stream.write_all(body.as_bytes())
    })
    .expect(1, &["the fault"]);
}

#[test]
fn xml_nested_a_hundred_thousand_deep_is_unknown() {
    let provider = RawProvider::with(|stream| {
        let body = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
        write!(
            stream,
            "HTTP/1.1 200 OK\r\ncontent-type: application/xml\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
    });
    let folder = folder_with_fault(|interaction| {
        interaction["response"]["headers"] = json!({ "Content-Type": ["application/xml"] });
        interaction["response"]["body"] =
            json!({ "contentType": "application/xml", "content": "<a><b/></a>" });
    });
    verify(folder.path(), &provider.base_url)
        .expect(3, &["the fault", "its XML is nested more than 128 deep"]);
}
