"""Removes from our side the invites that were sent: whoever reads our disk lets nobody in."""

import logging

from bot.desk import Desk
from db import inviting

log = logging.getLogger(__name__)


async def forget_invites(desk: Desk) -> None:
    """Remove the sheets of invites that were sent, and the links that were, until none is left.

    The file goes first: what dies in between finds it gone, and forgets it then.
    """
    left = await desk.db.read(
        lambda session: (
            [(one.id, one.path) for one in inviting.documents_sent(session)],
            len(inviting.links_sent(session)),
        )
    )
    documents, links = left
    for _, path in documents:
        (desk.settings.files_folder / str(path)).unlink(missing_ok=True)
    if documents or links:
        await desk.db.write(
            lambda session: inviting.forget(session, [number for number, _ in documents])
        )
        log.info("forgot invites documents=%s messages=%s", len(documents), links)
