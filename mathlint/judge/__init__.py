"""Combines the readings of each step, settles the file's conventions, applies the brakes."""

from mathlint.judge.conclude import judge

__all__ = ["judge"]
