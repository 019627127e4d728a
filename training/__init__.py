"""Training: the catalogue, the timetable and the learners."""
