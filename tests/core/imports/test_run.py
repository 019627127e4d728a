import json
from decimal import Decimal

import pytest

from core.errors import BadInputError, IllegalNowError
from core.imports.kinds import Batch, Change, Outcome, row_by_row
from core.imports.readers import read_table
from core.imports.run import apply_rows, dry_run, refusals
from core.imports.templates import error_file
from core.imports.verdict import Status, words_by_line
from core.imports.words import read_in
from tests.core.imports.sample import sample_kind


def run(text, kept=None, mapping=None, **changes):
    kind = sample_kind(kept, **changes)
    table = read_table(text.encode() if isinstance(text, str) else text)
    return kind, table, dry_run(kind, table, mapping, kind.existing(None), programme="the programme")


def refused_file(table, verdict, file_format="csv"):
    said = verdict.as_json()
    return error_file(table, set(said["refused_rows"]), words_by_line(said["errors"], "en"), "en", file_format)


def statuses(verdict):
    return [one.status.value for one in verdict.judged]


def write(kind, verdict, **options):
    return kind.write(None, Batch(verdict.changes(**options)), None)


THREE = "编号,风险,概率\nR-1,延期,3\nR-2,超支,4\nR-3,流失,5\n"


def test_same_file_twice_is_nothing_new():
    kept = {}
    kind, _table, verdict = run(THREE, kept)
    assert statuses(verdict) == ["created"] * 3
    write(kind, verdict)
    _kind, _table, again = run(THREE, kept)
    assert statuses(again) == ["unchanged"] * 3
    assert again.changes() == []
    assert (again.accepted, again.rows, again.refused) == (3, 3, 0)


def test_row_is_met_by_id_and_only_the_columns_of_the_file_are_compared():
    kept = {"a": {"code": "R-1", "title": "延期", "probability": 3, "note": "keep"}, "b": {"code": "R-9", "title": "x"}}
    _kind, _table, verdict = run("Code,Risk,Probability\nr-1,延期,4\n", kept)
    (one,) = verdict.judged
    assert (one.status, one.ref, dict(one.changed)) == (Status.UPDATED, "a", {"probability": (3, 4)})
    assert verdict.changes() == [Change(2, {"code": "R-1", "title": "延期", "probability": 4}, "a", kept["a"])]
    assert verdict.absent == 1


def test_ids_that_differ_in_a_hyphen_are_two():
    kept = {"a": {"code": "R-11", "title": "one", "probability": 1}}
    _kind, _table, verdict = run("Code,Risk,Probability\nR-1-1,two,1\n", kept)
    assert statuses(verdict) == ["created"]


def test_row_without_id_is_met_by_its_natural_key():
    kept = {"a": {"code": "R-1", "title": "Data  Loss", "probability": 3}}
    _kind, _table, verdict = run("Risk,Probability\ndata loss,4\nnew,1\n", kept)
    assert [(one.status.value, one.ref) for one in verdict.judged] == [("updated", "a"), ("created", "")]


def test_empty_cell_clears_and_a_missing_column_leaves_alone():
    kept = {"a": {"code": "R-1", "title": "延期", "probability": 3, "note": "old", "tags": ["甲"], "owner": None}}
    _kind, _table, verdict = run("编号,风险,概率,备注,标签,责任人\nR-1,延期,3,,甲,\n", kept)
    assert dict(verdict.judged[0].changed) == {"note": ("old", "")}


