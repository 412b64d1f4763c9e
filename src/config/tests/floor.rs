//! Sections as a whole: types, names, inheritance, limits, and a floor that cannot work.

use super::*;
use crate::engine::limits::{AGENT_QUEUES_MAX, QUEUES_MAX, RELAX_STEPS_MAX, SKILLS_MAX};

#[test]
fn every_fault_of_a_file_is_told_at_once() {
    let text = "[support]\ntype = queue\ntimeout = x\ncapacity = y\n[1001]\ntype = agent\n\
        queues = sale\nskills = french\n[x]\n[sales]\ntype = queu\nmusic = (\n";
    assert_eq!(
        bad(text),
        [
            "acd.conf:3: [support] timeout = x: expected a duration such as 30s, 5m or 1h, or none",
            "acd.conf:4: [support] capacity = y: expected a whole number from 1 to 100000",
            "acd.conf:7: [1001] queues = sale: unknown queue `sale`; did you mean `sales`?",
            "acd.conf:8: [1001] skills = french: unknown skill `french`",
            "acd.conf:9: [x]: expected `type = ` and one of queue, agent, skill, disposition, \
             not-ready-reason, tag, tag-rule, recording below this line",
            "acd.conf:11: [sales] type = queu: expected one of queue, agent, skill, disposition, \
             not-ready-reason, tag, tag-rule, recording; did you mean `queue`?",
            "acd.conf:12: [sales] music = (: expected a name of letters, digits and `_ . + -`, \
             starting with neither `.` nor `-`, 1 to 64 bytes",
        ]
    );
}

#[test]
fn a_name_may_be_used_once_for_each_type() {
    let text = "[sales]\ntype = skill\n[sales]\ntype = queue\n[SALES]\ntype = queue\n";
    assert_eq!(
        bad(text),
        ["acd.conf:5: [SALES]: this queue is already defined at acd.conf:3"]
    );
    let text = "[sales]\ntype = skill\n[sales]\ntype = queue\n[sales]\ntype = agent\n";
    assert_eq!(good(text, None).plan.queues.len(), 1);
}

#[test]
fn unsafe_names_are_refused() {
    for name in [
        "a b",
        "a/b",
        "..",
        "-x",
        "a;b",
        "$x",
        "",
        "a\u{1b}[2J",
        &"x".repeat(65),
    ] {
        for what in ["queue", "agent", "skill"] {
            let mut sections = sections(&format!("[x]\ntype = {what}\n"));
            sections[0].name = name.to_owned();
            let errors = load(&sections, None).unwrap_err();
            let text = errors[0].render();
            assert_eq!(errors.len(), 1, "{name:?} {what}");
            assert!(!text.contains(char::is_control), "{text:?}");
        }
    }
    for name in ["1001", "a.b_c-d+e", "+49"] {
        assert_eq!(
            good(&format!("[{name}]\ntype = queue"), None)
                .plan
                .queues
                .len(),
            1
        );
    }
}

#[test]
fn hidden_characters_are_refused_and_never_printed() {
    for value in ["PJSIP/1\u{1b}[2J", "PJSIP/\n1", "PJSIP/1\u{202e}"] {
        for key in ["interface", "state-interface", "name"] {
            let mut sections = sections("[1]\ntype = agent\nx = y\n");
            sections[0].entries[1].key = key.to_owned();
            sections[0].entries[1].value = value.to_owned();
            let text = load(&sections, None).unwrap_err()[0].render();
            assert!(
                !text.contains([char::from(27), '\n', '\u{202e}']),
                "{text:?}"
            );
        }
    }
}

#[test]
fn what_a_section_says_overrides_what_it_inherits() {
    let text = "[base](!)\ntype = queue\ntimeout = 5m\nrelax = 10s: any\n\
        [a](base)\ntimeout = 1m\nrelax = 20s: any\n[b](base)\nrelax =\nrelax = 5s: any\n";
    let config = good(text, None);
    let a = config.plan.queues.find("a").unwrap();
    assert_eq!(a.line.timeout_ms, Some(60_000));
    assert_eq!(
        a.need
            .relax
            .iter()
            .map(|step| step.after_ms)
            .collect::<Vec<_>>(),
        [10_000, 20_000]
    );
    let b = config.plan.queues.find("b").unwrap();
    assert_eq!(
        b.need
            .relax
            .iter()
            .map(|step| step.after_ms)
            .collect::<Vec<_>>(),
        [5_000]
    );
    assert!(
        !config
            .warnings
            .iter()
            .any(|warning| warning.to_string().contains("already"))
    );
}

