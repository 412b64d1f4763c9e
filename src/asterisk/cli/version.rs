//! Console commands about the module itself.

use std::ffi::CStr;
use std::mem::size_of;

use serde::Serialize;

use super::answer;
use crate::asterisk::command::{Command, Console, Outcome, Typed};
use crate::asterisk::release::BUILT_FOR;
use crate::asterisk::running::running_release;
use crate::asterisk::sys;

/// `acd show version [json]`.
#[derive(Debug)]
pub(super) struct ShowVersion;

impl Command for ShowVersion {
    fn words(&self) -> &'static CStr {
        c"acd show version"
    }

    fn summary(&self) -> &'static CStr {
        c"Show the version of acd and what it was built for"
    }

    fn usage(&self) -> &'static CStr {
        c"Usage: acd show version [json]\n       \
          Shows the version of the contact-centre module, the Asterisk release it was\n       \
          built for and the one it runs in. Include it in every problem report.\n"
    }

    fn complete(&self, typed: &Typed<'_>) -> Vec<String> {
        match typed.argument {
            0 => answer::or_json(Vec::new()),
            _ => Vec::new(),
        }
    }

    fn run(&self, console: &mut Console) -> Outcome {
        let (words, is_json) = answer::arguments(console);
        if !words.is_empty() {
            return Outcome::ShowUsage;
        }
        let version = Version::new();
        if is_json {
            return answer::json(console, &[version]);
        }
        console.line(format_args!("acd {}", version.acd));
        console.line(format_args!("Built for Asterisk:  {}", version.built_for));
        console.line(format_args!("Running in Asterisk: {}", version.running_in));
        console.line(format_args!(
            "Build options:       {}",
            version.build_options
        ));
        console.line(format_args!(
            "Layout:              function {}, hang-up {}, bridge {} bytes",
            version.function_bytes, version.hang_up_bytes, version.bridge_bytes,
        ));
        console.line(format_args!(
            "Features:            {}",
            version.features.join(", ")
        ));
        Outcome::Done
    }
}

/// What is told.
#[derive(Debug, Serialize)]
struct Version {
    acd: &'static str,
    built_for: &'static str,
    running_in: String,
    build_options: String,
    function_bytes: usize,
    hang_up_bytes: usize,
    bridge_bytes: usize,
    features: Vec<&'static str>,
}

impl Version {
    fn new() -> Self {
        Self {
            acd: env!("CARGO_PKG_VERSION"),
            built_for: BUILT_FOR,
            running_in: running_release(),
            build_options: sys::AST_BUILDOPTS.to_string_lossy().into_owned(),
            function_bytes: size_of::<sys::ast_custom_function>(),
            hang_up_bytes: size_of::<sys::ast_channel_snapshot_hangup>(),
            bridge_bytes: size_of::<sys::ast_bridge>(),
            features: features(),
        }
    }
}

fn features() -> Vec<&'static str> {
    let mut features = vec!["asterisk"];
    if cfg!(feature = "fault-injection") {
        features.push("fault-injection (for tests only)");
    }
    features
}
