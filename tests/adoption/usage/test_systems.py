"""Exports of known systems: Salesforce, HubSpot, Dataverse."""

import pytest

from adoption.usage.models import UsageMonth, UsagePart
from adoption.usage.rules.accounts import account_key, account_problem, id_suffix
from programme.records.selectors.imports import import_json
from tests.adoption.usage.events import bring, table

ELF_2021 = ("EVENT_TYPE", "TIMESTAMP", "REQUEST_ID", "ORGANIZATION_ID", "USER_ID", "RUN_TIME", "CPU_TIME", "URI",
            "SESSION_KEY", "LOGIN_KEY", "REQUEST_STATUS", "DB_TOTAL_TIME", "BROWSER_TYPE", "API_TYPE", "API_VERSION",
            "USER_NAME", "TLS_PROTOCOL", "CIPHER_SUITE", "AUTHENTICATION_METHOD_REFERENCE", "TIMESTAMP_DERIVED",
            "USER_ID_DERIVED", "CLIENT_IP", "URI_ID_DERIVED", "LOGIN_STATUS", "SOURCE_IP")  # fmt: skip
ELF_2023 = (*ELF_2021[:12], "USER_TYPE", "LOGIN_TYPE", *ELF_2021[12:], "LOGIN_SUB_TYPE")
SHORT, LONG = "0055j00000AT6I1", "0055j00000AT6I1AAL"


def login(head, moment="20231218054831.655", request="R1", **told):
    """A row of the event log file; what is not told is as in a real one."""
    year, clock = moment[:8], moment[8:]
    derived = f"{year[:4]}-{year[4:6]}-{year[6:]}T{clock[:2]}:{clock[2:4]}:{clock[4:]}Z"
    values = {"EVENT_TYPE": "Login", "TIMESTAMP": moment, "REQUEST_ID": request, "ORGANIZATION_ID": "00D5j000000VI3n",
              "USER_ID": SHORT, "RUN_TIME": "162", "URI": "/index.jsp", "LOGIN_STATUS": "LOGIN_NO_ERROR",
              "TIMESTAMP_DERIVED": derived, "USER_ID_DERIVED": LONG, "LOGIN_TYPE": "Application",
              "USER_NAME": "li.min@example.com", "SOURCE_IP": "Salesforce.com IP"} | told  # fmt: skip
    return [values.get(name, "") for name in head]


def test_suffix_of_a_salesforce_id():
    assert SHORT + id_suffix(SHORT) == LONG
    assert account_key(SHORT) == account_key(LONG) == account_key(LONG.lower()) == LONG
    assert account_problem(SHORT + "AAB")
    assert account_problem(SHORT + "9!L"[:1] + "AL")
    assert not account_problem(LONG)


@pytest.mark.parametrize("head", [ELF_2021, ELF_2023], ids=["without LOGIN_TYPE", "with LOGIN_TYPE"])
def test_event_log_file_of_either_shape(programme, head):
    told = import_json(bring(programme, table([login(head), login(head, "20231218060000.000", "R2")], head)), "en")
    assert (told["layout"], told["rows"], told["created"], told["users"], told["days"]) == ("elf", 2, 2, 1, 1)
    assert told["first"] == "2023-12-18T13:48:31.655000+08:00"
    month = UsageMonth.objects.get()
    assert (month.account, month.worked, month.logged_in) == (LONG, 0, 1 << 17)


def test_short_and_long_ids_are_one_person(programme):
    rows = [login(ELF_2021, USER_ID_DERIVED=""), login(ELF_2021, "20231219054831.655", "R2")]
    bring(programme, table(rows, ELF_2021))
    month = UsageMonth.objects.get()
    assert (month.account, month.logged_in) == (LONG, 0b11 << 17)


def test_hourly_beside_daily_files_count_once(programme):
    daily = [login(ELF_2023, f"20231218{hour:02}0000.000", f"R{hour}") for hour in range(2, 12)]
    first = bring(programme, table(daily, ELF_2023))
    before = list(UsageMonth.objects.values_list("account", "logged_in", "days"))
    hourly = [bring(programme, table([row], ELF_2023), name=f"{hour}.csv") for hour, row in enumerate(daily[:3])]
    assert [run.verdict["created"] for run in (first, *hourly)] == [10, 0, 0, 0]
    late = bring(programme, table([daily[9], login(ELF_2023, "20231218120000.000", "R12")], ELF_2023))
    assert late.verdict["created"] == 1
    days = UsageMonth.objects.get().days
    assert before[0][2]["18"][5] == 10
    assert days["18"][5] == 11


