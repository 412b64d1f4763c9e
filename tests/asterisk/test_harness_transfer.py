"""An agent's phone transfers the caller by REFER."""

from floor import FloorTest


class Transfer(FloorTest):
    """The caller stays, the other party changes."""

    DIALPLAN = """
    [incoming]
    exten => _1XXX,1,Dial(PJSIP/${EXTEN},20)
    """

    def test_a_blind_transfer_brings_the_caller_to_another_phone(self):
        first = self.pbx.agent_phone("1001", answer_after_ms=0)
        second = self.pbx.agent_phone("1002", answer_after_ms=0)
        caller = self.pbx.caller("1001", number="5551000", name="Ann")
        caller.place()
        talk = first.wait_talking()
        caller.wait_answered()
        # The answer comes before the bridge, and only what is bridged can be transferred.
        caller.call.wait_hears(first.voice_hz)
        talk.transfer("1002")
        other = second.wait_talking()
        first.wait_idle()
        self.assertEqual(other.caller.number, "5551000")
        caller.call.wait_hears(second.voice_hz)
        self.pbx.wait_until(
            lambda: caller.connected_to.number == "1002",
            5,
            lambda: f"the caller's display to show 1002, it shows {caller.connected_to}",
        )
