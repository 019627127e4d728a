"""The demo's channels, the rhythm of its pack, and who read the last one."""

from core import seams
from core.demo import Story
from programme.notices.choices import PackMode, PackRhythm, Topic
from programme.notices.selectors.packs import KIND, may_receive
from programme.notices.services.endpoints import add_endpoint, change_endpoint
from programme.notices.services.packs import set_pack_plan
from programme.notices.services.readings import note_reading
from programme.people.choices import Role
from programme.people.selectors import holders, project_manager
from programme.records.selectors import last_issued


@seams.demo.provide("94.notices")
def notices(story: Story) -> None:
    """Set two group robots, both out of use since their keys are invented, and a rhythm that keeps drafts."""
    programme, actor = story.programme, project_manager(story.programme)
    names = (
        (
            story.say("指导委员会群", "Steering group"),
            "wecom",
            "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=demo",
        ),
        (story.say("项目组群", "Project team"), "feishu", "https://open.feishu.cn/open-apis/bot/v2/hook/demo"),
    )
    with story.on(story.workday(-20)):
        for name, channel, address in names:
            topics = [Topic.DECISION.value, Topic.GATE.value, Topic.DOCUMENT.value]
            row, _made = add_endpoint(
                programme, name=name, channel=channel, address=address, topics=topics, actor=actor
            )  # fmt: skip
            change_endpoint(row, actor=actor, in_use=False)
        set_pack_plan(
            programme,
            actor=actor,
            rhythm=PackRhythm.MONTHLY,
            day=3,
            languages=[programme.language],
            formats=["pdf", "html"],
            mode=PackMode.DRAFT,
            readers=list(may_receive(programme).filter(memberships__role__in=[Role.SP, Role.SC, Role.FIN])),
        )
    paper = last_issued(programme, KIND)
    if paper is not None:
        for ago, role in ((3, Role.SP), (2, Role.SC)):
            with story.on(story.workday(-ago), 10):
                for person in holders(programme, role):
                    note_reading(paper, person=person)
