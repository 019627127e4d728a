"""Documents: one model of a report, frozen as canonical JSON and drawn as PDF and HTML. No rows, no clock."""
