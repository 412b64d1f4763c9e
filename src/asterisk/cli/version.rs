//! Console commands about the module itself.

use std::ffi::CStr;
use std::mem::size_of;

use crate::asterisk::command::{Command, Console, Outcome};
use crate::asterisk::release::BUILT_FOR;
use crate::asterisk::running::running_release;
use crate::asterisk::sys;

/// `acd show version`.
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
        c"Usage: acd show version\n       \
          Shows the version of the contact-centre module, the Asterisk release it was\n       \
          built for and the one it runs in. Include it in every problem report.\n"
    }

    fn run(&self, console: &mut Console) -> Outcome {
        if !console.arguments().is_empty() {
            return Outcome::ShowUsage;
        }
        console.line(format_args!("acd {}", env!("CARGO_PKG_VERSION")));
        console.line(format_args!("Built for Asterisk:  {BUILT_FOR}"));
        console.line(format_args!("Running in Asterisk: {}", running_release()));
        console.line(format_args!(
            "Build options:       {}",
            sys::AST_BUILDOPTS.to_string_lossy()
        ));
        console.line(format_args!(
            "Layout:              function {}, hang-up {}, bridge {} bytes",
            size_of::<sys::ast_custom_function>(),
            size_of::<sys::ast_channel_snapshot_hangup>(),
            size_of::<sys::ast_bridge>(),
        ));
        console.line(format_args!(
            "Features:            {}",
            features().join(", ")
        ));
        Outcome::Done
    }
}

fn features() -> Vec<&'static str> {
    let mut features = vec!["asterisk"];
    if cfg!(feature = "fault-injection") {
        features.push("fault-injection (for tests only)");
    }
    features
}
