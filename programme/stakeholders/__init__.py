"""Stakeholders, how much they weigh and where they stand, and what is told to whom; a sent message stays."""
