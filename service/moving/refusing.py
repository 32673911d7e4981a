"""Why a copy is refused: what stands at the target already, or what the source is not."""


class CopyRefused(Exception):
    """The target stays as it is."""


class OtherLog(CopyRefused):
    """The target holds another log: the entry at `position` is not that of the source."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position


class TargetAhead(CopyRefused):
    """The target holds more than the source: its last position is `held`, that of the source `offered`."""

    def __init__(self, held: int, offered: int) -> None:
        super().__init__(held, offered)
        self.held = held
        self.offered = offered


class TableDiffers(CopyRefused):
    """A table beside the log holds something else at the target already."""

    def __init__(self, table: str) -> None:
        super().__init__(table)
        self.table = table


class SourceBroken(CopyRefused):
    """The log of the source is not sound from `position` on: `thidua verify` tells what it is."""

    def __init__(self, position: int) -> None:
        super().__init__(position)
        self.position = position
