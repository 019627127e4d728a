"""Who works in the CRM: usage from log files, kept as immutable parts, rolled up by person and day, read as adoption.

Refuses to count what is no work: logins, views, machines, people on leave or not yet live. People come from the roster.
"""
