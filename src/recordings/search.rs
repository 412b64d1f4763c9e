//! Finished recordings, found again by their sidecars.

use std::path::{Path, PathBuf};

use super::sidecar::Sidecar;

/// Directories below one another that are looked into.
const DEPTH_MAX: usize = 12;
/// Sidecars that are read for one question.
pub const SEEN_MAX: usize = 200_000;

/// What is looked for; an empty one finds everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Of this queue.
    pub queue: Option<String>,
    /// With this agent.
    pub agent: Option<String>,
    /// With this tag, and with this value of it if one is given.
    pub tag: Option<(String, Option<String>)>,
    /// Of this call.
    pub call: Option<u64>,
    /// Begun at this moment or later, in microseconds since 1970.
    pub since_wall_us: Option<u64>,
    /// Begun before this moment.
    pub before_wall_us: Option<u64>,
}

impl Wanted {
    /// Whether this recording is one.
    #[must_use]
    pub fn is(&self, sidecar: &Sidecar) -> bool {
        let same = |wanted: &Option<String>, found: &str| {
            let wanted = wanted.as_ref();
            wanted.is_none_or(|wanted| wanted.eq_ignore_ascii_case(found))
        };
        let has_agent = self.agent.is_none() || sidecar.agents.iter().any(|a| same(&self.agent, a));
        let has_tag = self.tag.as_ref().is_none_or(|(key, value)| {
            let found = sidecar.tags.get(key);
            found.is_some_and(|found| value.as_ref().is_none_or(|value| value == found))
        });
        same(&self.queue, &sidecar.queue)
            && has_agent
            && has_tag
            && self.call.is_none_or(|call| call == sidecar.call)
            && self
                .since_wall_us
                .is_none_or(|since| sidecar.began_wall_us >= since)
            && self
                .before_wall_us
                .is_none_or(|before| sidecar.began_wall_us < before)
    }
}

/// The recordings below these directories that are wanted, the newest first; at most `count`.
#[must_use]
pub fn search(roots: &[PathBuf], wanted: &Wanted, count: usize) -> Vec<(PathBuf, Sidecar)> {
    let mut paths = Vec::new();
    let mut seen: Vec<&Path> = Vec::new();
    for root in roots {
        // A root inside another one is looked into once.
        if !seen.iter().any(|known| root.starts_with(known)) {
            walk(root, 0, &mut paths);
            seen.push(root);
        }
    }
    let found = paths.into_iter().filter_map(|path| {
        let sidecar = Sidecar::read(&path).ok()?;
        wanted.is(&sidecar).then_some((path, sidecar))
    });
    let mut found: Vec<_> = found.collect();
    found.sort_by(|(left_path, left), (right_path, right)| {
        let newest_first = right.began_wall_us.cmp(&left.began_wall_us);
        newest_first.then_with(|| left_path.cmp(right_path))
    });
    found.truncate(count);
    found
}

fn walk(directory: &Path, depth: usize, found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(directory) else {
        return;
    };
    for entry in entries.flatten() {
        let (path, Ok(kind)) = (entry.path(), entry.file_type()) else {
            continue;
        };
        if kind.is_dir() && depth < DEPTH_MAX {
            walk(&path, depth + 1, found);
        } else if kind.is_file()
            && found.len() < SEEN_MAX
            && path.extension().is_some_and(|ending| ending == "json")
        {
            found.push(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::recordings::open_list::tests::Scratch;

    #[test]
    fn recordings_are_found_by_what_is_known_of_them() {
        let scratch = Scratch::new("search");
        let directory = scratch.0.join("2026/11");
        std::fs::create_dir_all(&directory).unwrap();
        for (call, queue, agent) in [(1, "sales", "1001"), (2, "support", "1002")] {
            let mut sidecar = Sidecar::open();
            sidecar.call = call;
            sidecar.began_wall_us = call * 1_000;
            sidecar.queue = queue.to_owned();
            sidecar.agents = vec![agent.to_owned()];
            sidecar.tags.insert("topic".to_owned(), queue.to_owned());
            sidecar
                .write(&directory.join(format!("{call}.json")))
                .unwrap();
        }
        std::fs::write(directory.join("broken.json"), "{").unwrap();
        let roots = [scratch.0.clone(), directory];
        let calls = |wanted: Wanted| -> Vec<u64> {
            let found = search(&roots, &wanted, 10);
            found.iter().map(|(_, sidecar)| sidecar.call).collect()
        };
        assert_eq!(
            calls(Wanted::default()),
            [2, 1],
            "the newest first, each once"
        );
        let queue = Some("Sales".to_owned());
        assert_eq!(
            calls(Wanted {
                queue,
                ..Wanted::default()
            }),
            [1]
        );
        let agent = Some("1002".to_owned());
        assert_eq!(
            calls(Wanted {
                agent,
                ..Wanted::default()
            }),
            [2]
        );
        let tag = Some(("topic".to_owned(), Some("sales".to_owned())));
        assert_eq!(
            calls(Wanted {
                tag,
                ..Wanted::default()
            }),
            [1]
        );
        let tag = Some(("topic".to_owned(), None));
        assert_eq!(
            calls(Wanted {
                tag,
                ..Wanted::default()
            }),
            [2, 1]
        );
        let since_wall_us = Some(2_000);
        assert_eq!(
            calls(Wanted {
                since_wall_us,
                ..Wanted::default()
            }),
            [2]
        );
        assert_eq!(search(&roots, &Wanted::default(), 1).len(), 1);
    }
}
