import pytest
from django.core.management import call_command
from django.utils import translation

from feedback.inbox import services
from feedback.inbox.models import FeedbackItem
from programme.records.services.imports import run_import
from programme.records.services.undo import undo_import

FIDER = (
    b"number,title,description,created_at,created_by,votes_count,comments_count,status,responded_by,responded_at,"
    b"response,original_number,original_title,tags\r\n"
    b'1,Quick reply,For WeChat,2026-04-01T09:30:00Z,Ann,12,3,planned,Bob,2026-04-03T10:00:00Z,In May,,,"mobile, chat"\r\n'
    b"2,Quick answers in WeChat,,2026-04-02T09:30:00Z,Cleo,2,0,duplicate,,,,1,Quick reply,\r\n"
    b"3,Dark mode,,2026-04-02T09:30:00Z,Dan,1,0,declined,Bob,2026-04-04T10:00:00Z,Nobody else asked,,,\r\n"
    b"4,Faster lists,,2026-04-02T09:30:00Z,Eve,1,0,open,,,,,,\r\n"
)


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    }
    with translation.override("en"):
        yield


def take(programme, actor, data, **options):
    return run_import(programme, kind="feedback", data=data, filename="board.csv", actor=actor, **options)


def test_board_of_ideas_comes_over_with_states_answers_votes_and_duplicates(programme, change_manager):
    verdict = take(programme, change_manager, FIDER).verdict
    assert (verdict["created"], verdict["refused"]) == (4, 0)
    rows = {row.code: row for row in FeedbackItem.objects.for_list()}
    assert {code: row.state for code, row in rows.items()} == {
        "1": "planned", "2": "merged", "3": "declined", "4": "new",
    }  # fmt: skip
    assert (rows["2"].original, rows["1"].vote_count) == (rows["1"], 13)  # 12 counted there, and who said it again
    assert [(step.act, step.text) for step in rows["1"].history] == [("receive", ""), ("plan", "In May")]
    assert rows["1"].received_at.isoformat() == "2026-04-01T09:30:00+00:00"
    assert (rows["1"].channel, rows["1"].submitter_name, rows["1"].extra["tags"]) == ("import", "Ann", "mobile, chat")


def test_same_file_twice_gives_nothing_new_and_undo_takes_it_back(programme, change_manager):
    first = take(programme, change_manager, FIDER)
    again = take(programme, change_manager, FIDER).verdict
    assert (again["created"], again["updated"], again["unchanged"], again["refused"]) == (0, 0, 4, 0)
    undo_import(first, actor=change_manager)
    assert not FeedbackItem.objects.exists()


def test_plain_sheet_without_numbers_twice_gives_nothing_new(programme, change_manager, member):
    data = f"反馈内容,提交人,渠道,模块\n太慢了,{member.email},Interview note,移动端\n没有人回电,,Survey,\n".encode()
    verdict = take(programme, change_manager, data).verdict
    assert (verdict["created"], verdict["refused"]) == (2, 0)
    slow, quiet = FeedbackItem.objects.order_by("pk")
    assert (slow.title, slow.channel, slow.submitter, slow.module) == ("太慢了", "interview", member, "移动端")
    assert (quiet.channel, quiet.anonymous, quiet.reply_hash) == ("survey", True, "")
    again = take(programme, change_manager, data).verdict
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 2)


def test_every_bad_cell_is_named(programme, change_manager):
    data = (
        b"code,title,status,response,original_number,process,reach\n"
        b"1,A,completed,,,,\n2,B,duplicate,,,,\n3,C,duplicate,,99,,\n4,,open,,,,\n5,E,open,,,XX-9,\n6,F,dreaming,,,,0\n"
    )
    verdict = take(programme, change_manager, data).verdict
    named = sorted((one["row"], one["column"]) for one in verdict["errors"])
    assert named == [
        (2, "response"), (3, "original_number"), (4, "original_number"), (5, "text"), (6, "process"), (7, "reach"), (7, "status"),
    ]  # fmt: skip
    assert not FeedbackItem.objects.exists()


def test_a_file_moves_no_item_that_lives_here(programme, change_manager):
    take(programme, change_manager, b"code,title,text\nX1,Slow,It is slow\n")
    item = services.acknowledge_item(FeedbackItem.objects.get(), actor=change_manager)
    verdict = take(programme, change_manager, b"code,title,text,state\nX1,Very slow,It is slow,closed\n").verdict
    assert [one["column"] for one in verdict["errors"]] == ["state"]
    take(programme, change_manager, b"code,title,text\nX1,Very slow,It is slow\n")
    item.refresh_from_db()
    assert (item.title, item.state) == ("Very slow", "acknowledged")


def test_item_into_which_another_was_merged_stays(programme, change_manager):
    first = take(programme, change_manager, b"code,title\nX1,Slow\n")
    later = services.give_feedback(programme, values={"text": "Slow too"}, actor=change_manager).item
    services.merge_item(later, original=FeedbackItem.objects.get(code="X1"), actor=change_manager)
    with pytest.raises(Exception, match="X1"):
        undo_import(first, actor=change_manager)


def test_export_reads_back_unchanged(programme, change_manager, tmp_path):
    take(programme, change_manager, FIDER)
    path = tmp_path / "out.csv"
    call_command("export", "feedback", programme=programme.slug, output=path)
    verdict = take(programme, change_manager, path.read_bytes()).verdict
    assert (verdict["created"], verdict["updated"], verdict["unchanged"], verdict["refused"]) == (0, 0, 4, 0)
