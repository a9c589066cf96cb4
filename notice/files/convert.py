"""Has older kinds of files turned into ones that can be read, by programs that may be installed.

LibreOffice turns anything into .docx or .xlsx; antiword gives the text of a .doc.
"""

import shutil
import subprocess
from pathlib import Path

from notice.files.kinds import Kind
from notice.files.limits import roomy
from notice.lines import NoticeError

_OFFICES = (
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:/Program Files/LibreOffice/program/soffice.exe",
)
_SHEETS = {".xls", ".ods"}
#: LibreOffice's settings: nothing in a document may run, or fetch anything.
_SAFE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
</item>
</oor:items>
"""
#: What the streams of a compound file say: an ending, or a refusal's code.
_STREAMS = (
    ("EncryptedPackage", "locked"),
    ("WordDocument", ".doc"),
    ("Workbook", ".xls"),
    ("Book", ".xls"),
    ("PowerPoint Document", "slides"),
)


def ending_of(kind: Kind, raw: bytes) -> str:
    """Return the ending under which an office program expects such a file.

    Raises:
        NoticeError: ``locked`` (a password), ``slides``, or ``unreadable`` (another program's).
    """
    if kind is not Kind.OLE:
        return ".rtf" if kind is Kind.RTF else ".xml"
    held = (found for name, found in _STREAMS if f"{name}\0".encode("utf-16-le") in raw)
    ending = next(held, "unreadable")
    if not ending.startswith("."):
        raise NoticeError(ending)
    return ending


def is_sheets(ending: str) -> bool:
    """Tell whether a file with this ending becomes a workbook rather than a document."""
    return ending in _SHEETS


def modern(raw: bytes, ending: str, folder: Path) -> bytes | None:
    """Return a file as .docx or .xlsx; None where no LibreOffice is installed.

    ``folder`` is an empty folder of the caller's, which whoever made it clears away.

    Raises:
        NoticeError: ``unopened`` where LibreOffice cannot open the file: damaged, or a password.
    """
    office = next(filter(None, map(shutil.which, _OFFICES)), None)
    if office is None:
        return None
    source, profile = folder / f"notice{ending}", folder / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_SAFE, "utf-8")
    source.write_bytes(raw)
    wanted = ".xlsx" if is_sheets(ending) else ".docx"
    options = [
        "--headless",
        "--norestore",
        "--nolockcheck",
        f"-env:UserInstallation={profile.as_uri()}",
    ]
    goal = ["--convert-to", wanted[1:], "--outdir", str(folder / "out"), str(source)]
    with roomy():
        subprocess.run([office, *options, *goal], capture_output=True, check=False)  # noqa: S603
    made = folder / "out" / f"notice{wanted}"
    if not made.is_file():
        raise NoticeError("unopened")
    return made.read_bytes()


def text_of_doc(raw: bytes) -> str | None:
    """Return the text of a .doc; None where antiword is not installed.

    Raises:
        NoticeError: ``unopened`` where antiword cannot open the file.
    """
    antiword = shutil.which("antiword")
    if antiword is None:
        return None
    command = [antiword, "-w", "0", "-m", "UTF-8.txt", "-"]
    done = subprocess.run(command, input=raw, capture_output=True, check=False)  # noqa: S603
    text = done.stdout.decode("utf-8", errors="replace")
    if done.returncode or not text.strip():
        raise NoticeError("unopened")
    return text
