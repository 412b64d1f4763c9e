"""A caller who would wait too long asks for less, or goes to another queue, at once."""

from floor import FloorTest

CONF = """
[french]
type = skill

[relaxing]
type = queue
requirement = french
relax = when wait > 5m: any
handling-time = 10m

[overflowing]
type = queue
requirement = french
overflow-estimate = 5m: backup
handling-time = 10m

[patient]
type = queue
requirement = french
relax = 10s when wait > 1h: any
overflow-estimate = 2h: backup
handling-time = 10m

[backup]
type = queue

[1001]
type = agent
interface = PJSIP/1001
skills = french
queues = relaxing, overflowing, patient

[1002]
type = agent
interface = PJSIP/1002
queues = relaxing, backup
"""

DIALPLAN = """
[incoming]
exten => _[a-z]!,1,AcdQueue(${EXTEN})
"""


class EstimatedWaitRules(FloorTest):
    """The one who speaks French is busy for ten minutes, by estimate."""

    CONF = CONF
    DIALPLAN = DIALPLAN
    IS_WHOLE = True

    def setUp(self):
        super().setUp()
        self.french = self.pbx.agent_phone("1001")
        self.other = self.pbx.agent_phone("1002")
        self.pbx.wait_agent("1001", "free")
        self.pbx.wait_agent("1002", "free")

    def someone_talks_to_french(self):
        """A first caller has the agent who speaks French."""
        first = self.pbx.caller("patient")
        first.place()
        self.french.wait_ring().answer()
        first.wait_answered()
        self.pbx.wait_agent("1001", "talking")
        return first

    def test_a_caller_asks_for_less(self):
        first = self.someone_talks_to_french()
        second = self.pbx.caller("relaxing")
        second.place()
        self.other.wait_ring()
        relaxed = self.pbx.wait_event("AcdCallRelaxed", Queue="relaxing")
        self.assertEqual((relaxed["Step"], relaxed["Requirement"]), ("1", "any"))
        second.hang_up()
        first.hang_up()

    def test_a_caller_goes_to_another_queue(self):
        first = self.someone_talks_to_french()
        second = self.pbx.caller("overflowing")
        second.place()
        self.other.wait_ring()
        moved = self.pbx.wait_event("AcdCallMoved", To="backup")
        self.assertEqual(moved["Cause"], "overflow-estimate")
        second.hang_up()
        first.hang_up()

    def test_what_would_happen_is_explained(self):
        first = self.someone_talks_to_french()
        second = self.pbx.caller("patient")
        second.place()
        (call,) = self.pbx.wait_waiting(1)
        explained = self.pbx.cli(f"acd explain call {call['call']}")
        self.assertRegex(explained, r"Then: +any in \d:\d\d when wait > 1:00:00: gains 0 agents")
        self.assertRegex(explained, r"Overflows: to queue backup when wait > 2:00:00")
        second.hang_up()
        first.hang_up()
