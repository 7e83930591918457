"""How the demo asks people: waves of plainly invented answers, entered as paper sheets are."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from random import Random
from typing import Any

from programs.surveys import answer_actions, wave_actions
from programs.surveys.questionnaire_actions import take_ready
from programs.surveys.schemas import Closing, MomentName, NewWave, PaperBatch, ReadyKey, SheetIn
from programs.surveys.tables import Questionnaire
from programs.surveys.wave_queries import access_wave
from server.demo.program import ProgramStory, on, op

_DAYS = 9

# Means of scales, shares of the yes, or what is ticked by one sheet after the other.
Said = Mapping[str, float | tuple[tuple[str, ...], ...]]

# What people say where a program begins: means of the scales, shares of the yes.
BEFORE: dict[str, float | tuple[tuple[str, ...], ...]] = {
    "help": 3.0,
    "part": 3.2,
    "say": 2.7,
    "bond": 3.0,
    "knows_estate": 0.96,
    "knows_community": 0.37,
    "participation": 0.18,
    "satisfaction": 3.1,
    "safety": 3.2,
    "happiness": 3.3,
    "trust_residents": 3.1,
    "trust_committee": 2.6,
    "trust_property": 2.5,
}


async def ask(
    story: ProgramStory,
    last_day: date,
    title: str,
    count: int,
    said: Said,
    *,
    moment: MomentName = "baseline",
    key: ReadyKey = "baseline",
) -> None:
    """Ask `count` households in the days before `last_day`, enter their sheets, and close the wave."""
    wave_id = await open_wave(story, last_day - timedelta(days=_DAYS), title, moment=moment, key=key)
    with on(last_day, 18):
        wave = await access_wave(story.actor, wave_id)
        sheets = _sheets(count, said, seed=wave_id)
        batch = PaperBatch(**op(), answered_on=last_day, sheets=sheets)
        await answer_actions.enter_paper(wave, batch, actor=story.actor)
        await wave_actions.close_wave(wave, Closing(**op(), closed_on=last_day), actor=story.actor)


async def open_wave(
    story: ProgramStory,
    first_day: date,
    title: str,
    *,
    moment: MomentName,
    key: ReadyKey,
    online: bool = False,
) -> int:
    """Set up a wave; the id of its row."""
    with on(first_day):
        questionnaire = await _questionnaire(story, key)
        data = NewWave(
            **op(),
            questionnaire=questionnaire.id,
            title=title,
            moment=moment,
            unit="person" if online else "household",
            opens_on=first_day,
            online=online,
        )
        return await wave_actions.open_wave(
            story.community, await story.program(), questionnaire, data, actor=story.actor
        )


async def _questionnaire(story: ProgramStory, key: ReadyKey) -> Questionnaire:
    """The NGO's own copy of a shipped questionnaire, taken over when it is first asked."""
    found = await Questionnaire.objects().get(
        (Questionnaire.organisation == story.actor.organisation_id) & (Questionnaire.key == key)
    )
    if found is None:
        await take_ready(key, actor=story.actor)
        return await _questionnaire(story, key)
    return found


def _sheets(count: int, said: Said, *, seed: int) -> list[SheetIn]:
    """Sheets that come out as `said`: those who feel close to their neighbours are oftener in a group."""
    dice = Random(seed)
    columns = {key: _column(count, value, dice) for key, value in said.items()}
    return [
        SheetIn(
            sheet=str(number + 1),
            member=_close(columns, number) or dice.random() < 0.15,
            replies={key: column[number] for key, column in columns.items()},
        )
        for number in range(count)
    ]


def _column(count: int, value: float | tuple[tuple[str, ...], ...], dice: Random) -> list[Any]:
    if isinstance(value, tuple):
        return [list(value[number % len(value)]) for number in range(count)]
    return _shares(count, value, dice) if value < 1 else _marks(count, value, dice)


def _close(columns: Mapping[str, list[Any]], number: int) -> bool:
    return "bond" in columns and columns["bond"][number] >= 4


def _marks(count: int, mean: float, dice: Random) -> list[int]:
    """Marks from 1 to 5 of this mean, spread on both sides of it."""
    low = int(mean)
    more = round((mean - low) * count)
    marks = [low + 1] * more + [low] * (count - more)
    dice.shuffle(marks)
    for _turn in range(count):
        up, down = dice.randrange(count), dice.randrange(count)
        if up != down and marks[up] < 5 and marks[down] > 1:
            marks[up] += 1
            marks[down] -= 1
    return marks


def _shares(count: int, share: float, dice: Random) -> list[str]:
    """As many yes as the share says, the rest no."""
    yes = round(share * count)
    answers = ["yes"] * yes + ["no"] * (count - yes)
    dice.shuffle(answers)
    return answers
