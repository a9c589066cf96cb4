"""Logging, set up once at the root; the bot's token never gets out."""

import logging
import re
import sys

#: What a Telegram token looks like, whoever's it is; in a URL it stands right behind "bot".
TOKEN = re.compile(r"(?<!\d)\d{5,12}(?::|%3A)[A-Za-z0-9_-]{20,}")


class Redacting(logging.Formatter):
    """Writes a record, traceback included, and blots out whatever looks like a token."""

    def __init__(self, secret: str = "") -> None:
        """Remember a token that may not look like one."""
        super().__init__("%(asctime)s %(levelname)-7s %(name)s: %(message)s")
        self.secret = secret

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's line without tokens."""
        return redact(super().format(record), self.secret)


def redact(text: str, secret: str = "") -> str:
    """Return a text in which tokens are blotted out."""
    blotted = text.replace(secret, "[token]") if secret else text
    return TOKEN.sub("[token]", blotted)


def set_up_logging(level: str, secret: str = "") -> None:
    """Write the log to standard error; httpx stays quiet, since its lines hold the token's URL."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Redacting(secret))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for chatty in ("httpx", "httpcore", "apscheduler"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
