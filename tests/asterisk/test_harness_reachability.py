"""A phone whose cable was pulled is found out in bounded time, and comes back."""

from floor import FloorTest

DIALPLAN = """
[incoming]
exten => _1XXX,1,Dial(PJSIP/${EXTEN},20)
 same => n,UserEvent(DialDone,Status: ${DIALSTATUS},Cause: ${HANGUPCAUSE})
 same => n,Hangup()
"""


class Reachability(FloorTest):
    """A phone whose cable was pulled."""

    DIALPLAN = DIALPLAN
    FLOOR = {"qualify_s": 1}

    def test_a_dead_phone_is_found_out_and_comes_back(self):
        phone = self.pbx.agent_phone("1001")
        self.pbx.wait_device_state("PJSIP/1001", "NOT_INUSE")
        phone.unplug()
        self.pbx.wait_device_state("PJSIP/1001", "UNAVAILABLE", timeout_s=4)
        phone.plug_in()
        self.pbx.wait_device_state("PJSIP/1001", "NOT_INUSE", timeout_s=4)
