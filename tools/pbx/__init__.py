"""One Asterisk in the sandbox: its files, its start and stop, its manager interface, its logs.

Everything here runs inside the namespaces that `sandbox run` makes.
"""