def test_every_bad_cell_is_named_with_line_column_value_and_what_is_accepted():
    text = "编号,风险,概率,状态,到期日\nR-1,,6,Opn,2027-02-30\nR-2,好,3,Open,2026-03-02\n"
    _kind, _table, verdict = run(text)
    assert statuses(verdict) == ["refused", "created"]
    assert [(p.line, p.heading, p.value, p.cause, str(p.message)) for p in verdict.problems] == [
        (2, "概率", "6", "range", "It must be from 1 to 5."),
        (2, "状态", "Opn", "choice", "This value is not in the list."),
        (2, "到期日", "2027-02-30", "date", "There is no such day."),
        (2, "风险", "", "required", "This must be filled in."),
    ]
    said = verdict.as_json()
    assert json.loads(json.dumps(said)) == said
    assert said["errors"][1] | {"message": read_in(said["errors"][1]["message"], "en")} == {
        "row": 2, "column": "状态", "key": "state", "value": "Opn", "cause": "choice", "message": "This value is not in the list.",
        "accepted_values": [{"zh-hans": "待处理", "en": "Open"}, {"zh-hans": "已关闭", "en": "Closed"}],
        "nearest": {"zh-hans": "待处理", "en": "Open"},
    }  # fmt: skip
    assert {key: said[key] for key in ("rows", "accepted", "refused", "created", "updated", "unchanged")} == {
        "rows": 2, "accepted": 1, "refused": 1, "created": 1, "updated": 0, "unchanged": 0,
    }  # fmt: skip


def test_missing_required_column_is_one_problem_and_refuses_creations_only():
    kept = {"a": {"code": "R-1", "title": "延期", "probability": 3}}
    _kind, _table, verdict = run("编号,概率\nR-1,4\nR-2,5\n", kept)
    assert statuses(verdict) == ["updated", "refused"]
    assert [(p.line, p.key, str(p.accepted)) for p in verdict.problems] == [(1, "title", "Risk")]


def test_lines_with_one_id_that_differ_are_refused_and_equal_ones_count_once():
    text = "编号,风险,概率\nR-1,吴桐,3\nR-2,同,1\nr-1,吴彤,3\nR-2,同,1\n"
    _kind, _table, verdict = run(text)
    assert statuses(verdict) == ["refused", "created", "refused", "unchanged"]
    assert [(p.line, p.value, str(p.message)) for p in verdict.problems] == [
        (2, "R-1", "The same as in line 4, but other cells differ."),
        (4, "r-1", "The same as in line 2, but other cells differ."),
    ]


def test_lines_without_id_that_differ_are_refused_by_natural_key():
    _kind, _table, verdict = run("风险,概率\n同,3\n同,4\n")
    assert [(p.line, p.key) for p in verdict.problems] == [(2, "title"), (3, "title")]


def test_second_line_equal_to_a_refused_one_stays_refused():
    _kind, _table, verdict = run("编号,风险,概率\nR-1,同,9\nR-1,同,9\n")
    assert statuses(verdict) == ["refused", "refused"]


def test_line_with_more_cells_than_headings_is_refused():
    _kind, _table, verdict = run("编号,风险,概率\nR-1,a,b,3\nR-2,ok,3,\n")
    assert statuses(verdict) == ["refused", "created"]
    assert verdict.problems[-1].cause == "shape"


def test_unknown_columns_travel_as_extra():
    _kind, _table, verdict = run("编号,风险,概率,天气\nR-1,a,3,晴\nR-2,b,3,\n")
    assert [dict(change.extra) for change in verdict.changes()] == [{"天气": "晴"}, {}]


def test_all_or_nothing_writes_nothing_when_one_line_is_refused():
    _kind, _table, verdict = run("编号,风险,概率\nR-1,a,3\nR-2,b,9\n")
    assert len(verdict.changes()) == 1
    assert verdict.changes(all_or_nothing=True) == []


def test_check_of_the_kind_sees_whole_rows_and_refuses():
    seen = []

    def check(programme, rows):
        yield 1, "owner", "Nobody has this address.", ["a@b.cn", "c@d.cn"]

    kept = {"a": {"code": "R-1", "title": "延期", "probability": 3}}
    _kind, _table, verdict = run("编号,概率\nR-1,4\nR-1,9\n", kept, check=lambda *given: seen.append(given) or ())
    assert seen == [("the programme", [])]
    _kind, _table, verdict = run("编号,概率\nR-1,4\n", kept, check=lambda *given: seen.append(given) or ())
    assert seen[1] == ("the programme", [{"code": "R-1", "title": "延期", "probability": 4}])
    _kind, _table, verdict = run(THREE, {}, check=check)
    assert statuses(verdict) == ["created", "refused", "created"]
    assert str(verdict.problems[0].accepted) == "a@b.cn, c@d.cn"


