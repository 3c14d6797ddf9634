"""Records of any system as flat rows, one an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ..session import Refusal
from .numbers import number, total
from .rewards import is_named
from .texts import split_turn

Row = dict[str, Any]
_WRAPPERS = ("_value", "rows", "data", "samples", "results", "rollouts")
_TEXTS = ("prompt", "prompts", "completion", "completions", "content", "input", "output")
_TEXTS += ("response", "responses", "question", "answer")
_FEW = 8  # tokens that stand for a text
# Where a question ends, if answers begin with the same letters.
_ENDS = ("\n", "? ", "?", ": ", ":", "> ", ">", "! ", ". ")

# Keys that tell a log that can be no group, and what its message says.
_NO_GROUPS = (
    (
        ({"token_ids", "inference_logprobs"}, {"token_ids", "trainer_logprobs"}),
        "this is prime-rl's token export: log-probabilities of sequences without texts, rewards "
        "or groups, which suit the token film; for a group take the rollouts, traces.jsonl",
    ),
    (
        ({"traj_idx", "steps"}, {"ac_len", "ob_len"}, {"env/all/reward/total"}),
        "these are tinker-cookbook's numbers without texts; set token_db=TokenDbConfig() in the "
        "training Config and take a segment of its tokens/segments",
    ),
    (
        ({"global_step", "text", "reward"},),
        "this is OpenRLHF's table of samples: one text a step, so nothing to compare it with; "
        "let the reward_func of --remote_rm_url write prompts, queries and rewards of its batch",
    ),
)


def rows_of(records: list[Row], name: str) -> tuple[list[Row], list[str]]:
    """One row an answer, and notes on how it was made.

    Raises:
        Refusal: a list is not as long as the others, or the system writes no groups.
    """
    records = _unwrapped(records, name)
    if not records:
        raise Refusal(f"{name}: the table has no rows; export a step that has some")
    rows = [row for n, record in enumerate(records, 1) for row in _transposed(record, n, name)]
    keys = {str(key) for row in rows[:1] for key in row}
    for signs, why in _NO_GROUPS:
        if any(sign <= keys for sign in signs) and not {"prompt", "question"} & keys:
            raise Refusal(f"{name}: {why}")
    for is_it, make in _SHAPES:
        if is_it(keys):
            return make(rows, name)
    return [_flat(row) for row in rows], []


def _flat(row: Row) -> Row:
    """A row in which an object of rewards by name is a column for each."""
    nested = [k for k, v in row.items() if isinstance(v, dict) and is_named(k)]
    if not nested:
        return row
    parts = {f"{key}.{name}": v for key in nested for name, v in row[key].items()}
    return {key: v for key, v in row.items() if key not in nested} | parts


# -- tables and columns -------------------------------------------------------


def _unwrapped(records: list[Row], name: str) -> list[Row]:
    """The rows of tables: W&B's, trackio's, pandas' split and columns."""
    if all(_is_table(record) for record in records):
        tables = [(record["columns"], record["data"]) for record in records]
        rows = [(columns, values) for columns, data in tables for values in data]
        return [_named(*row, f"{name}: row {n}") for n, row in enumerate(rows, start=1)]
    if len(records) != 1:
        return records
    (record,) = records
    for key in _WRAPPERS:
        inner = record.get(key)
        if isinstance(inner, list) and inner and all(isinstance(row, dict) for row in inner):
            return inner
    return _by_index(record)


def _is_table(record: Row) -> bool:
    return isinstance(record.get("columns"), list) and isinstance(record.get("data"), list)


def _named(columns: list[Any], values: object, where: str) -> Row:
    if not isinstance(values, list) or len(values) != len(columns):
        raise Refusal(f"{where} does not have the {len(columns)} values of columns; export it anew")
    return dict(zip(map(str, columns), values, strict=True))


def _by_index(record: Row) -> list[Row]:
    """pandas' own JSON: each column an object from index to value."""
    columns = list(record.values())
    if len(columns) < 2 or not all(isinstance(column, dict) for column in columns):
        return [record]
    index = list(columns[0])
    if not index or any(list(column) != index for column in columns):
        return [record]
    return [{key: column[i] for key, column in record.items()} for i in index]


