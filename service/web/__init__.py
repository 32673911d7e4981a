"""HTTP: the same answers as the command line, as JSON."""

from service.web.app import create_app

__all__ = ["create_app"]
