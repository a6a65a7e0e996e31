from manim import *
from manim_ml.neural_network import FeedForwardLayer, NeuralNetwork


class Perceptron(Scene):
    def construct(self):
        network = NeuralNetwork([FeedForwardLayer(3), FeedForwardLayer(5), FeedForwardLayer(2)])
        self.add(network)
        self.play(network.make_forward_pass_animation())
