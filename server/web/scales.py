"""Value axes and the numbers on them, in exact fractions: no finite value overflows, no tick is off."""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

import msgspec
from babel.numbers import format_compact_decimal

from server.lib.i18n import babel_locale, format_number

Number = int | float | Decimal

_COMPACT_FROM = 100_000
_SCIENTIFIC_FROM = 10**15


class Scale(msgspec.Struct, frozen=True):
    """A value axis from `low` to `high`, both round, with zero on it."""

    low: Fraction
    high: Fraction
    step: Fraction

    @classmethod
    def over(cls, values: Iterable[Number | None], *, steps: int = 4) -> Scale:
        """The axis that holds all values in about `steps` round steps; whole numbers get whole steps."""
        exact = [Fraction(value) for value in values if value is not None]
        low, high = min([Fraction(0), *exact]), max([Fraction(0), *exact])
        if low == high:
            return cls(Fraction(0), Fraction(1), Fraction(1))
        step = _round_step((high - low) / steps)
        if all(value.denominator == 1 for value in exact):
            step = max(step, Fraction(1))
        return cls(math.floor(low / step) * step, math.ceil(high / step) * step, step)

    @property
    def ticks(self) -> list[Fraction]:
        """The round values from `low` to `high`."""
        return [self.low + self.step * place for place in range(int((self.high - self.low) / self.step) + 1)]

    def share(self, value: Number | Fraction) -> Fraction:
        """Where a value lies between low (0) and high (1); one from outside lies on the nearer end."""
        place = (Fraction(value) - self.low) / (self.high - self.low)
        return min(max(place, Fraction(0)), Fraction(1))


def _round_step(least: Fraction) -> Fraction:
    """The smallest of 1, 2, 5 times a power of ten that is not below `least`."""
    power = Fraction(10) ** math.floor(math.log10(least.numerator) - math.log10(least.denominator) - 1)
    while True:
        for digit in (1, 2, 5):
            if digit * power >= least:
                return digit * power
        power *= 10


def tick_label(value: Fraction, step: Fraction) -> str:
    """A number on an axis, with as many decimals as its step needs."""
    small = math.log10(step.denominator) - math.log10(step.numerator)
    return number_label(value, max(0, math.ceil(small - 1e-9)))


def number_label(value: Number | Fraction, digits: int = 2) -> str:
    """A number as the reader writes it, short enough for a chart: 1,000 · 12万 · 1.2E+20."""
    exact = Fraction(value)
    plain = Decimal(exact.numerator) / Decimal(exact.denominator)
    if abs(exact) >= _SCIENTIFIC_FROM:
        return f"{plain:.1E}"
    if abs(exact) >= _COMPACT_FROM:
        return format_compact_decimal(plain, locale=babel_locale(), fraction_digits=1)
    return format_number(plain, digits)
