"""the contact's side: acknowledgements, files, questions, absences, extensions, reviews."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply the step."""
    op.create_table(
        "absence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "substitute_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "confirmed_at IS NULL OR (starts_at IS NOT NULL AND ends_at IS NOT NULL)",
            name=op.f("ck_absence_confirmed"),
        ),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_absence_days")),
        sa.CheckConstraint("substitute_id <> contact_id", name=op.f("ck_absence_substitute")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_absence_contact_id")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["contact.id"], name=op.f("fk_absence_substitute_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_absence_substitute_id"), ["substitute_id"], unique=False
        )
        batch_op.create_index(
            "uq_absence_draft",
            ["contact_id"],
            unique=True,
            sqlite_where=sa.text("confirmed_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND cancelled_at IS NULL"),
        )

    op.create_table(
        "acknowledgement",
        sa.Column("plan_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_acknowledgement_contact_id")
        ),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_acknowledgement_plan_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_acknowledgement_unit_id")),
        sa.PrimaryKeyConstraint(
            "plan_id", "unit_id", "contact_id", name=op.f("pk_acknowledgement")
        ),
    )
    with op.batch_alter_table("acknowledgement", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_acknowledgement_contact_id"), ["contact_id"], unique=False
        )

    op.create_table(
        "departure",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("unit_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "successor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "role IN ('contact', 'head', 'leader', 'office', 'admin')",
            name=op.f("ck_departure_role"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_departure_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["contact.id"], name=op.f("fk_departure_successor_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_departure_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departure")),
    )
    op.create_table(
        "prompt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("prompted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_prompt_contact_id")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_prompt_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prompt")),
    )
    with op.batch_alter_table("prompt", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_prompt_obligation_id"), ["obligation_id"], unique=False
        )

    op.create_table(
        "question",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint("kind IN ('question', 'not_ours')", name=op.f("ck_question_kind")),
        sa.CheckConstraint("trim(words) <> ''", name=op.f("ck_question_words_not_blank")),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_question_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_question_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_question_obligation_id"), ["obligation_id"], unique=False
        )

    op.create_table(
        "attachment",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.Column("form_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("album", sa.String(length=64), nullable=True),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("path", sa.Text(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'claimed') = (leased_until IS NOT NULL)", name=op.f("ck_attachment_leased")
        ),
        sa.CheckConstraint(
            "state <> 'stored' OR (path IS NOT NULL AND sha256 IS NOT NULL AND size IS NOT NULL)",
            name=op.f("ck_attachment_stored"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'claimed', 'stored', 'refused', 'failed')",
            name=op.f("ck_attachment_state"),
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_attachment_contact_id")
        ),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("fk_attachment_form_id")),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_attachment_obligation_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_attachment_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("uq_attachment_chat_id_message_id")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_attachment_chat_id_album"), ["chat_id", "album"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attachment_contact_id"), ["contact_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_form_id"), ["form_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_attachment_obligation_id"), ["obligation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_attachment_report_id"), ["report_id"], unique=False)
        batch_op.create_index(
            "ix_attachment_unfetched",
            ["not_before"],
            unique=False,
            sqlite_where=sa.text("state IN ('waiting', 'claimed')"),
            postgresql_where=sa.text("state IN ('waiting', 'claimed')"),
        )

    op.create_table(
        "entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("form_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("chat_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("target_ids", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["form_id"], ["form.id"], name=op.f("fk_entry_form_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entry")),
        sa.UniqueConstraint(
            "chat_id", "message_id", "form_id", name=op.f("uq_entry_chat_id_message_id_form_id")
        ),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_form_id"), ["form_id"], unique=False)

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked", sa.String(length=40), nullable=True))
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("menu", sa.String(length=20), nullable=True))

    # Nothing was ever written into these two.
    op.drop_table("extension")
    op.create_table(
        "extension",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("wanted_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("former_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column(
            "message_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint(
            "asked_at IS NULL OR (trim(reason) <> '' AND wanted_due_at IS NOT NULL)",
            name=op.f("ck_extension_asked"),
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (granted IS NULL)", name=op.f("ck_extension_decided")
        ),
        sa.CheckConstraint(
            "decided_at IS NULL OR asked_at IS NOT NULL", name=op.f("ck_extension_order")
        ),
        sa.CheckConstraint(
            "decided_at IS NULL OR withdrawn_at IS NULL", name=op.f("ck_extension_ended_once")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_extension_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_extension_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_extension_obligation_id"), ["obligation_id"], unique=False
        )
        batch_op.create_index(
            "uq_extension_pending",
            ["obligation_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL AND withdrawn_at IS NULL"),
        )
    op.drop_table("review")
    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reviewer", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("accepted OR trim(reason) <> ''", name=op.f("ck_review_reason")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_review_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("report_id", name=op.f("uq_review_report_id")),
    )

    with op.batch_alter_table("form", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("unchanged", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.create_index(batch_op.f("ix_form_obligation_id"), ["obligation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_form_report_id"), ["report_id"], unique=False)

    with op.batch_alter_table("form_reading", schema=None) as batch_op:
        batch_op.add_column(sa.Column("percent", sa.String(40), nullable=True))

    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "replaces_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.add_column(sa.Column("name", sa.Text(), nullable=True))
        batch_op.add_column(
            sa.Column("naming", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("decided_by", sa.Text(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_invite_replaces_id"), "contact", ["replaces_id"], ["id"]
        )

    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("unchanged", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column(
                "on_behalf_of_id",
                sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
                nullable=True,
            )
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_report_on_behalf_of_id"), "contact", ["on_behalf_of_id"], ["id"]
        )
        batch_op.create_index(
            batch_op.f("ix_report_contact_id_submitted_at"),
            ["contact_id", "submitted_at"],
            unique=False,
        )

    _take_as_acknowledged()


def _take_as_acknowledged() -> None:
    """Take it that whoever answers for a unit already has seen its items: an upgrade asks nobody.

    Since the later of the plan's beginning and their own.
    """
    op.execute("""
        INSERT INTO acknowledgement (plan_id, unit_id, contact_id, asked_at, acknowledged_at)
        SELECT plan_id, unit_id, contact_id, since, since FROM (
            SELECT DISTINCT item.plan_id, post.unit_id, post.contact_id,
                CASE WHEN contact.joined_at > plan.created_at
                    THEN contact.joined_at ELSE plan.created_at END AS since
            FROM post
            JOIN contact ON contact.id = post.contact_id
            JOIN assignment ON assignment.unit_id = post.unit_id
            JOIN item ON item.id = assignment.item_id
            JOIN plan ON plan.id = item.plan_id
            WHERE post.role IN ('contact', 'head') AND assignment.withdrawn_at IS NULL
        ) AS answering
    """)


def downgrade() -> None:
    """Take the step back."""
    _old_tables()
    with op.batch_alter_table("report", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_report_contact_id_submitted_at"))
        batch_op.drop_constraint(batch_op.f("fk_report_on_behalf_of_id"), type_="foreignkey")
        batch_op.drop_column("on_behalf_of_id")
        batch_op.drop_column("unchanged")

    with op.batch_alter_table("invite", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_invite_replaces_id"), type_="foreignkey")
        batch_op.drop_column("decided_by")
        batch_op.drop_column("refused_at")
        batch_op.drop_column("asked_at")
        batch_op.drop_column("naming")
        batch_op.drop_column("name")
        batch_op.drop_column("replaces_id")

    with op.batch_alter_table("form_reading", schema=None) as batch_op:
        batch_op.drop_column("percent")

    with op.batch_alter_table("form", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_report_id"))
        batch_op.drop_index(batch_op.f("ix_form_obligation_id"))
        batch_op.drop_column("unchanged")

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_column("menu")
        batch_op.drop_column("asked_at")
        batch_op.drop_column("asked")

    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_form_id"))

    op.drop_table("entry")
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_attachment_unfetched",
            sqlite_where=sa.text("state IN ('waiting', 'claimed')"),
            postgresql_where=sa.text("state IN ('waiting', 'claimed')"),
        )
        batch_op.drop_index(batch_op.f("ix_attachment_report_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_obligation_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_form_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_contact_id"))
        batch_op.drop_index(batch_op.f("ix_attachment_chat_id_album"))

    op.drop_table("attachment")
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_question_obligation_id"))

    op.drop_table("question")
    with op.batch_alter_table("prompt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_prompt_obligation_id"))

    op.drop_table("prompt")
    op.drop_table("departure")
    with op.batch_alter_table("acknowledgement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_acknowledgement_contact_id"))

    op.drop_table("acknowledgement")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_absence_draft",
            sqlite_where=sa.text("confirmed_at IS NULL AND cancelled_at IS NULL"),
            postgresql_where=sa.text("confirmed_at IS NULL AND cancelled_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_absence_substitute_id"))
        batch_op.drop_index(batch_op.f("ix_absence_contact_id"))

    op.drop_table("absence")


def _old_tables() -> None:
    op.drop_table("review")
    op.drop_table("extension")
    op.create_table(
        "extension",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "obligation_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("wanted_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("trim(reason) <> ''", name=op.f("ck_extension_reason_not_blank")),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (granted IS NULL)", name=op.f("ck_extension_decided")
        ),
        sa.ForeignKeyConstraint(
            ["contact_id"], ["contact.id"], name=op.f("fk_extension_contact_id")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_extension_obligation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(
            "uq_extension_pending",
            ["obligation_id"],
            unique=True,
            sqlite_where=sa.text("decided_at IS NULL"),
            postgresql_where=sa.text("decided_at IS NULL"),
        )

    op.create_table(
        "review",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "report_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "contact_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("accepted OR trim(reason) <> ''", name=op.f("ck_review_reason")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_review_contact_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_review_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("report_id", name=op.f("uq_review_report_id")),
    )
