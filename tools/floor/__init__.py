"""A contact-centre floor to tell stories on: one sandboxed Asterisk, its phones, its callers.

`Floor` is used by the demo and the measurements, `FloorTest` by the tests; `tests/README.md`
shows both.
"""

from .case import FloorTest
from .floor import Floor

__all__ = ["Floor", "FloorTest"]
