"""What the story tests share: the real bot on a stage, in process; its cast joins by invite."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.desk import Desk
from bot.office.inviting import link_of, make_invitations
from bot.office.storing import store
from bot.opening import open_desk
from bot.sections import DatabasePart, DigestPart, LimitsPart, OfficePart, TelegramPart
from bot.settings import Settings
from bot.stage import Actor, Stage, open_stage
from db.vocabulary import Role
from notice.lines import lines_of
from notice.reader import read_notice
from sandbox import Sandbox, create_app
from scheduler.clock import MovableClock
from tests.ledger_cast import make_database
from tests.test_sandbox_harness import Transport

ZONE = ZoneInfo("Asia/Shanghai")
START = datetime(2024, 3, 11, 9, 30, tzinfo=ZONE)
NOTICE = Path(__file__).parents[1] / "notice" / "examples" / "dongzhi.txt"
NO_FILES = DigestPart(documents=())
#: Three items, three units: one answers, one is late, one blocks the bot.
SMALL = """2024年清溪县乡村振兴工作要点
一、培养人才
1.培育高素质农民450人，家庭农场发展到1840个以上。（责任单位：县农业农村局、县人社局）
2.开展农村电商技能培训。（责任单位：县科经局、县农业农村局）
3.开展乡村旅游从业人员培训。（责任单位：县文旅局）
"""


@dataclass(frozen=True, slots=True)
class Play:
    """A stage with its desk and the office's own chat."""

    stage: Stage
    desk: Desk
    office: Actor

    @property
    def sandbox(self) -> Sandbox:
        return self.stage.sandbox

    def imports(self, text: str = SMALL) -> int:
        draft = read_notice(lines_of(text))
        return self.desk.db.write_now(
            lambda session: store(session, self.desk, draft, text, date(2024, 12, 31))
        )

    def link(self, unit: str, role: Role = Role.CONTACT) -> str:
        names = [unit] if unit else []
        made = self.desk.db.write_now(
            lambda session: make_invitations(session, self.desk, names, role)
        )
        return link_of(self.sandbox.bot_username, made[0].token)

    async def joins(self, name: str, unit: str, role: Role = Role.CONTACT) -> Actor:
        actor = self.stage.actor(name, unit)
        await actor.opens(self.link(unit, role))
        await actor.presses("确认加入")
        if actor.count("请阅后点“签收”"):
            await actor.presses("签收")
        return actor

    async def move_to(self, month: int, on: int, hour: int = 10, minute: int = 0) -> None:
        await self.stage.move_to(datetime(2024, month, on, hour, minute, tzinfo=ZONE))


def settings_for(
    folder: Path,
    office: int | None = None,
    *,
    approve_joins: bool = False,
    weekly: DigestPart = NO_FILES,
    **limits: int,
) -> Settings:
    """Return the defaults for a folder; neither a file nor the environment is asked.

    No files come with the weekly digest, since each is made by a process of its own.
    """
    return Settings.apart(
        telegram=TelegramPart(api_base_url="http://telegram.test"),
        database=DatabasePart(url=f"sqlite:///{folder / 'duban.db'}"),
        office=OfficePart(name="清溪县督办室", chat_id=office, approve_joins=approve_joins),
        limits=LimitsPart(**limits),
        digest=weekly,
    )


@asynccontextmanager
async def playing(
    folder: Path,
    start: datetime = START,
    *,
    in_group: bool = False,
    approve_joins: bool = False,
    weekly: DigestPart = NO_FILES,
) -> AsyncIterator[Play]:
    """Open a stage on a fresh database; the office sits in its private chat or in a group."""
    clock = MovableClock(start)
    sandbox = Sandbox(clock, monotonic=clock.monotonic)
    director = sandbox.add_person("周敏", subtitle="督办室", started=True)
    office = director.id
    if in_group:
        group = sandbox.add_group("督办群", director)
        sandbox.add_bot(group, director)
        office = group.id
    app = create_app(sandbox)
    settings = settings_for(folder, office, approve_joins=approve_joins, weekly=weekly)
    with make_database(folder) as database:
        desk = Desk(database, clock, settings)
        async with open_stage(desk, sandbox, clock, Transport(app)) as stage:
            try:
                yield Play(stage, desk, Actor(stage, director))
            finally:
                app.close()


@asynccontextmanager
async def restarted(play: Play) -> AsyncIterator[None]:
    """Let the bot end and begin anew on what it left behind, for a part of a story."""
    app = create_app(play.sandbox)
    with open_desk(play.desk.settings, play.stage.clock) as desk:
        async with open_stage(desk, play.sandbox, play.stage.clock, Transport(app)) as stage:
            before, play.stage.service = play.stage.service, stage.service
            try:
                yield
            finally:
                play.stage.service = before
