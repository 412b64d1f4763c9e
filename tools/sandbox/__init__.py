"""A private Debian with Asterisk 22, run in namespaces of its own.

Rule kept: the host's own Asterisk, its configuration and its network are never touched. What
the sandbox needs is installed once, what it starts dies with the namespace it was started in.
Left out on purpose: anything about telephony; see the packages `pbx`, `phones` and `floor`.
"""
