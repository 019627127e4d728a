"""The cutover runbook: its steps, who does and who checks, and how many minutes the window leaves.

Owns cutover steps; refuses a checker who is also the doer.
"""
