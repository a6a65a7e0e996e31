from manim import *


class Knapsack(Scene):
    def construct(self):
        weights, values, room = [1, 3, 4], [15, 20, 30], 4
        dp = [[0] * (room + 1) for _ in range(len(weights) + 1)]
        for i, (weight, value) in enumerate(zip(weights, values), 1):
            for free in range(room + 1):
                dp[i][free] = dp[i - 1][free]
                if weight <= free:
                    dp[i][free] = max(dp[i][free], value + dp[i - 1][free - weight])
        table = IntegerTable(dp)
        self.play(table.create())
        self.play(Circumscribe(table.get_cell((4, 5))))
