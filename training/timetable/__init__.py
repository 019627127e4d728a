"""The timetable: sessions of published courses, with their trainer, room, time and seats.

Owns sessions; refuses a room or a trainer booked twice, a trainer who may not give the course, a room that is too
small, a day on which nobody works, and a new time at which one of its learners sits elsewhere.
"""
