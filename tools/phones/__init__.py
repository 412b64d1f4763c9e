"""Phones: SIP over UDP with real audio, steered to the millisecond by a test.

A phone is a user agent of its own, not a script played back, because tests must decide in the
middle of a call: answer now, hang up in the same instant, say nothing at all. Crowds that need
no steering are SIPp's (`crowd.py`), which also checks that nothing here depends on both ends
having been written together.

Every phone of a test program shares one `Wire`: one thread, one lock. Holding that lock, two
packets leave within microseconds of each other.
"""
