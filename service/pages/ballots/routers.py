"""The pages of the ballot room, in the order in which a ballot meets them."""

from service.pages.ballots import chair, elector, listing, projector, results, tellers, ties

ROOMS = (
    listing.router,
    elector.router,
    chair.router,
    projector.router,
    tellers.router,
    ties.router,
    results.router,
)
