"""Published cases through the command, and every way to send it nonsense."""

import io
import json
import math

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.roi.statements.test_measures import FORTY, TEI_BENEFITS, TEI_COSTS

RUNS = [100, pytest.param(1000, marks=pytest.mark.full)]


def run(folder, content):
    """Write the file, run the command, give its one JSON object."""
    path = folder / "flows.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    out = io.StringIO()
    call_command("roi_calculate", str(path), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_row_1_published_tei_case(tmp_path):
    found = run(tmp_path, {"rate": 0.1, "benefits": TEI_BENEFITS, "costs": TEI_COSTS})
    assert (round(found["pv_costs"]), round(found["pv_benefits"]), round(found["npv"])) == (1672201, 7168371, 5496170)
    assert round(found["net_roi"] * 100) == 329
    assert round(found["payback_years"] * 12, 2) == 0.68
    assert (found["irr"], found["irr_shown"]) == (None, False)  # the first outlay is 2.7 % of all cost


@pytest.mark.parametrize(
    ("rate", "flows", "npv", "within"),
    [
        (0.08, [-40000, 5000, 8000, 12000, 30000], 3065.22267, 1e-5),
        (0.05, [-15000, 1500, 2500, 3500, 4500, 6000], 122.89, 0.005),
        (0.10, [0, -10000, 3000, 4200, 6800], 1188.4434123352207, 1e-9),  # a spreadsheet discounts the first flow too
        (0.10, [-10000, 3000, 4200, 6800], 1307.287754, 1e-6),
        (0.10, [-100000, 40000, 40000, 40000, 40000], 26794.62, 0.005),
    ],
)
def test_rows_2_4_and_9_npv(tmp_path, rate, flows, npv, within):
    assert run(tmp_path, {"rate": rate, "flows": flows})["npv"] == pytest.approx(npv, abs=within)


@pytest.mark.parametrize(
    ("flows", "irr"),
    [
        ([-250000, 100000, 150000, 200000, 250000, 300000], 0.5672303344358536),
        ([-150000, 15000, 25000, 35000, 45000, 60000], 0.0524),
        ([-100, 39, 59, 55, 20], 0.28095),
        ([-100, 0, 0, 74], -0.0955),
        ([-70000, 12000, 15000, 18000, 21000, 26000], 0.08663094803653162),
        ([-70000, 12000, 15000, 18000, 21000], -0.021245),
    ],
)
def test_rows_3_5_and_9_irr(tmp_path, flows, irr):
    found = run(tmp_path, {"rate": 0.1, "flows": flows})
    assert (found["irr"], found["irr_status"]) == (pytest.approx(irr, abs=5e-5), "unique")


@pytest.mark.parametrize(
    ("flows", "irr"), [([-100, 100, 0, -7], -0.0833), ([-100, 100, 0, 7], 0.06206), ([-5, 10.5, 1, -8, 1], 0.0886)]
)
def test_row_5_the_rate_nearest_to_zero_is_given(tmp_path, flows, irr):
    assert run(tmp_path, {"rate": 0.1, "flows": flows})["irr"] == pytest.approx(irr, abs=5e-5)


def test_row_8_dated_flows(tmp_path):
    flows = [-10000, 2750, 4250, 3250, 2750]
    dates = ["2008-01-01", "2008-03-01", "2008-10-30", "2009-02-15", "2009-04-01"]
    found = run(tmp_path, {"rate": 0.09, "flows": flows, "dates": dates})
    assert found["xirr"] == pytest.approx(0.3733625335, abs=1e-8)
    assert found["xnpv"] == pytest.approx(2086.6476, abs=1e-4)


def test_row_15_forty_years(tmp_path):
    """71.2 are spent and 11.2 come back in year 0; the table prints 2.1 %, 25.3 years, 1.4 and 96.6 / 71.2 / 25.4."""
    benefits = [11.2, *(float(x) for x in FORTY[1:])]
    found = run(tmp_path, {"rate": 0.0019, "benefits": benefits, "costs": [71.2] + [0] * 39})
    assert found["irr"] == pytest.approx(0.02067, abs=5e-5)
    assert found["payback_years"] == pytest.approx(25.32, abs=0.01)
    assert round(found["bcr"], 1) == 1.4
    assert [round(found[name], 1) for name in ("pv_benefits", "pv_costs", "npv")] == [96.6, 71.2, 25.4]


def test_row_17_two_rates(tmp_path):
    found = run(tmp_path, {"rate": 0.1, "flows": [100, -230, 132]})
    assert found["irr_status"] == "several"
    assert found["irr_roots"] == pytest.approx([0.10, 0.20])


def test_simple_case_and_its_months(tmp_path):
    found = run(tmp_path, {"rate": 0, "benefits": [0, 200], "costs": [50, 0]})
    assert (found["bcr"], found["net_roi"], found["payback_years"] * 12) == (4, 3, 3)


def test_what_is_not_defined_is_null(tmp_path):
    found = run(tmp_path, {"rate": 0.1, "flows": [1, 2]})
    assert (found["irr"], found["irr_status"], found["mirr"], found["bcr"]) == (None, "undefined", None, None)
    assert run(tmp_path, {"rate": 0.1, "flows": [-3, 1]})["payback_years"] is None


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ({"rate": 0.1, "flows": []}, ["flows: The list is empty."]),
        ({"rate": 0.1}, ["flows: This field is needed"]),
        ({"flows": [1]}, ["rate: The rate is needed"]),
        ({"rate": "0.1", "flows": [1, "x", True, None]}, ["rate: '0.1'", "flows[1]: 'x'", "flows[2]:", "flows[3]:"]),
        ({"rate": -1, "flows": [1]}, ["rate: The rate lies above -1"]),
        ({"rate": 0.1, "flows": [10**16]}, ["flows[0]: 1.000e+16 is too large"]),
        ('{"rate": 0.1, "flows": [1e999999]}', ["flows[0]: 1E+999999 is too large"]),
        ('{"rate": 1e-99999, "flows": [1]}', ["rate: 1E-99999 has more than 12 decimal places"]),
        ('{"rate": 0.1, "flows": [Infinity, NaN]}', ["flows[0]:", "flows[1]:"]),
        ({"rate": 0.1, "flows": 5}, ["flows: This is a list of numbers."]),
        ({"rate": 0.1, "flows": "12"}, ["flows: This is a list of numbers."]),
        ({"rate": 0.1, "flows": [0] * 601}, ["flows: At most 600 periods"]),
        ({"rate": 0.1, "flows": [1, 2], "dates": ["2026-01-01"]}, ["dates: There are 1 dates for 2 periods."]),
        (
            {"rate": 0.1, "flows": [1, 2], "dates": ["2026-02-01", "2026-01-01"]},
            ["dates[1]: The dates are not in order"],
        ),
        ({"rate": 0.1, "flows": [1, 2], "dates": ["2026-02-30", 5]}, ["dates[0]: '2026-02-30'", "dates[1]: 5"]),
        ({"rate": 0.1, "flows": [1], "dates": "2026-01-01"}, ["dates: This is a list of dates"]),
        ({"rate": 0.1, "benefits": [1]}, ["costs: This field is needed"]),
        ({"rate": 0.1, "benefits": [1], "costs": [1, 2]}, ["costs: There are 2 costs and 1 benefits"]),
        ({"rate": 0.1, "benefits": [1], "costs": [-1]}, ["costs[0]: Costs are written as positive amounts."]),
        ({"rate": 0.1, "flows": [1], "costs": [1]}, ["flows: Give flows, or benefits and costs"]),
        ({"rate": 0.1, "flows": [1], "flow": [1]}, ["flow: There is no such field."]),
        ({"rate": -0.999999, "flows": [*range(1, 601)]}, ["rate: With this rate the figures grow"]),
        ([1], ["The file holds one JSON object"]),
        ("{", ["The file is not JSON"]),
        ("[" * 100_000, ["The file is not JSON"]),
        ('{"rate": 0.1, "flows": [' + "1" * 5000 + "]}", ["The file is not JSON"]),
        ("\0" * 2_000_000, ["larger than one megabyte"]),
    ],
)
def test_bad_input_names_the_field(tmp_path, content, said):
    with pytest.raises(CommandError) as refusal:
        run(tmp_path, content)
    assert refusal.value.returncode == 1
    lines = str(refusal.value).splitlines()
    assert [text for text in said if not any(text in line for line in lines)] == []
    assert len(lines) == len(said)


