"""Every component with sample content."""

import datetime as dt
from decimal import Decimal
from types import SimpleNamespace as Sample

from django import forms
from django.utils.translation import gettext_lazy as _

from core.documents.blocks import KeyFigure
from core.documents.values import STATUS_KINDS, Figure, Status
from core.seams import AttentionItem

AT = dt.datetime(2027, 5, 12, 0, 30, tzinfo=dt.UTC)
DAY = dt.date(2027, 5, 14)


class SignForm(forms.Form):
    decision = forms.ChoiceField(choices=[("go", "Go"), ("cond", "Conditional")], widget=forms.RadioSelect)
    comment = forms.CharField(label=_("Comment"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    password = forms.CharField(label=_("Password"), widget=forms.PasswordInput)


def context():
    return {
        "title": _("Parts"),
        "kinds": STATUS_KINDS,
        "verdict": Sample(kind="bad", word=_("Not yet"), text="2/4, 1/2", side="78%", side_id="why"),
        "criteria": [
            Sample(value="41/44", label="M1", kind="bad", url="/m1/", word=""),
            Sample(value="74%", label="M2", kind="good", url="", word=""),
        ],
        "actions": [Sample(text="DEF-0142", url="/d/", detail="1 → 0", person="Wang Ke", due=DAY, note="")],
        "attention": [
            AttentionItem("bad", "DEF-0142", "/d/", DAY, "2.4.1", "Retest"),
            AttentionItem("stale", "UAT", "/u/"),
        ],
        "figures": [
            KeyFigure(
                "K01", Figure(Decimal("0.784"), "share", 1, 58, 74), Figure(Decimal("0.8"), "share"), "≥", Status("warn"),
                trend=(Decimal(41), Decimal(48), Decimal(78)), url="/k/",
            ),
            KeyFigure("K02", Figure(None)),
        ],
        "job": Sample(
            public_id="j1", label="Simulation", running=True, status_kind="run", get_state_display="Running",
            done_units=6400, total_units=10000, percent=64, progress_text="12 s", reason="",
        ),
        "job_url": "/jobs/j1/",
        "cancel_url": "/jobs/j1/cancel/",
        "signatures": [
            Sample(name="Gu Yan", role="QA", decision="Accept", at=AT, method="password", hash="ab" * 32, stale=True, due=None),
            Sample(name="Chen Xi", role="Owner", decision="", at=None, method="", hash="", stale=False, due=DAY),
            Sample(name="Zhou", role="IT", decision="", at=None, method="", hash="", stale=False, due=None),
        ],
        "form": SignForm(),
        "sign": Sample(
            url="/sign/", verb="Sign", meaning="I have read it.", missing=["Read section 5."], digest="ab" * 32,
            choices=[
                Sample(value="go", label="Go", note="", off="M1 is not met."),
                Sample(value="cond", label="Conditional", note="With conditions.", off=""),
            ],
        ),
        "steps": [
            Sample(label="File", note="", done=True, current=False),
            Sample(label="Dry run", note="412", done=False, current=True),
        ],
        "comments": [Sample(text="Line\nline", author="Li Min", created_at=AT)],
        "comment_url": "/c/",
        "attachments": [Sample(name="a.pdf", url="/a/", size=2048, author="Li Min", created_at=AT)],
        "attach_url": "/a/",
    }  # fmt: skip


PAGE = """{% extends "base.html" %}{% load i18n landfall %}{% block content %}
{% include "components/_steps.html" %}{% include "components/_verdict.html" %}{% include "components/_criteria.html" %}
<div class="lf-grid"><div class="c8 lf-stack">
{% include "components/_attention.html" %}
<section class="lf-sec"><header><h2>Statuses</h2></header><ul>{% for kind in kinds %}<li>{% status kind %}</li>{% endfor %}</ul></section>
<section class="lf-sec"><header><h2>Actions</h2></header>{% include "components/_action_list.html" %}</section>
<section class="lf-sec"><header><h2>Figures</h2></header>{% include "components/_kpis.html" %}<p>{% share 41 50 %} {{ 2.8|pp }} {{ 7|wd }} {% bar 93 95 "bad" %}</p></section>
<section class="lf-sec"><header><h2>Job</h2></header>{% include "components/_progress.html" %}</section>
<section class="lf-sec"><header><h2>Signatures</h2></header>{% include "components/_sigs.html" %}</section>
{% include "components/_comments.html" %}{% include "components/_attachments.html" %}
</div><aside class="c4">{% include "components/_sign.html" %}</aside></div>{% endblock %}"""
