"""Pure scheduling: networks of integers, plans of dates, files of plans."""
