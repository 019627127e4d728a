"""Sample papers in both languages, rich enough to hold every kind of block."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from core.documents import model as m

AS_OF = datetime(2027, 5, 12, 0, 30, tzinfo=UTC)
HASH = "51d0" + "a1b2c3d4e5f60718" * 3 + "aaaaaaaac2e8"


def steering(language="zh-hans", **changes):
    zh = language == "zh-hans"

    def t(chinese, english):
        return chinese if zh else english

    fields = {
        "kind": "steering",
        "number": "LF-SC-2027-05",
        "title": t("指导委员会报告", "Steering committee report"),
        "period": t("2027 年 5 月", "May 2027"),
        "programme": t("衡岳精密 CRM 落地项目", "Hengyue Precision CRM rollout"),
        "as_of": AS_OF,
        "generated_at": AS_OF + timedelta(minutes=2),
        "language": language,
        "status": "in_review",
        "classification": t("内部", "Internal"),
        "owner": t("李敏", "Li Min"),
        "letterhead": m.Letterhead("衡岳精密制造有限公司", "Hengyue Precision Manufacturing Co., Ltd."),
        "sections": (_conclusion(t), _milestones(t), _value(t), _risks(t), _register(t), _approval(t)),
        "definitions": (
            m.Definition(
                "F15",
                t("每日更新率", "Daily update rate"),
                t(
                    "当日有效更新人数 ÷ 当日应在岗人数；登录本身不算采用。",
                    "People with a meaningful update ÷ people scheduled that day; a login alone never counts.",
                ),
            ),
            m.Definition("F02", t("完工估算", "Estimate at completion"), "EAC = BAC ÷ CPI"),
        ),
        "assumptions": (t("**汇率** 7.10，未对冲。", "**Exchange rate** 7.10, not hedged."),),
        "limits": (
            t("华南大区仍有 3 处影子表格，未计入。", "Three shadow spreadsheets in the South region are not counted."),
        ),
        "changes": (
            m.Change(t("G3 预测", "G3 forecast"), "2027-06-08", "2027-06-11", t("缺陷 DEF-0142", "Defect DEF-0142")),
        ),
        "previous": "LF-SC-2027-04",
        "distribution": (
            t("沈蔚 项目发起人", "Shen Wei, sponsor"),
            t("指导委员会 6 人", "Steering committee, 6 people"),
        ),
        "next_issue": date(2027, 6, 9),
        "sha256": HASH,
        "verify_code": "7KQF-2M9X",
        "verify_url": "https://landfall.example/verify/7KQF-2M9X",
        "cover": False,
    }
    return m.Document(**{**fields, **changes})


def gate(language="zh-hans", **changes):
    zh = language == "zh-hans"
    title = "阶段门报告 G3 试点评价门" if zh else "Gate report G3 pilot evaluation"
    subtitle = "是否批准从试点进入分批推广" if zh else "Whether the pilot may open the rollout waves"
    return steering(
        language,
        **{
            "kind": "gate",
            "number": "LF-G-003",
            "title": title,
            "subtitle": subtitle,
            "cover": True,
            "status": "approved",
            **changes,
        },
    )


def _conclusion(t):
    ribbon = m.Ribbon(
        (
            m.Phase(t("1 流程变革", "1 Process redesign"), date(2026, 9, 7), date(2027, 3, 26)),
            m.Phase(t("2 试点", "2 Pilot"), date(2027, 3, 29), date(2027, 8, 6)),
            m.Phase(t("3 推广", "3 Rollout"), date(2027, 8, 9), date(2027, 12, 31)),
            m.Phase(t("4 迭代", "4 Iteration"), date(2028, 1, 3), date(2028, 6, 30)),
        ),
        (
            m.GateMark("G0", date(2026, 10, 23), "go"),
            m.GateMark("G1", date(2026, 12, 18), "conditional"),
            m.GateMark("G2", date(2027, 3, 26), "go"),
            m.GateMark("G3", date(2027, 6, 11), "next", t("差 2 项", "2 short")),
            m.GateMark("G4", date(2027, 8, 6)),
            m.GateMark("W1", date(2027, 9, 3)),
            m.GateMark("W2", date(2027, 10, 18)),
            m.GateMark("W3", date(2027, 11, 22)),
            m.GateMark("G5", date(2027, 12, 31)),
            m.GateMark("G6", date(2028, 6, 30)),
        ),
        date(2027, 5, 12),
    )
    know = m.Text(
        (
            t(
                "**价值在动。**线索转化率 25.0% → **27.8%**（n=412），高于计划 27.5%。",
                "**Value is moving.** Lead conversion 25.0% → **27.8%** (n=412), above the plan of 27.5%.",
            ),
            t(
                "**门还没开。**G3 必须项达成 2/4；差一级缺陷 [DEF-0142](/p/crm/uat/) 与 1 项核心功能，两者均已修复待复测。",
                "**The gate is not open.** G3 has 2 of 4 must-criteria; defect [DEF-0142](/p/crm/uat/) and one core function are fixed and wait for their retest.",
            ),
            t(
                "**使用接近目标。**每日更新率 **78.4%**（58/74），目标 80%；华南大区仍有 3 处影子表格。",
                "**Use is near its target.** Daily update rate **78.4%** (58/74), target 80%; the South region keeps three shadow spreadsheets.",
            ),
        ),
        "numbered",
        t("三件要知道的事", "Three things to know"),
    )
    change = m.Table(
        (m.Column(""), m.Column("", "right"), m.Column("", "right")),
        (
            (
                t("G3 预测", "G3 forecast"),
                m.Cell("06-11", old="06-08"),
                m.Cell(m.Figure(3, "wd", signed=True), tone="warn", strong=True),
            ),
            (t("完工估算", "Estimate at completion"), m.Cell(501, old=499), m.Figure(2, signed=True)),
            (
                t("每日更新率", "Daily update rate"),
                m.Cell(m.Figure(Decimal("0.784"), "share"), old=Decimal("71.2")),
                m.Figure(Decimal("7.2"), "pp", signed=True),
            ),
            (
                t("R11 用户抵触", "R11 resistance"),
                m.Cell(16, old=12),
                m.Cell(m.Figure(4, signed=True), tone="bad", strong=True),
            ),
        ),
        t("较上期变化", "Changed since the last pack"),
        bare=True,
    )
    asks = m.Asks(
        (
            m.Ask("D-031", t("苏州服务中心是否并入首批推广", "Does the Suzhou service centre join the first wave?"), t("应于 05-10 决定，已超期 2 天", "Due 10 May, two days overdue"),
                  (m.Option("A", t("并入，＋46 人，首批 09-03 不变", "joins, +46 people, first wave stays 3 Sep")), m.Option("B", t("留在第二批，首批提前 4 天", "stays in the second, first wave 4 days earlier")), m.Option("C", t("不决，首批按 B 排课", "undecided, train as in B"))),
                  "A", t("节省一次切换，约 11 万元", "saves one cutover, about 110 k CNY"), t("每天 1 天浮动", "1 day of float a day"), t("剩 4 天，之后首批顺延", "4 left, then the wave moves"), date(2027, 5, 14), overdue=True),
            m.Ask("D-035", t("G3 是否接受有条件通过", "Is a conditional pass of G3 acceptable?"), t("若复测在 05-21 前未全部通过", "if the retests are not all passed by 21 May"),
                  (m.Option("A", t("有条件通过，两项条件限期 06-18", "conditional, two conditions by 18 Jun")), m.Option("B", t("返工，G3 顺延至 07-02", "recycle, G3 moves to 2 Jul"))),
                  "A", t("保住团队与 G4 日期", "keeps the team and the date of G4"), t("B 使首批晚 15 天", "B delays the first wave by 15 days"), t("约 38 万元", "about 380 k CNY"), date(2027, 6, 11)),
        ),
        t("请求决策", "Decisions requested"),
    )  # fmt: skip
    source = m.Source("Landfall", AS_OF, 412, t("试点单位", "pilot units"), agreed=t("24 小时", "24 hours"))
    erp = m.Source(
        t("ERP 合同金额", "ERP contract values"),
        AS_OF - timedelta(days=4),
        37,
        stale=True,
        agreed=t("24 小时", "24 hours"),
    )
    hand = m.Source(t("培训签到", "Training attendance"), AS_OF, 56, manual_by=t("何静", "He Jing"))
    sentence = t(
        "试点按预期见效，但一个一级缺陷与一项迟决的决定正把试点评价门推迟 7 个工作日。",
        "The pilot works as expected, but one severity-1 defect and one late decision move the pilot gate by 7 working days.",
    )
    head = m.Headline(m.Status("warn", t("需关注", "Attention")), sentence, t("需关注", "Attention"), 3)
    return m.Section(
        t("结论", "Headline"),
        (head, ribbon, m.Columns((know,), (change,), 58), asks, _lights(t), _figures(t)),
        "headline",
        sources=(source, erp, hand),
    )


def _lights(t):
    def light(zh, en, kind, trend, weeks, reason_zh, reason_en, **more):
        words = {"good": t("绿", "green"), "warn": t("黄", "amber"), "bad": t("红", "red")}
        status = m.Status(kind, words[kind])
        return m.Light(t(zh, en), status, status, t(reason_zh, reason_en), trend, weeks, **more)

    return m.Lights(
        (
            light(
                "进度",
                "Schedule",
                "warn",
                "worse",
                3,
                "SPI(t) 0.96；下一门偏移 +7 工作日（黄 6–10）",
                "SPI(t) 0.96; next gate +7 wd (amber 6–10)",
            ),
            light(
                "成本",
                "Cost",
                "good",
                "same",
                9,
                "EAC 501.0 万 = BAC/CPI，超 3.1%（绿 ≤5%）",
                "EAC 5.01 m = BAC/CPI, 3.1% over (green ≤5%)",
                stale=True,
            ),
            light(
                "范围",
                "Scope",
                "good",
                "same",
                14,
                "蔓延 4.2%（绿 ≤5%）；应急已用 38%",
                "creep 4.2% (green ≤5%); 38% of contingency used",
            ),
            light(
                "质量",
                "Quality",
                "bad",
                "worse",
                1,
                "未关一级 1 项；恢复：2.4.1 复测，王珂 05-14",
                "1 open severity 1; recovery: retest 2.4.1, Wang Ke 14 May",
            ),
            light(
                "采用",
                "Adoption",
                "warn",
                "better",
                5,
                "每日更新率为目标的 98%（绿 ≥100%）",
                "daily update rate at 98% of target (green ≥100%)",
            ),
            light(
                "收益",
                "Benefit",
                "good",
                "better",
                2,
                "预测为计划的 101%（绿 ≥95%）",
                "forecast 101% of plan (green ≥95%)",
            ),
            light(
                "风险",
                "Risk",
                "warn",
                "worse",
                6,
                "最高评分 16，应对逾期 5 天；≥12 共 9 项",
                "highest score 16, response 5 days late; 9 at ≥12",
            ),
        ),
        t("状态灯", "Lights"),
    )


def _figures(t):
    def numbers(*values):
        return tuple(Decimal(str(value)) for value in values)

    update = m.Figure(Decimal("0.784"), "share", numerator=58, denominator=74)
    return m.KeyFigures(
        (
            m.KeyFigure(t("每日更新率", "Daily update rate"), update, m.Figure(Decimal("0.8"), "share", 0), formula="F15", trend=numbers(0.41, 0.55, 0.61, 0.7, 0.69, 0.76, 0.784)),
            m.KeyFigure(t("线索转化率", "Lead conversion"), m.Figure(Decimal("0.278"), "share", n=412), m.Figure(Decimal("0.275"), "share"), t("计划", "plan"), formula="K01", trend=numbers(0.25, 0.246, 0.259, 0.262, 0.274, 0.278)),
            m.KeyFigure(t("完工估算", "Estimate at completion"), m.Figure(Decimal("501.0"), t("万元", "10k CNY"), 1), m.Figure(Decimal("486.0"), t("万元", "10k CNY"), 1), t("预算", "budget"), formula="F02", trend=numbers(486, 488, 490, 489, 497, 501)),
            m.KeyFigure(t("G3 按期就绪", "G3 ready on time"), m.Figure(Decimal("0.78"), "share", 0, n=10000), formula="F05", trend=numbers(92, 90, 88, 84, 86, 80, 78), note=t("P80 06-14", "P80 14 Jun")),
        ),
        t("关键数字", "Key figures"),
    )  # fmt: skip


def _milestones(t):
    def row(zh, en, *days, slip, kind, word):
        return (
            m.Cell(t(zh, en), strong=True),
            *days,
            m.Cell(m.Figure(slip, signed=True), tone="warn" if slip > 4 else ""),
            m.Status(kind, word),
        )

    table = m.Table(
        (m.Column(t("里程碑", "Milestone")), m.Column(t("基线", "Baseline"), "right"), m.Column(t("预测", "Forecast"), "right"), m.Column(t("偏移", "Slip"), "right", "wd"), m.Column(t("状态", "Status"))),
        (
            row("试运营结束", "End of trial operation", date(2027, 5, 21), date(2027, 5, 28), slip=5, kind="warn", word=t("关键路径", "critical path")),
            row("◆ G3 试点评价门", "◆ G3 pilot evaluation", date(2027, 6, 1), date(2027, 6, 11), slip=7, kind="warn", word=t("越 5 日容差", "over 5 wd tolerance")),
            row("UAT 第二轮签署", "UAT cycle 2 signed", date(2027, 7, 14), date(2027, 7, 16), slip=2, kind="good", word=t("正常", "on track")),
            row("◆ G4 推广启动门", "◆ G4 rollout gate", date(2027, 7, 30), date(2027, 8, 6), slip=5, kind="run", word=t("进行中", "running")),
        ),
        note=t("工作日按中国日历，含调休。", "Working days follow the Chinese calendar with make-up days."),
    )  # fmt: skip
    bars = (
        m.Bar(
            t("试运营", "Trial operation"),
            date(2027, 4, 5),
            date(2027, 5, 28),
            date(2027, 4, 5),
            date(2027, 5, 21),
            78,
            critical=True,
        ),
        m.Bar("G3", date(2027, 6, 11), date(2027, 6, 11), critical=True, milestone=True),
        m.Bar(
            t("UAT 第二轮", "UAT cycle 2"), date(2027, 6, 14), date(2027, 7, 16), date(2027, 6, 7), date(2027, 7, 14)
        ),
        m.Bar("G4", date(2027, 8, 6), date(2027, 8, 6), milestone=True),
    )
    return m.Section(
        t("里程碑偏移", "Milestone slip"),
        (table, m.Gantt(bars, date(2027, 5, 12), t("基线与现状", "Baseline and now"))),
        "slip",
        t("未来 90 天", "next 90 days"),
    )


def _value(t):
    labels = ("26/9", "26/11", "27/1", "27/3", "27/5", "27/7", "27/9", "27/11", "28/1", "28/3", "28/6")
    curve = m.Chart(
        "line", t("S 曲线与挣值", "S-curve and earned value"), labels,
        (
            m.Series(t("计划 PV", "Plan PV"), (8, 42, 88, 146, 194, 252, 318, 384, 428, 460, 486), "plan"),
            m.Series(t("挣值 EV", "Earned EV"), (8, 41, 84, 142, 186, None, None, None, None, None, None), "current"),
            m.Series(t("实际 AC", "Actual AC"), (9, 40, 86, 147, 192, None, None, None, None, None, None), "comparison"),
            m.Series(t("完工 EAC", "Estimate EAC"), (None, None, None, None, 192, 254, 322, 391, 440, 474, 501), "reference"),
        ),
        t("累计，万元；CPI 0.97，SPI 0.96；EAC = BAC/CPI", "cumulative, 10k CNY; CPI 0.97, SPI 0.96; EAC = BAC/CPI"), today=4,
    )  # fmt: skip
    days = ("08-20", "08-23", "08-25", "08-27", "08-30", "09-01", "09-03", "09-06", "09-09", "09-13", "09-16", "09-20")
    forecast = m.Chart(
        "histogram", t("首批上线预测", "Go-live forecast, first wave"), days,
        (m.Series(t("次数", "runs"), (120, 410, 890, 1490, 1980, 1410, 1010, 780, 640, 480, 340, 230)),),
        t("10 000 次模拟，种子 7；09-03 前上线的机会 63%", "10,000 runs, seed 7; 63% chance before 3 Sep"),
        marks=(m.Mark(4, "P50 08-30"), m.Mark(6, t("承诺 09-03", "commitment 3 Sep"), dashed=True), m.Mark(8, "P80 09-09")), late_from=7,
    )  # fmt: skip
    teams = m.Chart(
        "hbar", t("按团队的每日更新率", "Daily update rate by team"), (t("华东一部", "East 1"), t("华东二部", "East 2"), t("华南大区", "South")),
        (m.Series(t("更新率", "rate"), (92, 84, 61)),), t("n=74", "n=74"), "%", targets=(m.Target(80),),
    )  # fmt: skip
    weeks = m.Chart(
        "strip", t("六周的灯", "Lights over six weeks"), tuple(f"W{n}" for n in range(14, 20)),
        (m.Series(t("进度", "Schedule"), statuses=("good", "good", "good", "warn", "warn", "warn")), m.Series(t("质量", "Quality"), statuses=("good", "warn", "warn", "good", "good", "bad"))),
    )  # fmt: skip
    cost = m.Chart("bar", t("按类别的成本", "Cost by category"), (t("软件", "Licences"), t("实施", "Services"), t("内部", "Internal")),
                   (m.Series(t("实际", "Actual"), (62, 98, 32)), m.Series(t("计划", "Plan"), (60, 92, 42), "plan")), unit=t("万元", "10k CNY"))  # fmt: skip
    grid = m.Chart(
        "scatter",
        t("权力与利益", "Power and interest"),
        (),
        (m.Series(t("干系人", "stakeholders"), (5, 3, 2), xs=(5, 4, 1), words=("沈蔚", "王珂", "周启明")),),
        x_label=t("利益", "Interest"),
    )
    empty = m.Missing(
        t("还没有收益读数。", "No benefit has been read yet."),
        t("由赵航录入第一个读数", "Zhao Hang records the first reading"),
        "/p/crm/roi/",
    )
    return m.Section(
        t("挣值与预测", "Earned value and forecast"),
        (m.Columns((curve,), (forecast,)), m.Columns((teams, weeks), (cost,)), grid, empty),
        "value",
    )


def _risks(t):
    def row(code, zh, en, second_zh, second_en, was, score, owner, due):
        bad = score >= 16
        return (
            code,
            m.Cell(t(zh, en), second=t(second_zh, second_en), strong=True),
            m.Cell(was, tone="muted"),
            m.Cell(score, strong=True, tone="bad" if bad else ""),
            owner,
            m.Cell(due, tone="bad" if bad else ""),
        )

    table = m.Table(
        (m.Column(t("编号", "No.")), m.Column(t("风险与应对", "Risk and response")), m.Column(t("上期", "Before"), "right"), m.Column(t("评分", "Score"), "right"), m.Column(t("责任人", "Owner")), m.Column(t("到期", "Due"), "right")),
        (
            row("R11", "用户抵触", "User resistance", "大使驻场，每周一次看板例会", "Ambassadors on site, weekly board meeting", 12, 16, t("林若楠", "Lin Ruonan"), date(2027, 5, 7)),
            row("R10", "集成困难", "Hard integration", "先定接口规范，SIT 设门", "Interface specification first, gate before SIT", 9, 12, t("周启明", "Zhou Qiming"), date(2027, 5, 28)),
            row("R09", "数据质量差", "Poor data", "二次试迁移，业务签认", "Second trial migration, signed by the business", 16, 12, t("赵航", "Zhao Hang"), date(2027, 6, 18)),
        ),
    )  # fmt: skip
    dots = (
        m.Dot("11", 4, 4, 3, 4),
        m.Dot("10", 3, 4, 3, 3),
        m.Dot("09", 3, 4, 4, 4),
        m.Dot("12", 3, 4),
        m.Dot("04", 3, 4),
        m.Dot("06", 3, 4),
        m.Dot("08", 4, 3),
        m.Dot("14", 1, 5, 2, 5),
        m.Dot("03", 1, 5),
        m.Dot("02", 2, 5),
    )
    return m.Section(t("五大风险", "Top risks"), (m.Columns((table,), (m.Matrix(dots),), 66),), "risks")


def _register(t):
    rows = tuple(
        (
            f"D-{n:03}",
            m.Cell(
                t("主数据责任人按大区确认", "Master-data owners confirmed by region"),
                second=t("每月 5 日前签认", "signed by the 5th"),
            ),
            t("王珂", "Wang Ke"),
            date(2027, 5, 1) + timedelta(days=n),
            m.Status("run" if n % 3 else "good"),
            n * 3,
            t("按期", "as planned"),
            m.Figure(Decimal(n) / 40, "share"),
        )
        for n in range(1, 31)
    )
    labels = (
        ("编号", "No."),
        ("决议", "Decision"),
        ("责任人", "Owner"),
        ("到期", "Due"),
        ("状态", "Status"),
        ("天数", "Age"),
        ("备注", "Note"),
        ("完成", "Done"),
    )
    columns = tuple(
        m.Column(
            t(*label), "right" if label[1] in {"Age", "Done", "Due"} else "left", "days" if label[1] == "Age" else ""
        )
        for label in labels
    )
    return m.Section(t("上期决议", "Earlier decisions"), (m.Table(columns, rows, landscape=True),), "decisions")


def _approval(t):
    return m.Section(
        t("批准", "Approval"),
        (
            m.Text((t("编制人与批准人不得为同一人。", "Preparer and approver are two people."),)),
            m.Signatures(
                (
                    m.Signature(
                        t("李敏", "Li Min"),
                        t("编制　项目经理", "Prepared, project manager"),
                        decision=t("提交", "submitted"),
                        signed_at=AS_OF + timedelta(minutes=40),
                        method=t("密码", "password"),
                        hash="51d0…c2e8",
                    ),
                    m.Signature(
                        t("沈蔚", "Shen Wei"),
                        t("批准　项目发起人", "Approves, sponsor"),
                        t("代表指导委员会", "for the steering committee"),
                    ),
                    m.Signature(
                        t("赵航", "Zhao Hang"),
                        t("财务复核", "Finance review"),
                        status=m.Status("bad", t("拒签", "declined")),
                    ),
                )
            ),
        ),
        "approval",
    )
