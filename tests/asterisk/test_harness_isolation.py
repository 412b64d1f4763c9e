"""The sandbox is cut off from the host."""

import os
import socket
import unittest


class CutOff(unittest.TestCase):
    """What the namespaces keep apart."""

    def test_the_only_network_is_loopback(self):
        self.assertEqual([name for _number, name in socket.if_nameindex()], ["lo"])

    def test_the_root_cannot_be_written(self):
        with self.assertRaises(OSError):
            open(os.path.join(os.environ["ACD_ROOT"], "etc/asterisk/written"), "w")

    def test_only_our_own_processes_are_visible(self):
        pids = [int(name) for name in os.listdir("/proc") if name.isdigit()]
        self.assertIn(1, pids)
        self.assertLess(len(pids), 20)
