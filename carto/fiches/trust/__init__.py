"""Trusting strangers without knowing who they are: how much is sent, what it gives away, and what is forgotten when.

Nothing here refuses or deletes what a person sends: at worst it waits until somebody has looked (decision 0010).
"""
