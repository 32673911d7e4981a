"""A database as the version before this one made it: no revision noted, read models without numbers."""

from sqlalchemy import Engine, text

from projections.models import MODELS
from service.engine import writing

UNNUMBERED = "CREATE TABLE read_models (name VARCHAR PRIMARY KEY, version BIGINT NOT NULL)"


def age(engine: Engine) -> None:
    """Turn a database of today into one of yesterday, with what it holds."""
    with writing(engine) as connection:
        for model in MODELS:
            connection.execute(text(f"ALTER TABLE {model.name}_1 RENAME TO {model.name}"))
        connection.execute(text(UNNUMBERED))
        connection.execute(text("INSERT INTO read_models VALUES ('read_models', 2)"))
        connection.execute(text("DROP TABLE read_model_generations"))
        connection.execute(text("DROP TABLE alembic_version"))
