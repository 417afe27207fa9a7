"""``make bench``: how fast the site is, as ratios to views pinned here, and a table of it (docs/measurements).

A figure in milliseconds says as much about the machine as about the code. Every target is therefore measured
in turn with its denominator, round by round, and what is printed is the median of the ratios of the rounds.
"""
