//! What the README shows an administrator on the first evening has to work as it stands.

use std::fs;

use acd::config::{self, Config};

fn text_of(path: &str) -> String {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn loaded(text: &str) -> Config {
    let config = config::parse(text, "acd.conf").and_then(|text| config::load(&text, None));
    config.unwrap_or_else(|errors| {
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        panic!("{}", errors.join("\n"))
    })
}

#[test]
fn the_first_configuration_in_the_readme_loads() {
    let readme = text_of("README.md");
    let start = readme
        .find("```ini\n")
        .expect("the README shows an acd.conf as ```ini")
        + 7;
    let length = readme[start..].find("```").expect("the block ends");
    let config = loaded(&readme[start..start + length]);
    assert!(config.warnings.is_empty(), "{:#?}", config.warnings);
    assert!(config.plan.queues.len() == 1 && !config.plan.agents.is_empty());
}
