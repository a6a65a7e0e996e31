from manim import *


class GraphOfAFunction(MovingCameraScene):
    """The graph of a function is no graph of vertices and edges."""

    def construct(self):
        plane = NumberPlane()
        graph = FunctionGraph(lambda x: np.sin(x), color=RED)
        label = Text("the graph, vertex by vertex").to_edge(UP)
        self.add(plane, graph, label)
        self.camera.frame.save_state()
        self.play(self.camera.frame.animate.scale(0.5).move_to(graph))
        self.play(Restore(self.camera.frame))
