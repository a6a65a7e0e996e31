from manim import *

# Each word here holds another one: explorer, resort, prehash, treelike, rasterising.


class ExplorerResort(Scene):
    def construct(self):
        title = Text("An explorer's resort: rehashed, unsorted, luxorious")
        hotel = Rectangle(height=3, width=2).next_to(title, DOWN)
        self.add(title, hotel)
