"""What goes wrong leaves something to read."""

import os
import signal
import subprocess
import unittest

from floor import Floor
from floor.evidence import backtrace


class Evidence(unittest.TestCase):
    """An Asterisk that crashes leaves a backtrace."""

    def test_a_crash_leaves_a_core_dump_that_can_be_read(self):
        with Floor() as pbx:
            os.kill(pbx.asterisk.pid(), signal.SIGSEGV)
            pbx.asterisk.wait_gone(20)
            cores = pbx.asterisk.cores()
            pattern = open("/proc/sys/kernel/core_pattern", encoding="ascii").read()
            if pattern.startswith(("|", "/")):
                self.skipTest("this machine sends core dumps elsewhere")
            self.assertEqual(len(cores), 1)
            self.assertIn("Thread 1", backtrace(pbx.asterisk, cores[0]))

    def test_valgrind_is_in_the_root(self):
        told = subprocess.run(
            ["chroot", os.environ["ACD_ROOT"], "valgrind", "--error-exitcode=9", "/bin/true"],
            capture_output=True,
            text=True,
        )
        self.assertEqual(told.returncode, 0, told.stderr)
