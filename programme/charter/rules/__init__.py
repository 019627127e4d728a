"""Rules and numbers of the charter: measures, statements, SMART, readiness, the pitfall radar."""
