"""What `acd show ...` tells, as values.

Everything here asks the console as an admin would, in its machine-readable form; nothing looks
into the module.
"""

import json


def rows(pbx, command: str) -> list[dict]:
    """The objects of a console command that can answer in JSON: `rows(pbx, "acd show calls")`."""
    told = pbx.cli(f"{command} json")
    try:
        return json.loads(told)
    except json.JSONDecodeError as problem:
        raise AssertionError(f"{command} json: {problem}\n{told}") from problem


def agent(pbx, name: str) -> dict:
    """What `acd show agents` tells of one agent."""
    return next(row for row in rows(pbx, "acd show agents") if row["agent"] == name)


def calls(pbx, state: str | None = None) -> list[dict]:
    """The calls in the queues, or those in one state (`waiting`, `ringing`, `talking`)."""
    every = rows(pbx, "acd show calls")
    return [row for row in every if state is None or row["state"] == state]


def wait_agent(pbx, name: str, state: str, timeout_s: float = 10.0) -> None:
    """Wait until an agent is `free`, `unreachable`, `in_use`, `talking`..."""
    pbx.wait_until(
        lambda: agent(pbx, name)["state"] == state,
        timeout_s,
        lambda: f"agent {name} to be {state}: {agent(pbx, name)}",
    )


def wait_calls(pbx, count: int, state: str = "waiting", timeout_s: float = 10.0) -> None:
    """Wait until so many calls are in a state."""
    pbx.wait_until(
        lambda: len(calls(pbx, state)) == count,
        timeout_s,
        lambda: f"{count} call(s) to be {state}: {calls(pbx)}",
    )
