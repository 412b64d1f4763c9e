//! What programs read, field by field, is documented: the fields of the driver's views are those
//! of the dialplan functions and AMI lists, the facts of its history are AMI events.
//!
//! The adapter makes fields of whatever a view or a fact has, so a new one is there for everyone
//! at once, and must be explained at once: in the XML document as an `<enum>` of the function, and
//! as a `<parameter>` of the event, whose name is written as AMI writes names.

use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Finding, Source};
use crate::tokens::{Kind, Token, matches_at, text_at};

type Names = BTreeSet<String>;

/// Dialplan functions with the views whose fields they tell.
const FUNCTIONS: &[(&str, &str)] = &[
    ("ACD_AGENT", "AgentView"),
    ("ACD_CALL", "CallView"),
    ("ACD_MATCH", "ProspectView"),
    ("ACD_QUEUE", "QueueView"),
];

/// Items of AMI lists with the views whose fields they have, and those that other items have.
const ITEMS: &[(&str, &str, &[&str])] = &[
    ("AcdAgent", "AgentView", &[]),
    ("AcdAlarm", "AlarmView", &[]),
    ("AcdCall", "CallView", &[]),
    (
        "AcdExplanation",
        "ExplanationView",
        &["call", "coming", "agents"],
    ),
    ("AcdExplanationAgent", "ReasonView", &[]),
    ("AcdHistoryCall", "FinishedCallView", &[]),
    ("AcdHistoryOffer", "FinishedOfferView", &[]),
    ("AcdQueue", "QueueView", &[]),
    ("AcdReportAgent", "AgentReportView", &[]),
    ("AcdReportCalls", "StayReportView", &[]),
    ("AcdStoreState", "StoreView", &[]),
];

/// Facts of history; each is an AMI event of its own.
const HISTORY: &str = "HistoryFact";

/// What every such event has; only its own fields are compared.
const EVERY_EVENT: &[&str] = &[
    "Sequence", "AtMs", "WallUs", "Call", "HostCall", "Queue", "Agent",
];

/// The event that is no fact of history.
const LOST: &str = "AcdEventsLost";

/// The structure whose parts are fields of their own.
const SPREAD: (&str, &[&str]) = ("Caller", &["number", "name"]);

/// Differences between the views and what the XML document says of them.
pub(crate) fn differences(sources: &[Source], xml: &Source) -> Vec<Finding> {
    let mut found = Vec::new();
    for (function, view) in FUNCTIONS {
        let section = section(&xml.text, "function", function);
        let documented = names(section, "enum");
        found.extend(compared(xml, function, &fields(sources, view), &documented));
    }
    for (item, view, elsewhere) in ITEMS {
        let section = section(&xml.text, "managerEvent", item);
        let own = fields(sources, view).into_iter();
        let own = own.filter(|name| !elsewhere.contains(&&**name));
        let own = own.map(|name| heading(&name)).collect();
        found.extend(compared(xml, item, &own, &names(section, "parameter")));
    }
    let events = events(sources);
    for (event, own) in &events {
        let mut documented = names(section(&xml.text, "managerEvent", event), "parameter");
        documented.retain(|name| !EVERY_EVENT.contains(&&**name));
        // A fact about a queue and no call names the queue itself.
        let mut own = own.clone();
        own.retain(|name| !EVERY_EVENT.contains(&&**name));
        found.extend(compared(xml, event, &own, &documented));
    }
    let mut sent: Names = events.into_keys().collect();
    sent.insert(LOST.to_owned());
    let outside = outside(&xml.text, "manager");
    for (what, code, text) in [
        (
            "the functions",
            named(sources, "ACD_", ""),
            names(&xml.text, "function"),
        ),
        (
            "the AMI actions",
            named(sources, "Acd", "/manager/"),
            names(&xml.text, "manager"),
        ),
        ("the AMI events", sent, names(&outside, "managerEvent")),
    ] {
        found.extend(compared(xml, what, &code, &text));
    }
    found
}

fn compared(xml: &Source, of: &str, code: &Names, text: &Names) -> Vec<Finding> {
    let missing = code
        .difference(text)
        .map(|name| format!("`{name}` is missing among {of}"));
    let extra = text
        .difference(code)
        .map(|name| format!("`{name}` is not among {of}"));
    missing
        .chain(extra)
        .map(|what| xml.finding(1, what))
        .collect()
}

