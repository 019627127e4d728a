"""Import and export of candidates, of criteria with their weights, and of scores."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy

from core.books import kind_of
from core.errors import BadInputError, DomainError
from core.imports.kinds import Batch, Column, Kind, Objection, Outcome, Row, Rows, Type, row_by_row
from core.imports.words import say
from core.seams import kinds
from programme.people.models import User
from programme.sourcing import permissions, services
from programme.sourcing.choices import HIGHEST, Aspect
from programme.sourcing.models import SourcingCriterion, Vendor, VendorScore
from programme.sourcing.selectors import BOOKS, scorers_offered

kinds.add(
    "vendors",
    kind_of(
        BOOKS["vendors"], code="vendors", natural=("name",), services=services, can=permissions.can_write, order=56,
        examples={
            "code": ("V01", "V01"), "name": ("凌云软件", "Lingyun"), "product": ("凌云CRM 6", "Lingyun CRM 6"),
            "price_minor": ("3200000", "3200000"), "days": ("420", "420"),
            "reference": ("苏州某仪器厂，信息部", "A maker of instruments in Suzhou, its head of IT"),
        },
    ),
)  # fmt: skip


def _criteria(programme: Any) -> Rows:
    return {
        one.public_id: {"code": one.code, "aspect": one.aspect, "name": one.name, "weight": one.weight}
        for one in SourcingCriterion.objects.filter(programme=programme)
    }


def _weigh(programme: Any, batch: Batch, actor: Any) -> list[Outcome]:
    """Set all weights at once: a file is refused as a whole where they do not sum to 100 %."""
    if not batch.changes:
        return []
    known = {one.public_id: one.code for one in SourcingCriterion.objects.filter(programme=programme)}
    rows = [one.row | ({"code": known[one.ref]} if one.ref in known else {}) for one in batch.changes]
    try:
        services.set_weights(programme, rows=rows, actor=actor)
    except BadInputError as error:
        told = {
            name.partition("_")[0] if name.startswith("weight_") else name: texts
            for name, texts in error.fields.items()
        }
        told = {("weight" if name in {"weights", "price_reason"} else name): texts for name, texts in told.items()}
        return [Outcome(one.line, refused=told) for one in batch.changes]
    except DomainError as error:
        return [Outcome(one.line, refused={"": error.reasons}) for one in batch.changes]
    named = {one.code: one.public_id for one in SourcingCriterion.objects.filter(programme=programme)}
    by_aspect = {one.aspect: one.public_id for one in SourcingCriterion.objects.filter(programme=programme)}
    return [
        Outcome(one.line, one.ref or named.get(row.get("code") or "") or by_aspect.get(str(row.get("aspect")), ""))
        for one, row in zip(batch.changes, rows, strict=True)
    ]


kinds.add(
    "sourcing-criteria",
    Kind(
        code="sourcing-criteria",
        label=gettext_lazy("Criteria of the sourcing decision"),
        columns=(
            Column("code", "编号", "Code", max_length=20, example_zh="C01", example_en="C01"),
            Column("aspect", "考察方面", "Looks at", Type.CHOICE, choices=Aspect, required=True),
            Column("name", "名称", "Name", max_length=120, example_zh="移动端体验", example_en="On the phone"),
            Column("weight", "权重（%）", "Weight (%)", Type.DECIMAL, required=True, minimum=0, maximum=100,
                   example_zh="15", example_en="15", help_zh="全部权重合计须为100%。",
                   help_en="All weights together are 100 %."),
        ),
        id_column="code",
        natural_key=("aspect", "name"),
        existing=_criteria,
        write=_weigh,
        can=permissions.can_write,
        order=57,
    ),
)  # fmt: skip


def _scores(programme: Any) -> Rows:
    rows = VendorScore.objects.filter(vendor__programme=programme).select_related("vendor", "criterion", "scorer")
    return {
        one.public_id: {
            "vendor": one.vendor.code, "criterion": one.criterion.code, "scorer": one.scorer.email.lower(),
            "score": one.score, "evidence": one.evidence,
        }
        for one in rows
    }  # fmt: skip


def _score(programme: Any, row: Row, actor: Any) -> str:
    vendor = Vendor.objects.select_related("programme").get(programme=programme, code=row["vendor"])
    scorer = User.objects.filter(email__iexact=row["scorer"]).first() if row.get("scorer") else actor
    given = {"criterion": row["criterion"], "score": row.get("score"), "evidence": row.get("evidence", "")}
    try:
        services.score_vendor(vendor, scores=[given], scorer=scorer, actor=actor)
    except BadInputError as error:
        raise BadInputError({name.partition("_")[0]: texts for name, texts in error.fields.items()}) from error
    found = VendorScore.objects.get(vendor=vendor, criterion__code=row["criterion"], scorer=scorer)
    return str(found.public_id)


def _update(programme: Any, ref: str, row: Row, actor: Any) -> None:
    one = VendorScore.objects.select_related("vendor", "criterion", "scorer").get(public_id=ref)
    stood = {
        "vendor": one.vendor.code, "criterion": one.criterion.code, "scorer": one.scorer.email, "score": one.score,
        "evidence": one.evidence,
    }  # fmt: skip
    _score(programme, stood | row, actor)


def _known(programme: Any, rows: Sequence[Row]) -> Iterable[Objection]:
    """Refuse codes that no candidate or criterion of this programme has, and people who may not score."""
    vendors = list(Vendor.objects.filter(programme=programme).values_list("code", flat=True))
    criteria = list(SourcingCriterion.objects.filter(programme=programme).values_list("code", flat=True))
    people = [one.email.lower() for one in scorers_offered(programme)]
    for index, row in enumerate(rows):
        for name, accepted in (("vendor", vendors), ("criterion", criteria), ("scorer", people)):
            if row.get(name) and row[name] not in accepted:
                yield index, name, say(gettext_lazy("No record has this code: {codes}."), codes=row[name]), accepted


kinds.add(
    "vendor-scores",
    Kind(
        code="vendor-scores",
        label=gettext_lazy("Scores of the candidates"),
        columns=(
            Column("vendor", "候选编号", "Candidate code", required=True, max_length=20, example_zh="V01",
                   example_en="V01"),
            Column("criterion", "准则编号", "Criterion code", required=True, max_length=20, example_zh="C01",
                   example_en="C01"),
            Column("scorer", "评分人", "Scored by", Type.PERSON, required=True, example_zh="chen.xi@example.com",
                   example_en="chen.xi@example.com"),
            Column("score", "分数（1–5）", "Score (1–5)", Type.INTEGER, required=True, minimum=1, maximum=HIGHEST,
                   example_zh="4", example_en="4"),
            Column("evidence", "依据", "Evidence", required=True, max_length=400, example_zh="演示42个场景通过37个",
                   example_en="37 of 42 scenarios passed"),
        ),
        natural_key=("vendor", "criterion", "scorer"),
        existing=_scores,
        write=row_by_row(_score, _update),
        remove=lambda programme, refs, actor: services.remove_scores(programme, refs=refs, actor=actor),
        check=_known,
        can=permissions.can_score,
        order=58,
    ),
)  # fmt: skip
