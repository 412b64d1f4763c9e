//! Lines for spreadsheets: commas between, quotes where they are needed (RFC 4180).

/// One line, without its end.
#[must_use]
pub fn line<T: AsRef<str>>(cells: &[T]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| quoted(cell.as_ref())).collect();
    cells.join(",")
}

// A spreadsheet takes what begins like this for a formula; as text it begins with an apostrophe.
fn quoted(cell: &str) -> String {
    let is_number = cell.parse::<f64>().is_ok();
    let is_formula = !is_number && cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let cell = if is_formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    };
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_part_cells_is_quoted() {
        assert_eq!(line(&["a", "", "b,c", "d\"e"]), "a,,\"b,c\",\"d\"\"e\"");
    }

    #[test]
    fn nothing_is_a_formula() {
        assert_eq!(line(&["=1+1", "-5", "@x", "-x"]), "'=1+1,-5,'@x,'-x");
    }
}
