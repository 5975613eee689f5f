//! Texts of YAML's own words, in any order.

use super::Random;

/// Any text of YAML's own words is read or refused; what is read has a place for each part.
#[test]
fn any_text_has_a_place_for_each_part_or_is_refused() {
    const WORDS: [&str; 34] = [
        "a", "b", "<<", "'<<'", ":", ": ", "- ", "\n", "\n  ", "\n    ", "{", "}", "[", "]", ", ",
        "&x ", "*x", "&y ", "*y", "!Ref ", "!GetAtt ", "!Sub ", "!!str ", "!!merge ", "? ", "1",
        "a.b", "|\n", "\"", "\t", "---", "...", "#", "\r\n",
    ];
    let mut random = Random(0x5EED_0F00_D15E_A5E5);
    let (mut read, mut merged) = (0, 0);
    for _ in 0..30_000 {
        let text: String = (0..random.below(24)).map(|_| random.of(&WORDS)).collect();
        if let Ok((value, spots)) = super::super::parse(&text) {
            assert!(spots.fit(&value), "{text:?} {value} {spots:?}");
            read += 1;
            merged += usize::from(text.contains("<<:") || text.contains("<< :"));
        }
    }
    assert!(read > 1_000 && merged > 10, "{read} {merged}");
}
