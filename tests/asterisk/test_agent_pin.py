"""An agent with a PIN signs in only with it, and it is shown nowhere."""

from floor import FloorTest

PIN = "408615"

CONF = f"""
[support]
type = queue

[1001]
type = agent
interface = PJSIP/1001
sign-in = manual
queues = support
pin = {PIN}

[open]
type = agent
queues = support
"""

DIALPLAN = """
[desk](+)
exten => *1,1,AcdLogin(1001)
 same => n,UserEvent(Did,Status: ${ACDLOGINSTATUS})
exten => *2,1,AcdLogin(open,,p)
 same => n,UserEvent(Did,Status: ${ACDLOGINSTATUS})
exten => _*3.,1,AcdLogin(1001,,p(${EXTEN:2}))
 same => n,UserEvent(Did,Status: ${ACDLOGINSTATUS})
exten => *5,1,Set(DESKPIN=SECRET)
 same => n,AcdLogin(1001,,v(DESKPIN))
 same => n,UserEvent(Did,Status: ${ACDLOGINSTATUS})
exten => *4,1,AcdLogin(1001,,x)
 same => n,UserEvent(Did,Status: ${ACDLOGINSTATUS})
""".replace("SECRET", PIN)


class AgentPin(FloorTest):
    """One agent who proves it, and one who cannot."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def status(self, seen: int) -> str:
        self.pbx.wait_until(
            lambda: len(self.pbx.events("UserEvent", UserEvent="Did")) > seen,
            30,
            lambda: "a status",
        )
        return self.pbx.events("UserEvent", UserEvent="Did")[-1]["Status"]

    def test_keyed_in_right_after_a_wrong_one(self):
        phone = self.pbx.agent_phone("1001")
        call = phone.dial("*1")
        call.wait("talking")
        call.wait_heard(10)
        call.press("0000#")
        # The second prompt is another one than silence.
        call.wait_heard(60)
        self.assertEqual(self.pbx.agent("1001")["state"], "signed_out")
        call.press(f"{PIN}#")
        self.assertEqual(self.status(0), "OK")
        self.pbx.wait_agent("1001", "free")
        told = "".join(
            self.pbx.cli(command)
            for command in ("acd show agents", "acd show agents json", "acd reload check")
        )
        self.assertNotIn(PIN, told)
        self.pbx.write_conf(CONF.replace(PIN, "271828"))
        told = self.pbx.cli("acd reload")
        self.assertNotIn("271828", told)
        self.assertIn("1 agent changed", told)
        self.pbx.write_conf(CONF.replace(PIN, "27182q"))
        told = self.pbx.cli("acd reload")
        self.assertIn("expected a PIN of 4 to 16 digits", told)
        self.assertNotIn("27182q", told)
        self.pbx.write_conf(CONF)
        self.pbx.cli("acd reload")
        for line in self.pbx.log().splitlines():
            # Asterisk's own lines tell of the keys that are pressed.
            if "app_acd" in line or " ACD[" in line:
                self.assertNotIn(PIN, line)

    def test_a_variable_that_holds_it_is_named_and_not_shown(self):
        phone = self.pbx.agent_phone("1001")
        phone.dial("*5").wait("ended")
        self.assertEqual(self.status(0), "OK")
        shown = [line for line in self.pbx.log().splitlines() if "AcdLogin" in line]
        self.assertTrue(any("v(DESKPIN)" in line for line in shown), shown)
        self.assertFalse(any(PIN in line for line in shown), shown)
        self.pbx.cli("acd agent 1001 sign-out")

    def test_what_the_dialplan_asked_for_itself(self):
        phone = self.pbx.agent_phone("1001")
        phone.dial("*2").wait("ended")
        self.assertEqual(self.status(0), "WRONGPIN")
        phone.dial("*4").wait("ended")
        self.assertEqual(self.status(1), "INVALID")
        phone.dial(f"*3{PIN}").wait("ended")
        self.assertEqual(self.status(2), "OK")
        for seen in (3, 4, 5):
            phone.dial("*31111").wait("ended")
            self.assertEqual(self.status(seen), "WRONGPIN")
        phone.dial(f"*3{PIN}").wait("ended")
        self.assertEqual(self.status(6), "WRONGPIN")
        self.pbx.wait_log(r"AcdLogin\(1001\) was not done: too many wrong PINs")