def _transposed(record: Row, number: int, name: str) -> list[Row]:
    """The rows of a record whose every value is a list over rows: ms-swift's, NeMo-RL's."""
    size = _height(record)
    if size is None:
        return [record]
    for key, value in record.items():
        if isinstance(value, list) and value and len(value) != size:
            raise Refusal(
                f"{name}: row {number}: {key} has {len(value)} values for {size} answers; "
                "export that step anew"
            )
    lists = {key: _over_rows(value, size) for key, value in record.items()}
    return [{key: values[i] for key, values in lists.items()} for i in range(size)]


def _over_rows(value: object, size: int) -> list[Any]:
    """A value for each row; an empty list is nothing for all of them."""
    if isinstance(value, list) and value:
        return value
    return [None if value == [] else value] * size


def _height(record: Row) -> int | None:
    """How many answers one record holds side by side; None for a record of one answer."""
    for key, value in record.items():
        if str(key).lower() not in _TEXTS or not isinstance(value, list) or not value:
            continue
        # A list of objects is one conversation.
        if all(part is None or isinstance(part, str | list) for part in value):
            return len(value)
    return None


# -- prime-rl -----------------------------------------------------------------


def _trace_rows(records: list[Row], name: str) -> tuple[list[Row], list[str]]:
    """A row for each trace of an agent in training."""
    rows: list[Row] = []
    terms: dict[str, float] = {}
    agents = {str(_at(trace, "agent", "name")) for record in records for trace in _traces(record)}
    for index, record in enumerate(records, start=1):
        for trace in _traces(record):
            if _at(trace, "agent", "trainable") is False:
                continue
            agent = f" {_at(trace, 'agent', 'name')}" if len(agents) > 1 else ""
            row = _trace_row(record, trace, terms, f"{name}: row {index}: rewards")
            row["group"] = None if row["group"] is None else f"{row['group']}{agent}"
            rows.append(row)
    if not rows:
        raise Refusal(f"{name}: there are no traces in these rollouts; export a step that ended")
    words = ", ".join(f"{term} (weight {weight:g})" for term, weight in terms.items())
    return rows, [f"the reward sums score × weight of {words}"] if terms else []


def _trace_row(record: Row, trace: Row, terms: dict[str, float], where: str) -> Row:
    said = [node for node in _nodes(trace) if any(_mask(node))]
    logprobs = [p for node in said for p in _list(node.get("logprobs"))]
    scored = {
        key: value if isinstance(value, dict) else {"score": value}
        for key, value in _object(trace.get("rewards")).items()
    }
    prompt = _at(record, "task", "data", "prompt") or _at(trace, "task", "data", "prompt")
    row: Row = {
        "step": _at(record, "run", "work", "step"),
        "group": _at(record, "group", "id"),
        "prompt": prompt or [n["message"] for n in _nodes(trace) if not any(_mask(n))],
        "completion": [node["message"] for node in said],
        "reward": _weighted(scored, terms, where),
        "advantage": _at(trace, "info", "advantage"),
        "ground_truth": _at(record, "task", "data", "answer"),
        "logprobs": logprobs or None,
    }
    return row | {f"rewards.{key}": value.get("score") for key, value in scored.items()}


def _weighted(scored: dict[str, Row], terms: dict[str, float], where: str) -> float | None:
    parts = []
    for key, value in scored.items():
        score = number(value.get("score"), f"{where}.{key}.score")
        weight = number(value.get("weight"), f"{where}.{key}.weight")
        weight = 1.0 if weight is None else weight
        if score is not None and weight:
            terms.setdefault(key, weight)
            parts.append(score * weight)
    return total(parts, where)


def _traces(record: Row) -> list[Row]:
    return [trace for trace in _list(record.get("traces")) if isinstance(trace, dict)]


