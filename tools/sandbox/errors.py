"""The one error an operator reads: what is missing and what to do about it."""


class SandboxError(Exception):
    """The sandbox cannot be set up here; the text says in one message what to do."""
