"""Pages of the learners."""
