"""Keys pressed on a phone (RFC 4733) reach the dialplan."""

from floor import FloorTest


class Keys(FloorTest):
    """In both directions of a call."""

    DIALPLAN = """
    [incoming]
    exten => menu,1,Answer()
     same => n,Read(KEYS,,4)
     same => n,UserEvent(Pressed,Keys: ${KEYS})
    """

    def test_four_keys_arrive_in_order(self):
        caller = self.pbx.caller("menu")
        caller.place()
        caller.wait_answered()
        caller.call.press("12*0")
        self.assertEqual(self.pbx.wait_user_event("Pressed")["Keys"], "12*0")
