//! Any bytes are read or refused: a document, and a file that it may refer to, parted by a line `%%`.
#![no_main]

use gatepact_openapi::Document;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let middle = data.windows(4).position(|bytes| bytes == b"\n%%\n");
    let (text, other) = middle.map_or((data, &data[..0]), |at| (&data[..at], &data[at + 4..]));
    let load = |path: &str| if path == "a" { Ok(other) } else { Err("no such file") };
    let Ok(document) = Document::read_with(text, "api", load) else { return };
    for operation in document.operations() {
        let _ = document.place(&operation.pointer);
        let _ = document.parameters(operation);
    }
    // What was read is shown and read again by others.
    Document::read(document.value().to_string()).expect("what is read can be read again");
});