def test_a_file_that_is_not_there_is_told_apart(tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("roi_calculate", str(tmp_path / "none.json"))
    assert refusal.value.returncode == 2


def test_plain_output_names_every_figure(tmp_path):
    path = tmp_path / "flows.json"
    path.write_text('{"rate": 0.1, "flows": [-100, 60, 60]}', encoding="utf-8")
    out = io.StringIO()
    call_command("roi_calculate", str(path), stdout=out)
    lines = dict(line.split(None, 1) for line in out.getvalue().splitlines())
    assert float(lines["npv"]) == pytest.approx(4.132231)
    assert lines["xirr"] == "–"


AMOUNTS = st.one_of(st.integers(-(10**15), 10**15), st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 4)))


@pytest.mark.parametrize("examples", RUNS)
def test_whatever_is_sent_gives_figures_or_a_named_error(tmp_path, examples):
    @settings(max_examples=examples, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(AMOUNTS, max_size=40), st.floats(-2, 5, allow_nan=False).map(lambda x: round(x, 6)))
    def check(flows, rate):
        try:
            found = run(tmp_path, {"rate": rate, "flows": flows})
        except CommandError as error:
            assert str(error).startswith(("rate: ", "flows: "))  # noqa: PT017
        else:
            assert math.isfinite(found["npv"])

    check()
