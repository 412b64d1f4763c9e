//! Build script: does nothing unless a PBX adapter is asked for.
//!
//! For Asterisk it finds the headers, turns the listed part of them into Rust, compiles the C
//! shim and, for test programs, a stand-in host; the steps are in `build/`. Whatever is missing
//! is said in one message that names the packages and the variable to set.

#[cfg(feature = "asterisk")]
#[path = "build/bindings.rs"]
mod bindings;
#[cfg(feature = "asterisk")]
#[path = "build/fake_host.rs"]
mod fake_host;
#[cfg(feature = "asterisk")]
#[path = "build/headers.rs"]
mod headers;
#[cfg(feature = "asterisk")]
#[path = "build/release.rs"]
mod release;
#[cfg(feature = "asterisk")]
#[path = "build/symbols.rs"]
mod symbols;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    #[cfg(feature = "asterisk")]
    if let Err(reason) = asterisk() {
        // One message and no backtrace: the reader is an administrator, not a Rust developer.
        eprintln!("\nacd cannot be built for Asterisk:\n{reason}\n");
        std::process::exit(1);
    }
}

/// Everything the `asterisk` feature needs, in order.
#[cfg(feature = "asterisk")]
fn asterisk() -> Result<(), String> {
    let out = std::path::PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets OUT_DIR"));
    for watched in [
        "build",
        "include",
        "src/asterisk/leg_shim.c",
        "src/asterisk/leg_shim.h",
        "src/asterisk/line_shim.c",
        "src/asterisk/line_shim.h",
        "src/asterisk/shim.c",
        "src/asterisk/shim.h",
    ] {
        println!("cargo:rerun-if-changed={watched}");
    }
    let headers = headers::find(&out)?;
    let release = release::of_headers(&headers)?;
    println!("cargo:rustc-env=ACD_ASTERISK_RELEASE={release}");

    let symbols = symbols::read("include/asterisk_symbols.txt")?;
    bindings::generate(&headers, &symbols, &out.join("asterisk_sys.rs"))?;
    headers.compile(
        &[
            "src/asterisk/shim.c",
            "src/asterisk/leg_shim.c",
            "src/asterisk/line_shim.c",
        ],
        "acd_shim",
    )?;
    fake_host::compile(&headers, &symbols, &out)?;

    // A foreign thread may still hold a destructor of ours when the module is closed; staying
    // mapped is the only safe answer.
    println!("cargo:rustc-cdylib-link-arg=-Wl,-z,nodelete");
    // Asterisk itself provides what is left undefined, at load time.
    println!("cargo:rustc-cdylib-link-arg=-Wl,--unresolved-symbols=ignore-all");
    Ok(())
}
