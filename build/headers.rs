//! Where the Asterisk headers are, and how C is compiled against them.
//!
//! The headers are reached through links in the output folder, never by putting the whole folder
//! that holds them on the search path: that folder may be the `/usr/include` of another system,
//! whose C library must not be mixed with ours.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

/// Looked at in this order when `ASTERISK_INCLUDE_DIR` is not set.
const USUAL_PLACES: [&str; 6] = [
    "/usr/include",
    "/usr/local/include",
    "/opt/asterisk/include",
    "/opt/asterisk/usr/include",
    "/usr/local/asterisk/include",
    "/usr/src/asterisk/include",
];

/// A found set of headers.
pub(crate) struct Headers {
    /// The folder that holds `asterisk.h`, as found.
    pub(crate) found: PathBuf,
    /// A folder with nothing but links to `asterisk.h` and `asterisk/`.
    pub(crate) linked: PathBuf,
}

/// Finds the headers, or says what to install and set.
pub(crate) fn find(out: &Path) -> Result<Headers, String> {
    println!("cargo:rerun-if-env-changed=ASTERISK_INCLUDE_DIR");
    let found = match env::var_os("ASTERISK_INCLUDE_DIR") {
        Some(named) => {
            let named = PathBuf::from(named);
            let complaint = || {
                format!(
                    "  ASTERISK_INCLUDE_DIR is {}, but that folder has no asterisk.h and\n  \
                     asterisk/channel.h. Set it to the folder that holds asterisk.h.",
                    named.display()
                )
            };
            fs::canonicalize(&named)
                .ok()
                .filter(|place| complete(place))
                .ok_or_else(complaint)?
        }
        None => USUAL_PLACES
            .iter()
            .map(PathBuf::from)
            .find(|place| complete(place))
            .ok_or_else(nowhere)?,
    };
    let linked = out.join("asterisk-headers");
    link(&found, &linked).map_err(|error| {
        format!(
            "  cannot make links to {} in {}: {error}",
            found.display(),
            linked.display()
        )
    })?;
    println!(
        "cargo:rerun-if-changed={}",
        found.join("asterisk/buildopts.h").display()
    );
    Ok(Headers { found, linked })
}

fn complete(place: &Path) -> bool {
    ["asterisk.h", "asterisk/channel.h", "asterisk/buildopts.h"]
        .iter()
        .all(|header| place.join(header).is_file())
}

fn nowhere() -> String {
    format!(
        "  the Asterisk headers were not found.\n  \
         Debian, Ubuntu: apt install asterisk-dev libclang-dev\n  \
         RHEL, Fedora:   dnf install asterisk-devel clang-devel\n  \
         Own build:      set ASTERISK_INCLUDE_DIR to the folder that holds asterisk.h,\n  \
         \x20               e.g. ASTERISK_INCLUDE_DIR=/opt/asterisk/include\n  \
         Looked in: {}",
        USUAL_PLACES.join(", ")
    )
}

fn link(found: &Path, linked: &Path) -> std::io::Result<()> {
    fs::create_dir_all(linked)?;
    for name in ["asterisk.h", "asterisk"] {
        let place = linked.join(name);
        if fs::symlink_metadata(&place).is_ok() {
            fs::remove_file(&place)?;
        }
        symlink(found.join(name), place)?;
    }
    Ok(())
}

impl Headers {
    /// What every translation unit that includes Asterisk headers must define. The second name
    /// is the function that gives this module's handle; `src/asterisk/module.rs` exports it.
    pub(crate) fn defines() -> [(&'static str, &'static str); 2] {
        [
            ("AST_MODULE", "\"app_acd\""),
            ("AST_MODULE_SELF_SYM", "acd_module_self"),
        ]
    }

    /// Compiles C sources into the static library `name` and links it into the module.
    pub(crate) fn compile(&self, sources: &[&str], name: &str) -> Result<(), String> {
        self.compiler(sources)
            .try_compile(name)
            .map_err(|error| no_compiler(&error))
    }

    /// A compiler set up for these headers.
    pub(crate) fn compiler(&self, sources: &[&str]) -> cc::Build {
        let mut compiler = cc::Build::new();
        compiler
            .files(sources)
            .include("include")
            .include("src/asterisk");
        // As system headers: their warnings are not ours.
        compiler.flag("-isystem").flag(&self.linked);
        for (name, value) in Self::defines() {
            compiler.define(name, value);
        }
        compiler
            .std("gnu11")
            .warnings(true)
            .flag_if_supported("-Wno-unused-parameter");
        compiler
    }
}

/// What to say when the C compiler failed.
pub(crate) fn no_compiler(error: &cc::Error) -> String {
    format!(
        "  the C shim did not compile: {error}\n  \
         Debian, Ubuntu: apt install gcc libc6-dev\n  \
         RHEL, Fedora:   dnf install gcc glibc-devel"
    )
}
