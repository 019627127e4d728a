"""Records of the learners: enrolments with their history, certificates and waivers."""

from training.learners.models.enrolments import Enrolment, EnrolmentChange
from training.learners.models.proofs import Certificate, Waiver

__all__ = ["Certificate", "Enrolment", "EnrolmentChange", "Waiver"]
