//! No file names a host outside this machine or a path that exists on one machine only.
//!
//! The sandbox talks to loopback and the package tools know their own mirrors; a name in our files
//! would be a dependency that nobody sees, and a private path works for its author alone.

use crate::source::{Finding, Source};

/// Files that others write, or whose words are not ours to change.
const EXEMPT: &[(&str, &str)] = &[
    ("Cargo.lock", "written by cargo"),
    ("fuzz/Cargo.lock", "written by cargo"),
    ("LICENSE", "the licence's own words"),
];

/// Endings that make a dotted word a host.
const ENDINGS: &[&str] = &["org", "com", "net", "io", "dev"];

/// Hosts that may be named: reserved for examples, the PBX's own documentation, and the name of an
/// XML namespace, from which nothing is fetched.
const KNOWN: &[&str] = &[
    "example.org",
    "example.com",
    "example.net",
    "docs.asterisk.org",
    "www.w3.org",
];

/// Folders that differ from machine to machine.
const PRIVATE: &[&str] = &["home", "root", "Users", "work", "workspace", "builds"];

/// Hosts and private places that a file names.
pub(crate) fn foreign(source: &Source) -> Vec<Finding> {
    if EXEMPT.iter().any(|(path, _)| source.path == *path) {
        return Vec::new();
    }
    let has_fields = [".rs", ".toml", ".py"]
        .iter()
        .any(|end| source.path.ends_with(end));
    let mut found = Vec::new();
    for (index, line) in source.text.lines().enumerate() {
        for host in hosts(line, has_fields) {
            found.push(source.finding(index + 1, format!("names the host `{host}`")));
        }
        for place in private_places(line) {
            found.push(source.finding(index + 1, format!("names the private place `/{place}`")));
        }
    }
    found
}

/// Dotted words that end like a host. Where `.` also reaches fields, two dots are needed unless
/// the word stands behind `/`.
fn hosts(line: &str, has_fields: bool) -> Vec<String> {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '.' || letter == '-';
    let mut found = Vec::new();
    let mut before = "";
    for word in line.split_inclusive(|letter| !is_part(letter)) {
        let is_url = before.ends_with('/');
        before = word;
        let word = word
            .trim_end_matches(|letter| !is_part(letter))
            .trim_matches('.');
        let labels: Vec<&str> = word.split('.').collect();
        let is_host = labels.len() >= if has_fields && !is_url { 3 } else { 2 }
            && labels.iter().all(|label| !label.is_empty())
            && labels.last().is_some_and(|last| ENDINGS.contains(last));
        let is_known = KNOWN.iter().any(|known| {
            word == *known
                || word
                    .strip_suffix(known)
                    .is_some_and(|front| front.ends_with('.'))
        });
        if is_host && !is_known {
            found.push(word.to_owned());
        }
    }
    found
}

/// Absolute paths that start in a private folder.
fn private_places(line: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices('/') {
        let starts = line[..at]
            .chars()
            .next_back()
            .is_none_or(|before| before.is_whitespace() || "\"'`=(<,:[".contains(before));
        let folder = line[at + 1..]
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .next();
        let is_followed =
            folder.is_some_and(|folder| line[at + 1 + folder.len()..].starts_with('/'));
        if let (true, true, Some(folder)) = (starts, is_followed, folder) {
            found.extend(PRIVATE.iter().copied().find(|private| *private == folder));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::foreign;
    use crate::source::Source;

    fn found(path: &str, text: &str) -> usize {
        foreign(&Source::new(path, text)).len()
    }

    #[test]
    fn hosts_are_found() {
        let mirror = ["deb", "somewhere", "org"].join(".");
        assert_eq!(
            found("tools/setup.sh", &format!("curl https://{mirror}/pool")),
            1
        );
        assert_eq!(found("tools/setup.sh", &format!("MIRROR={mirror}")), 1);
        assert_eq!(found("build.rs", &format!("// see {mirror}")), 1);
        assert_eq!(found("build.rs", &["//", "crates", ".", "io"].concat()), 1);
    }

    #[test]
    fn loopback_examples_and_field_names_pass() {
        for text in [
            "sip:1001@127.0.0.1",
            "alice@example.org",
            "sip.example.com",
            "acd.conf",
        ] {
            assert_eq!(found("README.md", text), 0, "{text}");
        }
        assert_eq!(found("src/a.rs", "fn f() { self.net; }"), 0);
        assert_eq!(found("LICENSE", &["www", "fsf", "org"].join(".")), 0);
    }

    #[test]
    fn private_places_are_found() {
        for folder in ["home", "root", "work"] {
            assert_eq!(
                found("Makefile", &format!("DIR=/{folder}/me")),
                1,
                "{folder}"
            );
        }
        for text in [
            "/usr/lib/asterisk",
            "PJSIP/1001",
            "$(ROOT)/root/etc",
            "net/work/x",
        ] {
            assert_eq!(found("Makefile", text), 0, "{text}");
        }
    }
}
