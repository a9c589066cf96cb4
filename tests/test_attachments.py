"""Files: what kind they are by their content, what their names become, how they are noted."""

import io
import os
import struct
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.filekinds import ALIASES, KINDS, file_kind
from bot.keeping import UNFINISHED, clear_unfinished, keep
from bot.sections import FilesPart
from bot.updates import LONGEST_NAME, clean_name
from db import attachments, fetching, reports
from db.attachments import Place
from db.engine import Database, Session
from db.fetching import Claimed, Gone, Later, Stored
from db.tables import Attachment
from db.vocabulary import FileState, Status
from tests.ledger_cast import Cast, a_cast, add, all_of, an_obligation, at, make_database

NOW = at("2024-03-20 10:00")
LEASE = timedelta(minutes=10)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)


def package(*names: str, first: tuple[str, bytes] | None = None) -> bytes:
    """Return a zip that holds empty parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        if first is not None:
            made.writestr(*first)
        for name in names:
            made.writestr(name, b"")
    return written.getvalue()


def compound(stream: str) -> bytes:
    """Return the beginning of an Office 97 document and a directory that names one stream."""
    return OLE + stream.encode("utf-16-le").ljust(64, b"\0")


def odf(kind: str) -> bytes:
    named = f"application/vnd.oasis.opendocument.{kind}"
    return package("content.xml", first=("mimetype", named.encode()))


CONTENT_TYPES = "[Content_Types].xml"
FILES = [
    pytest.param(b"\xff\xd8\xff\xe0\x00\x10JFIF", "jpg", id="jpg"),
    pytest.param(b"\x89PNG\r\n\x1a\n\x00", "png", id="png"),
    pytest.param(b"GIF89a\x01\x00", "gif", id="gif"),
    pytest.param(b"RIFF\x24\x00\x00\x00WEBPVP8 ", "webp", id="webp"),
    pytest.param(b"\x00\x00\x00\x18ftypheic\x00", "heic", id="heic"),
    pytest.param(b"\x00\x00\x00\x18ftypmif1\x00", "heic", id="heif"),
    pytest.param(b"II*\x00\x08\x00", "tif", id="tif"),
    pytest.param(b"BM\x9a\x00\x00\x00\x00\x00\x00\x00\x36", "bmp", id="bmp"),
    pytest.param(b"%PDF-1.7\n", "pdf", id="pdf"),
    pytest.param(b"\xef\xbb\xbf\r\n%PDF-1.4\n", "pdf", id="pdf after a mark"),
    pytest.param(package(CONTENT_TYPES, "word/document.xml"), "docx", id="docx"),
    pytest.param(package(CONTENT_TYPES, "xl/workbook.xml"), "xlsx", id="xlsx"),
    pytest.param(package(CONTENT_TYPES, "ppt/presentation.xml"), "pptx", id="pptx"),
    pytest.param(package("OFD.xml", "Doc_0/Document.xml"), "ofd", id="ofd"),
    pytest.param(odf("text"), "odt", id="odt"),
    pytest.param(odf("spreadsheet"), "ods", id="ods"),
    pytest.param(package("a.txt", "b.exe"), "zip", id="zip"),
    pytest.param(compound("WordDocument"), "doc", id="doc and wps"),
    pytest.param(compound("Workbook"), "xls", id="xls and et"),
    pytest.param(compound("PowerPoint Document"), "ppt", id="ppt and dps"),
    pytest.param(b"{\\rtf1\\ansi", "rtf", id="rtf"),
    pytest.param("已培训320人".encode(), "txt", id="utf-8"),
    pytest.param("已培训320人".encode("gb18030"), "txt", id="gb18030"),
    pytest.param(b"\x00\x00\x00\x18ftypisom\x00", "mp4", id="mp4"),
    pytest.param(b"OggS\x00\x02", "ogg", id="voice"),
    pytest.param(b"Rar!\x1a\x07\x01\x00", "rar", id="rar"),
]
NO_FILES = [
    pytest.param(b"", id="nothing"),
    pytest.param(b" \r\n ", id="blanks"),
    pytest.param(b"MZ\x90\x00\x03", id="exe"),
    pytest.param(b"\x7fELF\x02\x01\x01\x00", id="elf"),
    pytest.param(b"<!DOCTYPE html><html>", id="html"),
    pytest.param(b"\n  <html><script>", id="html after blanks"),
    pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", id="svg"),
    pytest.param(b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", id="svg after a mark"),
    pytest.param("<script>".encode("gb18030"), id="script"),
    pytest.param(b"#!/bin/sh\nrm -rf /", id="shell"),
    pytest.param(b"\x00\x01\x02\x03", id="bytes"),
    pytest.param(b"text\x00more", id="text with a null"),
    pytest.param(OLE, id="ole of no document"),
    pytest.param(b"PK\x03\x04" + bytes(100), id="broken zip"),
    pytest.param(package(CONTENT_TYPES, "word/document.xml", "word/vbaProject.bin"), id="macros"),
    pytest.param(package(CONTENT_TYPES, "visio/document.xml"), id="other package"),
    pytest.param(b"\x00\x00\x00\x18ftypavif\x00", id="unknown brand"),
    pytest.param(b"<html>%PDF-1.4", id="a page that claims to be pdf"),
]


@pytest.mark.parametrize(("content", "kind"), FILES)
def test_a_file_is_what_its_content_says_whatever_it_is_called(content: bytes, kind: str) -> None:
    assert file_kind(content) == kind
    if kind != "txt":
        assert file_kind(content, "现场.exe") == kind


@pytest.mark.parametrize("content", NO_FILES)
@pytest.mark.parametrize("name", ["现场.jpg", "说明.txt", "报告.pdf", ""])
def test_what_is_no_kind_of_ours_is_none_whatever_it_is_called(content: bytes, name: str) -> None:
    assert file_kind(content, name) is None


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.txt", "txt"), ("A.CSV", "txt"), ("a", "txt"), ("a.bat", None), ("a.txt.js", None)],
)
def test_a_text_that_claims_to_be_something_else_is_none(name: str, kind: str | None) -> None:
    assert file_kind(b"@echo off", name) == kind


@given(content=st.binary(max_size=200), name=st.text(max_size=20))
def test_any_bytes_are_judged_without_an_error(content: bytes, name: str) -> None:
    for head in (b"", b"PK\x03\x04", b"PK\x03\x04PK\x05\x06", OLE, b"%PDF-1"):
        assert file_kind(head + content, name) in {*KINDS, None}


def test_a_package_of_countless_parts_is_refused_before_they_are_looked_at() -> None:
    """Opening such a one takes a minute of the processor and a gigabyte."""
    content = package("a.txt")
    start, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    listed, count = content[start:end] * 20_000, 20_000
    ending = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(listed), start, 0)
    crowded = content[:start] + listed + ending
    with zipfile.ZipFile(io.BytesIO(crowded)) as opened:
        assert len(opened.namelist()) == 20_000

    tracemalloc.start()
    kind, (_, most) = file_kind(crowded), tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert kind is None
    assert most < 1_000_000


def test_every_kind_taken_by_default_is_one_that_is_told_apart() -> None:
    told = {param.values[1] for param in FILES}

    assert set(FilesPart().kinds) <= told
    assert set(ALIASES.values()) <= set(KINDS)
    assert not {"zip", "rar", "7z", "mp4"} & set(FilesPart().kinds)


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("3月进展.docx", "3月进展.docx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("..\\..\\boot.ini", "_.._boot.ini"),
        ("C:\\x.pdf", "C__x.pdf"),
        ("现场\u202egpj.exe", "现场gpj.exe"),
        ("a\u200b\u200f\ufeffb.pdf", "ab.pdf"),
        ("a\x00b\x1b[31m\r\nc\td.pdf", "ab[31m c d.pdf"),
        (" . . ", ""),
        ("..", ""),
        ("<b>x</b>.pdf", "_b_x__b_.pdf"),
        ("长" * 200 + ".docx", "长" * 74 + "….docx"),
        ("a." + "x" * 200, "a." + "x" * 78),
        ("\ud800.pdf", "pdf"),
    ],
)
def test_a_file_s_name_is_one_harmless_line(name: str, cleaned: str) -> None:
    assert clean_name(name) == cleaned


@given(name=st.text(max_size=300))
def test_any_name_is_cleaned(name: str) -> None:
    cleaned = clean_name(name)

    assert len(cleaned) <= LONGEST_NAME
    assert not set(cleaned) & set("/\\:\n\r\t\x00\u202e\u2066\u200f")
    assert cleaned not in {".", ".."}


def test_a_file_is_kept_under_its_content_by_its_owner_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "files"

    stored, again = keep(folder, b"x", "pdf"), keep(folder, b"x", "pdf")

    assert stored == again
    assert stored.path == f"{stored.sha256[:2]}/{stored.sha256[2:]}.pdf"
    assert [one for one in folder.rglob("*") if one.is_file()] == [folder / stored.path]
    assert (folder / stored.path).read_bytes() == b"x"
    if os.name == "posix":
        assert (folder / stored.path).stat().st_mode & 0o777 == 0o600
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (folder / stored.path).parent.stat().st_mode & 0o777 == 0o700


def test_what_was_cut_off_is_written_again_and_what_was_unfinished_is_cleared(
    tmp_path: Path,
) -> None:
    stored = keep(tmp_path, b"whole", "pdf")
    (tmp_path / stored.path).write_bytes(b"who")
    left = (tmp_path / stored.path).parent / f"{UNFINISHED}x"
    left.write_bytes(b"who")

    keep(tmp_path, b"whole", "pdf")
    clear_unfinished(tmp_path)
    clear_unfinished(tmp_path / "nowhere")

    assert (tmp_path / stored.path).read_bytes() == b"whole"
    assert not left.exists()


# Store: a file's row from the message to the report.


def a_file_of(contact_id: int, message_id: int = 1, **given: object) -> Attachment:
    values: dict[str, object] = {
        "contact_id": contact_id, "chat_id": 7, "message_id": message_id, "file_id": "f",
        "name": "a.pdf", "not_before": NOW, "received_at": NOW, "album": f"+{message_id}",
        "state": FileState.WAITING, "attempts": 0,
    }  # fmt: skip
    return Attachment(**values | given)


def a_file(session: Session, contact_id: int, message_id: int = 1, **given: object) -> Attachment:
    return add(session, a_file_of(contact_id, message_id, **given))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_database(tmp_path) as opened:
        yield opened


@pytest.fixture
def cast(database: Database) -> Cast:
    return database.write_now(a_cast)


def claims(database: Database, now: datetime = NOW, limit: int = 5) -> list[Claimed]:
    return database.write_now(lambda session: fetching.claim(session, now, LEASE, limit))


def next_fetch(database: Database) -> datetime | None:
    return database.read_now(fetching.next_fetch_at)


def test_a_claimed_file_is_left_to_its_fetcher_until_the_lease_ends(
    database: Database, cast: Cast
) -> None:
    database.write_now(lambda session: a_file(session, cast.wang))
    (claimed,) = claims(database)

    assert claims(database, NOW + LEASE - timedelta(seconds=1)) == []
    assert next_fetch(database) == NOW + LEASE
    (again,) = claims(database, NOW + LEASE)

    assert (claimed.attempts, again.attempts) == (1, 2)
    assert again.leased_until == NOW + 2 * LEASE


def test_the_oldest_files_are_claimed_first_and_no_more_than_asked_for(
    database: Database, cast: Cast
) -> None:
    def prepare(session: Session) -> list[int]:
        return [a_file(session, cast.wang, number).id for number in (1, 2, 3)]

    first, second, third = database.write_now(prepare)

    assert [one.id for one in claims(database, limit=2)] == [first, second]
    assert [one.id for one in claims(database)] == [third]


@pytest.mark.parametrize(
    "given",
    [
        {"not_before": NOW + timedelta(seconds=1)},
        {"removed_at": NOW},
        {"state": FileState.REFUSED},
        {"state": FileState.FAILED},
    ],
    ids=["later", "removed", "refused", "failed"],
)
def test_what_is_not_to_be_fetched_now_is_not_claimed(
    database: Database, cast: Cast, given: dict[str, Any]
) -> None:
    database.write_now(lambda session: a_file(session, cast.wang, **given))

    assert claims(database) == []
    assert next_fetch(database) == given.get("not_before")


@pytest.mark.parametrize(
    ("outcome", "state", "attempts"),
    [
        (Stored("ab/c.pdf", "a" * 64, 3, "pdf"), FileState.STORED, 1),
        (Gone(FileState.REFUSED, "kind"), FileState.REFUSED, 1),
        (Later(NOW + LEASE, "TimedOut"), FileState.WAITING, 1),
        (Later(NOW + LEASE, "disk", blameless=True), FileState.WAITING, 0),
    ],
    ids=["stored", "refused", "later", "blameless"],
)
def test_what_came_of_it_is_recorded_once(
    database: Database,
    cast: Cast,
    outcome: fetching.Outcome,
    state: FileState,
    attempts: int,
) -> None:
    database.write_now(lambda session: a_file(session, cast.wang))
    (claimed,) = claims(database)

    def record(session: Session) -> Attachment | None:
        return fetching.record(session, claimed, outcome, NOW)

    first, second = database.write_now(record), database.write_now(record)

    assert second is None
    assert first is not None
    assert (first.state, first.attempts, first.leased_until) == (state, attempts, None)
    assert next_fetch(database) == (NOW + LEASE if state is FileState.WAITING else None)


def test_a_fetcher_whose_lease_ended_records_nothing(database: Database, cast: Cast) -> None:
    database.write_now(lambda session: a_file(session, cast.wang))
    (slow,) = claims(database)
    (quick,) = claims(database, NOW + LEASE)
    gone, stored = Gone(FileState.FAILED, "gone"), Stored("ab/c.pdf", "a" * 64, 3, "pdf")

    late = database.write_now(lambda session: fetching.record(session, slow, gone, NOW))
    database.write_now(lambda session: fetching.release(session, [slow]))
    good = database.write_now(lambda session: fetching.record(session, quick, stored, NOW))

    assert late is None
    assert good is not None
    assert good.state is FileState.STORED


def test_what_was_broken_off_is_given_back_uncounted(database: Database, cast: Cast) -> None:
    database.write_now(lambda session: a_file(session, cast.wang))
    claimed = claims(database)

    database.write_now(lambda session: fetching.release(session, claimed))

    assert [one.attempts for one in claims(database)] == [1]


def test_single_files_sent_right_after_each_other_are_one_handful(
    database: Database, cast: Cast
) -> None:
    def sent(session: Session, minutes: int, message_id: int, contact: int = cast.wang) -> str:
        when = NOW + timedelta(minutes=minutes)
        album = attachments.handful(session, contact, when, message_id)
        a_file(session, contact, message_id, album=album, received_at=when)
        return album

    def send_all(session: Session) -> list[str]:
        albums = [sent(session, 0, 1), sent(session, 1, 2), sent(session, 1, 3, cast.li)]
        albums.append(sent(session, 4, 4))
        placed = attachments.of_message(session, 7, 4)
        assert placed is not None
        placed.obligation_id = an_obligation(session, cast.nongye_part, "2024-03-25 17:30")
        return [*albums, sent(session, 4, 5)]

    assert database.write_now(send_all) == ["+1", "+1", "+3", "+4", "+5"]


def test_a_message_is_noted_once_and_an_edit_may_bring_another_file(
    database: Database, cast: Cast
) -> None:
    def note(session: Session, file_id: str) -> Attachment:
        noted = a_file_of(cast.wang, file_id=file_id)
        return attachments.note(session, noted)

    first = database.write_now(lambda session: note(session, "f"))
    (claimed,) = claims(database)
    stored = Stored("ab/c.pdf", "a" * 64, 3, "pdf")
    database.write_now(lambda session: fetching.record(session, claimed, stored, NOW))
    same = database.write_now(lambda session: note(session, "f"))
    other = database.write_now(lambda session: note(session, "g"))

    assert first.id == same.id == other.id
    assert (same.state, same.path) == (FileState.STORED, "ab/c.pdf")
    assert (other.state, other.path, other.attempts) == (FileState.WAITING, None, 0)


def test_a_form_s_files_are_filed_with_its_report_and_stay_with_the_next_version(
    database: Database, cast: Cast
) -> None:
    def story(session: Session) -> tuple[list[int], list[int], int]:
        owed = an_obligation(session, cast.nongye_part, "2024-03-25 17:30")
        form = reports.open_form(session, owed, cast.wang, NOW)
        kept, taken = a_file(session, cast.wang, 1), a_file(session, cast.wang, 2)
        attachments.put(session, [kept, taken], Place(owed, form.id))
        taken.removed_at = NOW
        reports.submit(session, form, Status.ON_TRACK, NOW)
        first = [one.id for one in attachments.shown_with(session, form)[0]]
        again = reports.open_form(session, owed, cast.wang, NOW)
        more = a_file(session, cast.wang, 3)
        attachments.put(session, [more], Place(owed, again.id))
        assert attachments.remove_unfiled(session, form.id, NOW) == 0
        reports.submit(session, again, Status.DONE, NOW)
        second = [one.id for one in attachments.shown_with(session, again)[0]]
        assert first == [kept.id]
        assert second == [kept.id, more.id]
        return first, second, attachments.remove_unfiled(session, again.id, NOW)

    *_, removed = database.write_now(story)

    assert removed == 0


def test_what_is_not_filed_can_be_removed_and_its_row_stays(database: Database, cast: Cast) -> None:
    def story(session: Session) -> tuple[int, int, int]:
        owed = an_obligation(session, cast.nongye_part, "2024-03-25 17:30")
        form = reports.open_form(session, owed, cast.wang, NOW)
        file = a_file(session, cast.wang)
        attachments.put(session, [file], Place(owed, form.id))
        removed = attachments.remove_unfiled(session, form.id, NOW)
        return removed, attachments.remove_unfiled(session, form.id, NOW), file.id

    removed, again, file_id = database.write_now(story)

    assert (removed, again) == (1, 0)
    assert [one.id for one in all_of(database, Attachment)] == [file_id]
