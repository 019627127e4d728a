"""What an event is: the words of files for creating, updating, advancing, logging, viewing and logging in."""

import re
from dataclasses import dataclass

from adoption.usage.choices import Deed, Source


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORDS: dict[Deed, frozenset[str]] = {
    Deed.LOGIN: _words("login logon signin loggedin logged_in 登录 登入"),
    Deed.CREATE: _words("create created creation insert inserted add added new 新建 新增 创建"),
    Deed.ADVANCE: _words(
        "advance advanced convert converted conversion stage stage_change stagechange qualify qualified win won lose "
        "lost close closed promote 推进 转化 转换 阶段变更 赢单 输单 成交"
    ),
    Deed.UPDATE: _words(
        "update updated edit edited modify modified change changed save saved upsert assign assigned merge setstate "
        "更新 修改 编辑 变更 保存"
    ),
    Deed.LOG: _words(
        "log logged call called visit visited email mail meeting note activity task follow followup follow_up checkin "
        "跟进 拜访 通话 电话 会议 记录 活动 打卡"
    ),
    Deed.VIEW: _words(
        "view viewed read open opened search searched list export exported report retrieve retrievemultiple download "
        "查看 浏览 打开 搜索 导出 查询"
    ),
}
CUSTOMER_OBJECTS = _words(
    "account accounts customer customers client clients company companies contact contacts lead leads opportunity "
    "opportunities deal deals 客户 联系人 线索 商机 公司"
)
ACTIVITY_OBJECTS = _words("task phonecall email appointment annotation activitypointer letter fax")
MACHINES = _words("api integration batch bulk system import etl sdk_bulk job interface 接口 系统 批量 导入")
MACHINE_LOGINS = ("remote access 2.0", "i", "loginas", "hubspot tools login", "api")
ELF_DEEDS = {"login": Deed.LOGIN, "lightningpageview": Deed.VIEW, "lightninginteraction": Deed.VIEW, "uri": Deed.VIEW,
             "report": Deed.VIEW, "reportexport": Deed.VIEW, "search": Deed.VIEW}  # fmt: skip
SYNTHETIC = frozenset({"system", "application", "customplugin", "5", "6", "9"})  # Dataverse user types


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of itself, as text: which event, on what, how it came, and whether it worked."""

    event: str = ""
    object: str = ""
    via: str = ""
    status: str = ""


def words_of(text: str) -> list[str]:
    """Split an event's name into words: ``OpportunityUpdated``, ``lead.created`` and ``stage change`` alike."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return [word for word in re.split(r"[\s_.:\-/|]+", spaced.casefold()) if word]


def deed_of(source: Source, told: Told) -> Deed:
    """Say what an event is; machines, failed logins and unknown words are ``OTHER``, kept and not counted."""
    match source:
        case Source.ELF:
            return _elf(told)
        case Source.LOGIN_HISTORY | Source.HUBSPOT:
            failed = told.status.strip().casefold() not in {"", "success"}
            return Deed.OTHER if failed or _machine_login(told.via) else Deed.LOGIN
        case Source.DATAVERSE:
            return _dataverse(told)
        case _:
            return Deed.OTHER if told.via.strip().casefold() in MACHINES else generic_deed(told.event)


def _machine_login(login_type: str) -> bool:
    said = login_type.strip().casefold()
    return said in MACHINE_LOGINS or said.startswith("remote access 2")


def _elf(told: Told) -> Deed:
    deed = ELF_DEEDS.get(told.event.strip().casefold(), Deed.OTHER)
    if deed is not Deed.LOGIN:
        return deed
    kind, _sep, uri = told.via.partition("\x1f")
    failed = told.status.strip() not in {"", "LOGIN_NO_ERROR"}
    machine = _machine_login(kind) or "/services/oauth2/token" in uri.casefold()
    return Deed.OTHER if failed or machine else Deed.LOGIN


def _dataverse(told: Told) -> Deed:
    if told.via.strip().casefold() in SYNTHETIC:
        return Deed.OTHER
    operation = told.event.strip().casefold()
    if operation.startswith("sdk"):
        operation = operation.removeprefix("sdk")
    if operation.startswith(("retrieve", "search", "get", "export", "executefetch", "rollup")):
        return Deed.VIEW
    if "login" in operation or operation.startswith("useraccessvia"):
        return Deed.LOGIN
    if operation.startswith("create"):
        return Deed.LOG if told.object.strip().casefold() in ACTIVITY_OBJECTS else Deed.CREATE
    return generic_deed(told.event)


def generic_deed(event: str) -> Deed:
    """Read an event's name by its words; the whole name counts before its last known word."""
    words = words_of(event)
    for whole in ("_".join(words), "".join(words)):
        for deed, known in WORDS.items():
            if whole in known:
                return deed
    for word in reversed(words):
        for deed, known in WORDS.items():
            if word in known:
                return deed
    return Deed.OTHER


def is_customer(obj: str, objects: frozenset[str] = CUSTOMER_OBJECTS) -> bool:
    """Tell whether an object is one whose state a person keeps up to date: a customer or what is sold to one."""
    return obj.strip().casefold().removesuffix("__c") in objects
