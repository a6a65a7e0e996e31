"""Where work runs. A stage says what to do with each item; an engine says where and in what order."""

from manimill.engine.base import Engine, Task, function_task
from manimill.engine.local import LocalEngine

__all__ = ["Engine", "LocalEngine", "Task", "function_task"]
