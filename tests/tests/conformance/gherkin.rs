//! As much of Gherkin as the compatibility suite's features use.

use std::path::Path;

/// A feature file.
#[derive(Debug, Default)]
pub(crate) struct Feature {
    pub(crate) background: Vec<Step>,
    pub(crate) scenarios: Vec<Scenario>,
}

#[derive(Debug)]
pub(crate) struct Scenario {
    pub(crate) name: String,
    pub(crate) steps: Vec<Step>,
}

#[derive(Debug)]
pub(crate) struct Step {
    /// Without its keyword.
    pub(crate) text: String,
    /// The table below it, empty when there is none.
    pub(crate) table: Vec<Row>,
}

/// A row of a table: cells by the name of their column, empty ones left out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row(Vec<(String, String)>);

impl Row {
    pub(crate) fn of(column: &str, cell: String) -> Row {
        Row(vec![(column.to_owned(), cell)])
    }

    pub(crate) fn get(&self, column: &str) -> Option<&str> {
        self.0.iter().find(|(name, _)| name == column).map(|(_, cell)| cell.as_str())
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, cell)| (name.as_str(), cell.as_str()))
    }
}

impl Feature {
    pub(crate) fn read(path: &Path) -> Feature {
        let text = std::fs::read_to_string(path).unwrap();
        let mut feature = Feature::default();
        let mut columns: Option<Vec<String>> = None;
        for line in text.lines().map(str::trim) {
            if let Some(row) = line.strip_prefix('|') {
                let cells: Vec<String> = row
                    .trim_end_matches('|')
                    .split('|')
                    .map(|cell| cell.trim().to_owned())
                    .collect();
                match &columns {
                    None => columns = Some(cells),
                    Some(names) => {
                        let cells = names.iter().cloned().zip(cells);
                        let row = Row(cells.filter(|(_, cell)| !cell.is_empty()).collect());
                        feature.steps().last_mut().unwrap().table.push(row);
                    }
                }
                continue;
            }
            columns = None;
            if let Some(name) = line.strip_prefix("Scenario: ") {
                feature.scenarios.push(Scenario { name: name.to_owned(), steps: Vec::new() });
            } else if let Some(text) =
                ["Given ", "When ", "Then ", "And "].iter().find_map(|word| line.strip_prefix(word))
            {
                feature.steps().push(Step { text: text.to_owned(), table: Vec::new() });
            }
        }
        feature
    }

    /// The steps that are being read.
    fn steps(&mut self) -> &mut Vec<Step> {
        match self.scenarios.last_mut() {
            Some(scenario) => &mut scenario.steps,
            None => &mut self.background,
        }
    }
}

impl Step {
    /// The texts in quotation marks.
    pub(crate) fn quoted(&self) -> Vec<&str> {
        self.text.split('"').skip(1).step_by(2).collect()
    }

    /// The whole numbers among the words.
    pub(crate) fn numbers(&self) -> Vec<usize> {
        let words = self.text.split(|c: char| !c.is_ascii_digit());
        words.filter_map(|word| word.parse().ok()).collect()
    }
}
