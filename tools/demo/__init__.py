"""The demo: a contact centre for half a minute, live in the terminal, and a proof at its end.

Rule kept: what is claimed is not taken from the module's word alone. Who met which requirement
is judged by an evaluator of its own on the demo's own table of skills; who talked to whom by the
phones, by the PBX's bridges and by the voice the caller heard.
"""
