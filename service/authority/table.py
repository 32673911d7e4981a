"""The permission table: role x action x phase. What is not in it is not allowed.

Lead and deputy follow from the handover facts, representatives from appointments and delegations, tellers
from the ballot; the office, inspectors and administrators are given their roles. Who holds a role is decided
in `holding`, by the moment at which the act is asked for.
"""

from collections.abc import Iterable, Mapping

import msgspec

from domain.delegations import Scope as Delegated
from service.authority.roles import Phase, Role, Scope

Phases = frozenset[Phase]
ALWAYS: Phases = frozenset(Phase)
RUNNING: Phases = frozenset({Phase.RUNNING})
OPEN: Phases = frozenset({Phase.RUNNING, Phase.CONCLUDED})
TO_OPEN: Phases = frozenset({Phase.NONE, Phase.RUNNING})
CLOSED: Phases = frozenset({Phase.CLOSED})

# Who keeps the record writes down what was done before; a vote of the past only as the minutes have it.
RECORD_KEEPERS = frozenset({Role.OFFICE, Role.LEAD, Role.DEPUTY})
ALL_ACTING = RECORD_KEEPERS | {Role.REPRESENTATIVE, Role.TELLER}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One action: who may take it, in which phases; who may date it otherwise than now; and through what.

    `own` names the argument that holds the unit for which a representative acts. `delegated` is what a
    stand-in must have been given to act for its representative.
    """

    action: str
    scope: Scope
    roles: Mapping[Role, Phases]
    late: frozenset[Role] = frozenset()
    own: str = "unit"
    delegated: Delegated | None = None


def _command(
    action: str,
    roles: Mapping[Role, Phases],
    *,
    late: Iterable[Role] = ALL_ACTING,
    own: str = "unit",
    delegated: Delegated | None = None,
) -> Row:
    return Row(
        action=action, scope=Scope.WRITE, roles=roles, late=frozenset(late), own=own, delegated=delegated
    )


def _read(action: str, *roles: Role) -> Row:
    return Row(action=action, scope=Scope.READ, roles=dict.fromkeys(roles, ALWAYS))


def _in_person(action: str, *roles: Role) -> Row:
    return Row(action=action, scope=Scope.SESSION, roles=dict.fromkeys(roles, ALWAYS))


OFFICE = {Role.OFFICE: ALWAYS}
OFFICE_OPEN = {Role.OFFICE: OPEN}
LEADING = {Role.LEAD: RUNNING, Role.DEPUTY: RUNNING, Role.OFFICE: OPEN}
CONFERENCE = {Role.LEAD: OPEN, Role.DEPUTY: OPEN, Role.OFFICE: OPEN}
OWN = {Role.REPRESENTATIVE: RUNNING, Role.LEAD: RUNNING, Role.OFFICE: OPEN}
EVERY_READER = (Role.OFFICE, Role.LEAD, Role.DEPUTY, Role.MEMBER, Role.INSPECTOR)

_ROWS = (
    # Units, and who speaks for them
    _command("register_unit", OFFICE),
    _command("rename_unit", OFFICE),
    _command("merge_unit", OFFICE),
    _command("split_unit", OFFICE),
    _command("dissolve_unit", OFFICE),
    _command("appoint_representative", OFFICE),
    _command("release_representative", OFFICE),
    _command("grant_delegation", {Role.REPRESENTATIVE: ALWAYS, Role.OFFICE: ALWAYS}, late=()),
    _command("revoke_delegation", {Role.REPRESENTATIVE: ALWAYS, Role.OFFICE: ALWAYS}, late=()),
    # Clusters and their lead
    _command("form_cluster", OFFICE),
    _command("join_cluster", OFFICE),
    _command("leave_cluster", OFFICE),
    _command("assign_lead", OFFICE),
    _command("elect_lead", {Role.LEAD: ALWAYS, Role.DEPUTY: ALWAYS, Role.OFFICE: ALWAYS}),
    _command("hand_over_lead", {Role.LEAD: ALWAYS, Role.OFFICE: ALWAYS}),
    _command("accept_handover", {Role.REPRESENTATIVE: ALWAYS, Role.OFFICE: ALWAYS}, delegated="lead"),
    # The steps of a year
    _command("open_cycle", {Role.LEAD: TO_OPEN, Role.OFFICE: ALWAYS}),
    _command("launch_cycle", LEADING),
    _command("adopt_rules", {Role.LEAD: RUNNING, Role.OFFICE: OPEN}),
    _command("review_midyear", LEADING),
    _command("check_ninemonth", LEADING),
    _command("sum_up_cycle", LEADING),
    _command("sign_minutes", CONFERENCE),
    _command("submit_dossier", CONFERENCE),
    _command("close_cycle", {Role.LEAD: OPEN, Role.OFFICE: OPEN}),
    _command("reopen_cycle", {Role.OFFICE: CLOSED}),
    # Pledges
    _command("register_pledge", OWN, delegated="pledges"),
    _command("sign_pledge", OWN, delegated="pledges"),
    _command("amend_pledge", OWN, delegated="pledges"),
    _command("withdraw_pledge", OWN, delegated="pledges"),
    _command(
        "report_target",
        {Role.REPRESENTATIVE: OPEN, Role.LEAD: OPEN, Role.OFFICE: OPEN},
        delegated="pledges",
    ),
    # Drives and inspections
    _command("launch_drive", LEADING),
    _command("review_drive", CONFERENCE),
    _command("close_drive", CONFERENCE),
    _command(
        "record_inspection",
        {Role.REPRESENTATIVE: RUNNING, Role.LEAD: RUNNING, Role.DEPUTY: RUNNING, Role.OFFICE: OPEN},
        own="by",
    ),
    # Scores: a unit scores itself and explains, the cluster verifies, the office checks again
    _command("submit_self_score", {Role.REPRESENTATIVE: OPEN, Role.OFFICE: OPEN}, delegated="scores"),
    _command("verify_score", CONFERENCE),
    _command("explain_score", {Role.REPRESENTATIVE: OPEN, Role.OFFICE: OPEN}, delegated="scores"),
    _command("recheck_score", OFFICE_OPEN),
    _command("finalise_score", CONFERENCE),
    _command("return_score", CONFERENCE),
    _command("report_commendation", CONFERENCE),
    # Ballots: the lead and the deputy chair; each elector votes for itself alone
    _command("open_ballot", CONFERENCE),
    _command("open_second_round", CONFERENCE),
    _command("take_attendance", CONFERENCE),
    _command("appoint_tellers", CONFERENCE),
    _command("close_ballot", CONFERENCE),
    _command("count_roll_call", CONFERENCE),
    _command("count_hands", CONFERENCE),
    _command("count_paper", OFFICE_OPEN),
    _command("enter_teller_count", {Role.TELLER: OPEN}, late=()),
    _command("decide_tie", CONFERENCE, late=()),
    _command("record_outcome", CONFERENCE),
    _command("acclaim", CONFERENCE),
    _command(
        "contest_ballot",
        {Role.REPRESENTATIVE: OPEN | CLOSED, Role.OFFICE: OPEN | CLOSED},
        own="by",
        delegated="votes",
    ),
    _command("annul_ballot", {Role.OFFICE: OPEN | CLOSED}),
    _command(
        "cast_vote",
        {Role.REPRESENTATIVE: OPEN, Role.LEAD: OPEN, Role.DEPUTY: OPEN, Role.OFFICE: OPEN},
        late=RECORD_KEEPERS,
        own="elector",
        delegated="votes",
    ),
    _command("change_vote", {Role.REPRESENTATIVE: OPEN}, late=(), own="elector", delegated="votes"),
    # Titles: the cluster proposes, the office sees to the rest
    _command(
        "propose_nomination",
        {Role.REPRESENTATIVE: OPEN, Role.LEAD: OPEN, Role.DEPUTY: OPEN, Role.OFFICE: OPEN},
        delegated="pledges",
    ),
    _command("recommend_nomination", {Role.OFFICE: OPEN | CLOSED}),
    _command("submit_nomination", {Role.LEAD: OPEN, Role.DEPUTY: OPEN, Role.OFFICE: OPEN | CLOSED}),
    _command("defer_nomination", {Role.OFFICE: OPEN | CLOSED}),
    _command("resume_nomination", {Role.OFFICE: OPEN | CLOSED}),
    _command("return_nomination", {Role.OFFICE: OPEN | CLOSED}),
    _command("decide_nomination", {Role.OFFICE: OPEN | CLOSED}),
    _command("present_nomination", {Role.OFFICE: OPEN | CLOSED}),
    _command("annul_nomination", {Role.OFFICE: OPEN | CLOSED}),
    _command("restore_nomination", {Role.OFFICE: OPEN | CLOSED}),
    # Putting right what was written wrongly
    _command("correct_entry", {Role.LEAD: OPEN, Role.DEPUTY: OPEN, Role.OFFICE: ALWAYS}),
    _command("retract_entry", {Role.LEAD: OPEN, Role.DEPUTY: OPEN, Role.OFFICE: ALWAYS}),
    # A bare fact of another log passes no decision: it is for the operator of the machine alone
    _command("record_fact", {}, late=()),
    _command("import_chronicle", OFFICE),
    _command("import_units", OFFICE),
    _command("import_targets", {Role.LEAD: RUNNING, Role.DEPUTY: RUNNING, Role.OFFICE: OPEN}),
    _read("read_imports", Role.PERSON),
    # Reading
    _read("read_directory", Role.PERSON),
    _read("read_cycle", *EVERY_READER),
    _read("read_ballots", *EVERY_READER, Role.TELLER),
    _read("read_audit", *EVERY_READER),
    _read("read_events", Role.OFFICE, Role.INSPECTOR),
    _read("read_attempts", Role.OFFICE, Role.INSPECTOR),
    _read("read_representatives", Role.OFFICE, Role.INSPECTOR, Role.REPRESENTATIVE),
    _read("read_unit_years", Role.OFFICE, Role.INSPECTOR, Role.REPRESENTATIVE),
    _read("read_teller_counts", Role.TELLER, Role.LEAD, Role.DEPUTY, Role.OFFICE, Role.INSPECTOR),
    # People and their accounts
    _in_person("sign_in", Role.ANYONE),
    _in_person("read_own_sessions", Role.PERSON),
    _in_person("end_session", Role.PERSON),
    _in_person("change_password", Role.PERSON),
    _in_person("create_token", Role.PERSON),
    _in_person("read_tokens", Role.PERSON),
    _in_person("revoke_token", Role.PERSON),
    _in_person("create_person", Role.ADMINISTRATOR, Role.OFFICE),
    _in_person("read_persons", Role.ADMINISTRATOR, Role.OFFICE, Role.INSPECTOR),
    _in_person("read_person", Role.ADMINISTRATOR, Role.OFFICE, Role.INSPECTOR),
    _in_person("change_person", Role.ADMINISTRATOR, Role.OFFICE),
    _in_person("erase_person", Role.ADMINISTRATOR),
    _in_person("set_login", Role.ADMINISTRATOR),
    _in_person("disable_login", Role.ADMINISTRATOR),
    _in_person("enable_login", Role.ADMINISTRATOR),
    _in_person("link_identity", Role.ADMINISTRATOR),
    _in_person("read_identities", Role.ADMINISTRATOR),
    _in_person("remove_identity", Role.ADMINISTRATOR),
    _in_person("give_role", Role.ADMINISTRATOR),
    _in_person("read_grants", Role.ADMINISTRATOR, Role.INSPECTOR),
    _in_person("withdraw_role", Role.ADMINISTRATOR),
    _in_person("read_account_acts", Role.ADMINISTRATOR, Role.INSPECTOR),
    # The service itself
    _read("see_pages", Role.ANYONE),
    _read("see_health", Role.ANYONE),
    _read("read_problems", Role.ANYONE),
    _read("read_openapi", Role.ANYONE),
    Row(action="read_metrics", scope=Scope.METRICS, roles={Role.ADMINISTRATOR: ALWAYS}),
)

TABLE: Mapping[str, Row] = {row.action: row for row in _ROWS}
