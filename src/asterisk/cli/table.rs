//! Columns of text for a console, as wide as what is in them.

/// Columns under headings; a column is as wide as its widest cell, the last one is not padded.
#[derive(Debug)]
pub(super) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings.
    pub(super) fn new(headings: &[&str]) -> Self {
        Self {
            rows: vec![
                headings
                    .iter()
                    .map(|heading| (*heading).to_owned())
                    .collect(),
            ],
        }
    }

    /// Adds a row; it has as many cells as there are headings.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The lines, headings first.
    pub(super) fn lines(&self) -> Vec<String> {
        let columns = self.rows.first().map_or(0, Vec::len);
        let width = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column));
            cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..columns).map(width).collect();
        let line = |row: &Vec<String>| {
            let cells = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| format!("{cell:<width$}"));
            cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
        };
        self.rows.iter().map(line).collect()
    }
}

/// A span of time as people read it: `0:07`, `12:30`, `1:02:03`.
pub(super) fn clock(span_ms: u64) -> String {
    let seconds = span_ms / 1_000;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_cells() {
        let mut table = Table::new(&["Agent", "State"]);
        table.row(vec!["1001".to_owned(), "free".to_owned()]);
        table.row(vec!["zoë.müller".to_owned(), "talking".to_owned()]);
        assert_eq!(
            table.lines(),
            [
                "Agent       State",
                "1001        free",
                "zoë.müller  talking"
            ]
        );
    }

    #[test]
    fn spans_read_like_a_clock() {
        let read = [0, 999, 7_000, 750_000, 3_723_000].map(clock);
        assert_eq!(read, ["0:00", "0:00", "0:07", "12:30", "1:02:03"]);
    }
}
