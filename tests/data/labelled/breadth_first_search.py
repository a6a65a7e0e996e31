from collections import deque

from manim import *


class Flood(Scene):
    def construct(self):
        edges = [(1, 2), (1, 3), (2, 4), (3, 4), (4, 5)]
        network = Graph([1, 2, 3, 4, 5], edges, layout="spring")
        self.play(Create(network))
        for vertex in self.bfs(edges, 1):
            self.play(network.vertices[vertex].animate.set_color(YELLOW))

    def bfs(self, edges, start):
        queue, seen = deque([start]), {start}
        while queue:
            vertex = queue.popleft()
            yield vertex
            for a, b in edges:
                for u, v in ((a, b), (b, a)):
                    if u == vertex and v not in seen:
                        seen.add(v)
                        queue.append(v)
