"""The bench beside a real PBX: how long a free agent waits for the next caller's ring.

Rule kept: our module and app_queue get the same Asterisk build, the same phones, the same
callers and the same load, one after the other in one sandbox. Ratios of one run are what counts;
milliseconds depend on the machine and on what else it does.
"""
