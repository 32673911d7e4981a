"""Administrators of accounts: the first one can only be made here, by who runs the service."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from domain.refusals import Refusal
from projections.catalogue import marked
from service.accounts import grants, logins, passwords, persons
from service.accounts.persons import Personal
from service.cli.failures import UsageProblem
from service.cli.session import Session, session
from service.engine import writing

PASSWORD_BYTES_MAX = 4 * passwords.LETTERS_MAX + 2  # the longest password as UTF-8, and the end of its line

Login = Annotated[str, typer.Option(metavar="LOGIN", help=marked("Tên đăng nhập."))]
Name = Annotated[str | None, typer.Option(metavar="NAME", help=marked("Họ và tên, chỉ để hiển thị."))]
PasswordFile = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help=marked("Tệp có mật khẩu ở dòng đầu; “-” là đầu vào chuẩn. Không nêu thì hỏi hai lần."),
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add the administrators to the command line."""
    group = typer.Typer(
        help=marked("Người quản trị tài khoản: lập người đầu tiên, đặt lại mật khẩu."), no_args_is_help=True
    )
    group.command("create", help=marked("Lập một người quản trị tài khoản."))(create)
    group.command("password", help=marked("Đặt lại mật khẩu; các phiên đăng nhập kết thúc."))(password)
    app.add_typer(group, name="admin")


def create(
    context: typer.Context, login: Login, name: Name = None, password_file: PasswordFile = None
) -> None:
    """Create a person who administers accounts."""
    here = session(context)
    typed = logins.new_login(login)
    with here.opened() as application:
        with application.engine.connect() as connection:
            if logins.find(connection, typed) is not None:
                raise Refusal("login_taken")
        stored = passwords.hashed(_password(here, password_file), typed)
        now = application.log_recorder.clock()
        with writing(application.engine) as connection:
            person = persons.create(connection, Personal(name=name), by=None, now=now)
            logins.set_login(connection, person, typed, stored, by=None, now=now)
            grants.give(connection, person, grants.ADMINISTRATOR, by=None, now=now)
    here.say(
        here.words(
            marked("Đã lập người quản trị {person}. Người này lập các tài khoản khác sau khi đăng nhập."),
            person=person,
        )
    )


def password(context: typer.Context, login: Login, password_file: PasswordFile = None) -> None:
    """Set a new password, for anybody who cannot sign in any more."""
    here = session(context)
    with here.opened(create=False) as application:
        with application.engine.connect() as connection:
            known = logins.find(connection, login)
        if known is None:
            raise Refusal("login_unknown")
        stored = passwords.hashed(_password(here, password_file), known.login)
        with writing(application.engine) as connection:
            now = application.log_recorder.clock()
            logins.set_login(connection, known.person, known.login, stored, by=None, now=now)
    here.say(here.words(marked("Đã đặt lại mật khẩu; các phiên đăng nhập đã kết thúc.")))


def _password(here: Session, file: str | None) -> str:
    """A password from where nobody else sees it: never from an argument, which other users can list."""
    if file is None:
        return str(
            typer.prompt(
                here.words(marked("Mật khẩu")),
                hide_input=True,
                confirmation_prompt=here.words(marked("Gõ lại mật khẩu")),
            )
        )
    try:
        if file == "-":
            told = sys.stdin.buffer.readline(PASSWORD_BYTES_MAX)
        else:
            with Path(file).open("rb") as opened:
                told = opened.readline(PASSWORD_BYTES_MAX)
        return told.decode().rstrip("\r\n")
    except UnicodeDecodeError:
        raise UsageProblem(marked("Không đọc được mật khẩu: tệp không ở dạng UTF-8.")) from None
    except OSError as error:
        sentence = marked("Không đọc được mật khẩu từ {file}: {problem}.")
        raise UsageProblem(sentence, file=file, problem=error.strerror or str(error)) from error
