from manim import *


def cell(number):
    box = Square(side_length=0.8)
    return VGroup(box, Integer(number).move_to(box))


def row(numbers):
    return VGroup(*[cell(n) for n in numbers]).arrange(RIGHT, buff=0)


class BubbleSort(Scene):
    def construct(self):
        numbers = [5, 2, 4, 1, 3]
        boxes = row(numbers)
        self.play(FadeIn(boxes))
        for end in range(len(numbers) - 1, 0, -1):
            for i in range(end):
                if numbers[i] > numbers[i + 1]:
                    numbers[i], numbers[i + 1] = numbers[i + 1], numbers[i]
                    self.play(Swap(boxes[i], boxes[i + 1]))
                    boxes.submobjects[i], boxes.submobjects[i + 1] = boxes[i + 1], boxes[i]
        self.wait()