#[test]
fn a_fault_of_a_template_is_told_once() {
    let text = "[base](!)\ntype = agent\nskills = french\n[1](base)\n[2](base)\n[3](base)\n";
    assert_eq!(
        bad(text),
        ["acd.conf:3: [1] skills = french: unknown skill `french`"]
    );
}

#[test]
fn relaxation_on_conditions_may_stand_anywhere() {
    let text = "[a]\ntype = queue\nrelax = when staffed = 0: any\nrelax = 20s: any\n\
        relax = 5s when free = 0: any\nrelax = 30s: any\n";
    assert_eq!(
        good(text, None)
            .plan
            .queues
            .find("a")
            .unwrap()
            .need
            .relax
            .len(),
        4
    );
}

#[test]
fn rank_windows_widen() {
    let text = "[a]\ntype = queue\nrank-window = 0: 2\nrank-window = 20s: 2\n\
        rank-window = 10s: any\n";
    assert_eq!(
        bad(text),
        [
            "acd.conf:4: [a] rank-window = 20s: 2: expected a later time and a greater rank than \
             `0s: 2` of acd.conf:3: windows widen",
            "acd.conf:5: [a] rank-window = 10s: any: expected a later time and a greater rank \
             than `20s: 2` of acd.conf:4: windows widen",
        ]
    );
    let windows = |count: u8| {
        let lines = (0..count).map(|n| format!("rank-window = {n}s: {}\n", n + 1));
        format!("[a]\ntype = queue\n{}", lines.collect::<String>())
    };
    good(&windows(16), None);
    assert!(bad(&windows(17))[0].ends_with("more than 16 rank windows in one queue"));
    let text = "[base](!)\ntype = queue\nrank-window = 0: 1\n[a](base)\n\
        rank-window = 20s: any\n[b](base)\nrank-window =\n";
    let plan = good(text, None).plan;
    let count = |name| plan.queues.find(name).unwrap().choice.rank_windows.len();
    assert_eq!((count("a"), count("b")), (2, 0));
}

#[test]
fn agents_stand_in_the_order_of_their_sections() {
    let text = |names: &[&str]| {
        let sections = names.iter().map(|name| format!("[{name}]\ntype = agent\n"));
        sections.collect::<String>()
    };
    let before = good(&text(&["alice", "bob"]), None).plan;
    let after = good(&text(&["carol", "bob", "alice"]), Some(&before)).plan;
    let place = |name| after.agents.find(name).unwrap().place;
    assert_eq!(
        (place("carol"), place("bob"), place("alice")),
        (0, 1, 2),
        "whatever their ids"
    );
}

#[test]
fn relaxation_ascends() {
    let text = "[a]\ntype = queue\nrelax = 20s: any\nrelax = 20s: any\n";
    assert_eq!(
        bad(text),
        [
            "acd.conf:4: [a] relax = 20s: any: expected a time after the 20s of acd.conf:3: \
            steps ascend"
        ]
    );
}

