//! Ranges of characters, and which character of a range a person would write.

/// The last character there is.
pub(crate) const LAST: u32 = 0x0010_FFFF;

/// What is no character though it lies between characters.
const SURROGATES: std::ops::RangeInclusive<u32> = 0xD800..=0xDFFF;

/// The ranges in which a readable character is looked for, best first.
const READABLE: [(u32, u32); 4] =
    [('a' as u32, 'z' as u32), ('0' as u32, '9' as u32), ('A' as u32, 'Z' as u32), (0x20, 0x7E)];

/// The most readable character of the range; `None` when it holds none at all.
pub(crate) fn readable(low: u32, high: u32) -> Option<char> {
    for (from, to) in READABLE {
        let first = low.max(from);
        if first <= high.min(to) {
            return char::from_u32(first);
        }
    }
    let first = if SURROGATES.contains(&low) { SURROGATES.end() + 1 } else { low };
    if first > high { None } else { char::from_u32(first) }
}

/// How readable: less is better.
pub(crate) fn rank(character: char) -> usize {
    let code = character as u32;
    READABLE.iter().position(|(from, to)| (*from..=*to).contains(&code)).unwrap_or(READABLE.len())
}
