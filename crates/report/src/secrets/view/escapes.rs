//! One encoded character at the beginning of a text.

/// A character and how many bytes its encoding has.
pub(super) struct Decoded {
    pub(super) character: Vec<u8>,
    pub(super) length: usize,
}

impl Decoded {
    fn of(character: char, length: usize) -> Option<Decoded> {
        let mut buffer = [0; 4];
        let character = character.encode_utf8(&mut buffer).as_bytes().to_vec();
        Some(Decoded { character, length })
    }
}

/// A character in any of the encodings, for texts that mix them.
pub(super) fn any(text: &[u8]) -> Option<Decoded> {
    backslash(text).or_else(|| percent(text)).or_else(|| entity(text))
}

/// `\u0041`, `\/`, `\x41`: JSON (RFC 8259, section 7) and the languages around it.
pub(super) fn backslash(text: &[u8]) -> Option<Decoded> {
    let [b'\\', kind, rest @ ..] = text else { return None };
    match kind {
        b'u' => unicode(rest),
        b'x' => {
            Some(Decoded { character: vec![u8::try_from(number(rest, 2, 16)?).ok()?], length: 4 })
        }
        b'n' => Decoded::of('\n', 2),
        b'r' => Decoded::of('\r', 2),
        b't' => Decoded::of('\t', 2),
        b'b' => Decoded::of('\u{8}', 2),
        b'f' => Decoded::of('\u{c}', 2),
        b'"' | b'\'' | b'\\' | b'/' => Decoded::of(char::from(*kind), 2),
        _ => None,
    }
}

/// What follows `\u`: four digits, two times four for a pair of surrogates, or digits in braces.
fn unicode(rest: &[u8]) -> Option<Decoded> {
    if let [b'{', digits @ ..] = rest {
        let end = digits.iter().take(7).position(|byte| *byte == b'}')?;
        return Decoded::of(char::from_u32(number(digits, end, 16)?)?, end + 4);
    }
    let first = number(rest, 4, 16)?;
    if let Some(character) = char::from_u32(first) {
        return Decoded::of(character, 6);
    }
    let second = rest.get(4..)?.strip_prefix(b"\\u").and_then(|rest| number(rest, 4, 16))?;
    let pair = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    let character = char::decode_utf16(pair).next()?.ok()?;
    Decoded::of(character, 12)
}

/// The break of a line, as nothing.
pub(super) fn line_break(text: &[u8]) -> Option<Decoded> {
    matches!(text, [b'\r' | b'\n', ..]).then(|| Decoded { character: Vec::new(), length: 1 })
}

/// `%41`: URLs (RFC 3986, section 2.1) and forms.
pub(super) fn percent(text: &[u8]) -> Option<Decoded> {
    match text {
        [b'%', rest @ ..] => {
            let byte = u8::try_from(number(rest, 2, 16)?).ok()?;
            Some(Decoded { character: vec![byte], length: 3 })
        }
        _ => None,
    }
}

/// `&amp;`, `&#65;`, `&#x41;`: HTML and XML.
pub(super) fn entity(text: &[u8]) -> Option<Decoded> {
    let [b'&', rest @ ..] = text else { return None };
    if let [b'#', digits @ ..] = rest {
        let (digits, base, before) = match digits {
            [b'x' | b'X', digits @ ..] => (digits, 16, 3),
            digits => (digits, 10, 2),
        };
        let is_digit = |byte: &&u8| char::from(**byte).is_digit(base);
        let count = digits.iter().take(8).take_while(is_digit).count();
        let character = char::from_u32(number(digits, count, base)?)?;
        let semicolon = usize::from(digits.get(count) == Some(&b';'));
        return Decoded::of(character, before + count + semicolon);
    }
    let count = rest.iter().take(20).take_while(|byte| byte.is_ascii_alphanumeric()).count();
    let name = std::str::from_utf8(&rest[..count]).ok()?;
    let ended = rest.get(count) == Some(&b';');
    let character = NAMED.iter().find(|(names, _)| names.contains(&name)).map(|(_, it)| *it)?;
    // These four may stand without a semicolon (HTML, section 13.5).
    (ended || "&<>\"".contains(character))
        .then(|| Decoded::of(character, 1 + count + usize::from(ended)))?
}

/// The names of the characters of ASCII (HTML, section 13.5, "Named character references").
const NAMED: [(&[&str], char); 34] = [
    (&["amp", "AMP"], '&'),
    (&["lt", "LT"], '<'),
    (&["gt", "GT"], '>'),
    (&["quot", "QUOT"], '"'),
    (&["apos"], '\''),
    (&["nbsp", "NonBreakingSpace"], '\u{a0}'),
    (&["Tab"], '\t'),
    (&["NewLine"], '\n'),
    (&["excl"], '!'),
    (&["num"], '#'),
    (&["dollar"], '$'),
    (&["percnt"], '%'),
    (&["lpar"], '('),
    (&["rpar"], ')'),
    (&["ast", "midast"], '*'),
    (&["plus"], '+'),
    (&["comma"], ','),
    (&["period"], '.'),
    (&["sol"], '/'),
    (&["colon"], ':'),
    (&["semi"], ';'),
    (&["equals"], '='),
    (&["quest"], '?'),
    (&["commat"], '@'),
    (&["lsqb", "lbrack"], '['),
    (&["bsol"], '\\'),
    (&["rsqb", "rbrack"], ']'),
    (&["Hat"], '^'),
    (&["lowbar", "UnderBar"], '_'),
    (&["grave", "DiacriticalGrave"], '`'),
    (&["lcub", "lbrace"], '{'),
    (&["verbar", "vert", "VerticalLine"], '|'),
    (&["rcub", "rbrace"], '}'),
    (&["hyphen", "dash"], '-'),
];

/// The number that the first `count` digits make.
fn number(digits: &[u8], count: usize, base: u32) -> Option<u32> {
    let digits = digits.get(..count).filter(|digits| !digits.is_empty())?;
    digits.iter().try_fold(0_u32, |number, byte| {
        let digit = char::from(*byte).to_digit(base)?;
        number.checked_mul(base)?.checked_add(digit)
    })
}
