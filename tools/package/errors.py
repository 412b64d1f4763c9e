"""What keeps a package from being built."""


class PackageError(Exception):
    """The text says what is missing and what to do."""
