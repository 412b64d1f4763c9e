"""A finding of valgrind counts when a frame of ours is in its stack, and only then."""

import tempfile
import unittest
from pathlib import Path

from memcheck import report

LOG = """
==7== Invalid read of size 8
==7==    at 0x10: acd::driver::ticket::Ticket::left (ticket.rs:9)
==7==    by 0x20: pbx_exec (pbx_app.c:1)
==7==
==7== Invalid read of size 8
==7==    at 0x10: ast_something (main.c:9)
==7==
==7== 8 bytes in 1 blocks are definitely lost in loss record 1 of 3
==7==    at 0x10: malloc (vg_replace_malloc.c:1)
==7==    by 0x20: ??? (in /srv/floor-1/modules/app_acd.so)
==7==
==7== 8 bytes in 1 blocks are possibly lost in loss record 2 of 3
==7==    at 0x10: malloc (vg_replace_malloc.c:1)
==7==    by 0x20: ??? (in /srv/floor-1/modules/app_acd.so)
==7==
==7== ERROR SUMMARY: 3 errors from 3 contexts
"""


class Memcheck(unittest.TestCase):
    """A forged log with an error and a leak of ours among others."""

    def test_ours_are_found_and_nobody_elses(self):
        with tempfile.TemporaryDirectory() as place:
            log = Path(place) / "valgrind"
            log.write_text(LOG)
            found = report.findings(log)
            self.assertTrue(report.is_complete(log))
        self.assertEqual([block.split(" ")[0] for block in found], ["Invalid", "8"])
        self.assertIn("definitely lost", found[1])
