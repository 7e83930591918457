"""Two small tables, so that the promises of the engines are tried without any room."""

from typing import Any

from piccolo.columns import (
    JSON,
    UUID,
    BigInt,
    Boolean,
    Date,
    ForeignKey,
    Integer,
    Numeric,
    OnDelete,
    Serial,
    Text,
    Timestamptz,
    Varchar,
)
from piccolo.table import Table

from server.lib import db
from tests.databases import seed


class Box(Table, tablename="toy_box"):
    id: Serial
    name = Varchar(length=40, null=False, unique=True)
    capacity = Integer(null=False, default=2)


class Toy(Table, tablename="toy"):
    id: Serial
    box = ForeignKey(Box, null=False, on_delete=OnDelete.restrict)
    name = Text(null=False, default="")
    price = Numeric(digits=(8, 2), null=True, default=None)
    weight = BigInt(null=True, default=None)
    broken = Boolean(null=False, default=False)
    bought_on = Date(null=True, default=None)
    seen_at = Timestamptz(null=True, default=None)
    serial_no = UUID(null=True, default=None)
    notes = JSON(null=True, default=None)


async def toys() -> None:
    async with db.write_transaction():
        await Box.create_table()
        await Toy.create_table()


toys: Any = seed(toys, bare=True)


async def make_box(name: str = "甲", capacity: int = 2) -> Box:
    async with db.write_transaction():
        box = Box(name=name, capacity=capacity)
        await box.save()
    return box


async def names() -> list[str]:
    return [row["name"] for row in await db.rows("SELECT name FROM toy ORDER BY id")]
