//! What a user can type or read is documented, and nothing else is.
//!
//! The sources say what there is: applications by `const NAME`, options by their letters, closed
//! status sets by `as_str`, console commands by their words. The XML document (what `core show
//! application` prints) and the README must say the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use crate::source::{Finding, Source};
use crate::tokens::{Kind, Token, text_at};

/// The document that Asterisk reads.
pub(crate) const XML: &str = "dialplan/asterisk/app_acd-en_US.xml";

/// The one variable with a set of its own; the agents' applications share the other set.
const QUEUE_VARIABLE: &str = "ACDSTATUS";
/// The variable whose values `WrapUpStatus` lists.
const WRAP_UP_VARIABLE: &str = "ACDWRAPUPSTATUS";
/// The variable whose values `ConnectStatus` lists.
const CONNECT_VARIABLE: &str = "ACDCONNECTSTATUS";
/// The variable whose values `RecordStatus` lists.
const RECORD_VARIABLE: &str = "ACDRECORDSTATUS";

/// The variables whose values `TagStatus` lists.
const TAG_VARIABLES: [&str; 2] = ["ACDTAGSTATUS", "ACDUNTAGSTATUS"];

type Names = BTreeSet<String>;

/// Differences between what the adapter offers and what is written about it.
pub(crate) fn differences(sources: &[Source], xml: &Source, readme: &Source) -> Vec<Finding> {
    // Faults on purpose are in no build that anybody installs.
    let is_installed = |source: &&Source| !source.path.ends_with("/fault.rs");
    let sources: Vec<&Source> = sources.iter().filter(is_installed).collect();
    let sources = sources.as_slice();
    let mut found = Vec::new();
    let tell = |document: &Source, what: &str, (code, text): (&Names, &Names)| {
        let missing = code
            .difference(text)
            .map(|name| format!("{what} `{name}` is missing"));
        let extra = text
            .difference(code)
            .map(|name| format!("{what} `{name}` does not exist"));
        missing
            .chain(extra)
            .map(|what| document.finding(1, what))
            .collect::<Vec<_>>()
    };
    let parts = attributes(&xml.text);
    let is_of_dialplan = |source: &&&Source| !source.path.contains("/manager/");
    let of_dialplan: Vec<&Source> = sources.iter().filter(is_of_dialplan).copied().collect();
    let applications = literals(&of_dialplan, "NAME", |name| name.starts_with("Acd"));
    found.extend(tell(
        xml,
        "application",
        (&applications, &parts.applications),
    ));
    found.extend(tell(
        xml,
        "option",
        (&option_letters(sources), &parts.options),
    ));

    let sets = status_sets(sources);
    let empty = Names::new();
    let queue_set = sets.get("QueueStatus").unwrap_or(&empty);
    let agent_set = sets.get("AgentStatus").unwrap_or(&empty);
    let wrap_up_set = sets.get("WrapUpStatus").unwrap_or(&empty);
    let connect_set = sets.get("ConnectStatus").unwrap_or(&empty);
    let tag_set = sets.get("TagStatus").unwrap_or(&empty);
    let record_set = sets.get("RecordStatus").unwrap_or(&empty);
    let variables = literals(sources, "VARIABLE", |name| name.starts_with("ACD"));
    let described: Names = parts.values.keys().cloned().collect();
    found.extend(tell(xml, "status variable", (&variables, &described)));
    for (variable, values) in &parts.values {
        let set = match variable.as_str() {
            QUEUE_VARIABLE => queue_set,
            WRAP_UP_VARIABLE => wrap_up_set,
            CONNECT_VARIABLE => connect_set,
            tag if TAG_VARIABLES.contains(&tag) => tag_set,
            RECORD_VARIABLE => record_set,
            _ => agent_set,
        };
        found.extend(tell(xml, &format!("{variable} value"), (set, values)));
    }
    let sets = [queue_set, agent_set, wrap_up_set, connect_set];
    let sets = sets.into_iter().chain([tag_set, record_set]);
    let all: Names = sets.flatten().cloned().collect();
    found.extend(tell(
        readme,
        "status value",
        (&all, &table_values(&readme.text)),
    ));
    found.extend(undocumented_commands(sources, readme));
    found.extend(ragged(xml));
    found
}

/// Lines of the XML document that begin with spaces: Asterisk drops tabs there and prints spaces,
/// in the middle of the sentence that was broken.
fn ragged(xml: &Source) -> Vec<Finding> {
    let tell = |(index, _)| xml.finding(index + 1, "indent with tabs, not spaces".to_owned());
    let lines = xml.text.lines().enumerate();
    lines
        .filter(|(_, line)| line.starts_with(' '))
        .map(tell)
        .collect()
}

