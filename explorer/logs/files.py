"""The content of a log's file as records: JSON Lines, JSON, CSV or Parquet."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

from grpo_core.group_file import one_line

from ..session import Refusal

MOST_BYTES = 256_000_000
MOST_ROWS = 100_000
_PARQUET = b"PAR1"
_FIELD = 16_000_000  # letters of one CSV field


def records_of(content: str | bytes, name: str) -> tuple[list[dict[str, Any]], list[str]]:
    """The records of a file, and what had to be left out.

    Args:
        content: the file's text, or its bytes, which may be Parquet.
        name: what to call it in a message.

    Raises:
        Refusal: too large, not text, neither JSON nor CSV, or empty. One line.
    """
    if len(content) > MOST_BYTES:
        raise Refusal(f"{name}: larger than {MOST_BYTES // 10**6} MB; export fewer steps")
    if isinstance(content, bytes) and content.startswith(_PARQUET):
        return _bounded(_parquet_records(content, name), name), []
    text = (_decoded(content, name) if isinstance(content, bytes) else content).lstrip("\ufeff")
    if text.startswith(_PARQUET.decode()):
        raise Refusal(f"{name}: this is Parquet; open the file itself, it cannot be pasted")
    if not text.strip():
        raise Refusal(f"{name}: empty; choose a CSV, JSON Lines or Parquet file")
    if text.lstrip()[0] in "{[":
        records, notes = _json_records(text, name)
    else:
        records, notes = _csv_records(text.strip(" \r\n"), name), []
    return _bounded(records, name), notes


def _decoded(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{name}: this is not UTF-8 text; export it as UTF-8") from None


def _bounded(records: list[dict[str, Any]], name: str) -> list[dict[str, Any]]:
    if not records:
        raise Refusal(f"{name}: there are no rows below the header; export some answers")
    if len(records) > MOST_ROWS:
        raise Refusal(f"{name}: more than {MOST_ROWS} rows; export fewer steps")
    return records


def _json_records(text: str, name: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Objects one a line, or spread over lines; or one list of them."""
    if text.lstrip()[0] == "[":
        rows = _parsed(text, f"{name}: this")
        return [_object(row, f"{name}: row {n}") for n, row in enumerate(rows, start=1)], []
    # A line ends at a line feed only: U+2028 may stand raw in a string.
    lines = text.split("\n")
    first = next(line for line in lines if line.strip())
    if not _is_json(first) and (spread := _spread_objects(text)):
        return [_object(row, f"{name}: row {n}") for n, row in enumerate(spread, start=1)], []
    return _line_records(lines, name)


def _line_records(lines: list[str], name: str) -> tuple[list[dict[str, Any]], list[str]]:
    records: list[dict[str, Any]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        if number == len(lines) and records and not _is_json(line):
            # Without its line feed: the run was still writing.
            return records, [f"line {number} is cut off and left out"]
        where = f"{name}: line {number}"
        records.append(_object(_parsed(line, where), where))
        if len(records) > MOST_ROWS:
            break
    return records, []


def _parsed(text: str, where: str) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise Refusal(f"{where} is not JSON of a log: it nests too deep") from None
    except ValueError as error:
        long = "integer string conversion" in str(error)
        why = "a number has thousands of digits; correct it" if long else str(error)
        raise Refusal(f"{where} is not JSON: {why}") from None


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _spread_objects(text: str) -> list[Any]:
    """Objects after one another, each over several lines; none where that is not it."""
    decoder, found, at = json.JSONDecoder(), [], 0
    while at < len(text):
        if text[at].isspace() or text[at] == ",":
            at += 1
            continue
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            return []
        found.append(value)
    return found


def _object(row: object, where: str) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise Refusal(f"{where} is not an object; write one {{…}} a line")
    return row


def _csv_records(text: str, name: str) -> list[dict[str, Any]]:
    header = text.split("\n", 1)[0]
    separator = max(",;\t", key=header.count)
    usual = csv.field_size_limit(_FIELD)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
        rows = []
        for row in reader:
            if None in row:
                raise Refusal(
                    f"{name}: line {reader.line_num} has more fields than the header; "
                    "put fields that hold separators in quotes"
                )
            if any(row.values()):
                rows.append(row)
            if len(rows) > MOST_ROWS:
                break
        return rows
    except csv.Error as error:
        raise Refusal(f"{name}: line {reader.line_num} is not CSV: {error}") from None
    finally:
        csv.field_size_limit(usual)


def _parquet_records(content: bytes, name: str) -> list[dict[str, Any]]:
    try:
        import pyarrow as pa
        import pyarrow.parquet as parquet
    except ModuleNotFoundError:
        raise Refusal(
            f"{name}: this is Parquet; type make .venv/.parquet, which brings pyarrow to read "
            "it, or write it as JSON Lines: df.to_json('log.jsonl', orient='records', lines=True)"
        ) from None
    try:
        file = parquet.ParquetFile(io.BytesIO(content))
        groups = [file.metadata.row_group(i) for i in range(file.metadata.num_row_groups)]
        if file.metadata.num_rows > MOST_ROWS:
            raise Refusal(f"{name}: more than {MOST_ROWS} rows; export fewer steps")
        if sum(group.total_byte_size for group in groups) > MOST_BYTES:
            raise Refusal(f"{name}: larger than {MOST_BYTES // 10**6} MB; export fewer steps")
        return file.read().to_pylist()
    except (pa.ArrowException, OSError) as error:
        first = one_line(str(error))[:120]
        raise Refusal(f"{name}: this is Parquet, but damaged ({first}); export it again") from None
