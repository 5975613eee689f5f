//! Classes and groups of a pattern.

use super::{Brackets, Translation};

impl Translation {
    pub(super) fn open_class(&mut self) {
        self.begin_atom();
        self.classes = 1;
        self.out.push('[');
        if self.take("^") {
            self.out.push('^');
        }
        // The first bracket is itself.
        if self.take("]") {
            self.out.push_str("\\]");
        }
    }

    pub(super) fn in_class(&mut self, char: char) {
        match char {
            ']' => {
                self.classes -= 1;
                self.out.push(']');
            }
            '[' if self.peek() == Some(':') => {
                self.at += 1;
                match self.until(']') {
                    Some(name) if name.ends_with(':') => self.out.push_str(&format!("[:{name}]")),
                    Some(rest) => {
                        self.at -= rest.chars().count() + 1;
                        self.open_nested();
                        self.out.push(':');
                    }
                    None => self.out.push_str("\\[:"),
                }
            }
            '[' => self.open_nested(),
            char => self.out.push(char),
        }
    }

    fn open_nested(&mut self) {
        match self.brackets {
            Brackets::Nested => {
                self.classes += 1;
                self.out.push('[');
            }
            Brackets::Literal => self.out.push_str("\\["),
        }
    }

    pub(super) fn open_group(&mut self) {
        let begin = self.out.len();
        if !self.take("?") {
            self.groups.push(begin);
            self.out.push('(');
            self.atom = None;
            return;
        }
        for (written, letter) in [("P=", 'k'), ("P>", 'g'), ("&", 'g')] {
            if self.take(written) {
                self.atom = Some(begin);
                let name = self.until(')').unwrap_or_default();
                self.out.push_str(&format!("\\{letter}<{name}>"));
                return;
            }
        }
        if self.take("#") {
            self.until(')');
            return;
        }
        let flags = self.flags();
        if flags.as_deref() == Some("") {
            return;
        }
        self.groups.push(begin);
        self.atom = None;
        match flags {
            Some(flags) => {
                self.out.push_str(&flags);
                if flags.ends_with(')') {
                    self.groups.pop();
                }
            }
            None if self.take("P<") => self.out.push_str("(?<"),
            None if self.take("'") => match self.until('\'') {
                Some(name) => self.out.push_str(&format!("(?<{name}>")),
                None => self.out.push_str("(?'"),
            },
            None => self.out.push_str("(?"),
        }
    }

    /// `(?is-x)` or `(?is-x:`, with the flags that Oniguruma knows; an empty text where none is left of `(?u)`, nothing
    /// where no flags follow.
    fn flags(&mut self) -> Option<String> {
        let rest = self.chars.get(self.at..)?;
        let length = rest.iter().position(|it| !(it.is_ascii_alphabetic() || *it == '-'))?;
        let end = *rest.get(length).filter(|it| matches!(it, ')' | ':'))?;
        if length == 0 && end == ')' {
            return None;
        }
        let written: String = rest.iter().take(length).collect();
        let known = |flags: &str| -> Option<String> {
            let mut known = String::new();
            for flag in flags.chars() {
                match flag {
                    'i' | 'm' | 'x' if !known.contains(flag) => known.push(flag),
                    's' if !known.contains('m') => known.push('m'),
                    'i' | 'm' | 'x' | 's' | 'u' | 'U' | 'a' | 'L' | 'd' | 'n' | 'J' => {}
                    _ => return None,
                }
            }
            Some(known)
        };
        let (on, off) = written.split_once('-').unwrap_or((&written, ""));
        let (on, off) = (known(on)?, known(off)?);
        self.at += length + 1;
        let off = if off.is_empty() { off } else { format!("-{off}") };
        match (end, on.is_empty() && off.is_empty()) {
            (')', true) => Some(String::new()),
            _ => Some(format!("(?{on}{off}{end}")),
        }
    }
}
