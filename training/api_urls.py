"""Table of contents of the API."""

from django.urls import URLPattern, URLResolver, include, path
from rest_framework.routers import SimpleRouter

from training.catalogue import api as catalogue
from training.learners import api as learners
from training.timetable import api as timetable

SCOPE = r"programmes/(?P<slug>[-a-z0-9]+)"

router = SimpleRouter()
router.register(f"{SCOPE}/courses", catalogue.CourseViewSet, "api-courses")
router.register(f"{SCOPE}/curriculum", catalogue.CurriculumViewSet, "api-curriculum")
router.register(f"{SCOPE}/rooms", catalogue.RoomViewSet, "api-rooms")
router.register(f"{SCOPE}/trainers", catalogue.TrainerViewSet, "api-trainers")
router.register(f"{SCOPE}/sessions", timetable.SessionViewSet, "api-sessions")
router.register(f"{SCOPE}/session-seats", learners.SeatsViewSet, "api-session-seats")
router.register(f"{SCOPE}/enrolments", learners.EnrolmentViewSet, "api-enrolments")
router.register(f"{SCOPE}/learners", learners.LearnerViewSet, "api-learners")
router.register(f"{SCOPE}/training-waivers", learners.WaiverViewSet, "api-training-waivers")

urlpatterns: list[URLPattern | URLResolver] = [path("", include(router.urls))]
