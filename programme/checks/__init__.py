"""The plan check: every rule of the house over one programme, and the waivers that excuse a finding for a while.

Owns waivers; refuses one without a reason, without an end, of a rule nobody wrote, and of a red rule by anybody but
the sponsor.
"""
