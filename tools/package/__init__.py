"""The Debian package: the module, its documentation, samples and an `acd.conf`, for one Asterisk."""
