"""Running Counterpart on one machine: database, processes, system packages.

Standard library only; imports nothing of ours, so it works before anything is set up.
"""
