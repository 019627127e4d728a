"""One programme team at work through either front: plain HTML forms, or the API."""

import datetime as dt

from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from phases.gates.models import Gate
from phases.plan.models import Task
from programme.people.models import Seat
from programme.signoff.models import SignatureRequest
from programme.signoff.rules import fingerprint
from programme.signoff.selectors import content_now
from tests.factories.programme import PASSWORD

GOAL = {
    "statement": "Raise the lead conversion rate from 25 % to 35 % within 6 months",
    "metric": "Lead conversion rate",
    "unit": "%",
    "unit_kind": "pp",
    "direction": "up",
    "baseline": "25",
    "baseline_on": "2025-12-20",
    "baseline_n": 412,
    "baseline_source": "CRM export",
    "target": "35",
    "starts_on": "2026-01-01",
    "due_on": "2026-07-01",
    "achievability": "The pilot team reached 34 %.",
    "owner_role": "BO",
}
CASE = {"company": "Beimen Valves", "similar": True, "why_similar": "Same trade and size"}
EXECUTIVE = {
    "name": "Gu Yan", "role": "CEO", "power": 5, "interest": 5, "engagement_now": 3,
    "engagement_wanted": 4, "top_executive": True,
}  # fmt: skip


class Front:
    """What both fronts share: the programme, its people by role, and the day."""

    def __init__(self, programme, people):
        self.programme, self.people = programme, people
        self.today = dt.datetime.now(dt.UTC).astimezone().date()

    @property
    def gate(self):
        """The start gate as it stands."""
        return Gate.objects.get(programme=self.programme, code="G0")

    def seat(self, role):
        """The mandatory seat of a role."""
        return Seat.objects.get(programme=self.programme, role=role, mandatory=True)

    def task(self, code):
        """A task by its code."""
        return Task.objects.get(programme=self.programme, code=code)

    def asked_of(self, role):
        """The one signature that waits for this role's person."""
        rows = SignatureRequest.objects.filter(programme=self.programme).visible_to(self.people[role]).open()
        return rows.get()

    def signature(self, role):
        """The words of a signature on what the signer saw."""
        seen = fingerprint(content_now(self.asked_of(role)))
        return {"decision": "sign", "seen_hash": seen, "password": PASSWORD}


class Html(Front):
    """Plain forms, each posted by the person whose act it is; every success is a redirect."""

    def send(self, role, name, /, *args, **values):
        """Post a form; returns the status."""
        client = Client(headers={"accept-language": "en"})
        client.force_login(self.people[role])
        kept = {key: value for key, value in values.items() if value is not False}
        return client.post(reverse(name, args=[self.programme.slug, *args]), kept).status_code

    def answer(self, cause, score):
        """Score a cause."""
        words = {"cause": cause, "score": score, "evidence": "Minutes of 12 March"}
        return self.send("PM", "charter:answer", "start", cause, **words)

    def conclude(self):
        """Conclude readiness."""
        return self.send("PM", "charter:conclude", "start")

    def waiver(self, plan, due_on):
        """Ask for a waiver."""
        return self.send("PM", "charter:waiver", "start", plan=plan, due_on=due_on)

    def sign(self, role):
        """Read everything, then sign."""
        asked = self.asked_of(role).public_id
        self.send(role, "signoff:read", asked)
        return self.send(role, "signoff:sign", asked, **self.signature(role))

    def case(self):
        """Record a reference case."""
        return self.send("PM", "charter:row_new", "reference-cases", **CASE)

    def goal(self):
        """Write the goal."""
        return self.send("PM", "charter:goal_new", **GOAL)

    def sign_baseline(self):
        """Sign the baseline as the owner."""
        return self.send("BO", "charter:goal_sign", self.programme.goals.get().public_id)

    def fill(self, role):
        """Fill a seat."""
        holder = self.people[role]
        return self.send("PM", "people:seat", self.seat(role).public_id, holder=holder.pk, allocation=50)

    def budget(self):
        """Write a line and ask the sponsor."""
        line = {"title": "Subscription", "category": "subscription", "nature": "annual", "amount": "300000"}
        return self.send("PM", "budget:line_new", **line), self.send("PM", "budget:ask")

    def kickoff(self):
        """Name the top executive and record the kick-off with that person."""
        named = self.send("PM", "stakeholders:stakeholder_new", **EXECUTIVE)
        there = self.programme.stakeholders.get().public_id
        held = self.send("PM", "governance:meeting_new", kind="kickoff", held_on=self.today, present=[there])
        return named, held

    def submit(self):
        """Hand the gate in."""
        return self.send("PM", "gates:submit", "G0")

    def assess(self):
        """Begin the review."""
        return self.send("SP", "gates:assess", "G0")

    def decide(self, role):
        """Vote go."""
        return self.send(role, "gates:decide", "G0", decision="go")

    def begin(self, code):
        """Record the start of a task."""
        task = self.task(code)
        return self.send("PM", "plan:progress", task.public_id, actual_start=self.today, version=task.version)

    def report(self):
        """Ask for the gate report."""
        words = {"paper": "gate|G0", "moment": "now", "languages": ["en", "zh-hans"], "formats": ["pdf", "html"]}
        return self.send("PM", "records:document_new", **words)


