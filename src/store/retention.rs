//! Old rows go, a few with each batch, so that no write ever takes long because of them.
//!
//! A call goes whole, with its offers, tags and what is known of its recordings; facts and agents'
//! times go by their own age. Calls that are alive stay, however old they are, and numbers are
//! never used again.

use rusqlite::{Connection, Result};

/// Calls, and facts, that go at once.
const ROWS_MAX: usize = 500;

/// Deletes some of what is older than that moment. True: there may be more.
pub(super) fn forget(store: &mut Connection, before_us: u64) -> Result<bool> {
    let whole = store.transaction()?;
    let sql = "SELECT call FROM call WHERE arrived_us < ? AND end IS NOT NULL \
               ORDER BY arrived_us LIMIT ?";
    let calls: Vec<u64> = whole
        .prepare_cached(sql)?
        .query_map([before_us, ROWS_MAX as u64], |row| row.get(0))?
        .collect::<Result<_>>()?;
    for call in &calls {
        for table in ["offer", "tag", "recording", "moved", "call"] {
            let sql = format!("DELETE FROM {table} WHERE call = ?");
            whole.prepare_cached(&sql)?.execute([call])?;
        }
    }
    let facts = whole
        .prepare_cached(
            "DELETE FROM fact WHERE wall_us < ? AND sequence IN \
             (SELECT sequence FROM fact ORDER BY sequence LIMIT ?)",
        )?
        .execute([before_us, ROWS_MAX as u64])?;
    let times = whole
        .prepare_cached(
            "DELETE FROM agent_time WHERE rowid IN (SELECT rowid FROM agent_time \
             WHERE until_us < ? ORDER BY until_us LIMIT ?)",
        )?
        .execute([before_us, ROWS_MAX as u64])?;
    whole
        .prepare_cached("DELETE FROM gap WHERE wall_us < ?")?
        .execute([before_us])?;
    whole.commit()?;
    Ok([calls.len(), facts, times]
        .iter()
        .any(|gone| *gone >= ROWS_MAX))
}
