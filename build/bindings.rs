//! The listed part of the headers, as Rust.

use std::panic;
use std::path::Path;

use crate::headers::Headers;
use crate::symbols::Symbols;

/// Writes the bindings to `target`.
pub(crate) fn generate(headers: &Headers, symbols: &Symbols, target: &Path) -> Result<(), String> {
    let builder = builder(headers, symbols);
    // bindgen panics when libclang cannot be opened; that is an installation matter, so it is
    // told like one.
    let hook = panic::take_hook();
    panic::set_hook(Box::new(|_| ()));
    let outcome = panic::catch_unwind(panic::AssertUnwindSafe(|| builder.generate()));
    panic::set_hook(hook);
    let bindings = match outcome {
        Ok(Ok(bindings)) => bindings,
        Ok(Err(error)) => {
            return Err(format!(
                "  the headers in {} could not be read: {error}",
                headers.found.display()
            ));
        }
        Err(_) => return Err(no_libclang()),
    };
    let text = bindings.to_string();
    let missing = missing(&text, symbols);
    if !missing.is_empty() {
        return Err(format!(
            "  the headers in {} do not have: {}\n  \
             This release of acd needs Asterisk 20, 22 or 23.",
            headers.found.display(),
            missing.join(", ")
        ));
    }
    std::fs::write(target, text).map_err(|error| format!("  {}: {error}", target.display()))
}

fn builder(headers: &Headers, symbols: &Symbols) -> bindgen::Builder {
    let mut builder = bindgen::Builder::default()
        .header("include/asterisk_wrapper.h")
        .header("src/asterisk/shim.h")
        .header("src/asterisk/leg_shim.h")
        .header("src/asterisk/line_shim.h")
        .clang_arg(format!("-I{}", headers.linked.display()))
        // clang needs it for a macro of Asterisk's; gcc, which compiles the shim, does not.
        .clang_arg("-fblocks")
        // The shim's own functions are declared beside Asterisk's.
        .allowlist_function("acd_shim_.*")
        .allowlist_var("acd_shim_.*")
        .allowlist_var("ACD_FEATURE_.*")
        .allowlist_var("ACD_KEYS_.*")
        .use_core()
        .generate_cstr(true)
        .derive_default(false)
        .derive_debug(false)
        .layout_tests(true)
        .prepend_enum_name(false)
        .generate_comments(false)
        .rust_edition(bindgen::RustEdition::Edition2024);
    for (name, value) in Headers::defines() {
        builder = builder.clang_arg(format!("-D{name}={value}"));
    }
    for name in &symbols.functions {
        builder = builder.allowlist_function(name);
    }
    for name in &symbols.types {
        builder = builder.allowlist_type(name);
    }
    for name in &symbols.variables {
        builder = builder.allowlist_var(name);
    }
    builder
}

/// Names that are listed but not in the generated text.
fn missing<'a>(text: &str, symbols: &'a Symbols) -> Vec<&'a str> {
    let declared: std::collections::BTreeSet<&str> = text
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    [&symbols.functions, &symbols.types, &symbols.variables]
        .into_iter()
        .flatten()
        .map(String::as_str)
        .filter(|name| !declared.contains(name))
        .collect()
}

fn no_libclang() -> String {
    "  libclang was not found; bindgen reads the Asterisk headers with it.\n  \
     Debian, Ubuntu: apt install libclang-dev\n  \
     RHEL, Fedora:   dnf install clang-devel\n  \
     Elsewhere:      set LIBCLANG_PATH to the folder that holds libclang.so"
        .to_owned()
}
