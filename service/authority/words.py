"""Who holds a role, and how it is known: what the page on permissions tells of each."""

from collections.abc import Mapping

from service.authority.roles import Role

HOLDERS: Mapping[Role, str] = {
    Role.ANYONE: "everybody, signed in or not",
    Role.PERSON: "who has signed in, or sends an API token",
    Role.ADMINISTRATOR: (
        "to whom it was given: for accounts only. Holds no other role, not even one that the log would give"
    ),
    Role.OFFICE: (
        "to whom it was given, over the whole service or over a unit: then for the clusters which that unit "
        "or one below it organises, and for that unit and those below it. Not through a unit that has ended"
    ),
    Role.LEAD: (
        "who speaks for the unit that leads in the cycle's year, today or on the nearest day of that year; "
        "for an election and a handover, that of the year before"
    ),
    Role.DEPUTY: "likewise, for the unit that deputises",
    Role.REPRESENTATIVE: (
        "who speaks for the unit that the act is about, if that takes part in the cluster: as a member today "
        "or at the end of the year, or as an elector of the ballot"
    ),
    Role.MEMBER: (
        "who speaks, in whatever scope, for any unit that is a member today or was at the end of the year"
    ),
    Role.TELLER: "who was appointed to count the ballot",
    Role.INSPECTOR: (
        "to whom it was given, over the whole service or over a unit, as an office is; reads, writes nothing"
    ),
}
