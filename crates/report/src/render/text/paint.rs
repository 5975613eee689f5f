//! Colours where they are wanted.

use anstyle::{AnsiColor, Style};

/// Styles of texts; without colour each text stays as it is.
#[derive(Clone, Copy)]
pub(super) struct Paint {
    pub(super) colour: bool,
}

impl Paint {
    pub(super) fn coloured(self, text: &str, colour: AnsiColor) -> String {
        self.styled(text, Style::new().fg_color(Some(colour.into())))
    }

    pub(super) fn bold(self, text: &str) -> String {
        self.styled(text, Style::new().bold())
    }

    pub(super) fn dim(self, text: &str) -> String {
        self.styled(text, Style::new().dimmed())
    }

    fn styled(self, text: &str, style: Style) -> String {
        if self.colour { format!("{style}{text}{style:#}") } else { text.to_owned() }
    }
}