def test_logins_that_are_none(programme):
    rows = [
        login(ELF_2023, request="R1", LOGIN_TYPE="i", URI="/services/oauth2/token"),
        login(ELF_2023, request="R2", LOGIN_STATUS="LOGIN_ERROR_INVALID_PASSWORD"),
        login(ELF_2023, request="R3", EVENT_TYPE="LightningPageView"),
    ]
    bring(programme, table(rows, ELF_2023))
    month = UsageMonth.objects.get()
    assert month.days == {"18": [0, 0, 0, 0, 1, 0, 2, 828, 828]}


def test_drifted_columns_are_kept(programme):
    head = ("NEW_IN_SPRING", *reversed(ELF_2023))
    row = login(head, NEW_IN_SPRING="yes")
    told = import_json(bring(programme, table([row], head)), "en")
    assert told["created"] == 1
    assert "NEW_IN_SPRING" in told["unknown_headings"]


def test_login_history(programme):
    head = ("Id", "UserId", "LoginTime", "LoginType", "SourceIp", "Status", "Browser")
    rows = [
        ("0Ya1", SHORT, "2026-03-02T01:00:00.000Z", "Application", "10.0.0.1", "Success", "Chrome"),
        ("0Ya2", SHORT, "2026-03-03T01:00:00.000Z", "Remote Access 2.0", "10.0.0.1", "Success", "Unknown"),
        ("0Ya3", SHORT, "2026-03-04T01:00:00.000Z", "Application", "10.0.0.1", "Failed: Missing Consumer Key", ""),
    ]
    told = import_json(bring(programme, table(rows, head)), "en")
    assert told["layout"] == "login_history"
    assert UsageMonth.objects.get().logged_in == 0b10


def test_hubspot_logins(programme):
    head = ("Login timestamp", "User email address", "IP address", "Location", "Type of login", "User agent")
    rows = [
        ("2026-03-02 01:00:00", "Li.Min@example.com", "10.0.0.1", "Suzhou", "Password", "Safari"),
        ("2026-03-03 01:00:00", "li.min@example.com", "10.0.0.1", "Suzhou", "HubSpot tools login", ""),
    ]
    told = import_json(bring(programme, table(rows, head)), "en")
    assert told["layout"] == "hubspot"
    month = UsageMonth.objects.get()
    assert (month.account, month.logged_in) == ("li.min@example.com", 0b10)


def test_dataverse_counts_a_record_once_a_minute(programme):
    head = ("CreationTime", "Id", "Operation", "UserType", "UserId", "EntityName", "EntityId", "ResultStatus")
    rows = [
        ("2026-03-02T01:00:01", "1", "Update", "0", "li.min@example.com", "lead", "L1", "Succeeded"),
        ("2026-03-02T01:00:02", "2", "Update", "0", "li.min@example.com", "lead", "L1", "Succeeded"),
        ("2026-03-02T01:00:03", "3", "Create", "0", "li.min@example.com", "opportunity", "O1", "Succeeded"),
        ("2026-03-02T01:00:04", "4", "Retrieve", "0", "li.min@example.com", "lead", "L1", "Succeeded"),
        ("2026-03-02T01:00:05", "5", "Update", "0", "00000000-0000-0000-0000-000000000000", "lead", "L1", ""),
        ("2026-03-02T01:00:06", "6", "Create", "0", "li.min@example.com", "phonecall", "P1", "Succeeded"),
    ]
    told = import_json(bring(programme, table(rows, head)), "en")
    assert (told["layout"], told["created"]) == ("dataverse", 6)
    month = UsageMonth.objects.get()
    assert (month.account, month.actions, month.updated) == ("li.min@example.com", 3, 0b10)
    assert month.days == {"2": [1, 1, 0, 1, 1, 0, 0, 540, 540]}
    assert UsagePart.objects.get().has_object
