from enum import Enum

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.columns.column_types import Varchar
from piccolo.columns.indexes import IndexMethod

ID = "2026-11-22T07:36:01:653536"
VERSION = "1.38.0"
DESCRIPTION = "How the names of a ceremony stand in order"


async def forwards():
    manager = MigrationManager(migration_id=ID, app_name="groups", description=DESCRIPTION)

    manager.add_column(
        table_class_name="Ceremony",
        tablename="ceremony",
        column_name="name_order",
        db_column_name="name_order",
        column_class_name="Varchar",
        column_class=Varchar,
        params={
            "length": 8,
            "default": "pinyin",
            "null": False,
            "primary_key": False,
            "unique": False,
            "index": False,
            "index_method": IndexMethod.btree,
            "choices": Enum("NameOrder", {"pinyin": "pinyin", "strokes": "strokes"}),
            "db_column_name": None,
            "secret": False,
        },
        schema=None,
    )

    return manager
