"""What the commands call."""


def extract() -> None: ...


def run() -> None: ...
