"""What the machine has is told from what it seems to have."""

import tempfile
import unittest
from pathlib import Path

from sandbox import host


class LibClang(unittest.TestCase):
    """bindgen reads headers with libclang, not with the C++ library of nearly the same name."""

    def is_met_by(self, name: str) -> bool:
        with tempfile.TemporaryDirectory() as folder:
            need = next(need for need in host.BUILD_NEEDS if need.package == "libclang-dev")
            moved = tuple(f"{folder}/{Path(pattern).name}" for pattern in need.globs)
            (Path(folder) / name).touch()
            return host.Need(need.package, globs=moved).is_met()

    def test_the_library_for_c_serves(self):
        for name in ("libclang.so", "libclang.so.1", "libclang-14.so.14.0.6", "libclang-19.so"):
            self.assertTrue(self.is_met_by(name), name)

    def test_the_library_for_cpp_does_not(self):
        for name in ("libclang-cpp.so.14", "libclang-cpp.so"):
            self.assertFalse(self.is_met_by(name), name)


if __name__ == "__main__":
    unittest.main()
