"""Serving the answers over HTTP."""

import gc
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Annotated

import typer

from projections.catalogue import marked
from service.cli.failures import UsageProblem
from service.cli.options import Port
from service.cli.session import Session, session
from service.settings import Settings, listed

Host = Annotated[str | None, typer.Option(help=marked("Địa chỉ lắng nghe; mặc định theo THIDUA_HOST."))]

# An answer about a whole ministry makes a hundred thousand states, among which nothing goes in circles. To
# look for circles at each seven hundred of them, as Python would, takes a third of such an answer's time.
NEW_OBJECTS_MAX = 20_000


def add_to(app: typer.Typer) -> None:
    """Add serving to the command line."""
    app.command("serve", help=marked("Phục vụ các câu trả lời qua HTTP."))(serve)


def serve(context: typer.Context, host: Host = None, port: Port = None) -> None:
    """Serve until stopped."""
    here = session(context)
    given = {"host": host, "port": port}
    told = {name: value for name, value in given.items() if value is not None}
    settings = here.settings.model_copy(update=told)
    with here.opened():
        pass  # a database that cannot be used is told in words, before the server starts
    run(here, settings)


def run(here: Session, settings: Settings) -> None:
    """Serve the answers until the process is told to stop."""
    import uvicorn

    from service.web.app import create_app

    with _listening(settings) as listening, _ending_in_order():
        address = f"http://{settings.host}:{listening.getsockname()[1]}"
        here.say(here.words(marked("Đang phục vụ tại {address} (Ctrl+C để dừng)."), address=address))
        service = create_app(settings)
        _collect_rarely()
        config = uvicorn.Config(
            service,
            log_config=None,
            access_log=False,  # the service writes its own line, without addresses of clients
            server_header=False,
            proxy_headers=bool(settings.proxies),
            forwarded_allow_ips=listed(settings.proxies),
            limit_concurrency=settings.connections_max + 1,  # at that number it sends away, itself counted
            timeout_graceful_shutdown=settings.shutdown_seconds,  # who is slower to take an answer is cut off
        )
        uvicorn.Server(config).run(sockets=[listening])


def _collect_rarely() -> None:
    """Let Python look for garbage less often, and no more among what stays as long as the service."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS_MAX)


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Take both signals to stop for what they are: done, with exit code 0.

    uvicorn stops in order and then raises the signal anew, which would tell of a process that was killed.
    """
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    # Told to be TCP: only then does asyncio send each answer at once, and not 40 ms later.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
        listening.listen()
        return listening
    except OSError as error:
        listening.close()
        sentence = marked("Không mở được cổng {port} tại {host}: {problem}. Chọn cổng khác bằng --port.")
        raise UsageProblem(
            sentence, port=str(settings.port), host=settings.host, problem=error.strerror or str(error)
        ) from error
