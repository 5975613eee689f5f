//! Any two JSON texts, one per line, as schemas of any dialect: no panic, no unverified witness.
#![no_main]

use gatepact_schema::{Answer, Budget, Dialect, Formats, Place, Reading, Universe};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|data: &[u8]| {
    let Some((choice, text)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let Some((a, b)) = text.split_once('\n') else { return };
    let (Ok(a), Ok(b)) = (serde_json::from_str::<Value>(a), serde_json::from_str::<Value>(b))
    else {
        return;
    };
    let dialect = Dialect::ALL[usize::from(choice & 7)];
    let reading = match choice >> 3 & 3 {
        0 => Reading::literal(),
        1 => Reading::request(),
        2 => Reading::response(),
        _ => Reading { formats: Formats::Asserted, ..Reading::literal() },
    };
    let mut universe = Universe::new();
    let (from, to) = (universe.add(&a, dialect), universe.add(&b, dialect));
    let places = (Place { side: from, pointer: "" }, Place { side: to, pointer: "" });
    let answer = universe.contains(places.0, places.1, reading, Budget::default());
    assert!(universe.steps() <= Budget::default().steps + 64);
    if let Answer::Witness(value) = answer {
        assert_eq!(universe.accepts(places.0, reading, &value), Ok(true));
        assert_eq!(universe.accepts(places.1, reading, &value), Ok(false));
    }
});
