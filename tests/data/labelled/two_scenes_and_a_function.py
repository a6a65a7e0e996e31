from manim import *


def shortest_path(graph, start, goal):
    distance, unvisited = {start: 0}, [start]
    while unvisited:
        vertex = min(unvisited, key=distance.get)
        unvisited.remove(vertex)
        for neighbour, length in graph[vertex]:
            if distance[vertex] + length < distance.get(neighbour, 99):
                distance[neighbour] = distance[vertex] + length
                unvisited.append(neighbour)
    return distance[goal]


class Roads(Scene):
    def construct(self):
        roads = {"a": [("b", 4), ("c", 1)], "b": [("d", 1)], "c": [("b", 2), ("d", 5)], "d": []}
        text = Text(f"Dijkstra finds a way of length {shortest_path(roads, 'a', 'd')}")
        map_ = DiGraph(list(roads), [(u, v) for u in roads for v, _ in roads[u]], labels=True)
        self.play(Create(map_), Write(text))


class Dice(Scene):
    def construct(self):
        odds = BarChart([1 / 6] * 6, bar_names=list("123456"))
        self.add(odds)
