"""Memory errors and leaks of ours, found by valgrind."""
