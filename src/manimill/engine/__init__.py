"""Where work runs. A stage says what to do with each item; an engine says where and in what order."""

from manimill.engine.base import Engine, Pool, Task, function_task
from manimill.engine.local import LocalEngine

__all__ = ["Engine", "LocalEngine", "Pool", "Task", "function_task"]
