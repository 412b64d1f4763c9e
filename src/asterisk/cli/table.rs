//! Columns of text for a console, as wide as what is in them.
//!
//! Which terminal asked cannot be known here: a remote console is a process of its own. So there
//! are no colours, and how wide a table may be is said with a word.

/// Characters of a cell that is cut where the table shall be narrow.
const CUT_CHARS: usize = 24;

/// How much of it a table shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// What is looked at all the time; lists are cut.
    Narrow,
    /// Everything.
    Wide,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column {
    /// Always shown as it is.
    Whole(&'static str),
    /// Cut in a narrow table.
    Cut(&'static str),
    /// Left out of a narrow table.
    Wide(&'static str),
}

impl Column {
    const fn heading(self) -> &'static str {
        match self {
            Self::Whole(heading) | Self::Cut(heading) | Self::Wide(heading) => heading,
        }
    }

    /// What is shown of a cell; `None`: nothing.
    fn shown(self, width: Width, cell: String) -> Option<String> {
        match (self, width) {
            (Self::Wide(_), Width::Narrow) => None,
            (Self::Cut(_), Width::Narrow) if cell.chars().count() > CUT_CHARS => {
                let mut cut: String = cell.chars().take(CUT_CHARS - 1).collect();
                cut.push('…');
                Some(cut)
            }
            _ => Some(cell),
        }
    }
}

/// Columns under headings; a column is as wide as its widest cell, the last one is not padded.
#[derive(Debug)]
pub(super) struct Table {
    width: Width,
    columns: &'static [Column],
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these columns.
    pub(super) fn new(width: Width, columns: &'static [Column]) -> Self {
        let mut table = Self {
            width,
            columns,
            rows: Vec::new(),
        };
        let headings = columns.iter().map(|column| column.heading().to_owned());
        table.row(headings.collect());
        table
    }

    /// Adds a row; it has as many cells as there are columns.
    pub(super) fn row(&mut self, cells: Vec<String>) {
        let cells = self.columns.iter().zip(cells);
        let shown = cells.filter_map(|(column, cell)| column.shown(self.width, cell));
        self.rows.push(shown.collect());
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

    const COLUMNS: &[Column] = &[
        Column::Whole("Agent"),
        Column::Wide("Age"),
        Column::Cut("Skills"),
    ];

    fn shown(width: Width) -> Vec<String> {
        let mut table = Table::new(width, COLUMNS);
        table.row(["1001", "7", "french"].map(str::to_owned).into());
        table.row(vec![
            "zoë.müller".to_owned(),
            "8".to_owned(),
            "é".repeat(30),
        ]);
        table.lines()
    }

    #[test]
    fn columns_are_as_wide_as_their_cells() {
        let lines = shown(Width::Wide);
        assert_eq!(lines[0], "Agent       Age  Skills");
        assert_eq!(lines[1], "1001        7    french");
        assert_eq!(lines[2], format!("zoë.müller  8    {}", "é".repeat(30)));
    }

    #[test]
    fn a_narrow_table_leaves_out_and_cuts() {
        let lines = shown(Width::Narrow);
        assert_eq!(lines[0], "Agent       Skills");
        assert_eq!(lines[2], format!("zoë.müller  {}…", "é".repeat(23)));
    }

    #[test]
    fn spans_read_like_a_clock() {
        let read = [0, 999, 7_000, 750_000, 3_723_000].map(clock);
        assert_eq!(read, ["0:00", "0:00", "0:07", "12:30", "1:02:03"]);
    }
}
