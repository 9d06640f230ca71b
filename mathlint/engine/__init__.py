"""What is true: obligations in, verdicts out."""

from mathlint.engine.decide import Budget, decide

__all__ = ["Budget", "decide"]
