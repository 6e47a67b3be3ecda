"""The access matrix as data: ``access_matrix.csv``, written by hand."""

import csv
from pathlib import Path

MATRIX = Path(__file__).with_name("access_matrix.csv")
FIRST_COLUMNS = ("row", "data", "model", "logged")
LAST_COLUMNS = ("note", "proves")


def read_matrix():
    """Return the rows of the table as dicts."""
    with MATRIX.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def role_names(rows):
    """Return the columns that are persons, in the order of the table."""
    return [name for name in rows[0] if name not in (*FIRST_COLUMNS, *LAST_COLUMNS)]


def readable_models(rows, role):
    """Return the models of which a role reads at least one record of the table."""
    return {row["model"].partition("#")[0] for row in rows if "R" in row[role]}
