//! The provider: keeps every promise, after a while.

use std::process::{Child, Command, Stdio};
use std::time::Duration;

use axum::extract::Path;
use axum::routing::get;
use axum::{Json, Router};
use tokio::net::TcpListener;

use crate::inputs::order;

/// Serves until it is killed, and says where.
#[tokio::main]
pub(crate) async fn serve(delay: u64) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("http://{}", listener.local_addr().unwrap());
    let answer = move |Path(number): Path<String>| async move {
        if delay > 0 {
            tokio::time::sleep(Duration::from_millis(delay)).await;
        }
        Json(order(&number))
    };
    axum::serve(listener, Router::new().route("/orders/{number}", get(answer))).await.unwrap();
}

/// A provider in a process of its own, which ends with this value.
pub(crate) struct Provider {
    pub(crate) base_url: String,
    process: Child,
}

impl Provider {
    pub(crate) fn start(delay: u64) -> Provider {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["provider", &delay.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut stdout = std::io::BufReader::new(process.stdout.take().unwrap());
        std::io::BufRead::read_line(&mut stdout, &mut line).unwrap();
        Provider { base_url: line.trim().to_owned(), process }
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
