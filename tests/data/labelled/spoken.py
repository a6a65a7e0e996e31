from manim import *
from manim_voiceover import VoiceoverScene
from manim_voiceover.services.gtts import GTTSService


class Entropy(VoiceoverScene, MovingCameraScene):
    def construct(self):
        self.set_speech_service(GTTSService())
        tree = VGroup(Circle(), Line(), Circle()).arrange(DOWN)
        with self.voiceover(text="A Huffman code gives frequent letters short words.") as tracker:
            self.play(Create(tree), run_time=tracker.duration)
        with self.voiceover("Its length is close to the entropy."):
            self.play(self.camera.frame.animate.scale(0.7))
