"""Where a field is read from, as a person settles it: kept with the source for the next readings."""

from collections.abc import Mapping

from projets.equipements.models import Source


def remap(source: Source, choices: Mapping[str, str]) -> None:
    """Put {our field: its column, or nothing} in the source's mapping, unsaved; what named a row follows its column."""
    if not choices:
        return
    columns = dict(source.mapping.get("columns") or {})
    key = source.mapping.get("key")
    for field, column in choices.items():
        was = columns.get(field)
        if not column and not was:
            continue  # nowhere before, nowhere now: a later file may bring it
        columns[field] = column
        if key is not None and was in key:
            key = [column if name == was else name for name in key if column or name != was]
        elif field == "key":
            key = [column] if column else []
    source.mapping = {**source.mapping, "columns": columns} | ({} if key is None else {"key": key})
