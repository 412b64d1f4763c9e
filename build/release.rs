//! Which Asterisk release the headers belong to.
//!
//! The headers carry no release number, so it is looked up where a package or a source tree keeps
//! it: `ASTERISK_VERSION` if set; the `.version` file of a source tree; the package database of
//! the system that owns the headers; the installed program. The module compares it with the
//! Asterisk that loads it, so guessing is no option.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::headers::Headers;

/// The release, such as `22.10.1`, of the found headers.
pub(crate) fn of_headers(headers: &Headers) -> Result<String, String> {
    println!("cargo:rerun-if-env-changed=ASTERISK_VERSION");
    let place = headers.found.as_path();
    if let Ok(stated) = env::var("ASTERISK_VERSION") {
        // What the administrator says is taken as it is: a working copy has no release number,
        // and its module fits that very working copy.
        return Ok(plain(&stated).unwrap_or(stated));
    }
    let stated = source_tree(place)
        .or_else(|| debian(place))
        .or_else(|| rpm(place))
        .or_else(|| program(place));
    match stated.as_deref().map(|text| (text, plain(text))) {
        Some((_, Some(release))) => Ok(release),
        Some((text, None)) => Err(format!(
            "  \"{text}\" is not an Asterisk release number such as 22.10.1.\n  \
             Set ASTERISK_VERSION to the release of the headers in {}.",
            place.display()
        )),
        None => Err(format!(
            "  the headers in {} do not tell their release.\n  \
             Set ASTERISK_VERSION, e.g. ASTERISK_VERSION=22.10.1 (`asterisk -V` prints it).",
            place.display()
        )),
    }
}

/// `Asterisk 1:22.10.1~dfsg-2` → `22.10.1`.
fn plain(text: &str) -> Option<String> {
    let text = text.trim();
    let text = text.strip_prefix("Asterisk ").unwrap_or(text);
    let text = text.split_once(':').map_or(text, |(_, rest)| rest);
    let numbers: Vec<&str> = text
        .split('.')
        .map(|part| {
            &part[..part
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(part.len())]
        })
        .take(3)
        .take_while(|part| !part.is_empty())
        .collect();
    match numbers.as_slice() {
        [series, minor] => Some(format!("{series}.{minor}.0")),
        [series, minor, patch] => Some(format!("{series}.{minor}.{patch}")),
        _ => None,
    }
}

/// `<tree>/include` beside `<tree>/.version`.
fn source_tree(place: &Path) -> Option<String> {
    fs::read_to_string(place.parent()?.join(".version")).ok()
}

/// The package database of the root whose `usr/include` this is.
fn debian(place: &Path) -> Option<String> {
    let root = place.to_str()?.strip_suffix("/usr/include")?;
    let status = fs::read_to_string(format!("{root}/var/lib/dpkg/status")).ok()?;
    status
        .split("\n\n")
        .find(|paragraph| paragraph.starts_with("Package: asterisk-dev\n"))?
        .lines()
        .find_map(|line| line.strip_prefix("Version: "))
        .map(str::to_owned)
}

fn rpm(place: &Path) -> Option<String> {
    let header = place.join("asterisk.h");
    said_by(
        Command::new("rpm")
            .args(["-qf", "--queryformat", "%{VERSION}"])
            .arg(header),
    )
}

/// The program installed under the same prefix.
fn program(place: &Path) -> Option<String> {
    let installed = place.parent()?.join("sbin/asterisk");
    installed.is_file().then_some(())?;
    said_by(Command::new(installed).arg("-V"))
}

fn said_by(command: &mut Command) -> Option<String> {
    let output = command
        .output()
        .ok()
        .filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()
}
