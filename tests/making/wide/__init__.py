"""Plans with traits that combine, drawn by five producers, with truth per record and per printed line.

Nothing here imports the program under test, so that the material stays an independent judge.
"""
