"""Every page that the demo can show: its address, filled with real rows, and a person who may open it."""

from dataclasses import dataclass
from datetime import timedelta
from itertools import islice, product

from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from phases.gates.models import Criterion, Deliverable, Gate
from programme.people.services import make_link
from programme.records.models import DocumentFile, ImportRun
from tests.contracts import world
from tests.contracts.routes import ways

ROWS = world.PAGES | {
    "charter:row": "programme.ScopeItem",
    "governance:confirm": "programme.LightDeclaration",
    "governance:end_declaration": "programme.LightDeclaration",
    "governance:change": "programme.ChangeRequest",
    "plan:change": "programme.ChangeRequest",
    "governance:decision": "programme.Decision",
    "capability:row": "programme.TeamSkill",
    "signoff": "programme.SignatureRequest",
}
PEOPLE = ("pmo", "admin", "owner", "sponsor", "steering", "it", "finance", "service", "change", "data")
COLUMNS = ("code", "title", "cause", "event", "effect", "category", "probability", "impact")
RISK = "Code,Risk,Cause,Event,Effect,Category,Probability,Impact\n{code},Late,vendor,slips,later,{category},3,4\n"
KINDS = {
    "records": ["risks", "plan"],
    "needs": ["groups"],
    "landscape": ["systems"],
    "capability": ["team"],
    "sourcing": ["vendors"],
}
HOMES = {"pmo": "pmo", "owner": "owner", "steering": "steering", "learner": "user"}
TRIES = 12  # addresses of one way that are tried before it counts as closed today
PLAIN, REFUSED = 200, {403, 404}


@dataclass(frozen=True)
class Stop:
    """One page of the tour."""

    name: str
    url: str
    person: str


class Atlas:
    """The stops of one programme, the files it gives, and the ways that show nothing today."""

    def __init__(self, story):
        self.programme, self.people = story.programme, story.people
        self.stops, self.files, self.closed = [], [], {}
        self.browsers = {key: _browser(self.people[key]) for key in PEOPLE}
        self._bring_files()
        for way in ways():
            if not way.api and way.method == "get":
                self._place(way)
        self.stops += [
            Stop(f"home {home}", f"/p/{self.programme.slug}/home/{home}/", person) for home, person in HOMES.items()
        ]

    def _bring_files(self):
        """Let the PMO bring one risk in, leave another file half-way, and attach a note."""
        home = f"/p/{self.programme.slug}"
        for name, category in (("one.csv", "people"), ("half.csv", "weather")):
            file = SimpleUploadedFile(name, RISK.format(code=name[:3], category=category).encode())
            answer = self.browsers["pmo"].post(f"{home}/imports/new/", {"kind": "risks", "file": file})
            run = ImportRun.objects.latest("pk")
            assert str(run.public_id) in answer["Location"]
            chosen = {f"column-{n}": key for n, key in enumerate(COLUMNS)}
            self.browsers["pmo"].post(f"{home}/imports/{run.public_id}/map/", chosen)
            if category == "people":
                self.browsers["pmo"].post(f"{home}/imports/{run.public_id}/import/")
        risk = _rows("programme.Risk", self.programme)[0]
        until = {"reason": "Known", "until": timezone.localdate() + timedelta(days=9), "whole": "on"}
        self.browsers["pmo"].post(f"{home}/check/waive/", {"rule": "charter.no_tolerances"} | until)
        note = SimpleUploadedFile("note.txt", b"read me")
        self.browsers["pmo"].post(f"{home}/on/programme.Risk/{risk.public_id}/attachments/", {"file": note})

    def _place(self, way):
        """Find an address and a person for whom the way opens."""
        seen = []
        for kwargs in self._addresses(way):
            url = world.address(way, kwargs)
            for person in PEOPLE:
                response = self.browsers[person].get(url, follow=True)
                kind = response.headers.get("Content-Type", "")
                status = response.status_code
                response.close()
                if status == PLAIN:
                    page = kind.startswith("text/html")
                    (self.stops if page else self.files).append(Stop(way.name, url, person))
                    return
                seen.append(status)
                if status not in REFUSED:
                    break  # another person would hear the same
        self.closed[way.name] = min(seen, default=0)

    def _addresses(self, way):
        """Combine the values of every part of the address, the likeliest first."""
        if "key" in way.params:
            rows = Criterion.objects.filter(gate__programme=self.programme).order_by("-gate__position", "pk")
            rows = rows.select_related("gate")[:TRIES]
            return [{"slug": self.programme.slug, "gate": row.gate.key, "key": row.key} for row in rows]
        columns = [[(name, value) for value in self._values(name, way)] for name in way.params]
        return [dict(chosen) for chosen in islice(product(*columns), TRIES)]

    def _values(self, name, way):
        programme = self.programme
        if name == "slug":
            return [programme.slug]
        if name in {"public_id", "object_id"}:
            model = "programme.Risk" if name == "object_id" else self._model(way.name)
            return [row.public_id for row in _rows(model, programme)]
        if name == "gate":
            return [gate.key for gate in Gate.objects.filter(programme=programme).order_by("position")]
        if name in {"code", "part"} and way.name.startswith("gates:"):
            rows = Deliverable.objects.filter(programme=programme, parts__isnull=False).order_by("pk").distinct()
            return [row.code if name == "code" else row.parts.order_by("pk").first().code for row in rows[:4]]
        if name == "code" and way.name == "redesign:edit":
            return [row.code for row in _rows("phases.ProcessNode", programme)]
        if name == "token":
            return [make_link(self.people["auditor"], valid_for=timedelta(hours=1), actor=None)]
        if name == "file_id":
            files = DocumentFile.objects.filter(document__programme=programme).order_by("-pk")
            return [file.public_id for file in files[:4]]
        if name == "register":
            return ["raid:risk_list" if "slug" in way.params else "portfolio:list"]
        return {
            "question": ["complete"],
            "moment": ["build", "start"],
            "cause": ["process", "people"],
            "name": ["assess", "approve", "start", "close"],
            "kind": KINDS.get(way.name.partition(":")[0], ["scope"]),
            "op": ["new_goal", "new_scope", "new_tolerance"],
            "home": ["pmo"],
            "file_format": ["csv"],
            "suffix": ["csv"],
            "stage": ["pilot", "rollout"],
            "phase": ["P1", "P2", "P3", "P4"],
        }.get(name, ["unknown"])

    def _model(self, name):
        return ROWS[max((prefix for prefix in ROWS if name.startswith(prefix)), key=len)]


def _rows(label, programme):
    """Give rows of this kind, the newest first and the oldest last."""
    model = apps.get_model(label)
    names = {field.name for field in model._meta.get_fields()}
    paths = {"RiskScore": "risk__programme", "DocumentFile": "document__programme"}
    path = "programme" if "programme" in names else paths.get(model.__name__)
    rows = list(model._base_manager.filter(**({path: programme} if path else {})).order_by("-pk"))
    return rows[: TRIES // 2] + rows[TRIES // 2 :][-TRIES // 2 :]


def _browser(person):
    client = Client()
    client.force_login(person)
    return client
