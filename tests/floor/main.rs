//! The floor under virtual time: what callers and agents experience, one behaviour a file.
//!
//! Everything goes through the router's public door: facts in, orders out. There is no clock; a
//! story says how much time passes, and every deadline comes at its exact millisecond.

mod caller;
mod changed_call;
mod floor;
mod host;
#[path = "../stage/mod.rs"]
mod stage;

mod abandon;
mod ageing;
mod announcements;
mod attributes;
mod auto_logout;
mod back_off;
mod briefing;
mod coming_steps;
mod deadline;
mod determinism;
mod device;
mod disposition;
mod estimated_wait;
mod failed_offer;
mod fewest_calls;
mod forced;
mod full;
mod hot_desk;
mod hours;
mod join_if;
mod lease;
mod least_occupied;
mod least_skilled;
mod leave_if_not;
mod level_comparison;
mod live_strategy;
mod longest_idle;
mod most_skilled;
mod nick_of_time;
mod no_answer;
mod not_ready_reason;
mod one_call;
mod one_winner;
mod order_of_calls;
mod ordered;
mod overflow;
mod pending_change;
mod position_at_join;
mod prefer;
mod priority_by_attribute;
mod queue_timeout;
mod random;
mod rank;
mod rank_windows;
mod regain;
mod rejections;
mod relax_when;
mod relaxation;
mod reload_keeps;
mod reload_removes;
mod reload_skills;
mod resumed;
mod right_agent;
mod ring_several;
mod ring_several_ends;
mod ring_several_line;
mod rona;
mod rona_return;
mod round_robin;
mod several_queues;
mod short_abandon;
mod sticky;
mod weight;
mod wrap_up;
mod wrap_up_changes;
