"""Brings all evaluation methods together: importing this fills `evaluate.METHODS`."""

from __future__ import annotations

from mathlint.engine import arithmetic, binders, calculus, chance, integrals, joint, limits, linear, opaque

TOPICS = (arithmetic, binders, calculus, chance, integrals, limits, linear, opaque, joint)

joint.install()
