//! For how long agents were signed in, and not ready for which reason.
//!
//! Rules kept: it follows from how agents stand and from nothing else, so that it cannot disagree
//! with what comes back after a restart; an agent has one open row of each state at most; while the
//! PBX is down nobody is signed in.

use rusqlite::{Connection, Result, params};

use super::entry::AgentRow;

/// The agent is signed in, whatever else.
pub(super) const SIGNED_IN: &str = "signed_in";
/// The agent is not ready, for a reason.
pub(super) const NOT_READY: &str = "not_ready";

/// Notes how an agent stands from `at_us` on.
pub(super) fn note(store: &Connection, agent: &AgentRow, at_us: u64) -> Result<()> {
    let is_signed_in = agent.interface.is_some();
    let reason = agent.not_ready.as_deref().filter(|_| is_signed_in);
    stand(
        store,
        &agent.agent,
        (SIGNED_IN, is_signed_in.then_some("")),
        at_us,
    )?;
    stand(store, &agent.agent, (NOT_READY, reason), at_us)
}

/// Ends what holds no more, and begins what is new.
fn stand(
    store: &Connection,
    agent: &str,
    (state, reason): (&str, Option<&str>),
    at_us: u64,
) -> Result<()> {
    store
        .prepare_cached(
            "UPDATE agent_time SET until_us = max(from_us, ?) \
             WHERE agent = ? AND state = ? AND until_us IS NULL AND reason IS NOT ?",
        )?
        .execute(params![at_us, agent, state, reason])?;
    if let Some(reason) = reason {
        store
            .prepare_cached("INSERT OR IGNORE INTO agent_time VALUES (?, ?, ?, ?, NULL)")?
            .execute(params![agent, state, reason, at_us])?;
    }
    Ok(())
}

/// Ends everything at the last moment of which anything is known.
pub(super) fn end_all(store: &Connection) -> Result<()> {
    store
        .execute(
            "UPDATE agent_time SET until_us = max(from_us, (SELECT coalesce(max(wall_us), 0) \
             FROM (SELECT wall_us FROM fact ORDER BY sequence DESC LIMIT 1))) \
             WHERE until_us IS NULL",
            [],
        )
        .map(drop)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema;
    use crate::store::tests::Folder;

    fn row(interface: Option<&str>, not_ready: Option<&str>) -> AgentRow {
        AgentRow {
            agent: "1001".to_owned(),
            interface: interface.map(str::to_owned),
            not_ready: not_ready.map(str::to_owned),
            ..AgentRow::default()
        }
    }

    fn rows(store: &Connection) -> Vec<(String, String, u64, Option<u64>)> {
        let sql =
            "SELECT state, reason, from_us, until_us FROM agent_time ORDER BY from_us, state DESC";
        let mut found = store.prepare(sql).unwrap();
        let rows = found.query_map([], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        });
        rows.unwrap().collect::<Result<_>>().unwrap()
    }

    #[test]
    fn each_change_ends_one_row_and_begins_one() {
        let folder = Folder::new("agent_time");
        let store = schema::open(&folder.path().join("acd.sqlite")).unwrap();
        let phone = Some("PJSIP/1001");
        for (at_us, row) in [
            (10, row(phone, None)),
            (20, row(phone, Some("lunch"))),
            (25, row(phone, Some("lunch"))),
            (30, row(phone, Some("break"))),
            (40, row(phone, None)),
            (50, row(None, Some("break"))),
            (60, row(phone, Some("break"))),
            // The clock was set back.
            (55, row(phone, None)),
        ] {
            note(&store, &row, at_us).unwrap();
        }
        let text = str::to_owned;
        let wanted = [
            (text("signed_in"), text(""), 10, Some(50)),
            (text("not_ready"), text("lunch"), 20, Some(30)),
            (text("not_ready"), text("break"), 30, Some(40)),
            (text("signed_in"), text(""), 60, None),
            (text("not_ready"), text("break"), 60, Some(60)),
        ];
        assert_eq!(rows(&store), wanted);
    }

    #[test]
    fn nobody_is_signed_in_while_the_pbx_is_down() {
        let folder = Folder::new("agent_time_down");
        let store = schema::open(&folder.path().join("acd.sqlite")).unwrap();
        note(&store, &row(Some("PJSIP/1001"), None), 10).unwrap();
        store
            .execute("INSERT INTO fact VALUES (1, 70, NULL, NULL, 'x', '{}')", [])
            .unwrap();
        end_all(&store).unwrap();
        assert_eq!(rows(&store)[0].3, Some(70));
    }
}