/// The texts of constants of this name outside tests.
fn literals(sources: &[&Source], constant: &str, is_meant: fn(&str) -> bool) -> Names {
    let mut found = Names::new();
    for source in sources {
        for (index, token) in source.tokens.iter().enumerate() {
            let is_constant = text_at(&source.tokens, index) == "const"
                && text_at(&source.tokens, index + 1) == constant
                && !token.is_test;
            if is_constant {
                let rest = source.tokens[index..]
                    .iter()
                    .take_while(|token| token.text != ";");
                let texts = rest.filter_map(string).filter(|text| is_meant(text));
                found.extend(texts.map(str::to_owned));
            }
        }
    }
    found
}

/// The letters that the options' parsers match on.
fn option_letters(sources: &[&Source]) -> Names {
    let options = sources
        .iter()
        .filter(|source| source.path.contains("/apps/") && source.path.ends_with("options.rs"));
    let tokens = options
        .flat_map(|source| &source.tokens)
        .filter(|token| !token.is_test);
    let letter = |token: &Token| {
        let inside = token.text.strip_prefix('\'')?.strip_suffix('\'')?;
        let is_letter = inside.len() == 1 && inside.bytes().all(|byte| byte.is_ascii_alphabetic());
        is_letter.then(|| inside.to_owned())
    };
    tokens.filter_map(letter).collect()
}

/// For each type with `as_str` in a file of status values: the texts it gives.
fn status_sets(sources: &[&Source]) -> BTreeMap<String, Names> {
    let mut sets = BTreeMap::new();
    for source in sources
        .iter()
        .filter(|source| source.path.ends_with("/apps/status.rs"))
    {
        let tokens = &source.tokens;
        for index in 0..tokens.len() {
            if text_at(tokens, index) != "impl" || text_at(tokens, index + 2) != "{" {
                continue;
            }
            let end = tokens[index + 2].partner;
            let Some(start) = (index..end).find(|at| text_at(tokens, *at) == "as_str") else {
                continue;
            };
            let texts = tokens[start..end]
                .iter()
                .filter_map(string)
                .map(str::to_owned);
            sets.insert(tokens[index + 1].text.clone(), texts.collect());
        }
    }
    sets
}

/// The texts that functions called `words` give.
fn words_of_commands(source: &Source) -> Vec<String> {
    let tokens = &source.tokens;
    let named = (0..tokens.len())
        .filter(|index| text_at(tokens, *index) == "fn" && text_at(tokens, index + 1) == "words");
    named
        .filter(|index| !tokens[*index].is_test)
        .filter_map(|index| {
            // A declaration without a body ends before it gives a text.
            let body = tokens[index..].iter().take_while(|token| token.text != ";");
            body.into_iter().find_map(string)
        })
        .map(str::to_owned)
        .collect()
}

/// Commands that the README does not name, and commands it names that do not exist.
fn undocumented_commands(sources: &[&Source], readme: &Source) -> Vec<Finding> {
    let commands: Names = sources
        .iter()
        .flat_map(|source| words_of_commands(source))
        .collect();
    let mut found = Vec::new();
    for command in &commands {
        if !readme.text.contains(&format!("`{command}")) {
            found.push(readme.finding(1, format!("console command `{command}` is missing")));
        }
    }
    for (index, line) in readme.text.lines().enumerate() {
        // Every second piece stands between backticks.
        for quoted in line
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|text| text.starts_with("acd "))
        {
            let exists = commands.iter().any(|command| {
                let rest = quoted.strip_prefix(command.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            });
            if !exists {
                let what = format!("console command `{quoted}` does not exist");
                found.push(readme.finding(index + 1, what));
            }
        }
    }
    found
}

/// The inside of a string literal, of C strings too.
fn string(token: &Token) -> Option<&str> {
    let text = token.text.strip_prefix('c').unwrap_or(&token.text);
    let inside = text.strip_prefix('"')?.strip_suffix('"')?;
    (token.kind == Kind::Literal).then_some(inside)
}

/// Names that the XML document gives; values by their variable.
#[derive(Default)]
struct Parts {
    applications: Names,
    options: Names,
    values: BTreeMap<String, Names>,
}

fn attributes(xml: &str) -> Parts {
    let mut parts = Parts::default();
    let mut variable = String::new();
    for tag in xml.split('<') {
        let name = tag
            .split("name=\"")
            .nth(1)
            .and_then(|rest| rest.split('"').next());
        let Some(name) = name else { continue };
        let name = name.to_owned();
        match tag.split_whitespace().next() {
            Some("application") => _ = parts.applications.insert(name),
            Some("option") => _ = parts.options.insert(name),
            Some("variable") => variable = name,
            Some("value") => {
                _ = parts
                    .values
                    .entry(variable.clone())
                    .or_default()
                    .insert(name)
            }
            _ => {}
        }
    }
    parts
}

