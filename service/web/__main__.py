"""Writes the OpenAPI document: `python -m service.web > docs/reference/openapi.json`."""

import sys

from service.settings import Settings
from service.web.app import create_app
from service.web.openapi import as_text

sys.stdout.write(as_text(create_app(Settings()).openapi()))