class Api(Front):
    """The same acts as JSON."""

    def send(self, role, path, /, *, method="post", **values):
        """Send a body; returns the status."""
        client = APIClient(headers={"accept-language": "en"})
        client.force_authenticate(self.people[role])
        url = f"/api/v1/programmes/{self.programme.slug}/{path}/"
        return getattr(client, method)(url, values, format="json").status_code

    def answer(self, cause, score):
        """Score a cause."""
        return self.send("PM", "readiness/start/answer", cause=cause, score=score, evidence="Minutes of 12 March")

    def conclude(self):
        """Conclude readiness."""
        return self.send("PM", "readiness/start/conclude")

    def waiver(self, plan, due_on):
        """Ask for a waiver."""
        return self.send("PM", "readiness/start/waiver", plan=plan, due_on=due_on.isoformat())

    def sign(self, role):
        """Read everything, then sign."""
        asked = self.asked_of(role).public_id
        self.send(role, f"signatures/{asked}/view")
        return self.send(role, f"signatures/{asked}/sign", **self.signature(role))

    def case(self):
        """Record a reference case."""
        return self.send("PM", "reference-cases", **CASE)

    def goal(self):
        """Write the goal."""
        return self.send("PM", "goals", **GOAL)

    def sign_baseline(self):
        """Sign the baseline as the owner."""
        return self.send("BO", f"goals/{self.programme.goals.get().public_id}/sign_baseline")

    def fill(self, role):
        """Fill a seat."""
        return self.send("PM", f"seats/{self.seat(role).public_id}", method="patch", holder=self.people[role].public_id)

    def budget(self):
        """Write a line and ask the sponsor."""
        line = {"title": "Subscription", "category": "subscription", "nature": "annual", "amount_minor": 30_000_000}
        return self.send("PM", "budget", **line), self.send("PM", "budget/ask")

    def kickoff(self):
        """Name the top executive and record the kick-off with that person."""
        named = self.send("PM", "stakeholders", **EXECUTIVE)
        there = self.programme.stakeholders.get().public_id
        held = self.send("PM", "meetings", kind="kickoff", held_on=self.today.isoformat(), present=[there])
        return named, held

    def submit(self):
        """Hand the gate in."""
        return self.send("PM", f"gates/{self.gate.public_id}/submit")

    def assess(self):
        """Begin the review."""
        return self.send("SP", f"gates/{self.gate.public_id}/assess")

    def decide(self, role):
        """Vote go."""
        return self.send(role, f"gates/{self.gate.public_id}/decide", decision="go")

    def begin(self, code):
        """Record the start of a task."""
        task = self.task(code)
        return self.send("PM", f"tasks/{task.public_id}/progress", actual_start=self.today.isoformat())

    def report(self):
        """Ask for the gate report."""
        return self.send(
            "PM", "documents", kind="gate", subject="G0", languages=["en", "zh-hans"], formats=["pdf", "html"]
        )
