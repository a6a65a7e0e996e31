"""Waits whose time comes from where zeros are."""

from __future__ import annotations

from tests.repair.codemod_cases import becomes, stays

NAME = "waits-that-may-be-none"


def test_times_of_a_list_with_zeros() -> None:
    becomes(
        NAME,
        """
        from manimlib.imports import *
        class Steps(Scene):
            def construct(self):
                times = [0] * 5
                times[2] = 3
                self.pauses = {"first": 1}
                self.pauses["second"] = 0
                self.show(times)
            def show(self, times, last=0):
                for i in range(5):
                    # and now
                    self.wait(times[i])
                self.wait(self.pauses["first"])
                self.wait(last)
        """,
        """
        from manimlib.imports import *
        class Steps(Scene):
            def construct(self):
                times = [0] * 5
                times[2] = 3
                self.pauses = {"first": 1}
                self.pauses["second"] = 0
                self.show(times)
            def show(self, times, last=0):
                for i in range(5):
                    # and now
                    if times[i] > 0:
                        self.wait(times[i])
                if self.pauses["first"] > 0:
                    self.wait(self.pauses["first"])
                if last > 0:
                    self.wait(last)
        """,
    )


def test_others_stay() -> None:
    stays(
        NAME,
        """
        from manimlib.imports import *
        class Steps(Scene):
            def construct(self):
                times = [1, 2]
                self.wait(times[0])
                spare = [0, 2]
                if spare[1] != 0:
                    self.wait(spare[1])
                self.wait(3)
        """,
    )
