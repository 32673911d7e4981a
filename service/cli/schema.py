"""Bringing a database to this version of the software, and saying which roles of PostgreSQL may use it."""

from contextlib import closing
from typing import Annotated

import typer
from sqlalchemy import Engine

from projections.catalogue import marked
from projections.generations import ReadModelsDiffer
from service.application import Thidua
from service.cli.failures import Code, Failed, UsageProblem
from service.cli.session import Session, session
from service.engine import writing
from service.opening import check_read_models, opened_engine
from service.rebuild import rebuild
from service.schema import SchemaBehind, check_revision, held_revision

Check = Annotated[
    bool, typer.Option("--check", help=marked("Chỉ kiểm tra; mã thoát 1 nếu cơ sở dữ liệu còn thiếu gì."))
]
Application = Annotated[
    list[str] | None,
    typer.Option(metavar="ROLE", help=marked("Vai trò của dịch vụ: đọc và ghi thêm; không sửa, không xóa.")),
]
Reader = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ROLE", help=marked("Vai trò chỉ đọc nhật ký và bảng tra cứu, không thấy tài khoản.")
    ),
]
_NO_REVISION = marked("chưa đánh số")


def add_to(app: typer.Typer) -> None:
    """Add the care of the schema to the command line."""
    app.command("migrate", help=marked("Đưa cơ sở dữ liệu lên phiên bản của phần mềm này."))(migrate)
    app.command("roles", help=marked("PostgreSQL: cấp quyền cho vai trò của dịch vụ và vai trò chỉ đọc."))(
        roles
    )


def migrate(context: typer.Context, check: Check = False) -> None:
    """Bring log and accounts to this version; make the read models anew where they are of another."""
    from service.migrating import migrate as migrate_schema

    here = session(context)
    address, limits = here.settings.database_url, here.settings.limits.for_upkeep()
    with opened_engine(address, create=not check, limits=limits) as engine, closing(Thidua(engine)) as opened:
        if check:
            _check(here, engine)
            return
        before, after = migrate_schema(engine)
        if before == after:
            here.say(here.words(marked("Cơ sở dữ liệu đã ở bản {after}."), after=after))
        else:
            sentence = marked("Đã đưa cơ sở dữ liệu từ bản {before} lên bản {after}.")
            here.say(here.words(sentence, before=before or here.words(_NO_REVISION), after=after))
        if not _has_read_models(engine):
            _rebuild(here, opened)


def roles(context: typer.Context, application: Application = None, reader: Reader = None) -> None:
    """Grant roles what the service, or a reader, needs of this database, and nothing else; repeatable."""
    from service.database_roles import Kind, RoleIsOwner, RoleMissing, grant

    here = session(context)
    kinds: dict[Kind, list[str]] = {"application": application or [], "reader": reader or []}
    if not any(kinds.values()):
        raise UsageProblem(marked("Nêu ít nhất một vai trò: --application ROLE hoặc --reader ROLE."))
    with here.opened(create=False) as opened:
        if opened.engine.dialect.name != "postgresql":
            raise UsageProblem(marked("Chỉ PostgreSQL có vai trò; tệp SQLite do quyền của tệp bảo vệ."))
        with writing(opened.engine) as connection:
            try:
                for kind, names in kinds.items():
                    for name in names:
                        grant(connection, name, kind)
            except RoleMissing as missing:
                sentence = marked("Máy chủ không có vai trò {role}: lập nó trước bằng CREATE ROLE … LOGIN.")
                raise UsageProblem(sentence, role=missing.role) from missing
            except RoleIsOwner as owner:
                sentence = marked("Các bảng là của chính vai trò {role}: lập vai trò khác cho dịch vụ.")
                raise UsageProblem(sentence, role=owner.role) from owner
    for kind, names in kinds.items():
        for name in names:
            here.say(here.words(_GRANTED[kind], role=name))


_GRANTED = marked({
    "application": "Vai trò {role}: đọc, ghi thêm vào nhật ký; không sửa, không xóa, không đổi bảng.",
    "reader": "Vai trò {role}: chỉ đọc nhật ký và bảng tra cứu.",
})  # fmt: skip


def _check(here: Session, engine: Engine) -> None:
    try:
        with engine.connect() as connection:
            check_revision(connection)
            held = held_revision(connection)
    except SchemaBehind as behind:
        sentence = marked("Cơ sở dữ liệu ở bản {held}; phần mềm này cần bản {wanted}: chạy `thidua migrate`.")
        here.say(here.words(sentence, held=behind.held or here.words(_NO_REVISION), wanted=behind.wanted))
        raise Failed(Code.REFUSED) from behind
    if not _has_read_models(engine):
        here.say(here.words(marked("Bảng tra cứu thuộc phiên bản khác: chạy `thidua rebuild`.")))
        raise Failed(Code.REFUSED)
    here.say(here.words(marked("Cơ sở dữ liệu đã ở bản {after}."), after=held))


def _has_read_models(engine: Engine) -> bool:
    try:
        check_read_models(engine)
    except ReadModelsDiffer:
        return False
    return True


def _rebuild(here: Session, application: Thidua) -> None:
    with here.progress(here.words(marked("Dựng lại"))) as progress:
        rebuilt = rebuild(application, progress)
    here.say(here.words(marked("Đã dựng lại các bảng tra cứu từ {entries} mục."), entries=rebuilt.entries))
