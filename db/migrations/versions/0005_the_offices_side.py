"""the office's side: its chats, audit trail, drafts, documents, chores, digests, calls."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply the step."""
    op.execute("UPDATE outbox SET card = 'unacknowledged' WHERE card = 'call_sheet'")
    op.create_table(
        "chore",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", NUMBER, nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", NUMBER, nullable=False),
        sa.Column("not_before", MOMENT, nullable=False),
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("done_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "(state = 'claimed') = (leased_until IS NOT NULL)", name=op.f("ck_chore_leased")
        ),
        sa.CheckConstraint("kind IN ('read', 'make')", name=op.f("ck_chore_kind")),
        sa.CheckConstraint(
            "state IN ('waiting', 'claimed', 'done', 'failed')", name=op.f("ck_chore_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chore")),
        sa.UniqueConstraint("kind", "subject", name=op.f("uq_chore_kind_subject")),
    )
    op.create_index(
        "ix_chore_undone",
        "chore",
        ["not_before"],
        unique=False,
        sqlite_where=sa.text("state IN ('waiting', 'claimed')"),
        postgresql_where=sa.text("state IN ('waiting', 'claimed')"),
    )

    op.create_table(
        "document",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("args", sa.JSON(), nullable=False),
        sa.Column("bulk", sa.Boolean(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("made_at", MOMENT, nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('chart', 'bulletin', 'ledger', 'invites', 'calls', 'audit', 'template')",
            name=op.f("ck_document_kind"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("key", name=op.f("uq_document_key")),
    )
    op.create_table(
        "template",
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('chart', 'bulletin', 'ledger', 'invites', 'calls', 'audit', 'template')",
            name=op.f("ck_template_kind"),
        ),
        sa.PrimaryKeyConstraint("kind", name=op.f("pk_template")),
    )
    op.create_table(
        "call",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("unit_id", NUMBER, nullable=False),
        sa.Column("contact_id", NUMBER, nullable=True),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("called_at", MOMENT, nullable=False),
        sa.Column("called_by", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "outcome IN ('promised', 'no_answer', 'wrong_number', 'entered')",
            name=op.f("ck_call_outcome"),
        ),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_call_contact_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_call_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
    )
    op.create_index("ix_call_unit_id", "call", ["unit_id"], unique=False)

    op.create_table(
        "digest",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("plan_id", NUMBER, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("issue", NUMBER, nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_digest_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_digest")),
        sa.UniqueConstraint("plan_id", "at", name=op.f("uq_digest_plan_id_at")),
    )
    op.create_table(
        "office_chat",
        sa.Column(
            "chat_id",
            NUMBER,
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("plan_id", NUMBER, nullable=True),
        sa.Column("asked", sa.String(length=40), nullable=True),
        sa.Column("asked_at", MOMENT, nullable=True),
        sa.Column("moved_to", NUMBER, nullable=True),
        sa.Column("moved_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_office_chat_plan_id")),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("pk_office_chat")),
    )
    op.create_table(
        "audit",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("done_at", MOMENT, nullable=False),
        sa.Column("done_by", sa.Text(), nullable=False),
        sa.Column("via", sa.String(20), nullable=False),
        sa.Column("action", sa.String(20), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("plan_id", NUMBER, nullable=True),
        sa.Column("item_id", NUMBER, nullable=True),
        sa.Column("unit_id", NUMBER, nullable=True),
        sa.Column("contact_id", NUMBER, nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "action IN ('plan_added', 'plan_revised', 'plan_ended', 'plan_withdrawn', "
            "'plan_restored', "
            "'cadence', 'ladder', 'calendar', 'unit_added', 'unit_renamed', 'units_merged', "
            "'alias_added', 'alias_dropped', 'contact_renamed', 'phone', "
            "'post_ended', 'invited', 'invite_revoked', 'admitted', 'denied', 'accepted', "
            "'returned', 'entered', 'extension', 'reminded', 'called', 'follow_up', "
            "'template', 'answered', 'resumed')",
            name=op.f("ck_audit_action"),
        ),
        sa.CheckConstraint("via IN ('chat', 'command')", name=op.f("ck_audit_via")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_audit_contact_id")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_audit_item_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_audit_plan_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_audit_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index("ix_audit_plan_id", "audit", ["plan_id"], unique=False)
    op.create_index("ix_audit_unit_id", "audit", ["unit_id"], unique=False)

    op.create_table(
        "follow_up",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("plan_id", NUMBER, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_by", sa.Text(), nullable=False),
        sa.Column("said_at", MOMENT, nullable=False),
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("message_id", NUMBER, nullable=True),
        sa.Column("unit_id", NUMBER, nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("item_id", NUMBER, nullable=True),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("dropped_at", MOMENT, nullable=True),
        sa.CheckConstraint("trim(words) <> ''", name=op.f("ck_follow_up_words_not_blank")),
        sa.CheckConstraint(
            "(confirmed_at IS NULL) = (item_id IS NULL)", name=op.f("ck_follow_up_confirmed")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_follow_up_item_id")),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_follow_up_plan_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_follow_up_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up")),
    )
    op.create_table(
        "draft",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("chat_id", NUMBER, nullable=False),
        sa.Column("message_id", NUMBER, nullable=True),
        sa.Column("attachment_id", NUMBER, nullable=True),
        sa.Column("pasted", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("reading", sa.Text(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("plan_id", NUMBER, nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('notice', 'template')", name=op.f("ck_draft_kind")),
        sa.CheckConstraint(
            "state IN ('waiting', 'read', 'refused', 'stored', 'dropped')",
            name=op.f("ck_draft_state"),
        ),
        sa.CheckConstraint(
            "attachment_id IS NOT NULL OR pasted IS NOT NULL", name=op.f("ck_draft_source")
        ),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=op.f("fk_draft_attachment_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_draft_plan_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )
    op.create_index("ix_draft_attachment_id", "draft", ["attachment_id"], unique=False)

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.alter_column("contact_id", existing_type=NUMBER, nullable=True)
        batch_op.create_check_constraint(
            batch_op.f("ck_attachment_office"), "contact_id IS NOT NULL OR obligation_id IS NULL"
        )

    with op.batch_alter_table("cadence", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("withdrawn_reason", sa.Text(), server_default=sa.text("''"), nullable=False)
        )

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phone", sa.Text(), nullable=True))

    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.add_column(sa.Column("granted_due_at", MOMENT, nullable=True))

    with op.batch_alter_table("form", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entered_by", sa.Text(), nullable=True))
        batch_op.alter_column("contact_id", existing_type=NUMBER, nullable=True)
        batch_op.create_check_constraint(
            batch_op.f("ck_form_whose"), "(contact_id IS NULL) = (entered_by IS NOT NULL)"
        )

    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.add_column(sa.Column("revoked_at", MOMENT, nullable=True))
        batch_op.add_column(sa.Column("revoked_by", sa.Text(), nullable=True))

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("added_at", MOMENT, nullable=True))

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.add_column(sa.Column("withdrawn_at", MOMENT, nullable=True))

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entered_by", sa.Text(), nullable=True))
        batch_op.add_column(  # what was reported before waits for nobody
            sa.Column("waits", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        batch_op.create_index(
            "ix_report_waiting",
            ["submitted_at"],
            unique=False,
            sqlite_where=sa.text("waits = 1"),
            postgresql_where=sa.text("waits"),
        )
        batch_op.alter_column("contact_id", existing_type=NUMBER, nullable=True)
        batch_op.create_check_constraint(
            batch_op.f("ck_report_whose"), "(contact_id IS NULL) = (entered_by IS NOT NULL)"
        )

    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.add_column(sa.Column("locked_at", MOMENT, nullable=True))
        batch_op.create_index(
            "ix_obligation_unlocked",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("state = 'reported' AND locked_at IS NULL"),
            postgresql_where=sa.text("state = 'reported' AND locked_at IS NULL"),
        )

    # What each assignment owes now, and each target's numbers, without reading all of them.
    op.create_index(
        "ix_obligation_assignment_id_opens_at", "obligation", ["assignment_id", "opens_at"]
    )
    op.create_index("ix_reading_target_id", "reading", ["target_id"])
    op.create_index("ix_assignment_item_id", "assignment", ["item_id"])

    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.add_column(sa.Column("phone", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "merged_into_id",
                NUMBER,
                nullable=True,
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_unit_merged_into_id"), "unit", ["merged_into_id"], ["id"]
        )
    _causes("'cadence', 'calendar', 'extension', 'return'")


def _causes(known: str) -> None:
    with op.batch_alter_table("move", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_move_cause"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_move_cause"), f"cause IN ({known})")


def downgrade() -> None:
    """Take the step back; what the office typed, sent and added itself goes with it."""
    op.execute(
        "UPDATE outbox SET state = 'withdrawn', leased_until = NULL WHERE card = 'call_sheet'"
    )
    op.execute("UPDATE outbox SET card = 'call_sheet' WHERE card = 'unacknowledged'")
    op.execute("DELETE FROM move WHERE cause = 'return'")
    _causes("'cadence', 'calendar', 'extension'")
    op.drop_index("ix_assignment_item_id", "assignment")
    op.drop_index("ix_reading_target_id", "reading")
    op.drop_index("ix_obligation_assignment_id_opens_at", "obligation")
    with op.batch_alter_table("unit", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_unit_merged_into_id"), type_="foreignkey")
        batch_op.drop_column("merged_into_id")
        batch_op.drop_column("phone")

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_report_whose"), type_="check")
        batch_op.drop_index("ix_report_waiting")
        batch_op.drop_column("waits")
        batch_op.alter_column("contact_id", existing_type=NUMBER, nullable=False)
        batch_op.drop_column("entered_by")

    with op.batch_alter_table("obligation", schema=None) as batch_op:
        batch_op.drop_index("ix_obligation_unlocked")
        batch_op.drop_column("locked_at")

    with op.batch_alter_table("plan", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_at")

    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_column("added_at")

    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.drop_column("revoked_by")
        batch_op.drop_column("revoked_at")

    with op.batch_alter_table("form", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_form_whose"), type_="check")
        batch_op.alter_column("contact_id", existing_type=NUMBER, nullable=False)
        batch_op.drop_column("entered_by")

    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_column("granted_due_at")

    with op.batch_alter_table("cadence", schema=None) as batch_op:
        batch_op.drop_column("withdrawn_reason")

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_column("phone")

    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_attachment_office"), type_="check")
        batch_op.alter_column("contact_id", existing_type=NUMBER, nullable=False)

    op.drop_index("ix_draft_attachment_id", "draft")

    op.drop_table("draft")
    op.drop_table("follow_up")
    op.drop_index("ix_audit_unit_id", "audit")
    op.drop_index("ix_audit_plan_id", "audit")

    op.drop_table("audit")
    op.drop_table("office_chat")
    op.drop_table("digest")
    op.drop_index("ix_call_unit_id", "call")

    op.drop_table("call")
    op.drop_table("template")
    op.drop_table("document")
    op.drop_index(
        "ix_chore_undone",
        "chore",
        sqlite_where=sa.text("state IN ('waiting', 'claimed')"),
        postgresql_where=sa.text("state IN ('waiting', 'claimed')"),
    )

    op.drop_table("chore")