def test_refusals_of_services_become_problems_of_their_lines():
    _kind, _table, verdict = run(THREE)
    problems = refusals(verdict, [Outcome(2, "x"), Outcome(3, refused={"title": ["Taken."], "": ["Not now."]})])
    assert [(p.line, p.key, p.heading, p.value, str(p.message)) for p in problems] == [
        (3, "title", "风险", "超支", "Taken."),
        (3, "", "", "", "Not now."),
    ]
    assert statuses(verdict.refuse(problems)) == ["created", "refused", "created"]


@pytest.mark.django_db
def test_row_by_row_refuses_only_the_rows_that_services_refuse():
    done = []

    def create(programme, row, actor):
        if row["title"] == "bad":
            raise BadInputError({"title": ["Taken."]})
        done.append((programme, row["title"], actor))
        return "new"

    def update(programme, ref, row, actor):
        raise IllegalNowError("Closed.")

    changes = [Change(2, {"title": "good"}), Change(3, {"title": "bad"}), Change(4, {"title": "x"}, "r")]
    outcomes = row_by_row(create, update)("p", Batch(changes), "a")
    assert [(o.line, o.ref, {k: list(v) for k, v in o.refused.items()}) for o in outcomes] == [
        (2, "new", {}),
        (3, "", {"title": ["Taken."]}),
        (4, "", {"": ["Closed."]}),
    ]
    assert done == [("p", "good", "a")]


def test_rows_without_a_file_are_applied_and_again_unchanged():
    kept = {}
    kind = sample_kind(kept)
    rows = [{"code": "R-1", "title": "a", "probability": 1, "cost": Decimal(5)}, {"title": "b", "probability": 2}]
    assert apply_rows(kind, None, rows, None) == {"created": 2, "updated": 0, "unchanged": 0}
    rows[0]["probability"] = 5
    assert apply_rows(kind, None, rows, None) == {"created": 0, "updated": 1, "unchanged": 1}
    assert kept["ref-1"]["probability"] == 5
    refusing = sample_kind({}, write=lambda programme, batch, actor: [Outcome(1, refused={"title": ["No."]})])
    with pytest.raises(BadInputError) as caught:
        apply_rows(refusing, None, [{"title": "x"}], None)
    assert caught.value.fields == {"1.title": ["No."]}


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_error_file_has_the_refused_lines_and_imports_once_corrected(file_format):
    text = "编号,风险,概率,天气\nR-1,=1+1,9,晴\nR-2,b,3,雨\nR-3,c\n"
    _kind, table, verdict = run(text)
    data = refused_file(table, verdict, file_format)
    back = read_table(data)
    assert back.headings == ("编号", "风险", "概率", "天气", "Problem")
    assert [line.cells[0] for line in back.lines] == ["R-1", "R-3"]
    assert back.lines[0].cells[1] == "'=1+1"
    assert back.lines[0].cells[4] == "概率: It must be from 1 to 5."
    _kind, _table, again = run(data)
    assert [one.row["title"] for one in again.judged] == ["=1+1", "c"]
    assert again.mapped.unknown == ("天气",)


def test_error_file_repeats_a_problem_of_the_whole_file():
    _kind, table, verdict = run("编号,概率\nR-2,5\n")
    assert b"This column is required" in refused_file(table, verdict)


def test_fifty_two_rows_with_mark_separators_and_a_duplicate_heading():
    lines = [f'R-{n},风险 {n},{n % 5 + 1},"1,{n:03}.50",一,二' for n in range(1, 53)]
    text = "编号,风险名称,概率,损失（元）,备注,备注\r\n" + "\r\n".join(lines)
    _kind, _table, verdict = run(text.encode("utf-8-sig"))
    assert (verdict.rows, verdict.refused, verdict.mapped.duplicates) == (52, 0, ("备注",))
    assert verdict.judged[51].row["cost"] == Decimal("1052.50")
    assert verdict.judged[0].extra == {"备注#2": "二"}
