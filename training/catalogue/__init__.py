"""The catalogue: courses with their editions, which role needs which, rooms, and who may teach what.

Owns courses, curricula, rooms and trainers; refuses more practice than hours, a pass mark where nothing is scored,
a published course that is changed without a revision, and a publisher who put the course to review.
"""
