"""What each channel sends: body, signature, and how its answer reads."""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from programme.notices.choices import GROUPS
from programme.notices.rules.channels import CHANNELS, LONGEST, Message, key_of, said
from programme.notices.rules.targets import is_outside, read

MESSAGE = Message(
    id="abc", topic="decision", title="待决策", text="试点推迟两周?", url="https://pmo.example/p/crm/",
    programme="CRM 上线", slug="crm", at="2026-05-12T08:00:00+08:00",
)  # fmt: skip
NOW = 1_790_000_000


def test_every_group_channel_has_its_row():
    assert set(CHANNELS) == {str(channel) for channel in GROUPS}


def test_webhook_signs_id_time_and_body_as_standard_webhooks_has_it():
    secret = "whsec_" + base64.b64encode(b"k" * 32).decode()
    post = CHANNELS["webhook"].compose(MESSAGE, "https://example.com/hook", secret, NOW)
    expected = hmac.new(b"k" * 32, f"abc.{NOW}.".encode() + post.body, hashlib.sha256).digest()
    assert post.headers["webhook-signature"] == f"v1,{base64.b64encode(expected).decode()}"
    assert (post.headers["webhook-id"], post.headers["webhook-timestamp"]) == ("abc", str(NOW))
    told = json.loads(post.body)
    assert told["type"] == "notice.decision"
    assert told["data"]["text"] == "试点推迟两周?"
    assert told["data"]["programme"] == "crm"
    assert secret.encode() not in post.body


def test_a_secret_that_is_no_base64_is_taken_as_it_stands():
    assert key_of("plain") == b"plain"
    assert key_of("whsec_not base64!") == b"whsec_not base64!"


def test_wecom_sends_text_and_signs_nothing():
    post = CHANNELS["wecom"].compose(MESSAGE, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=K", "", NOW)
    assert post.url.endswith("?key=K")
    body = json.loads(post.body)
    assert body == {
        "msgtype": "text",
        "text": {"content": "[CRM 上线] 待决策\n试点推迟两周?\nhttps://pmo.example/p/crm/"},
    }


def test_dingtalk_signs_milliseconds_and_secret_in_the_address():
    address = "https://oapi.dingtalk.com/robot/send?access_token=T"
    post = CHANNELS["dingtalk"].compose(MESSAGE, address, "SECret", NOW)
    asked = parse_qs(urlsplit(post.url).query)
    text = f"{NOW * 1000}\nSECret".encode()
    expected = base64.b64encode(hmac.new(b"SECret", text, hashlib.sha256).digest()).decode()
    assert asked == {"access_token": ["T"], "timestamp": [str(NOW * 1000)], "sign": [expected]}
    assert json.loads(post.body)["msgtype"] == "text"
    assert CHANNELS["dingtalk"].compose(MESSAGE, address, "", NOW).url == address


def test_feishu_signs_in_the_body_with_time_and_secret_as_the_key():
    post = CHANNELS["feishu"].compose(MESSAGE, "https://open.feishu.cn/open-apis/bot/v2/hook/H", "S", NOW)
    body = json.loads(post.body)
    expected = base64.b64encode(hmac.new(f"{NOW}\nS".encode(), b"", hashlib.sha256).digest()).decode()
    assert (body["timestamp"], body["sign"]) == (str(NOW), expected)
    assert (body["msg_type"], body["content"]["text"].splitlines()[0]) == ("text", "[CRM 上线] 待决策")
    unsigned = json.loads(CHANNELS["feishu"].compose(MESSAGE, "https://open.feishu.cn/x", "", NOW).body)
    assert set(unsigned) == {"msg_type", "content"}


@pytest.mark.parametrize(
    ("channel", "status", "body", "refusal"),
    [
        ("webhook", 204, b"", ""),
        ("webhook", 500, b"boom", "HTTP 500"),
        ("wecom", 200, b'{"errcode":0,"errmsg":"ok"}', ""),
        ("wecom", 200, b'{"errcode":93000,"errmsg":"invalid webhook url"}', "93000 invalid webhook url"),
        ("dingtalk", 200, b'{"errcode":310000,"errmsg":"sign not match"}', "310000 sign not match"),
        ("feishu", 200, b'{"code":0,"msg":"success"}', ""),
        ("feishu", 200, b'{"StatusCode":0,"StatusMessage":"success"}', ""),
        ("feishu", 200, b'{"code":19021,"msg":"sign match fail"}', "19021 sign match fail"),
        ("feishu", 200, b"[]", "?"),
        ("wecom", 200, b"<html>", "HTTP 200, no JSON"),
        ("wecom", 502, b"", "HTTP 502"),
    ],
)
def test_an_answer_is_success_only_with_its_code(channel, status, body, refusal):
    assert CHANNELS[channel].refusal(status, body) == refusal


@given(st.text(max_size=3000), st.text(max_size=200))
def test_a_robots_text_is_never_longer_than_it_takes_and_keeps_its_link(text, name):
    message = Message("i", "gate", "门", text, "https://pmo.example/x", name, "s", "")
    told = said(message)
    assert len(told.encode(errors="ignore")) <= max(LONGEST, 0)
    assert told.endswith("\nhttps://pmo.example/x")


@pytest.mark.parametrize(
    ("ip", "outside"),
    [
        ("93.184.216.34", True), ("2606:4700::6810:84e5", True), ("127.0.0.1", False), ("10.1.2.3", False),
        ("172.16.0.1", False), ("192.168.1.1", False), ("169.254.169.254", False), ("100.64.0.1", False),
        ("0.0.0.0", False), ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False), ("fd00::1", False),  # noqa: S104
        ("::ffff:127.0.0.1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False), ("no ip", False),
    ],
)  # fmt: skip
def test_only_addresses_of_the_public_internet_are_outside(ip, outside):
    assert is_outside(ip) is outside


@pytest.mark.parametrize(
    "address",
    [
        "ftp://example.com/", "https://", "https://user:pass@example.com/", "https://example.com:99999/", "example.com",
        "https://exa mple.com/", "https://example.com/\nx", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_none(address):
    assert read(address) is None


def test_an_address_is_taken_apart_with_its_query():
    target = read("https://example.com/hook?key=K")
    assert (target.host, target.port, target.path) == ("example.com", 443, "/hook?key=K")