def _nodes(trace: Row) -> list[Row]:
    nodes = [node for node in _list(trace.get("nodes")) if isinstance(node, dict)]
    return [node for node in nodes if isinstance(node.get("message"), dict)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _object(value: object) -> Row:
    return value if isinstance(value, dict) else {}


def _mask(node: Row) -> list[bool]:
    """Which tokens of a node the policy wrote; a message without tokens counts by its role."""
    if isinstance(node.get("mask"), list) and node["mask"]:
        return node["mask"]
    return [_at(node, "message", "role") == "assistant"]


def _at(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


# -- logs of tokens -----------------------------------------------------------


def _nemo_rows(rows: list[Row], _: str) -> tuple[list[Row], list[str]]:
    """NeMo-RL: prompt and answer are one text; the same tokens under mask 0 are one prompt."""
    heads = [_unmasked(row.get("token_ids"), row.get("token_loss_mask")) for row in rows]
    groups: dict[tuple, list[Row]] = {}
    made = []
    for row, head in zip(rows, heads, strict=True):
        mask = row.get("token_loss_mask")
        lists = {k: _under(v, mask) for k, v in row.items() if k not in _NEMO_KEPT}
        members = groups.setdefault(head, [])
        members.append({**row, **lists})
        made.append(members[-1])
    for index, members in enumerate(groups.values(), start=1):
        _part(members, index)
    return made, ["question and answer are one text in this log: parted where answers differ"]


_NEMO_KEPT = ("content", "token_ids", "input_lengths", "token_loss_mask")


def _part(rows: list[Row], index: int) -> None:
    """Give each row of a group its prompt, number and completion."""
    texts = [str(row.get("content") or "") for row in rows]
    split = [split_turn(text) for text in texts]
    if None in split:
        cut = _shared(texts)
        split = [(text[:cut], text[cut:]) for text in texts]
    for row, (prompt, completion) in zip(rows, split, strict=True):
        row.update(prompt=prompt, completion=completion, prompt_idx=index)


def _shared(texts: list[str]) -> int:
    """How long the prompt is that all texts begin with: to the end of a sentence, if any."""
    low, high = min(texts), max(texts)
    size = next((i for i, c in enumerate(low) if c != high[i : i + 1]), len(low))
    ends = [low.rfind(end, 0, size) + len(end) for end in _ENDS if end in low[:size]]
    return max(ends, default=size)


def _unmasked(tokens: object, mask: object) -> tuple:
    if not isinstance(tokens, list) or not isinstance(mask, list):
        return ()
    first = next((i for i, m in enumerate(mask) if m), len(mask))
    return tuple(map(str, tokens[:first]))


def _under(value: object, mask: object) -> object:
    """The entries of a list that belong to the answer; other values as they are."""
    if isinstance(value, list) and isinstance(mask, list) and len(value) == len(mask):
        return [v for v, m in zip(value, mask, strict=True) if m]
    return value


def _token_rows(rows: list[Row], _: str) -> tuple[list[Row], list[str]]:
    """open-instruct's traces: token ids stand for the texts that are not there."""
    made = []
    for row in rows:
        texts = {"prompt": _ids(row.get("prompt_tokens")), "completion": _ids_of_answer(row)}
        made.append({**row, **texts})
    return made, ["the log holds token ids without texts: a few of them stand for each text"]


def _ids(tokens: object) -> str:
    if not isinstance(tokens, list):
        return "(no tokens)"
    return " ".join(["tokens", *map(str, tokens[:_FEW]), *["…"] * (len(tokens) > _FEW)])


def _ids_of_answer(row: Row) -> str:
    tokens, reason = row.get("response_tokens"), row.get("finish_reason")
    size = [f"{len(tokens)} tokens"] if isinstance(tokens, list) else []
    why = [str(reason)] if reason else []
    tail = f" ({', '.join(size + why)})" if size or why else ""
    return f"{_ids(tokens)}{tail}"


def _has(*wanted: str, lacks: Iterable[str] = ()) -> Callable[[set[str]], bool]:
    return lambda keys: set(wanted) <= keys and not set(lacks) & keys


_SHAPES = (
    (_has("traces"), _trace_rows),
    (_has("content", "token_ids", "token_loss_mask", lacks=("completion",)), _nemo_rows),
    (_has("response_tokens", lacks=("completion", "response")), _token_rows),
)