/// The fields of a structure as programs see them.
fn fields(sources: &[Source], structure: &str) -> Names {
    let mut found = Names::new();
    for source in sources {
        let tokens = &source.tokens;
        let declared = |index: &usize| matches_at(tokens, *index, &["struct", structure, "{"]);
        let Some(open) = (0..tokens.len()).find(declared).map(|index| index + 2) else {
            continue;
        };
        let mut is_flattened = false;
        let mut index = open + 1;
        while index < tokens[open].partner {
            if text_at(tokens, index) == "[" {
                let end = tokens[index].partner;
                is_flattened |= tokens[index..end]
                    .iter()
                    .any(|token| token.text == "flatten");
                index = end + 1;
                continue;
            }
            if text_at(tokens, index) == "pub" && text_at(tokens, index + 2) == ":" {
                let (name, kind) = (text_at(tokens, index + 1), text_at(tokens, index + 3));
                if is_flattened {
                    found.extend(fields(sources, kind));
                } else if kind == SPREAD.0 {
                    found.extend(SPREAD.1.iter().map(|part| format!("{name}_{part}")));
                } else {
                    found.insert(name.to_owned());
                }
                is_flattened = false;
            }
            index += 1;
        }
    }
    found
}

/// The names that start so of what is registered by files at such a place.
fn named(sources: &[Source], start: &str, place: &str) -> Names {
    let mut found = Names::new();
    for source in sources.iter().filter(|source| source.path.contains(place)) {
        let tokens = &source.tokens;
        let is_name = |index: &usize| {
            matches_at(tokens, *index, &["const", "NAME"]) && !tokens[*index].is_test
        };
        let given = (0..tokens.len()).filter(is_name);
        let given = given.filter_map(|index| text_given(&tokens[index..]));
        found.extend(given.filter(|name| name.starts_with(start)));
    }
    found
}

/// The text that a constant is given.
fn text_given(tokens: &[Token]) -> Option<String> {
    let mut rest = tokens.iter().take_while(|token| token.text != ";");
    let text = rest.find_map(|token| token.text.strip_prefix("c\"")?.strip_suffix('"'));
    text.map(str::to_owned)
}

/// The facts of history by the names of their events, each with its own fields.
fn events(sources: &[Source]) -> BTreeMap<String, Names> {
    let mut found = BTreeMap::new();
    for source in sources {
        let tokens = &source.tokens;
        let declared = |index: &usize| matches_at(tokens, *index, &["enum", HISTORY, "{"]);
        let Some(open) = (0..tokens.len()).find(declared).map(|index| index + 2) else {
            continue;
        };
        let mut index = open + 1;
        while index < tokens[open].partner {
            let fact = &tokens[index];
            let next = text_at(tokens, index + 1);
            if fact.kind == Kind::Open {
                index = fact.partner;
            } else if fact.kind == Kind::Word && (next == "," || next == "{") {
                let own = match next {
                    "{" => fields_between(tokens, index + 1, tokens[index + 1].partner),
                    _ => Names::new(),
                };
                let own = own.iter().map(|name| heading(name)).collect();
                found.insert(format!("Acd{}", fact.text), own);
            }
            index += 1;
        }
    }
    found
}

/// The names of the fields of one fact.
fn fields_between(tokens: &[Token], open: usize, close: usize) -> Names {
    let mut found = Names::new();
    let mut index = open + 1;
    while index < close {
        if tokens[index].kind == Kind::Open {
            index = tokens[index].partner;
        } else if text_at(tokens, index + 1) == ":" {
            let name = text_at(tokens, index);
            if text_at(tokens, index + 2) == SPREAD.0 {
                found.extend(SPREAD.1.iter().map(|part| format!("{name}_{part}")));
            } else {
                found.insert(name.to_owned());
            }
        }
        index += 1;
    }
    found
}

/// A name as AMI writes it.
fn heading(name: &str) -> String {
    let words = name.split('_').filter(|word| !word.is_empty());
    let word = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
    words.map(word).collect()
}

/// The text without the elements of a kind.
fn outside(xml: &str, kind: &str) -> String {
    let start = format!("<{kind} ");
    let mut pieces = xml.split(&start);
    let first = pieces.next().unwrap_or_default().to_owned();
    let end = format!("</{kind}>");
    pieces.fold(first, |text, piece| {
        text + piece.split_once(&end).map_or("", |(_, rest)| rest)
    })
}

