//! Any text as the name of recordings, for any call: it is refused, or every name is a safe path that
//! stays in its directory; and any expression as a rule: it keeps and pauses without falling.
#![no_main]

use acd::engine::{
    Expression, FileFacts, FileTemplate, KeepRule, Keeping, RecordingPlan, TagFacts,
};
use libfuzzer_sys::fuzz_target;

struct Facts<'a>(&'a str);

impl TagFacts for Facts<'_> {
    fn tag(&self, _: &str) -> Option<&str> {
        (!self.0.is_empty()).then_some(self.0)
    }

    fn attribute(&self, _: &str) -> Option<&str> {
        None
    }
}

fuzz_target!(|input: (&str, &str, &str, &str, &str, u32)| {
    let (text, queue, agent, host_id, question, days) = input;
    match FileTemplate::read(text) {
        Ok(template) => {
            let printed = template.to_string();
            assert_eq!(FileTemplate::read(&printed).as_ref(), Ok(&template));
            let name = template.render(&FileFacts {
                call: u64::from(days),
                queue,
                agent,
                host_id,
                date: (2026, 11, 26),
                time: (13, 45, 1),
            });
            for part in name.split('/') {
                let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_.+-".contains(&byte);
                assert!(!part.is_empty() && part.bytes().all(is_plain), "{name:?}");
                assert!(!part.starts_with(['.', '-', '+']), "{name:?}");
            }
        }
        Err(error) => assert!(!error.to_string().contains(char::is_control), "{text:?}"),
    }
    if let Ok(condition) = Expression::parse(question) {
        let mut plan = RecordingPlan::new("fuzz");
        plan.legal_hold = None;
        let holds = condition.holds(&Facts(queue));
        let days = Some(days);
        plan.keep_if.push(KeepRule { days, condition });
        let told = plan.keeping(&Facts(queue));
        assert_eq!(told == Keeping::Forever, !holds, "{question:?}");
    }
});
