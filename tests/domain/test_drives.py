"""Drives: launched, reviewed, closed."""

from datetime import date

from domain import drives
from domain.drives import Drive, DriveClosed, DriveLaunched, DriveReviewed
from domain.facts import EntryRetracted
from domain.moments import Moment
from tests.domain.scenario import contradicts, entry, given

WHEN = Moment.parse("2022-09-02")
LAUNCHED = DriveLaunched(name="Đợt thi đua đặc biệt")


def test_a_drive_is_launched() -> None:
    announced = {
        "name": "Đợt thi đua đặc biệt",
        "occasion": "19/8",
        "slogan": "Kỷ cương",
        "starts": date(2022, 6, 1),
        "ends": date(2022, 8, 19),
        "document": "7/KH",
    }
    given(drives).when(drives.launch, when=WHEN, **announced).then(
        DriveLaunched(
            name="Đợt thi đua đặc biệt",
            occasion="19/8",
            slogan="Kỷ cương",
            starts=date(2022, 6, 1),
            ends=date(2022, 8, 19),
            document="7/KH",
        )
    )


def test_a_drive_is_launched_once() -> None:
    given(drives, LAUNCHED).when(drives.launch, when=WHEN, name="x").refuses(
        "drive_already_launched", name="Đợt thi đua đặc biệt", launched="2022-03-01"
    )


def test_a_drive_does_not_end_before_it_starts() -> None:
    days = {"starts": date(2022, 6, 1), "ends": date(2022, 5, 31)}
    given(drives).when(drives.launch, when=WHEN, name="x", **days).refuses("drive_ends_before_start", **days)


def test_a_drive_may_be_announced_with_one_day_only() -> None:
    day = date(2022, 6, 1)
    given(drives).when(drives.launch, when=WHEN, name="x", starts=day).then(
        DriveLaunched(name="x", starts=day)
    )


def test_a_drive_is_reviewed_and_the_latest_review_stands() -> None:
    given(drives, LAUNCHED).when(
        drives.review, when=WHEN, findings="Tốt", collectives=4, individuals=0, document="9/BC"
    ).then(DriveReviewed(findings="Tốt", collectives=4, individuals=0, document="9/BC"))
    drive = given(drives, LAUNCHED, DriveReviewed(collectives=1), DriveReviewed(collectives=4)).state
    assert isinstance(drive, Drive)
    assert drive.review == DriveReviewed(collectives=4)


def test_counts_are_not_negative() -> None:
    given(drives, LAUNCHED).when(drives.review, when=WHEN, individuals=-1).refuses(
        "count_negative", field="individuals", count=-1
    )


def test_what_was_not_launched_is_neither_reviewed_nor_closed() -> None:
    given(drives).when(drives.review, when=WHEN).refuses("drive_not_launched")
    given(drives).when(drives.close, when=WHEN).refuses("drive_not_launched")
    refusal = contradicts(drives, (DriveReviewed(), "2022-05-01"), (LAUNCHED, "2022-06-01"))
    assert refusal.code == "drive_not_launched"


def test_a_launch_known_to_its_year_comes_before_a_review_in_it() -> None:
    given(drives, (DriveReviewed(), "2022-05-01"), (LAUNCHED, "2022")).when(drives.close, when=WHEN).then(
        DriveClosed()
    )


def test_a_drive_is_closed_once_and_may_be_reviewed_after() -> None:
    given(drives, LAUNCHED, (DriveClosed(document="1/TB"), "2022-08-19")).when(
        drives.close, when=WHEN
    ).refuses("drive_already_closed", closed="2022-08-19")
    given(drives, LAUNCHED, DriveClosed()).when(drives.review, when=WHEN).then(DriveReviewed())


def test_facts_of_other_streams_change_nothing() -> None:
    other = EntryRetracted(position=1, reason="x")
    assert drives.evolve(None, entry(other)) is None
    assert drives.evolve(None, entry(DriveReviewed())) is None
    assert drives.evolve(None, entry(DriveClosed())) is None
    drives.admit(None, other, WHEN)
