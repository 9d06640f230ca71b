"""What a page means: chains of steps with roles, readings and obligations."""

from mathlint.elaborate.elaborate import elaborate

__all__ = ["elaborate"]
