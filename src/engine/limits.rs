//! Upper bounds on everything that can grow. A limit is checked where the thing enters.

/// Agents in a floor plan.
pub const AGENTS_MAX: usize = 10_000;
/// Queues in a floor plan.
pub const QUEUES_MAX: usize = 4_000;
/// Dispositions in a floor plan, counting those of earlier plans whose ids are still taken.
pub const DISPOSITIONS_MAX: usize = 1_000;
/// Skills in a floor plan, counting those of earlier plans whose ids are still taken.
pub const SKILLS_MAX: usize = 1_000;
/// Calls that wait or talk at once; the next one is refused as full.
pub const CALLS_MAX: usize = 100_000;
/// Agents who are rung at once for one call.
pub const OFFERS_MAX: usize = 32;
/// Requirement classes kept at once. Classes that no call needs are dropped first, the longest
/// unused before others; classes in use are never dropped, and calls bound their number.
pub const CLASSES_MAX: usize = 4_096;
/// Relaxation steps of a queue.
pub const RELAX_STEPS_MAX: usize = 16;
/// Rank windows of a queue.
pub const RANK_WINDOWS_MAX: usize = 16;
/// Largest number of an agent in the explicit order.
pub const ORDER_MAX: u32 = 100_000;
/// Prompts of a queue.
pub const PROMPTS_MAX: usize = 16;
/// Sound files of one prompt.
pub const PROMPT_FILES_MAX: usize = 16;
/// Bytes of a sound file's name.
pub const SOUND_BYTES_MAX: usize = 128;
/// Keys by which callers leave a queue.
pub const EXIT_KEYS_MAX: usize = 32;
/// Digits of one of them.
pub const EXIT_KEY_DIGITS_MAX: usize = 8;
/// Spans of opening hours of a queue, and as many of hours at which it is closed.
pub const HOURS_MAX: usize = 64;
/// Callers who are remembered, in all queues together; whoever called longest ago is forgotten.
pub const CALLER_TRACES_MAX: usize = 100_000;
/// Bytes of a number by which a caller is known again; who has a longer one is not remembered.
pub const CALLER_BYTES_MAX: usize = 64;
/// Queues one agent serves.
pub const AGENT_QUEUES_MAX: usize = 256;
/// Attributes a call brings along.
pub const ATTRIBUTES_MAX: usize = 64;
/// Bytes of an attribute's or tag's key.
pub const KEY_BYTES_MAX: usize = 64;
/// Bytes of an attribute's or tag's value.
pub const VALUE_BYTES_MAX: usize = 256;
/// Tags of one call.
pub const TAGS_MAX: usize = 64;
/// Contacts with tags or calls at once.
pub const CONTACTS_MAX: usize = 200_000;
/// Rules that set tags, in a floor plan.
pub const TAG_RULES_MAX: usize = 256;
/// Tags that a queue may ask for before after-call time ends.
pub const MANDATORY_TAGS_MAX: usize = 16;
/// Keys of a queue by which agents set tags.
pub const TAG_KEYS_MAX: usize = 32;
/// Keys of a queue by which agents give dispositions.
pub const DISPOSITION_KEYS_MAX: usize = 32;
/// Rules that fire for a call in answer to one cause and to one another.
pub const TAG_FIRINGS_MAX: usize = 64;
/// Tags in a floor plan.
pub const TAG_PLANS_MAX: usize = 1_000;
/// Values that a tag of choices may have.
pub const TAG_CHOICES_MAX: usize = 256;
/// Bytes of the pattern of a tag's values.
pub const TAG_PATTERN_BYTES_MAX: usize = 256;
/// Largest number that a tag of numbers may have, and as far below zero.
pub const TAG_NUMBER_MAX: i64 = 999_999_999_999_999;
/// Bytes of the text of one tag expression.
pub const EXPRESSION_TEXT_BYTES_MAX: usize = 1_024;
/// Parentheses inside one another in a tag expression.
pub const EXPRESSION_NESTING_MAX: usize = 32;
/// Terms of a tag expression.
pub const EXPRESSION_TERMS_MAX: usize = 64;
/// Bytes of an agent's, queue's or skill's name.
pub const NAME_BYTES_MAX: usize = 64;
/// Bytes of a person's name, which other alphabets fill twice as fast.
pub const FULL_NAME_BYTES_MAX: usize = 128;
/// Bytes of an interface (dial string).
pub const INTERFACE_BYTES_MAX: usize = 256;
/// Bytes of the template of what an agent's phone shows, and of what it shows in the end.
pub const DISPLAY_BYTES_MAX: usize = 80;
/// Pieces of an announcement to an agent.
pub const ANNOUNCED_MAX: usize = 8;
/// Bytes of the place and arguments of a dialplan subroutine.
pub const SUBROUTINE_BYTES_MAX: usize = 256;
/// Bytes of a header for an agent's phone.
pub const HEADER_BYTES_MAX: usize = 256;
/// Bytes of a not-ready reason.
pub const REASON_BYTES_MAX: usize = 64;
/// Bytes of the name of whoever forces or changes an agent or changes a call, and why, such as
/// `console` or `ami/ann: asked for it`.
pub const SOURCE_BYTES_MAX: usize = 128;
/// Calls that the explanation of an agent names; the others are counted.
pub const EXPLAINED_CALLS_MAX: usize = 50;
/// Not-ready reasons in a floor plan.
pub const REASONS_MAX: usize = 1_000;
/// Smallest and largest priority of a call; higher is served first.
pub const PRIORITY_MIN: i32 = -1_000_000;
/// See [`PRIORITY_MIN`].
pub const PRIORITY_MAX: i32 = 1_000_000;
/// Largest weight of a queue.
pub const WEIGHT_MAX: u32 = 1_000_000;
/// Points of priority that ageing may add in the time it names.
pub const AGEING_POINTS_MAX: u32 = 1_000;
/// Overflow rules of a queue, of each kind.
pub const OVERFLOWS_MAX: usize = 16;
/// Rules of a queue that raise priority by what a call brings along.
pub const PRIORITY_RULES_MAX: usize = 16;
/// Longest delay a rule may name, in milliseconds: seven days.
pub const DELAY_MS_MAX: u64 = 7 * 24 * 3_600_000;
/// How long the host may take to confirm that a rescinded or failing offer is over, in
/// milliseconds; then the agent is released without it.
pub const LEASE_MS: u64 = 5_000;
/// How long an agent may listen to what comes before a conversation, in milliseconds; then the
/// offer is taken back.
pub const BRIEFING_MS_MAX: u64 = 120_000;
/// Shortest rest of an agent after a failed offer, in milliseconds, whatever the back-off says: a
/// phone that refuses at once is not rung in a tight loop.
pub const REST_MS_MIN: u64 = 100;
/// Rounds in which rules that hold on conditions answer one another after one fact.
pub const REVIEW_ROUNDS_MAX: usize = 16;
/// Bytes of the text of one requirement.
pub const REQUIREMENT_TEXT_BYTES_MAX: usize = 1_024;
/// Parentheses inside one another in a requirement.
pub const REQUIREMENT_NESTING_MAX: usize = 32;
/// Terms (comparisons, bare skills and `any`) of a requirement.
pub const REQUIREMENT_TERMS_MAX: usize = 64;
/// Skills in the `prefer` list of a requirement.
pub const REQUIREMENT_PREFERENCES_MAX: usize = 16;
/// Rules of recording in a floor plan.
pub const RECORDINGS_MAX: usize = 1_000;
/// Keys of a queue by which agents have a say in the recording.
pub const RECORDING_KEYS_MAX: usize = 16;
/// Special times for which one rule of recording keeps recordings.
pub const KEEP_RULES_MAX: usize = 64;
/// Silent spans of one recording that are told apart.
pub const PAUSES_MAX: usize = 1_000;
/// Bytes of the template of a recording's name.
pub const FILE_NAME_BYTES_MAX: usize = 200;
/// Characters that one field adds to a recording's name.
pub const FILE_PART_BYTES_MAX: usize = 64;
/// Bytes of a directory or program in the rules of recording.
pub const PATH_BYTES_MAX: usize = 512;
/// Days for which recordings may be kept: a hundred years.
pub const KEEP_DAYS_MAX: u32 = 36_500;
