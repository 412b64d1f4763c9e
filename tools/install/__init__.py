"""Where an installed Asterisk keeps its modules, its documentation and its configuration."""