/// The first cells of tables that are one word in capitals, in backticks.
fn table_values(text: &str) -> Names {
    let value = |line: &str| {
        let cell = line.strip_prefix("| `")?.split_once("` |")?.0;
        let is_value = !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_uppercase());
        is_value.then(|| cell.to_owned())
    };
    text.lines().filter_map(value).collect()
}

/// What `xmllint` finds against Asterisk's own document type. `None`: one of the two is missing.
pub(crate) fn invalid() -> Option<Vec<Finding>> {
    let checked = Command::new("xmllint")
        .args(["--noout", "--nonet", "--dtdvalid"])
        .arg(document_type()?)
        .arg(crate::source::root().join(XML))
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&checked.stderr).into_owned();
    let finding = Finding {
        path: XML.to_owned(),
        line: 1,
        what: said,
    };
    Some(if checked.status.success() {
        Vec::new()
    } else {
        vec![finding]
    })
}

/// Asterisk's document type, where it is installed.
fn document_type() -> Option<PathBuf> {
    let named = std::env::var_os("ASTERISK_DOCUMENT_TYPE").map(PathBuf::from);
    let usual = [
        "/usr/share/asterisk",
        "/var/lib/asterisk",
        "/usr/local/share/asterisk",
    ]
    .map(|place| PathBuf::from(place).join("documentation/appdocsxml.dtd"));
    named.into_iter().chain(usual).find(|place| place.is_file())
}

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::source::{Finding, Source};

    const STATUS: &str = "impl QueueStatus { const VARIABLE: &'static str = \"ACDSTATUS\";
        fn as_str(self) -> &'static str { match self { Self::Full => \"FULL\" } } }
        impl AgentStatus { fn as_str(self) -> &'static str { match self { A => \"OK\" } } }";
    const APPS: &str =
        "impl Application for AcdQueue { const NAME: &'static CStr = c\"AcdQueue\"; }
        impl A { const VARIABLE: &'static str = \"ACDLOGINSTATUS\"; }
        #[cfg(test)] mod tests { const NAME: &CStr = c\"AcdMoody\"; }";
    const OPTIONS: &str = "fn set(letter: char) { match letter { 'a' => 1, ' ' => 2 } }";
    const COMMANDS: &str = "fn words() -> &'static CStr { c\"acd show queues\" }";
    const XML: &str = "<application name=\"AcdQueue\"><option name=\"a\"><variable \
        name=\"ACDSTATUS\"><value name=\"FULL\"/></variable><variable name=\"ACDAGENT\">\
        <variable name=\"ACDLOGINSTATUS\"><value name=\"OK\"></application>";
    const README: &str = "| `FULL` | x |\n| `OK` | x |\n`acd show queues` and `acd show queues x`";

    fn found(xml: &str, readme: &str) -> Vec<Finding> {
        let sources = [
            Source::new("src/asterisk/apps/status.rs", STATUS),
            Source::new("src/asterisk/apps/queue.rs", APPS),
            Source::new("src/asterisk/apps/options.rs", OPTIONS),
            Source::new("src/asterisk/cli/queues.rs", COMMANDS),
        ];
        differences(
            &sources,
            &Source::new(super::XML, xml),
            &Source::new("README.md", readme),
        )
    }

    #[test]
    fn documents_that_agree_with_the_code_pass() {
        assert_eq!(found(XML, README), []);
    }

    #[test]
    fn what_is_missing_and_what_does_not_exist_is_found() {
        for (from, to, count) in [
            ("name=\"AcdQueue\"", "name=\"AcdQueues\"", 2),
            ("option name=\"a\"", "option name=\"b\"", 2),
            ("name=\"FULL\"", "name=\"FULLER\"", 2),
            ("name=\"OK\"", "name=\"FINE\"", 2),
            ("name=\"ACDLOGINSTATUS\"", "name=\"ACDSTATE\"", 2),
            ("<option", "\n  <option", 1),
        ] {
            assert_eq!(found(&XML.replace(from, to), README).len(), count, "{from}");
        }
        for (from, to, count) in [
            ("`FULL`", "`FULLER`", 2),
            ("| `OK` |", "| OK |", 1),
            ("`acd show queues`", "`acd show queue`", 1),
            ("acd show queues", "acd show agents", 3),
        ] {
            assert_eq!(found(XML, &README.replace(from, to)).len(), count, "{from}");
        }
    }
}
