"""Planted truth: a made-up city in which opportunities are hidden, to see how many of them the formula finds.

Written after the first formula was published; its weights are not set by what is found here.
"""
