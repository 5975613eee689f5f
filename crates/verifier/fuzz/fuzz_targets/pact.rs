//! Pacts as no tool writes them: no panic in reading them or in making their requests that is not
//! caught, and no request that leaves the base path.
#![no_main]

use gatepact_contract::{Body, Pact};
use libfuzzer_sys::fuzz_target;

#[path = "../../tests/mutator/mod.rs"]
mod mutator;

fuzz_target!(|data: &[u8]| {
    // libFuzzer aborts at every panic, also at one that is caught: as in the program, those are quiet.
    let _ = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let mut rest = data.iter();
    let text = mutator::mutated(&mut |below| {
        let [high, low] = [rest.next(), rest.next()].map(|it| it.copied().unwrap_or(0));
        usize::from(u16::from_be_bytes([high, low])) % below.max(1)
    });
    let Ok(pact) = Pact::read("fuzz.json", text.into_bytes()) else { return };
    for interaction in &pact.interactions {
        assert!(pact.line_of(&interaction.pointer).is_some());
        if let Body::Http(http) = &interaction.body {
            assert!((100..=999).contains(&http.response.status));
        }
    }
});
