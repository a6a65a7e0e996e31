"""Does a description fit its code, and which code does it fit if not?"""
