//! May this build of the module run in that Asterisk?
//!
//! Asterisk's own check hashes a few build options, neither the release nor the layout of its
//! structures. Structures change inside one release series, and a module built for the old shape
//! writes past the end of the new one. So the module carries the release of its headers and the
//! list of the releases at which a structure it uses changed; between two neighbours of that
//! list any build fits, across one none does. A release newer than the list is unknown, which is
//! treated like different: rebuilding is one command, a damaged PBX is not.

use std::fmt;

/// The release of the headers this module was built with.
pub const BUILT_FOR: &str = env!("ACD_ASTERISK_RELEASE");

/// A series, the minors at which a layout changed, and the newest minor that was examined.
struct Layouts {
    series: u32,
    changed_at: &'static [u32],
    examined_to: u32,
}

/// Found by comparing the structures and enumerations we use in the headers of every release.
const LAYOUTS: [Layouts; 4] = [
    Layouts {
        series: 20,
        changed_at: &[10, 12, 17, 19, 20],
        examined_to: 21,
    },
    Layouts {
        series: 21,
        changed_at: &[5, 7],
        examined_to: 12,
    },
    Layouts {
        series: 22,
        changed_at: &[2, 7, 9, 10],
        examined_to: 11,
    },
    Layouts {
        series: 23,
        changed_at: &[1, 3, 4],
        examined_to: 5,
    },
];

/// A release number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Release {
    /// The series, such as 22.
    pub series: u32,
    /// The feature release within the series.
    pub minor: u32,
    /// The fix within the feature release; never changes a layout.
    pub patch: u32,
}

impl Release {
    /// Reads the start of a version text: `22.10.1~dfsg+~cs6`, `22.10.1`, `22.0.0-rc1`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(leading_number);
        let series = numbers.next()??;
        let minor = numbers.next()??;
        let patch = numbers.next().flatten().unwrap_or(0);
        Some(Self {
            series,
            minor,
            patch,
        })
    }

    /// Which of the series' layouts this release has; `None` if nobody has looked.
    fn layout(self) -> Option<usize> {
        let known = LAYOUTS.iter().find(|known| known.series == self.series)?;
        (self.minor <= known.examined_to).then(|| {
            known
                .changed_at
                .iter()
                .filter(|minor| **minor <= self.minor)
                .count()
        })
    }
}

impl fmt::Display for Release {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}.{}", self.series, self.minor, self.patch)
    }
}

fn leading_number(text: &str) -> Option<u32> {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    text[..end].parse().ok()
}

/// Why a module must not be loaded; the text tells the administrator what to do.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mismatch {
    /// The running Asterisk does not say a release, as builds from a working copy do.
    #[error(
        "built for Asterisk {built}, and this Asterisk calls itself \"{running}\", which is no \
         release: build acd against the headers of this very Asterisk, with ASTERISK_VERSION set \
         to that text"
    )]
    Unreadable {
        /// Release of the headers.
        built: String,
        /// What the running Asterisk says.
        running: String,
    },
    /// Another series.
    #[error(
        "built for Asterisk {built}, and this is Asterisk {running}, another release series: \
         install the headers of Asterisk {running} and build acd again"
    )]
    Series {
        /// Release of the headers.
        built: Release,
        /// Release of the running Asterisk.
        running: Release,
    },
    /// Same series, but a structure changed on the way, or may have.
    #[error(
        "built for Asterisk {built}, and this is Asterisk {running}, whose structures differ or \
         are not known to be the same: install the headers of Asterisk {running} and build acd \
         again"
    )]
    Layout {
        /// Release of the headers.
        built: Release,
        /// Release of the running Asterisk.
        running: Release,
    },
}

/// Compares the release of the headers with what the running Asterisk says of itself.
///
/// # Errors
/// [`Mismatch`] if the module must not run there.
pub fn check(built: &str, running: &str) -> Result<(), Mismatch> {
    if built == running {
        return Ok(());
    }
    let (Some(ours), Some(theirs)) = (Release::parse(built), Release::parse(running)) else {
        return Err(Mismatch::Unreadable {
            built: built.to_owned(),
            running: running.to_owned(),
        });
    };
    if ours.series != theirs.series {
        return Err(Mismatch::Series {
            built: ours,
            running: theirs,
        });
    }
    if ours.minor == theirs.minor {
        return Ok(());
    }
    match (ours.layout(), theirs.layout()) {
        (Some(our_layout), Some(their_layout)) if our_layout == their_layout => Ok(()),
        _ => Err(Mismatch::Layout {
            built: ours,
            running: theirs,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::{BUILT_FOR, Mismatch, Release, check};

    #[test]
    fn package_versions_are_read() {
        let release = Release::parse("22.10.1~dfsg+~cs6.17.60671434-2").expect("a release");
        assert_eq!(
            release,
            Release {
                series: 22,
                minor: 10,
                patch: 1
            }
        );
        assert_eq!(Release::parse("22.0-rc1").expect("a release").patch, 0);
        assert_eq!(Release::parse("GIT-master-1a2b3c"), None);
        assert_eq!(Release::parse(""), None);
    }

    #[test]
    fn the_release_of_the_headers_fits_itself() {
        assert!(!BUILT_FOR.is_empty());
        assert_eq!(check(BUILT_FOR, BUILT_FOR), Ok(()));
    }

    #[test]
    fn a_fix_release_fits() {
        assert_eq!(check("22.10.1", "22.10.0"), Ok(()));
        assert_eq!(check("22.10.0", "22.10.7~dfsg-1"), Ok(()));
    }

    #[test]
    fn neighbours_without_a_change_fit() {
        assert_eq!(check("22.3.0", "22.6.1"), Ok(()));
        assert_eq!(check("22.7.0", "22.8.2"), Ok(()));
    }

    #[test]
    fn a_change_on_the_way_is_refused_in_both_directions() {
        for (built, running) in [
            ("22.8.0", "22.9.0"),
            ("22.9.0", "22.8.0"),
            ("22.1.1", "22.2.0"),
        ] {
            assert!(
                matches!(check(built, running), Err(Mismatch::Layout { .. })),
                "{built}"
            );
        }
    }

    #[test]
    fn an_unknown_newer_release_is_refused() {
        assert!(matches!(
            check("22.10.1", "22.99.0"),
            Err(Mismatch::Layout { .. })
        ));
        assert_eq!(check("22.99.1", "22.99.0"), Ok(()), "same feature release");
    }

    #[test]
    fn another_series_is_refused_with_advice() {
        let text = check("22.10.1", "20.20.1")
            .expect_err("another series")
            .to_string();
        assert!(
            text.contains("install the headers of Asterisk 20.20.1"),
            "{text}"
        );
    }

    #[test]
    fn a_working_copy_fits_only_itself() {
        assert_eq!(check("GIT-22-abc", "GIT-22-abc"), Ok(()));
        assert!(matches!(
            check("22.10.1", "GIT-22-abc"),
            Err(Mismatch::Unreadable { .. })
        ));
    }
}
