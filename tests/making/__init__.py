"""Plans made for the tests: their truth, their wording and their typesetting.

Nothing here imports the program under test, so that the material stays an independent judge.
"""
