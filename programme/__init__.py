"""The programme itself: people, charter, stakeholders, RAID, governance, budget, sign-off and records."""
