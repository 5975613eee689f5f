//! The function `stock` of this folder, on MiniStack, which runs Python as a process of its own.

use std::io::{Cursor, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::aws::Aws;

const HANDLER: &str = include_str!("stock/handler.py");

/// A function and where it is.
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) arn: String,
}

impl Function {
    /// CreateFunction, under a name that no other test and no other run uses.
    pub(crate) fn create(aws: &Aws, name: &str) -> Function {
        let name = format!("{name}-{}", std::process::id());
        let function = json!({
            "FunctionName": name, "Runtime": "python3.13", "Handler": "handler.handle",
            "Role": "arn:aws:iam::000000000000:role/stock", "Timeout": 10,
            "Code": { "ZipFile": STANDARD.encode(archive()) }
        });
        let made = aws.post("lambda", "/2015-03-31/functions", &function);
        Function { name, arn: made["FunctionArn"].as_str().unwrap().to_owned() }
    }
}

fn archive() -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("handler.py", SimpleFileOptions::default().unix_permissions(0o644)).unwrap();
    zip.write_all(HANDLER.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}
