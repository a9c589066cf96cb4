"""The demo's story: an office, six people, one notice, one month."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.desk import Desk
from bot.narration import Narrator
from bot.office.inviting import link_of, make_invitations
from bot.office.reading import read
from bot.office.storing import store
from bot.stage import Actor, Stage, expect
from db import inbox, outbox, overview, plans
from db.vocabulary import InboxState, OutboxState, Role
from templates import word

NOTICE = Path(__file__).parents[1] / "notice" / "examples" / "dongzhi.txt"


@dataclass(frozen=True, slots=True)
class Cast:
    """Who plays: three contacts who join, one who blocks the bot, a head, one who never comes."""

    wang: Actor
    li: Actor
    zhao: Actor
    zhou: Actor
    chen: Actor
    sun: Actor


@dataclass(frozen=True, slots=True)
class Story:
    """The demo, played on a stage."""

    stage: Stage
    desk: Desk
    office: Actor
    narrator: Narrator

    async def play(self) -> None:
        """Play from the notice to Monday's digest; raise where something goes otherwise."""
        cast = self._cast()
        await self._import()
        await self._join(cast)
        await self._acknowledge(cast)
        await self._first_reminders(cast)
        await self._answers_by_text(cast.wang)
        await self._answers_by_button(cast.li)
        await self._block(cast.zhou)
        await self._late(cast)
        await self._digest()
        await self._restart()

    def _cast(self) -> Cast:
        def actor(name: str, unit: str, role: str = "contact") -> Actor:
            return self.stage.actor(name, f"{unit}{word(f'role.{role}')}")

        return Cast(
            wang=actor("王芳", "县农业农村局"),
            li=actor("李强", "县人社局"),
            zhao=actor("赵磊", "县科经局"),
            zhou=actor("周洁", "县卫健委"),
            chen=actor("陈立", "县科经局", "head"),
            sun=actor("孙丽", "县文旅局"),
        )

    async def _import(self) -> None:
        reading = read(NOTICE)
        ends_on = datetime(2024, 12, 31, tzinfo=self.desk.settings.zone).date()
        self.desk.db.write_now(
            lambda session: store(session, self.desk, reading.draft, reading.text, ends_on)
        )
        plan = self.desk.db.read_now(plans.plans)[0]
        self.narrator.scene("import", title=plan.title)
        self.narrator.line(
            "imported",
            sections=plan.sections,
            items=plan.items,
            units=plan.units,
            targets=plan.targets,
        )
        expect((plan.sections, plan.items, plan.targets) == (5, 28, 17), "the notice's counts")

    async def _join(self, cast: Cast) -> None:
        self.narrator.scene("join")
        await self._invite(self.office, "", Role.OFFICE)
        self.narrator.brief = True
        for actor, unit, role in (
            (cast.wang, "县农业农村局", Role.CONTACT),
            (cast.li, "县人社局", Role.CONTACT),
            (cast.zhao, "县科经局", Role.CONTACT),
            (cast.chen, "县科经局", Role.HEAD),
            (cast.zhou, "县卫健委", Role.CONTACT),
        ):
            await self._invite(actor, unit, role)
            actor.expects("加入成功")
        self.narrator.brief = False
        self._make_link("县文旅局", Role.CONTACT)
        self.narrator.line("never_joins", who=cast.sun.name)

    async def _acknowledge(self, cast: Cast) -> None:
        """One acknowledges at once; of a unit that does not, the head is asked, then the office."""
        self.narrator.scene("acknowledge", who=cast.wang.name)
        cast.wang.expects("县农业农村局 共", "请阅后点")
        await cast.wang.presses(word("button.acknowledge"))
        cast.wang.expects("已签收")
        self.narrator.brief = True
        for actor in (cast.li, cast.zhou):
            await actor.presses(word("button.acknowledge"))
        self.narrator.brief = False
        await self._until(3, 12, 10)
        cast.chen.expects("县科经局 共", "请阅后点")
        await self._until(3, 13, 10)
        self.office.expects("没有签收", "县科经局", cast.zhao.name)
        await cast.chen.presses(word("button.acknowledge"))
        self.office.expects("都已签收", cast.chen.name)

    async def _invite(self, actor: Actor, unit: str, role: Role) -> None:
        await actor.opens(self._make_link(unit, role))
        await actor.presses("确认加入")

    def _make_link(self, unit: str, role: Role) -> str:
        names = [unit] if unit else []
        made = self.desk.db.write_now(
            lambda session: make_invitations(session, self.desk, names, role)
        )
        return link_of(self.stage.sandbox.bot_username, made[0].token)

    async def _first_reminders(self, cast: Cast) -> None:
        self.narrator.scene("reminders")
        await self._until(3, 20, 10)
        for actor in (cast.wang, cast.li, cast.zhao, cast.zhou):
            actor.expects("项待报", "还有 3 个工作日")
        expect(not cast.chen.count("待报"), "the head hears nothing yet")

    async def _answers_by_text(self, wang: Actor) -> None:
        self.narrator.scene("by_text", who=wang.name)
        await wang.says("家庭农场1700个，合作社518个，已办培训2期")
        wang.expects("第1项", "1700个", "518个", "已办培训2期", "农业产业化联合体：还没填")
        refused = await wang.presses("✅ 提交")
        expect("农业产业化联合体" in refused.text, "an unfinished form is not filed")
        await wang.says("26")
        await wang.presses("✅ 提交")
        wang.expects("已收到 第1项", "回执号")
        await wang.says("第2项：已培训320人")
        await wang.presses("✅ 提交")
        wang.expects("已收到 第2项", "320人")
        wang.expects("✅ 第1项", "✅ 第2项", "⏳ 第3项")

    async def _answers_by_button(self, li: Actor) -> None:
        self.narrator.scene("by_button", who=li.name)
        await li.presses("第3项")
        await li.presses("正常推进")
        await li.presses("✅ 提交")
        li.expects("已收到 第3项")
        await li.presses("第6项")
        await li.says("1200")
        await li.says("有困难：培训经费尚未到位")
        await li.presses("✅ 提交")
        li.expects("已收到 第6项", "有困难", "培训经费尚未到位")

    async def _block(self, zhou: Actor) -> None:
        self.narrator.scene("block", who=zhou.name)
        await zhou.blocks()
        self.office.expects("联系不上", zhou.name)
        await self._until(3, 25, 10)
        self.office.expects("没有联络员能收到提醒", "县卫健委", "县文旅局")

    async def _late(self, cast: Cast) -> None:
        self.narrator.scene("late", who=cast.zhao.name)
        await self._until(3, 28, 10)
        cast.zhao.expects("已逾期 3 天")
        cast.chen.expects("请督促联络员", "县科经局", cast.zhao.name)
        reminders = cast.zhao.count("项待报")
        await cast.zhao.says("第26项：科技特派团4个，示范基地4个")
        await cast.zhao.presses("✅ 提交")
        await cast.zhao.presses("第10项")
        await cast.zhao.presses("已完成")
        await cast.zhao.presses("✅ 提交")
        expect(cast.zhao.count("项待报") < reminders, "the checklist is live")
        cast.chen.expects("已全部报齐")

    async def _digest(self) -> None:
        self.narrator.scene("digest")
        await self._until(4, 1, 10)
        self.office.expects("督办周报", "—4月1日", "应报", "逾期")
        self.office.expects("督办周报", "培训经费尚未到位")  # that of the week before

    async def _restart(self) -> None:
        """Ask everything once more, as after a restart: nothing goes out twice."""
        self.narrator.scene("again")
        before = len(self.stage.sandbox.calls.writes())
        await self.stage.service.tick()
        await self.stage.settle()
        expect(len(self.stage.sandbox.calls.writes()) == before, "nothing goes out twice")
        self.narrator.line("nothing_twice")

    async def _until(self, month: int, on: int, hour: int) -> None:
        moment = datetime(2024, month, on, hour, tzinfo=self.desk.settings.zone)
        await self.stage.move_to(moment)


def tell_counts(narrator: Narrator, desk: Desk, stage: Stage) -> None:
    """Say what the story came to, in numbers of the database and of Telegram."""
    now = desk.clock.now()
    plan = desk.db.read_now(plans.plans)[0]
    standing = desk.db.read_now(lambda session: overview.standing(session, plan.id, now))
    sent = desk.db.read_now(outbox.counts)
    received = desk.db.read_now(inbox.counts)
    refused = stage.sandbox.calls.statuses[429]
    narrator.scene("counts")
    narrator.line("count_reports", owed=standing.owed, reported=standing.reported)
    narrator.line(
        "count_messages",
        sent=sent.get(OutboxState.SENT, 0),
        failed=sent.get(OutboxState.FAILED, 0),
        refused=refused,
    )
    narrator.line(
        "count_updates",
        done=received.get(InboxState.DONE, 0),
        parked=received.get(InboxState.PARKED, 0),
    )
    expect(received.get(InboxState.WAITING, 0) == 0, "every update is handled")
    expect(received.get(InboxState.PARKED, 0) == 0, "no update is parked")
    expect(sent.get(OutboxState.WAITING, 0) == 0, "nothing is left to send")
