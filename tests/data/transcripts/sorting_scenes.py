from manim import *

VALUES = [5, 2, 8, 1, 9, 3, 7, 4]


class Opening(Scene):
    def construct(self):
        title = Text("How fast can you sort?").scale(1.2)
        question = Text("eight cards, one table", font_size=28).next_to(title, DOWN)
        self.play(Write(title))
        self.play(FadeIn(question))
        self.wait(2)


class ShuffledCards(Scene):
    def construct(self):
        cards = VGroup(*[VGroup(RoundedRectangle(height=2, width=1), Text(str(v))) for v in VALUES])
        cards.arrange(RIGHT, buff=0.2)
        table = Rectangle(width=13, height=4, color=GREEN, fill_opacity=0.3)
        self.play(FadeIn(table), LaggedStart(*[FadeIn(card, shift=UP) for card in cards]))
        hand = Arrow(DOWN * 3, cards[3].get_bottom(), color=YELLOW)
        self.play(GrowArrow(hand), Indicate(cards[3]))


class BubbleSort(Scene):
    def construct(self):
        bars = VGroup(*[Rectangle(height=v / 2, width=0.6) for v in VALUES]).arrange(RIGHT, aligned_edge=DOWN)
        label = Text("bubble sort").to_edge(UP)
        self.add(bars, label)
        for end in range(len(bars) - 1, 0, -1):
            for left in range(end):
                neighbours = VGroup(bars[left], bars[left + 1])
                self.play(neighbours.animate.set_color(RED), run_time=0.1)
                if bars[left].height > bars[left + 1].height:
                    self.play(Swap(bars[left], bars[left + 1]), run_time=0.2)


class CountingComparisons(Scene):
    def construct(self):
        grid = VGroup(*[Square(0.5) for _ in range(64)]).arrange_in_grid(8, 8, buff=0)
        triangle = VGroup(*[grid[8 * row + col] for row in range(8) for col in range(row)])
        self.play(Create(grid))
        self.play(triangle.animate.set_fill(BLUE, 0.7))
        formula = MathTex(r"\frac{n(n-1)}{2} \text{ comparisons}").next_to(grid, RIGHT)
        self.play(Write(formula))


class InsertionSort(Scene):
    def construct(self):
        sorted_part = VGroup()
        deck = VGroup(*[Square(0.8).add(Text(str(v))) for v in VALUES]).arrange(RIGHT).to_edge(UP)
        self.add(deck)
        for card in deck:
            gap = len([c for c in sorted_part if c.number < card.number])
            self.play(sorted_part[gap:].animate.shift(RIGHT), run_time=0.3)
            self.play(card.animate.move_to(slot_position(gap)))
            sorted_part.insert(gap, card)


class SplitInHalves(Scene):
    def construct(self):
        whole = Rectangle(width=8, height=0.8).to_edge(UP)
        halves = VGroup(Rectangle(width=4, height=0.8), Rectangle(width=4, height=0.8)).arrange(RIGHT, buff=1)
        quarters = VGroup(*[Rectangle(width=2, height=0.8) for _ in range(4)]).arrange(RIGHT, buff=0.6)
        self.play(TransformFromCopy(whole, halves))
        self.play(TransformFromCopy(halves, quarters.shift(DOWN * 2)))
        self.play(Write(Text("divide and conquer").to_edge(DOWN)))


class MergeStep(Scene):
    def construct(self):
        left_run = number_row([1, 2, 5, 8]).shift(LEFT * 3 + UP)
        right_run = number_row([3, 4, 7, 9]).shift(RIGHT * 3 + UP)
        merged = VGroup()
        left_finger, right_finger = Triangle(color=YELLOW).scale(0.2), Triangle(color=YELLOW).scale(0.2)
        self.add(left_run, right_run, left_finger, right_finger)
        while left_run or right_run:
            smallest = take_smaller(left_run, right_run)
            self.play(smallest.animate.move_to(DOWN * 2 + RIGHT * len(merged)))
            merged.add(smallest)


class RecursionTree(Scene):
    def construct(self):
        levels = VGroup(*[tree_level(depth) for depth in range(4)]).arrange(DOWN, buff=0.8)
        brace = Brace(levels, LEFT)
        height = brace.get_tex(r"\log_2 n")
        width = MathTex("n").next_to(levels, UP)
        self.play(Create(levels), GrowFromCenter(brace), Write(height), Write(width))
        self.play(Write(MathTex(r"n \log n").to_edge(DOWN)))


class QuicksortPartition(Scene):
    def construct(self):
        dots = VGroup(*[Dot(radius=0.1 * v) for v in VALUES]).arrange(RIGHT)
        pivot = dots[0].set_color(ORANGE)
        wall = DashedLine(UP * 2, DOWN * 2).next_to(pivot, RIGHT)
        self.play(Create(dots), Create(wall))
        smaller = [d for d in dots if d.radius < pivot.radius]
        larger = [d for d in dots if d.radius > pivot.radius]
        self.play(
            *[d.animate.shift(LEFT * 4) for d in smaller], *[d.animate.shift(RIGHT * 4) for d in larger]
        )


class WorstCase(Scene):
    def construct(self):
        staircase = VGroup(*[Line(ORIGIN, RIGHT * (8 - k)).shift(DOWN * k * 0.5) for k in range(8)])
        warning = Text("already sorted input", color=RED).to_edge(UP)
        self.play(Write(warning))
        self.play(LaggedStartMap(Create, staircase, lag_ratio=0.4))
        dice = SVGMobject("dice").to_corner(DR)
        self.play(FadeIn(dice), Write(Text("random pivot").next_to(dice, LEFT)))


class DecisionTree(Scene):
    def construct(self):
        graph = Graph(list(range(15)), tree_edges(15), layout="tree", root_vertex=0)
        questions = VGroup(*[MathTex("a < b ?", font_size=24) for _ in range(7)])
        leaves = VGroup(*[graph[v] for v in range(7, 15)]).set_color(GREEN)
        self.play(Create(graph), FadeIn(questions))
        self.play(Indicate(leaves))
        bound = MathTex(r"\log_2 (n!) \ge c\, n \log n").to_edge(DOWN)
        self.play(Write(bound))


class RaceChart(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 100, 20], y_range=[0, 1000, 200], axis_config={"include_numbers": True})
        quadratic = axes.plot(lambda n: n**2 / 10, color=RED, x_range=[0, 100])
        linearithmic = axes.plot(lambda n: n * np.log2(n), color=GREEN, x_range=[1, 100])
        legend = VGroup(Text("bubble, insertion"), Text("merge, quick")).arrange(DOWN).to_corner(UL)
        self.play(Create(axes), Create(quadratic), Create(linearithmic), FadeIn(legend))
