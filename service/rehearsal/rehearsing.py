"""Playing a rehearsal: every cluster, every year, scene by scene."""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from domain.refusals import Refusal
from service.application import Thidua
from service.rehearsal import ballots, honours, scoring, slips, year
from service.rehearsal.cast import Cast, first_cast, next_cast
from service.rehearsal.play import Play

SCENES: Mapping[str, Callable[[Play], None]] = {
    "formed": year.form,
    "opened": year.open_year,
    "launched": year.launch,
    "pledged": year.pledge,
    "inspected": year.first_half,
    "midyear": year.review,
    "merged": year.merge,
    "ninemonth": year.check,
    "reported": scoring.report,
    "scored": scoring.score,
    "summed_up": ballots.sum_up,
    "balloting": ballots.begin_balloting,
    "balloted": ballots.finish_balloting,
    "minuted": honours.sign_minutes,
    "proposed": honours.propose,
    "submitted": honours.submit,
    "decided": honours.decide,
    "annulled": honours.annul,
    "amended": slips.amend,
    "closed": honours.close,
}
Progress = Callable[[int, int], None]


class Rehearsed(msgspec.Struct, frozen=True, kw_only=True):
    """The cycles that were played, and how many entries that recorded which the log did not hold yet."""

    cycles: tuple[str, ...]
    entries: int


def no_progress(_done: int, _of: int) -> None:
    """Tell nobody."""


def rehearse(
    application: Thidua,
    *,
    seed: int = 2026,
    clusters: int = 1,
    years: int = 1,
    first_year: int = 2026,
    members: int = 6,
    stop_at: str | None = None,
    progress: Progress = no_progress,
) -> Rehearsed:
    """Play complete years of fictional clusters; the same arguments always give the same facts.

    Each cluster's year is recorded whole or not at all. Played again it records nothing new, and with more
    clusters or years only those. `stop_at` names the scene (a key of `SCENES`) after which the last year
    breaks off; played again without it, it goes on from there. `progress` counts scenes.

    Raises:
        Refusal: `rehearsal_too_small`, `rehearsal_scene_unknown`; `unit_already_registered` where the log
            holds a rehearsal with another seed, first year or number of members.
    """
    if stop_at is not None and stop_at not in SCENES:
        raise Refusal("rehearsal_scene_unknown", scene=stop_at, known=", ".join(SCENES))
    key = f"{seed}:{first_year}:{members}"
    since = application.log_recorder.max_notification_id() or 0
    casts = list(_casts(clusters, years, first_year, members))
    plan = [_scenes(stop_at if cast.year == first_year + years - 1 else None) for cast in casts]
    total, done, entries = sum(map(len, plan)), 0, 0
    for cast, scenes in zip(casts, plan, strict=True):
        play = Play(application, cast, key=key, seed=seed, since=since)
        with application.log_recorder.transaction():
            for scene in scenes:
                scene(play)
                done += 1
                progress(done, total)
        entries += play.recorded
    return Rehearsed(cycles=tuple(cast.cycle for cast in casts), entries=entries)


def _casts(clusters: int, years: int, first_year: int, members: int) -> Iterator[Cast]:
    """Year by year, cluster by cluster, as a log would have it."""
    casts = [first_cast(number, first_year, members) for number in range(1, clusters + 1)]
    for _ in range(years):
        yield from casts
        casts = [next_cast(cast) for cast in casts]


def _scenes(stop_at: str | None) -> list[Callable[[Play], None]]:
    """The scenes of a year, up to and with the one at which it stops."""
    names = list(SCENES)
    return [SCENES[name] for name in names[: len(names) if stop_at is None else names.index(stop_at) + 1]]
