//! Classes in brackets and the escapes that stand for one character.

use super::SPACE;

/// From after the opening bracket; where it goes on after the closing one.
pub(super) fn translate(characters: &[char], mut at: usize, out: &mut String) -> Option<usize> {
    let negated = characters.get(at) == Some(&'^');
    at += usize::from(negated);
    let mut inside = String::new();
    loop {
        if *characters.get(at)? == ']' {
            break;
        }
        let (low, next) = member(characters, at, &mut inside)?;
        at = next;
        let Some(low) = low else { continue };
        let ranged = characters.get(at) == Some(&'-') && characters.get(at + 1) != Some(&']');
        if !ranged {
            inside.push_str(&format!("\\x{{{low:X}}}"));
            continue;
        }
        let mut second = String::new();
        let (high, next) = member(characters, at + 1, &mut second)?;
        at = next;
        match high {
            Some(high) if high >= low => {
                inside.push_str(&format!("\\x{{{low:X}}}-\\x{{{high:X}}}"));
            }
            Some(_) => return None,
            // `[a-\d]`: three members.
            None => inside.push_str(&format!("\\x{{{low:X}}}\\x2D{second}")),
        }
    }
    out.push_str(&match (inside.is_empty(), negated) {
        (true, true) => r"[\x00-\u{10FFFF}]".to_owned(),
        (true, false) => r"[^\x00-\u{10FFFF}]".to_owned(),
        (false, true) => format!("[^{inside}]"),
        (false, false) => format!("[{inside}]"),
    });
    Some(at + 1)
}

/// One member: a character, or a set that is written to `out` at once.
fn member(characters: &[char], at: usize, out: &mut String) -> Option<(Option<u32>, usize)> {
    let character = *characters.get(at)?;
    if character != '\\' {
        return Some((Some(character as u32), at + 1));
    }
    let at = at + 1;
    match characters.get(at)? {
        'd' => out.push_str("0-9"),
        'D' => out.push_str("[^0-9]"),
        'w' => out.push_str("0-9A-Za-z_"),
        'W' => out.push_str("[^0-9A-Za-z_]"),
        's' => out.push_str(SPACE),
        'S' => out.push_str(&format!("[^{SPACE}]")),
        'b' => return Some((Some(8), at + 1)),
        'p' | 'P' => {
            let next = super::property(characters, at, out)?;
            return Some((None, next));
        }
        _ => {
            let (code, next) = escaped(characters, at)?;
            return Some((Some(code), next));
        }
    }
    Some((None, at + 1))
}

/// The character an escape stands for, from after the backslash.
pub(super) fn escaped(characters: &[char], at: usize) -> Option<(u32, usize)> {
    let simple = |code: u32| Some((code, at + 1));
    match characters.get(at)? {
        't' => simple(9),
        'n' => simple(10),
        'v' => simple(11),
        'f' => simple(12),
        'r' => simple(13),
        '0' if !characters.get(at + 1).is_some_and(char::is_ascii_digit) => simple(0),
        'c' => {
            let letter = characters.get(at + 1).filter(|letter| letter.is_ascii_alphabetic())?;
            Some((*letter as u32 % 32, at + 2))
        }
        'x' => hexadecimal(characters, at + 1, 2),
        'u' if characters.get(at + 1) == Some(&'{') => {
            let length = characters[at..].iter().position(|character| *character == '}')?;
            let digits: String = characters[at + 2..at + length].iter().collect();
            let code = u32::from_str_radix(&digits, 16).ok()?;
            char::from_u32(code).map(|_| (code, at + length + 1))
        }
        'u' => unit(characters, at),
        other if !other.is_ascii_alphanumeric() => simple(*other as u32),
        _ => None,
    }
}

fn hexadecimal(characters: &[char], at: usize, digits: usize) -> Option<(u32, usize)> {
    let text: String = characters.get(at..at + digits)?.iter().collect();
    if !text.chars().all(|character| character.is_ascii_hexdigit()) {
        return None;
    }
    Some((u32::from_str_radix(&text, 16).ok()?, at + digits))
}

/// `\uXXXX`, and two of them where they are a surrogate pair.
fn unit(characters: &[char], at: usize) -> Option<(u32, usize)> {
    let (first, next) = hexadecimal(characters, at + 1, 4)?;
    if !(0xD800..0xDC00).contains(&first) {
        return char::from_u32(first).map(|_| (first, next));
    }
    if characters.get(next) != Some(&'\\') || characters.get(next + 1) != Some(&'u') {
        return None;
    }
    let (second, next) = hexadecimal(characters, next + 2, 4)?;
    let code = 0x1_0000 + ((first - 0xD800) << 10) + second.checked_sub(0xDC00)?;
    char::from_u32(code).map(|_| (code, next))
}
