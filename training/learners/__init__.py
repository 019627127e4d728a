"""The learners: who needs which course, who has a seat, who came, who passed, and which wave is ready for that.

Owns enrolments with their history, certificates and waivers; refuses a course before the one it builds on, a second
seat at the same time, a third retake, and a pass without the attendance or the score. What a person needs is computed
from role and wave whenever it is read (ADR 0009), so a change of the roster is true at once.
"""
