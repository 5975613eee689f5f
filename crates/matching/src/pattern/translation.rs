//! A pattern on its way from one syntax into the other.

mod groups;
mod property;

use property::property;

/// What `[` means inside of a class.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Brackets {
    /// Another class: Ruby, Java.
    Nested,
    /// Itself: ECMAScript, Python.
    Literal,
}

/// A pattern on its way.
pub(super) struct Translation {
    chars: Vec<char>,
    at: usize,
    out: String,
    brackets: Brackets,
    /// How many classes are open.
    classes: usize,
    /// Where the open groups begin in `out`.
    groups: Vec<usize>,
    /// Where that begins in `out` to which a quantifier would belong.
    atom: Option<usize>,
}

impl Translation {
    pub(super) fn new(pattern: &str, brackets: Brackets) -> Self {
        Self {
            chars: pattern.chars().collect(),
            at: 0,
            out: String::with_capacity(pattern.len()),
            brackets,
            classes: 0,
            groups: Vec::new(),
            atom: None,
        }
    }

    pub(super) fn finish(mut self) -> String {
        while let Some(char) = self.next() {
            match char {
                '\\' => self.escape(),
                _ if self.classes > 0 => self.in_class(char),
                '[' => self.open_class(),
                '(' => self.open_group(),
                ')' => {
                    self.atom = self.groups.pop();
                    self.out.push(')');
                }
                '*' | '+' | '?' => self.quantifier(&char.to_string()),
                '{' => match self.interval() {
                    Some(interval) => self.quantifier(&interval),
                    None => self.literal('{'),
                },
                '|' => {
                    self.atom = None;
                    self.out.push('|');
                }
                char => self.literal(char),
            }
        }
        self.out
    }

    fn next(&mut self) -> Option<char> {
        let char = self.chars.get(self.at).copied();
        self.at += 1;
        char
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// Takes a text, if it comes next.
    fn take(&mut self, text: &str) -> bool {
        let found = text
            .chars()
            .enumerate()
            .all(|(index, it)| self.chars.get(self.at + index) == Some(&it));
        if found {
            self.at += text.chars().count();
        }
        found
    }

    /// Takes what comes before `end`, and `end`; nothing where that does not come.
    fn until(&mut self, end: char) -> Option<String> {
        let rest = self.chars.get(self.at..)?;
        let length = rest.iter().position(|it| *it == end)?;
        let taken = rest.iter().take(length).collect();
        self.at += length + 1;
        Some(taken)
    }

    fn literal(&mut self, char: char) {
        self.begin_atom();
        self.out.push(char);
    }

    /// Outside of a class, what follows is what a quantifier belongs to.
    fn begin_atom(&mut self) {
        if self.classes == 0 {
            self.atom = Some(self.out.len());
        }
    }

    fn escape(&mut self) {
        let Some(char) = self.next() else {
            self.out.push('\\');
            return;
        };
        match char {
            'Q' => self.quoted(),
            'E' => {}
            'p' | 'P' => self.property(char),
            'u' if self.peek() == Some('{') => {
                self.at += 1;
                self.begin_atom();
                match self.until('}') {
                    Some(digits) => self.out.push_str(&format!("\\x{{{digits}}}")),
                    None => self.out.push_str("\\u{"),
                }
            }
            'u' => self.code_unit(),
            'k' | 'g' if self.peek() == Some('{') => self.reference(),
            'g' if self.peek().is_some_and(|it| it.is_ascii_digit() || it == '-') => {
                let mut number = String::new();
                while let Some(digit) = self.peek().filter(|it| it.is_ascii_digit() || *it == '-') {
                    number.push(digit);
                    self.at += 1;
                }
                self.begin_atom();
                self.out.push_str(&format!("\\k<{number}>"));
            }
            char => {
                self.begin_atom();
                self.out.push('\\');
                self.out.push(char);
            }
        }
    }

    /// `\Q..\E`; without an end all that follows.
    fn quoted(&mut self) {
        while self.at < self.chars.len() && !self.take("\\E") {
            let Some(char) = self.next() else { return };
            self.begin_atom();
            if !char.is_alphanumeric() && char.is_ascii() && !char.is_ascii_control() {
                self.out.push('\\');
            }
            self.out.push(char);
        }
    }

    /// `\u0041`; two that are the halves of one character become one.
    fn code_unit(&mut self) {
        let unit = |at: usize| -> Option<u32> {
            let digits: String = self.chars.get(at..at + 4)?.iter().collect();
            u32::from_str_radix(&digits, 16).ok()
        };
        let high = unit(self.at).filter(|it| (0xD800..0xDC00).contains(it));
        let follows = self.chars.get(self.at + 4..self.at + 6) == Some(&['\\', 'u'][..]);
        let low = unit(self.at + 6).filter(|it| follows && (0xDC00..0xE000).contains(it));
        self.begin_atom();
        match (high, low) {
            (Some(high), Some(low)) => {
                let scalar = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                self.out.push_str(&format!("\\x{{{scalar:X}}}"));
                self.at += 10;
            }
            _ => self.out.push_str("\\u"),
        }
    }

    fn reference(&mut self) {
        self.at += 1;
        self.begin_atom();
        match self.until('}') {
            Some(name) => self.out.push_str(&format!("\\k<{name}>")),
            None => self.out.push_str("\\k\\{"),
        }
    }

    fn property(&mut self, letter: char) {
        self.begin_atom();
        let name = match self.peek() {
            Some('{') => {
                self.at += 1;
                self.until('}')
            }
            Some(name) if name.is_ascii_alphabetic() => {
                self.at += 1;
                Some(name.to_string())
            }
            _ => None,
        };
        match name {
            Some(name) => self.out.push_str(&format!("\\{letter}{{{}}}", property(&name))),
            None => {
                self.out.push('\\');
                self.out.push(letter);
            }
        }
    }

    /// `2,3}` behind a brace, if that is an interval.
    fn interval(&mut self) -> Option<String> {
        let before = self.at;
        let text = self.until('}').filter(|text| {
            let (least, most) = text.split_once(',').unwrap_or((text, ""));
            let is_number = |text: &str| text.bytes().all(|it| it.is_ascii_digit());
            is_number(least) && is_number(most) && !(least.is_empty() && most.is_empty())
        });
        if text.is_none() {
            self.at = before;
        }
        text.map(|text| format!("{{{text}}}"))
    }

    fn quantifier(&mut self, text: &str) {
        let is_interval = text.starts_with('{');
        let is_exact = is_interval && !text.contains(',');
        if is_exact && self.take("?") {
            self.out.push_str(text);
            return;
        }
        let atom = self.atom.filter(|_| is_interval);
        if let Some(begin) = atom
            && self.take("+")
        {
            self.out.insert_str(begin, "(?>");
            self.out.push_str(text);
            self.out.push(')');
            return;
        }
        self.out.push_str(text);
        // A lazy or possessive mark belongs to the quantifier.
        if let Some(mark) = self.peek().filter(|it| !is_interval && matches!(it, '?' | '+')) {
            self.at += 1;
            self.out.push(mark);
        }
    }
}
