//! What a caller is told of the wait never grows while calls are only served.

use proptest::prelude::{prop, proptest};

use super::floor::{agent, arrival, plan, queue};
use crate::engine::{
    AgentId, CallId, EndedBy, Input, Millis, Output, QueueId, RANK_ANY, RankWindow, Router,
};

struct Day {
    router: Router,
    now: u64,
    calls: u64,
    talking: Vec<CallId>,
}

impl Day {
    fn tell(&mut self, input: Input) {
        self.router.handle(Millis(self.now), input).unwrap();
        // Every phone is answered at once.
        let mut rung = Vec::new();
        loop {
            match self.router.poll() {
                Output::OfferCall(order) => rung.push(order.offer),
                Output::ConnectCall { call, .. } => self.talking.push(call),
                Output::Idle(_) => break,
                _ => {}
            }
        }
        for offer in rung {
            self.tell(Input::OfferAnswered { offer });
        }
    }

    fn arrives(&mut self, needs: &str) -> CallId {
        self.calls += 1;
        let call = CallId(self.calls);
        self.tell(Input::CallArrived(arrival(self.calls, Some(needs))));
        call
    }
}

fn busy_day(waiting: &[usize]) -> Day {
    let agents = vec![
        agent(0, &[("french", 3)]),
        agent(1, &[("french", 3), ("billing", 2)]),
        agent(2, &[("billing", 2)]),
        agent(3, &[]),
    ];
    let mut day = Day {
        router: Router::new(plan(vec![queue(0)], agents)),
        now: 0,
        calls: 0,
        talking: Vec::new(),
    };
    for _ in 0..4 {
        day.arrives("any");
    }
    for needs in waiting {
        day.arrives(["any", "french", "billing", "french | billing"][*needs]);
    }
    day
}

proptest! {
    #[test]
    fn a_told_wait_never_grows_while_calls_are_only_served(
        waiting in prop::collection::vec(0_usize..4, 1..30),
        services in prop::collection::vec((0_usize..4, 1_u64..900_000), 0..60),
    ) {
        let mut day = busy_day(&waiting);
        let calls: Vec<CallId> = (5..=day.calls).map(CallId).collect();
        let mut told = vec![u64::MAX; calls.len()];
        for (served, after_ms) in services {
            day.now += after_ms;
            day.router.handle_deadline(Millis(day.now));
            for (call, told) in calls.iter().zip(&mut told) {
                if let Some(wait_ms) = day.router.tell_wait(*call) {
                    assert!(wait_ms <= *told, "call {call}: {told} ms, then {wait_ms} ms");
                    assert_eq!(day.router.estimated_wait_ms(*call), Some(wait_ms));
                    *told = wait_ms;
                }
            }
            if !day.talking.is_empty() {
                let call = day.talking.remove(served % day.talking.len());
                day.tell(Input::ConversationEnded { call, ended_by: EndedBy::Caller });
                day.router.assert_invariants(Millis(day.now));
            }
        }
    }
}

#[test]
fn a_told_wait_grows_when_a_call_is_put_ahead_or_an_agent_leaves() {
    let mut day = busy_day(&[0, 0]);
    let last = CallId(6);
    assert_eq!(day.router.tell_wait(last), Some(90_000));
    // A long call teaches that calls are long; the caller is told what was told before.
    day.now = 600_000;
    let call = day.talking.remove(0);
    day.tell(Input::ConversationEnded {
        call,
        ended_by: EndedBy::Caller,
    });
    let told = day.router.tell_wait(last).unwrap();
    assert!(told <= 90_000, "{told}");
    let mut urgent = arrival(100, Some("any"));
    urgent.priority = 5;
    day.tell(Input::CallArrived(urgent));
    let overtaken = day.router.tell_wait(last).unwrap();
    assert!(overtaken > told, "{overtaken} after {told}");
    let agent = AgentId(3);
    let reason = "lunch".into();
    day.tell(Input::AgentNotReady { agent, reason });
    let fewer = day.router.tell_wait(last).unwrap();
    assert!(fewer > overtaken, "{fewer} after {overtaken}");
    assert_eq!(day.router.tell_wait(CallId(1)), None);
    assert_eq!(day.router.estimated_wait_in(QueueId(7)), None);
}

#[test]
fn only_ranks_that_are_open_by_then_count() {
    let mut ranked = queue(0);
    ranked.choice.rank_windows = [(0, 1), (20_000, RANK_ANY)]
        .map(|(after_ms, rank_max)| RankWindow { after_ms, rank_max })
        .into();
    let mut later = agent(1, &[]);
    later.queues.insert(QueueId(0), 2);
    let mut day = Day {
        router: Router::new(plan(vec![ranked], vec![agent(0, &[]), later])),
        now: 0,
        calls: 0,
        talking: Vec::new(),
    };
    day.arrives("any");
    let second = day.arrives("any");
    assert_eq!(day.router.tell_wait(second), Some(180_000));
    // The second agent joins and takes the call; from then on both are known to come.
    day.now = 20_000;
    day.router.handle_deadline(Millis(day.now));
    day.tell(Input::ConversationEnded {
        call: CallId(1),
        ended_by: EndedBy::Caller,
    });
    let (third, fourth) = (day.arrives("any"), day.arrives("any"));
    assert_eq!(day.talking, [CallId(1), second, third]);
    let told = day.router.tell_wait(fourth).unwrap();
    assert!(told < 180_000, "{told}");
    day.now = 40_000;
    day.router.handle_deadline(Millis(day.now));
    assert!(day.router.tell_wait(fourth).unwrap() <= told);
}
