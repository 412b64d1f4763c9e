//! The Asterisk adapter: translates and obeys, decides nothing about calls.
//!
//! `sys` (what the headers say) is seen only in here; `macros` holds what the headers say as
//! inline code. Above them the wrappers: [`channel`], [`frame`], [`wait`], [`application`],
//! [`command`], [`log`], [`thread`]. [`module`] is what the loader sees, [`running`] what lives
//! between load and unload.

mod agent_keys;
mod sys;

mod handle;
mod macros;

pub mod action;
pub mod application;
pub mod apps;
mod bell;
mod briefing;
pub mod call_record;
pub mod changes;
pub mod channel;
pub mod channel_name;
pub mod cli;
pub mod command;
pub mod configuration;
mod connected;
mod contact;
pub mod conversation;
pub mod datastore;
pub mod device_state;
pub mod dial_status;
mod digits;
mod dressing;
pub mod entrance;
mod exit_keys;
#[cfg(feature = "fault-injection")]
pub mod fault;
pub mod fields;
pub mod frame;
pub mod function;
pub mod functions;
pub mod hangup_cause;
mod hint;
mod hold_time;
pub mod host;
pub mod in_flight;
pub mod joining;
pub mod lamps;
mod last_words;
pub mod leg;
mod leg_tags;
mod legs;
pub mod locked_channel;
pub mod log;
pub mod manager;
pub mod module;
mod phone;
mod playback;
pub mod present;
pub mod recording;
pub mod recordings_by_channel;
pub mod refused;
pub mod registry;
pub mod release;
pub mod reload;
mod report_words;
pub mod running;
mod search;
pub mod serviced;
mod spoken;
pub mod stay;
mod store_place;
pub mod tags_by_channel;
pub mod thread;
pub mod wait;
mod waiting_room;
mod wall_clock;

#[cfg(test)]
mod fake_host;