/// What stands between `<kind name="name"` and `</kind>`; empty if there is none.
fn section<'a>(xml: &'a str, kind: &str, name: &str) -> &'a str {
    let start = format!("<{kind} name=\"{name}\"");
    let section = xml.split_once(&start).map_or("", |(_, rest)| rest);
    section
        .split_once(&format!("</{kind}>"))
        .map_or("", |(inside, _)| inside)
}

/// The names of all elements of a kind.
fn names(xml: &str, kind: &str) -> Names {
    let start = format!("<{kind} name=\"");
    let rests = xml.split(&start).skip(1);
    rests
        .filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::differences;
    use crate::source::Source;

    const VIEWS: &str = "pub struct QueueView { pub queue: Arc<str>, pub free: u32 }
        pub struct ProspectView { pub free: u32 }
        pub struct CallView { pub caller: Caller }
        pub struct ExplanationView { pub call: CallView, pub agents: Vec<R>, pub free: u32 }
        pub struct ReasonView { pub reason: String }
        pub struct AgentView { #[serde(flatten)] pub doing: Doing, pub in_call: Arc<str> }
        pub struct Doing { #[serde(x)] pub state: &'static str }
        pub enum HistoryFact { FloorPlanned, CallArrived { caller: Caller, wait_ms: u64 } }";
    const XML: &str = "<function name=\"ACD_QUEUE\"><enum name=\"queue\"><enum name=\"free\">
        </function><function name=\"ACD_MATCH\"><enum name=\"free\"></function>
        <function name=\"ACD_CALL\"><enum name=\"caller_number\"><enum name=\"caller_name\">
        </function><function name=\"ACD_AGENT\"><enum name=\"state\"><enum name=\"in_call\">
        </function><manager name=\"AcdLists\"><managerEvent name=\"AcdQueue\"><parameter \
        name=\"Queue\"><parameter name=\"Free\"></managerEvent><managerEvent name=\"AcdCall\">
        <parameter name=\"CallerNumber\"><parameter name=\"CallerName\"></managerEvent>
        <managerEvent name=\"AcdAgent\"><parameter name=\"State\"><parameter name=\"InCall\">
        </managerEvent><managerEvent name=\"AcdExplanation\"><parameter name=\"Free\">
        </managerEvent><managerEvent name=\"AcdExplanationAgent\"><parameter name=\"Reason\">
        </managerEvent></manager><managerEvent name=\"AcdFloorPlanned\"><parameter \
        name=\"Sequence\"></managerEvent><managerEvent name=\"AcdCallArrived\"><parameter \
        name=\"CallerNumber\"><parameter name=\"CallerName\"><parameter name=\"WaitMs\">
        </managerEvent><managerEvent name=\"AcdEventsLost\"></managerEvent>";

    fn found(views: &str, xml: &str) -> usize {
        let functions = ["ACD_QUEUE", "ACD_MATCH", "ACD_CALL", "ACD_AGENT"];
        let functions = functions.map(|name| format!("const NAME: &CStr = c\"{name}\";"));
        let sources = [
            Source::new("src/driver/views.rs", views),
            Source::new("src/asterisk/functions/all.rs", &functions.concat()),
            Source::new(
                "src/asterisk/manager/all.rs",
                "const NAME: &CStr = c\"AcdLists\";",
            ),
        ];
        differences(&sources, &Source::new("app.xml", xml)).len()
    }

    #[test]
    fn documented_fields_pass() {
        assert_eq!(found(VIEWS, XML), 0);
    }

    #[test]
    fn what_is_missing_and_what_does_not_exist_is_found() {
        for (from, to, count) in [
            ("queue: Arc<str>", "line: Arc<str>", 4),
            ("state: &", "mood: &", 4),
            ("wait_ms", "waits_ms", 2),
            ("FloorPlanned", "Planned", 2),
        ] {
            assert_eq!(found(&VIEWS.replace(from, to), XML), count, "{from}");
        }
        for (from, to, count) in [
            ("enum name=\"state\"", "enum name=\"mood\"", 2),
            ("enum name=\"caller_number\"", "enum name=\"caller\"", 2),
            ("\"ACD_CALL\"", "\"ACD_CALLS\"", 4),
            ("\"AcdLists\"", "\"AcdList\"", 2),
            ("\"WaitMs\"", "\"Wait\"", 2),
            ("\"AcdEventsLost\"", "\"AcdEventLost\"", 2),
            ("\"InCall\"", "\"Call\"", 2),
        ] {
            assert_eq!(found(VIEWS, &XML.replace(from, to)), count, "{from}");
        }
    }
}
