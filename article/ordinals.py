"""The words by which readers pick from a list, and the position each picks."""

ORDINALS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3,
    "4th": 3, "fifth": 4, "5th": 4, "sixth": 5, "6th": 5, "seventh": 6, "7th": 6,
    "eighth": 7, "8th": 7, "ninth": 8, "9th": 8, "tenth": 9, "10th": 9, "last": -1,
}  # fmt: skip
NUMBERS = {
    "one": 0, "1": 0, "two": 1, "2": 1, "three": 2, "3": 2, "four": 3, "4": 3,
    "five": 4, "5": 4, "six": 5, "6": 5, "seven": 6, "7": 6, "eight": 7, "8": 7,
    "nine": 8, "9": 8, "ten": 9, "10": 9,
}  # fmt: skip