#[test]
fn limits_hold() {
    let steps = |count| {
        let steps: String = (1..=count)
            .map(|n| format!("relax = {n}s: any\n"))
            .collect();
        format!("[a]\ntype = queue\n{steps}")
    };
    assert_eq!(good(&steps(RELAX_STEPS_MAX), None).plan.queues.len(), 1);
    assert!(
        bad(&steps(RELAX_STEPS_MAX + 1))[0].ends_with("more than 16 relaxation steps in one queue")
    );

    let many = |what, count| -> String {
        (0..count)
            .map(|n| format!("[s{n}]\ntype = {what}\n"))
            .collect()
    };
    let queues = many("queue", QUEUES_MAX);
    let full = good(&queues, None).plan;
    assert_eq!(full.queues.len(), QUEUES_MAX);
    let expected = "acd.conf:8001: [s4000]: more than 4000 queues, counting those that reloads \
        have removed (reloading the module itself forgets them)";
    assert_eq!(bad(&many("queue", QUEUES_MAX + 2)), [expected]);
    // A full table takes back what it knows, and nothing else.
    assert!(load(&sections("[s7]\ntype = queue\n"), Some(&full)).is_ok());
    assert!(load(&sections("[other]\ntype = queue\n"), Some(&full)).is_err());

    let refused = bad(&many("skill", SKILLS_MAX + 2));
    assert_eq!(refused.len(), 1);
    assert!(refused[0].starts_with("acd.conf:2001: [s1000]: more than 1000 skills"));

    let served: Vec<String> = (0..=AGENT_QUEUES_MAX).map(|n| format!("s{n}")).collect();
    let agent = |served: &[String]| {
        let lines: String = served
            .iter()
            .map(|name| format!("queues = {name}\n"))
            .collect();
        format!("{queues}[1]\ntype = agent\n{lines}")
    };
    assert_eq!(good(&agent(&served[1..]), None).plan.agents.len(), 1);
    assert!(bad(&agent(&served))[0].ends_with("more than 256 queues for one agent"));
}

#[test]
fn a_floor_that_cannot_work_is_odd_but_taken() {
    let text = "[french]\ntype = skill\n[rare]\ntype = skill\n[a]\ntype = queue\n[b]\n\
        type = queue\nrequirement = rare\nrelax = 5s: french > 9\n[1]\ntype = agent\n\
        queues = b\nskills = french:9\ninterface = PJSIP/1\n[2]\ntype = agent\n\
        interface = pjsip/1\nwrap-up = 1\nwrap-up = 2\n";
    assert_eq!(
        odd(text),
        [
            "acd.conf:3: [rare]: no agent has this skill",
            "acd.conf:5: [a]: no agent serves this queue: callers wait until they give up or \
             time out",
            "acd.conf:9: [b] requirement = rare: no agent of this queue ever meets its \
             requirement: callers wait until they give up or time out",
            "acd.conf:16: [2]: this agent serves no queue and gets no calls",
            "acd.conf:18: [2] interface = pjsip/1: agent 1 signs in automatically on the same \
             phone",
            "acd.conf:20: [2] wrap-up = 2: stands at acd.conf:19 already; this one counts",
        ]
    );
    // A step that somebody meets, or that only the call can tell about, is reason enough.
    for step in ["french > 8", "$lang"] {
        let text = text.replace("french > 9", step);
        assert!(
            !odd(&text)
                .iter()
                .any(|warning| warning.contains("ever meets")),
            "{step}"
        );
    }
}

#[test]
fn a_duty_for_which_an_agent_has_no_time_is_odd() {
    let text = "[vip]\ntype = tag\n[a]\ntype = queue\nwrap-up = 10s\ndisposition = mandatory\n[b]\n\
        type = queue\nwrap-up = 10s\nmandatory-tags = vip\n[c]\ntype = queue\nwrap-up = 10s\n\
        [1]\ntype = agent\nqueues = c, b, a\nwrap-up = none\n\
        [2]\ntype = agent\nqueues = b\nwrap-up = none\n\
        [3]\ntype = agent\nqueues = c\nwrap-up = none\n[4]\ntype = agent\nqueues = a\n\
        [sold]\ntype = disposition\n";
    let told = odd(text);
    assert_eq!(told.len(), 2, "{told:#?}");
    for (line, place, queue, duty) in [
        (&told[0], "acd.conf:17: [1] wrap-up", "a", "disposition"),
        (&told[1], "acd.conf:21: [2] wrap-up", "b", "mandatory-tags"),
    ] {
        assert!(line.starts_with(place), "{line}");
        assert!(
            line.contains(&format!("queue `{queue}` makes mandatory ({duty})")),
            "{line}"
        );
    }
}
