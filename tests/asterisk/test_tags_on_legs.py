"""An agent's phone and leg know the tags of the call, and every change of them at once."""

from floor import FloorTest
from floor.console import calls, wait_agent, wait_calls

CONF = """
[support]
type = queue
display = {tag:reason} {name}

[line]
type = queue
display = {tag:reason} {name}

[sales]
type = queue

[1001]
type = agent
interface = PJSIP/1001
queues = support

[1003]
type = agent
queues = line
connect-beep = none

[1002]
type = agent
interface = PJSIP/1002
queues = sales
"""

DIALPLAN = """
[incoming]
exten => support,1,AcdTag(lang-code=fr)
 same => n,AcdQueue(support,t)
exten => line,1,AcdTag(lang-code=fr)
 same => n,AcdQueue(line)
[desk](+)
exten => *1,1,AcdConnect(1003,s)
exten => 900,1,AcdTag(asked)
 same => n,AcdQueue(sales)
"""


class TagsOnLegs(FloorTest):
    """Two agents at desks, and one who stays on the line."""

    CONF = CONF
    DIALPLAN = DIALPLAN

    def leg(self, beginning="PJSIP/1001-") -> str:
        """The channel of an agent's phone."""
        all_of_them = self.pbx.ami.listing("CoreShowChannels")
        names = [one["Channel"] for one in all_of_them]
        return next(name for name in names if name.startswith(beginning))

    def wait_variable(self, leg: str, name: str, value: str):
        """The leg comes to know this."""

        def known() -> str:
            return self.pbx.ami.action("Getvar", Channel=leg, Variable=name)["Value"]

        self.pbx.wait_until(
            lambda: known() == value, 10, lambda: f"{name} to be `{value}`, not `{known()}`"
        )

    def wait_shown(self, call, name: str):
        """The phone comes to show this."""
        self.pbx.wait_until(
            lambda: call.party.name == name, 10, lambda: f"`{name}` to be shown: {call.parties}"
        )

    def tag(self, *words: str):
        """Somebody on the console says something of the only call."""
        number = calls(self.pbx)[0]["call"]
        self.pbx.cli(" ".join(("acd call", str(number), *words)))

    def test_while_the_phone_rings_and_in_the_conversation(self):
        phone = self.pbx.agent_phone("1001")
        wait_agent(self.pbx, "1001", "free")
        caller = self.pbx.caller("support", name="Ann")
        caller.place()
        talk = phone.wait_ring()
        self.assertEqual(talk.caller.name, " Ann")
        leg = self.leg()
        self.wait_variable(leg, "ACDTAG_lang_code", "fr")
        self.tag("tag vip")
        self.wait_variable(leg, "ACDTAG_vip", "1")
        phone.answer()
        talk.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)
        self.tag("tag reason=billing&lang-code=de")
        self.wait_variable(leg, "ACDTAG_lang_code", "de")
        self.wait_variable(leg, "ACDTAG_reason", "billing")
        self.wait_shown(talk, "billing Ann")
        self.tag("untag reason&vip")
        self.wait_variable(leg, "ACDTAG_vip", "")
        self.wait_shown(talk, " Ann")
        talk.wait_hears(caller.voice_hz)
        caller.hang_up()
        phone.wait_idle()

    def test_on_the_line_of_an_agent_who_stays_there(self):
        phone = self.pbx.agent_phone("1003")
        line = phone.dial("*1")
        line.wait("talking")
        wait_agent(self.pbx, "1003", "free")
        leg = self.leg("PJSIP/1003-")
        caller = self.pbx.caller("line", name="Ann")
        caller.place()
        line.wait_hears(caller.voice_hz)
        caller.call.wait_hears(phone.voice_hz)
        self.wait_variable(leg, "ACDTAG_lang_code", "fr")
        self.tag("tag reason=billing")
        self.wait_variable(leg, "ACDTAG_reason", "billing")
        self.wait_shown(line, "billing Ann")
        caller.hang_up()
        wait_agent(self.pbx, "1003", "free")
        for name in ("ACDTAG_reason", "ACDTAG_lang_code", "ACDCONTACT"):
            self.wait_variable(leg, name, "")
        line.hang_up()

    def test_after_an_attended_transfer_the_tags_are_those_of_whom_one_talks_to(self):
        support = self.pbx.agent_phone("1001", answer_after_ms=0)
        sales = self.pbx.agent_phone("1002", answer_after_ms=0)
        wait_agent(self.pbx, "1001", "free")
        wait_agent(self.pbx, "1002", "free")
        caller = self.pbx.caller("support", name="Ann")
        caller.place()
        talk = support.wait_talking()
        talk.wait_hears(caller.voice_hz)
        caller.call.wait_hears(support.voice_hz)
        talk.hold()
        caller.call.wait_hears(440)
        consultation = support.dial("900")
        advice = sales.wait_talking()
        consultation.wait("talking")
        advice.wait_hears(support.voice_hz)
        leg = self.leg("PJSIP/1002-")
        self.wait_variable(leg, "ACDTAG_asked", "1")
        self.wait_variable(leg, "ACDTAG_lang_code", "")
        talk.transfer_to(consultation)
        caller.call.wait_hears(sales.voice_hz)
        self.wait_variable(leg, "ACDTAG_lang_code", "fr")
        wait_calls(self.pbx, 1, "talking")
        self.tag("tag later")
        self.wait_variable(leg, "ACDTAG_later", "1")
        advice.hang_up()
        caller.wait_ended()
