import datetime as dt
import re
from decimal import Decimal

import pytest
import time_machine
from django import forms
from django.utils import timezone, translation

from core.documents.values import STATUS_KINDS, Figure, Status
from core.templatetags import landfall as tags
from programme.people.models import User

MAY = dt.date(2027, 5, 14)
AT = dt.datetime(2027, 5, 13, 23, 30, tzinfo=dt.UTC)


@pytest.fixture(params=["en", "zh-hans"])
def language(request):
    with translation.override(request.param), time_machine.travel(dt.datetime(2027, 6, 1, tzinfo=dt.UTC)):
        yield request.param


def in_english(call):
    with translation.override("en"), time_machine.travel(dt.datetime(2027, 6, 1, tzinfo=dt.UTC)):
        return call()


def test_status_has_shape_and_word():
    assert tags.status("good", "Met") == '<span class="st st-good">Met</span>'
    assert tags.status(Status("warn", "Late"), css="b") == '<span class="st st-warn b">Late</span>'
    assert tags.status("bad", "No", only=True) == '<span class="st st-bad st-only"><span class="sr">No</span></span>'


@pytest.mark.parametrize("kind", STATUS_KINDS)
def test_status_without_a_word_has_the_usual_one(kind):
    assert in_english(lambda: tags.status(kind)).count(">") == 2
    assert in_english(lambda: tags.status(kind)) != f'<span class="st st-{kind}"></span>'


def test_unknown_status_is_refused():
    with pytest.raises(ValueError, match="'blue' is no status"):
        tags.status("blue", "x")


def test_status_escapes_its_word():
    assert "<b>" not in tags.status("good", "<b>")


def test_figure_groups_thousands(language):
    space = {"en": ",", "zh-hans": "\xa0"}[language]
    assert tags.figure(8950) == f"8{space}950"
    assert tags.figure(Decimal("1234.56"), 1) == f"1{space}234.6"


@pytest.mark.parametrize("empty", [None, ""])
def test_nothing_is_a_dash_and_never_zero(empty):
    assert [tags.figure(empty), tags.shown(empty)] == ["–", "–"]
    assert [tags.pp(None), tags.wd(None), tags.day(None), tags.moment(None), tags.plain_day(None)] == ["–"] * 5
    assert tags.figure(0) == "0"


def test_share_prints_both_counts():
    assert in_english(lambda: tags.share(41, 50)) == "82.0% (41/50)"
    assert in_english(lambda: tags.share(0, 50)) == "0.0% (0/50)"


@pytest.mark.parametrize(("part", "whole"), [(None, 50), (3, 0), (3, None)])
def test_share_of_nothing_is_a_dash(part, whole):
    assert tags.share(part, whole) == "–"


def test_differences_have_a_sign_and_a_unit():
    assert in_english(lambda: tags.pp(Decimal("2.8"))) == "+2.8\xa0pp"
    assert in_english(lambda: tags.wd(-1)) == "−1\xa0working day"
    assert in_english(lambda: tags.wd(7)) == "+7\xa0working days"


def test_day_has_its_year_only_where_it_is_another(language):
    expected = {"en": ("14 May", "14 May 2026"), "zh-hans": ("05-14", "2026-05-14")}[language]
    assert (tags.plain_day(MAY), tags.plain_day(MAY.replace(year=2026))) == expected
    assert tags.day(MAY) == f'<time datetime="2027-05-14">{expected[0]}</time>'


def test_moment_counts_in_the_readers_zone():
    with timezone.override("Asia/Shanghai"):
        assert in_english(lambda: tags.moment(AT)) == '<time datetime="2027-05-14T07:30:00+08:00">14 May 07:30</time>'
        assert in_english(lambda: tags.day(AT)) == '<time datetime="2027-05-14">14 May</time>'
    with timezone.override("Europe/London"):
        assert in_english(lambda: tags.moment(AT)) == '<time datetime="2027-05-14T00:30:00+01:00">14 May 00:30</time>'


def test_shown_takes_any_cell_value():
    assert in_english(lambda: tags.shown(Status("good", "Met"))) == '<span class="st st-good">Met</span>'
    assert in_english(lambda: tags.shown(True)) == "yes"
    assert in_english(lambda: tags.shown(Figure(Decimal("0.5"), "share", 0))) == "50%"
    assert in_english(lambda: tags.shown(MAY)) == '<time datetime="2027-05-14">14 May</time>'
    assert tags.shown("plain") == "plain"


def test_bar_stays_within_its_box_and_marks_the_threshold():
    assert tags.bar(93, 95, "bad") == (
        '<span class="lf-bar" style="--p:93;--t:95;--bc:var(--bad)"><i></i><u></u></span>'
    )
    assert tags.bar(140) == '<span class="lf-bar" style="--p:100"><i></i></span>'


def test_spark_draws_a_line_for_two_readings_and_skips_gaps():
    drawn = tags.spark([Decimal(1), None, Decimal(3)], Decimal(2))
    assert drawn.startswith('<span class="spark"><svg')
    assert 'aria-hidden="true"' in drawn


def test_attrs_leave_out_what_is_empty():
    assert tags.attrs(data_cmd="Save", data_key="") == ' data-cmd="Save"'
    assert tags.attrs(title='"x"') == ' title="&quot;x&quot;"'


def test_undo_url_is_read_from_the_tags():
    assert tags.undo_url("success undo=/risks/1/undo/") == "/risks/1/undo/"
    assert tags.undo_url("success") == ""


def test_field_gets_the_class_of_its_kind_and_keeps_its_own():
    class Sample(forms.Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"class": "wide"}))
        kind = forms.ChoiceField(choices=[("a", "A")])
        many = forms.MultipleChoiceField(choices=[("a", "A")])
        tick = forms.BooleanField(required=False)

    form = Sample({"kind": "a", "many": ["a"]})
    assert 'class="wide form-control is-invalid"' in tags.field(form["name"])
    assert 'class="form-select"' in tags.field(form["kind"])
    assert 'class="form-control many"' in tags.field(form["many"])
    assert "class=" not in tags.field(form["tick"])


def test_icon_refers_to_the_sprite():
    assert tags.icon("bell") == (
        '<svg class="icon" aria-hidden="true"><use href="/static/vendor/icons.svg#bell"/></svg>'
    )


def test_counted_short_and_parts_say_how_a_figure_was_made():
    assert tags.counted(Figure(Decimal("0.5"), "share", numerator=1, denominator=2)) == "1/2"
    assert tags.short("ab" * 32) == "abab…abab"
    assert in_english(lambda: tags.parts(Figure(Decimal("0.784"), "share", 1))) == ("78.4", "%")


def test_an_empty_choice_is_said_in_words():
    dashes = [("", "---------"), ("a", "A")]
    form_class = type(
        "Form",
        (forms.Form,),
        {
            "free": forms.ChoiceField(choices=dashes, required=False),
            "must": forms.ChoiceField(choices=dashes),
            "person": forms.ModelChoiceField(User.objects.none(), required=False),
            "named": forms.ModelChoiceField(User.objects.none(), required=False, empty_label="Nobody"),
        },
    )
    said = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            form = form_class()
            said[language] = [
                re.search(r'<option value=""[^>]*>([^<]*)', tags.field(form[name])).group(1) for name in form.fields
            ]
    assert said == {"en": ["None", "Choose…", "None", "Nobody"], "zh-hans": ["无", "请选择", "无", "Nobody"]}
