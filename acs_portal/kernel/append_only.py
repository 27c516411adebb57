"""The migration operation that makes a table refuse UPDATE and DELETE, on SQLite and PostgreSQL.

Triggers hold against `.update()`, raw SQL and the database's own console alike. On PostgreSQL the
refusal surfaces as `django.db.utils.InternalError`, on SQLite as `IntegrityError`.
"""

from django.db import migrations

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table} {when}
BEGIN SELECT RAISE(ABORT, '{message}'); END
"""
SQLITE_UNDO = "DROP TRIGGER IF EXISTS {table}_no_{verb}"
POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_no_{verb}() RETURNS trigger AS $$
BEGIN
  IF {condition} THEN RAISE EXCEPTION '{message}'; END IF;
  RETURN {row};
END $$ LANGUAGE plpgsql;
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_no_{verb}()
"""
POSTGRES_UNDO = (
    "DROP TRIGGER IF EXISTS {table}_no_{verb} ON {table}; DROP FUNCTION IF EXISTS {table}_no_{verb}()"
)


class AppendOnly(migrations.RunPython):
    """Refuse changes to the rows of `table`; with `when`, only to rows for which that SQL is true.

    `when` is an SQL condition over OLD, such as "OLD.adopted_at IS NOT NULL"; `when_inserted`, one
    over NEW, refuses new rows as well. Both may hold a subquery. The message is for whoever works
    on the database, hence in English only.
    """

    def __init__(self, table: str, when: str = "", when_inserted: str = ""):
        self.table, self.when, self.when_inserted = table, when, when_inserted
        super().__init__(self._install, self._remove)

    def deconstruct(self):
        given = {"table": self.table, "when": self.when, "when_inserted": self.when_inserted}
        return "AppendOnly", [], {name: value for name, value in given.items() if value}

    def describe(self) -> str:
        return f"Refuse changes to {self.table}"

    def _run(self, schema_editor, sqlite: str, postgres: str) -> None:
        template = sqlite if schema_editor.connection.vendor == "sqlite" else postgres
        conditions = {"update": self.when, "delete": self.when}
        if self.when_inserted:
            conditions["insert"] = self.when_inserted
        for verb, condition in conditions.items():
            statement = template.format(
                table=self.table,
                verb=verb,
                VERB=verb.upper(),
                when=f"WHEN {condition}" if condition else "",
                condition=condition or "TRUE",
                row="OLD" if verb == "delete" else "NEW",
                message=f"{self.table} is append-only: what was recorded is never changed",
            )
            schema_editor.execute(statement, params=None)

    def _install(self, apps, schema_editor) -> None:
        self._run(schema_editor, SQLITE, POSTGRES)

    def _remove(self, apps, schema_editor) -> None:
        self._run(schema_editor, SQLITE_UNDO, POSTGRES_UNDO)
