//! The stand-in host that test programs are linked with.
//!
//! A program cannot be linked with symbols that only Asterisk has. Test programs get the fakes of
//! `src/asterisk/fake_host.c` and, for every other listed function, a weak stub which says its
//! name and aborts. The module itself never contains any of it.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use crate::headers::{Headers, no_compiler};
use crate::symbols::Symbols;

/// Functions the C shim uses beyond those the Rust code lists.
const SHIM_ONLY: [&str; 47] = [
    "__ao2_cleanup_debug",
    "__ast_calloc",
    "__ast_taskprocessor_push",
    "ast_bridge_basic_new",
    "ast_bridge_basic_set_flags",
    "ast_bridge_call_with_flags",
    "ast_bridge_destroy",
    "ast_bridge_features_cleanup",
    "ast_bridge_features_ds_append",
    "ast_bridge_features_ds_set",
    "ast_bridge_features_init",
    "ast_bridge_join",
    "ast_channel_appl_set",
    "ast_channel_connected",
    "ast_channel_connected_line_sub",
    "ast_channel_data_set",
    "ast_channel_dialcontext_set",
    "ast_channel_dialed",
    "ast_channel_exten_set",
    "ast_channel_redirecting",
    "ast_channel_redirecting_sub",
    "ast_channel_req_accountcodes",
    "ast_channel_req_accountcodes_precious",
    "ast_channel_set_caller_event",
    "ast_channel_update_connected_line",
    "ast_channel_update_redirecting",
    "ast_channel_whentohangup",
    "ast_connected_line_copy_from_caller",
    "ast_copy_string",
    "ast_get_number_str",
    "ast_matchmore_extension",
    "ast_max_forwards_decrement",
    "ast_max_forwards_get",
    "ast_max_forwards_reset",
    "ast_party_caller_set_init",
    "ast_party_connected_line_copy",
    "ast_party_connected_line_free",
    "ast_party_connected_line_init",
    "ast_party_id_presentation",
    "ast_party_number_free",
    "ast_party_number_init",
    "ast_party_redirecting_copy",
    "ast_party_redirecting_free",
    "ast_party_redirecting_init",
    "ast_queue_log",
    "ast_request",
    "ast_set_callerid",
];

/// Compiles the library `acd_fake_host` and makes it known to test programs only.
pub(crate) fn compile(headers: &Headers, symbols: &Symbols, out: &Path) -> Result<(), String> {
    println!("cargo:rerun-if-changed=src/asterisk/fake_host.c");
    let stubs = out.join("fake_host_stubs.c");
    fs::write(&stubs, stubs_text(symbols))
        .map_err(|error| format!("  {}: {error}", stubs.display()))?;
    headers
        .compiler(&["src/asterisk/fake_host.c"])
        .file(&stubs)
        // Not linked here: the library asks for it under `cfg(test)`.
        .cargo_metadata(false)
        .try_compile("acd_fake_host")
        .map_err(|error| no_compiler(&error))?;
    println!("cargo:rustc-link-search=native={}", out.display());
    let library = out.join("libacd_fake_host.a");
    for (kind, folder) in [("tests", "tests"), ("benches", "benches")] {
        if has_sources(folder) {
            println!(
                "cargo:rustc-link-arg-{kind}=-Wl,--whole-archive,{},--no-whole-archive",
                library.display()
            );
        }
    }
    Ok(())
}

/// cargo refuses link arguments for a kind of target that the package does not have.
fn has_sources(folder: &str) -> bool {
    println!("cargo:rerun-if-changed={folder}");
    fs::read_dir(folder).is_ok_and(|entries| {
        entries
            .flatten()
            .any(|entry| entry.path().extension().is_some_and(|name| name == "rs"))
    })
}

fn stubs_text(symbols: &Symbols) -> String {
    let mut text = String::from(
        "#include <stdio.h>\n#include <stdlib.h>\n\
         static void missing(const char *name)\n{\n\
         \tfprintf(stderr, \"the test reached %s, which the fake host lacks\\n\", name);\n\
         \tabort();\n}\n",
    );
    let listed = symbols
        .functions
        .iter()
        .map(String::as_str)
        .chain(SHIM_ONLY);
    for name in listed {
        writeln!(
            text,
            "__attribute__((weak)) void {name}(void);\n\
             void {name}(void)\n{{\n\tmissing(\"{name}\");\n}}"
        )
        .expect("writing to a String cannot fail");
    }
    text
}
