"""Fifty conversations are recorded at once, and none hears another."""

from floor import FloorTest, recorded

CALLS = 50
AGENT_HZ, CALLER_HZ, STEP_HZ = 400, 1500, 10
# What Asterisk keeps before it writes.
BUFFER_BYTES = 32_768

AGENTS = "".join(
    f"""
[a{n:02}]
type = agent
interface = Local/{AGENT_HZ + STEP_HZ * n}@voices/n
queues = support
"""
    for n in range(CALLS)
)


class Crowd(FloorTest):
    """Agents and callers are tones of the dialplan, each of its own."""

    CONF = f"""
[calls]
type = recording
record = always
layout = stereo
file = {{call}}-{{agent}}

[support]
type = queue
recording = calls
{AGENTS}
"""
    DIALPLAN = """
[incoming]
exten => support,1,Answer()
 same => n,AcdQueue(support)

[voices]
exten => _X!,1,Answer()
 same => n,Playtones(${EXTEN})
 same => n,Wait(60)
"""

    def test_fifty_at_once(self):
        for n in range(CALLS):
            self.pbx.ami.action(
                "Originate",
                Channel=f"Local/{CALLER_HZ + STEP_HZ * n}@voices/n",
                Context="incoming",
                Exten="support",
                Priority="1",
                Async="true",
            )
        self.pbx.wait_until(
            lambda: len(self.pbx.events("AcdRecordingChanged", Verb="start")) == CALLS,
            40,
            lambda: f"{CALLS} recordings to begin",
        )
        # The first two seconds of each track are on the disk.
        tracks = lambda: [path.stat().st_size for path in recorded.spool(self.pbx).glob("*.sln")]
        self.pbx.wait_until(
            lambda: len(tracks()) == 2 * CALLS and min(tracks()) >= BUFFER_BYTES,
            60,
            lambda: f"sound in every track: {tracks()}",
        )
        self.pbx.hang_up_all()
        found = recorded.wait_finished(self.pbx, CALLS)
        self.assertEqual(len({sidecar["call"] for sidecar in found}), CALLS)
        callers = set()
        for sidecar in found:
            sound = recorded.sound(sidecar)
            agent_hz = AGENT_HZ + STEP_HZ * int(sidecar["agents"][0][1:])
            middle = (sound.length_ms / 2 - 200, sound.length_ms / 2 + 200)
            self.assertGreater(sound.share_of_tone(0, agent_hz, *middle), 0.8, sidecar)
            heard = [
                hz
                for hz in range(CALLER_HZ, CALLER_HZ + STEP_HZ * CALLS, STEP_HZ)
                if sound.share_of_tone(1, hz, *middle) > 0.8
            ]
            self.assertEqual(len(heard), 1, sidecar)
            callers.update(heard)
        self.assertEqual(len(callers), CALLS)
        self.pbx.wait_quiet()
