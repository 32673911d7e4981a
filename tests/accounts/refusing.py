"""What a refused call says."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from domain.refusals import Refusal


@contextmanager
def refused(code: str, **params: Any) -> Iterator[None]:
    """Expects a refusal with a code, and among its parameters those given."""
    with pytest.raises(Refusal) as told:
        yield
    assert told.value.code == code
    assert {name: told.value.params.get(name) for name in params} == params
