"""Two floors in one sandbox do not meet."""

import unittest

from floor import Floor


class SideBySide(unittest.TestCase):
    """Each has its own addresses, phones and calls."""

    def test_two_asterisks_run_beside_each_other(self):
        dialplan = "[incoming]\nexten => who,1,Dial(PJSIP/1001)\n"
        with Floor(dialplan=dialplan) as one, Floor(dialplan=dialplan) as two:
            phones = [pbx.agent_phone("1001", answer_after_ms=0) for pbx in (one, two)]
            caller = two.caller("who")
            caller.place()
            phones[1].wait_talking()
            self.assertEqual(phones[0].offers, [])
            self.assertEqual((one.channel_count(), two.channel_count()), (0, 2))
            caller.hang_up()
            two.wait_quiet()
