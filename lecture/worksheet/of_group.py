"""Exercises on the worked group, or on the lecturer's own."""

from __future__ import annotations

from grpo_core import (
    Cispo,
    Clip,
    Dppo,
    GroupTable,
    Reinforce,
    Sapo,
    evaluate_group,
    expected_value,
    group_advantages,
    load_group,
    no_update,
)
from scenes.script.settings import WORKED_GROUP
from scenes.script.words import say

from .exercise import (
    EASY,
    HARD,
    NARROW,
    Cell,
    Exercise,
    answers_of,
    blank,
    chance,
    lamp,
    math,
    number,
    of_all,
    ratio,
    shown_of,
    text,
)

MEAN_OF_MIN = '1/G sum_i "min" ='
_RULES = {
    "REINFORCE": Reinforce(),
    "clip": Clip(),
    "CISPO": Cispo(weight_max=1.2),
    "SAPO": Sapo(),
    "DPPO": Dppo(),
}


def _answer() -> Cell:
    return text(say("worksheet.answer"))


def advantages(table: GroupTable) -> Exercise:
    """Mean, standard deviation, and how far each answer lies above the mean."""
    rows = [
        (
            name,
            math(number(table.rewards[i])),
            blank(number(table.rewards[i] - table.reward_mean, sign=True)),
            blank(number(table.advantage[i], sign=True)),
        )
        for i, name in answers_of(table)
    ]
    by_std, bare = say("worksheet.advantages.by_std"), say("worksheet.advantages.bare")
    return Exercise(
        "advantages",
        "Advantage",
        EASY,
        head=(_answer(), math("r_i"), math('r_i - "mean"(r)'), math("A_i")),
        rows=rows,
        lines=(
            (math('"mean"(r) ='), of_all(number(table.reward_mean), table)),
            (math('"std"(r) ='), of_all(number(table.reward_std), table)),
        ),
        values={"ruler": by_std if table.scale == "std" else bare},
    )


def ratios(table: GroupTable) -> Exercise:
    """How many times as likely each answer has become."""
    rows = [
        (
            name,
            math(chance(table.old[i])),
            math(chance(table.new[i])),
            blank(ratio(table.ratio[i])),
        )
        for i, name in answers_of(table)
    ]
    head = (_answer(), math('pi_"old"'), math("pi_theta"), math("rho_i"))
    return Exercise("ratios", "Equation", EASY, head=head, rows=rows)


def lamps(table: GroupTable) -> Exercise:
    """Which answers still push."""
    rows = [
        (
            name,
            math(number(table.advantage[i], sign=True)),
            math(ratio(table.ratio[i])),
            lamp(_pushes(table, i)),
        )
        for i, name in answers_of(table)
    ]
    return Exercise(
        "lamps",
        "Clipping",
        EASY,
        head=(_answer(), math("A_i"), math("rho_i"), text(say("worksheet.lamps.pushes"))),
        rows=rows,
        values=_window(table),
    )


def objective(table: GroupTable) -> Exercise:
    """The smaller of two terms, their mean, and the price that comes off."""
    rows = [
        (
            name,
            blank(number(table.unclipped[i], 3)),
            blank(number(table.clipped[i], 3)),
            blank(number(table.value[i], 3)),
        )
        for i, name in answers_of(table)
    ]
    return Exercise(
        "objective",
        "Equation",
        HARD,
        head=(_answer(), math("rho_i A_i"), math('"clip"(rho_i) A_i'), math('"min"')),
        rows=rows,
        lines=(
            (math(MEAN_OF_MIN), of_all(number(table.surrogate, 3), table)),
            (math("cal(J) ="), blank(number(table.objective, 3))),
        ),
        values=_window(table) | {"beta": f"{table.beta:g}", "kl": number(table.kl, 3)},
    )


def doubled(table: GroupTable) -> Exercise:
    """What a wider window switches on, and what becomes of J."""
    tables = [
        evaluate_group(
            table.group,
            eps_low=k * table.eps_low,
            eps_high=k * table.eps_high,
            beta=table.beta,
            scale=table.scale,
            ddof=table.ddof,
        )
        for k in (1, 2, 4)
    ]
    rows = [
        (
            name,
            math(number(table.advantage[i], sign=True)),
            math(ratio(table.ratio[i])),
            *(lamp(_pushes(wide, i)) for wide in tables),
        )
        for i, name in answers_of(table, NARROW)
    ]
    head = [_answer(), math("A_i"), math("rho_i")]
    head += [text(say(f"worksheet.doubled.{when}")) for when in ("now", "twice", "four")]
    objectives = [math(number(tables[0].objective, 3))]
    objectives += [blank(number(wide.objective, 3)) for wide in tables[1:]]
    prompts = ("cal(J)(epsilon) =", "cal(J)(2 epsilon) =", "cal(J)(4 epsilon) =")
    return Exercise(
        "doubled",
        "Explorer",
        HARD,
        head=head,
        rows=rows,
        lines=tuple(zip(map(math, prompts), objectives, strict=True)),
        values=_window(table),
    )


def gaps(table: GroupTable) -> Exercise:
    """k3 of each answer."""
    rows = [
        (
            name,
            math(chance(table.ref[i])),
            math(chance(table.new[i])),
            blank(number(table.k3[i], 3)),
        )
        for i, name in answers_of(table)
    ]
    head = (_answer(), math('pi_"ref"'), math("pi_theta"), math("k_3"))
    return Exercise("gaps", "KL", EASY, head=head, rows=rows)


def two_means(table: GroupTable) -> Exercise:
    """The plain mean over a group, and the divergence: they are two numbers."""
    fits = table.group.is_complete and len(shown_of(table)) == table.group.size
    whole = table if fits else evaluate_group(load_group(WORKED_GROUP))
    rows = [
        (name, math(chance(whole.new[i])), math(number(whole.k3[i], 3)))
        for i, name in answers_of(whole)
    ]
    exact = expected_value(whole.new, whole.k3)
    whose = "" if fits else say("worksheet.two_means.worked")
    return Exercise(
        "two_means",
        "KL",
        HARD,
        head=(_answer(), math("pi_theta"), math("k_3")),
        rows=rows,
        lines=(
            (text(say("worksheet.two_means.plain")), blank(number(whole.kl, 3))),
            (text(say("worksheet.two_means.exact")), blank(number(exact, 3))),
        ),
        values={"whose": whose},
    )


def first_pushes(table: GroupTable) -> Exercise:
    """At the sampler the objective is worth nothing, and it pushes all the same."""
    start = evaluate_group(no_update(table.group), beta=0.0, scale=table.scale, ddof=table.ddof)
    rows = [
        (
            name,
            math(number(start.advantage[i], sign=True)),
            blank(number(start.gradient[i], 3, sign=True)),
        )
        for i, name in answers_of(table)
    ]
    return Exercise(
        "first_pushes",
        "Training",
        HARD,
        head=(_answer(), math("A_i"), text(say("worksheet.first_pushes.push"))),
        rows=rows,
        lines=((math(MEAN_OF_MIN), blank(number(start.surrogate, 3))),),
    )


def leave_one_out(table: GroupTable) -> Exercise:
    """Another baseline: the mean of the others."""
    others = group_advantages(table.rewards, scale="none", baseline="leave_one_out")
    rows = [
        (name, math(number(table.rewards[i])), blank(number(others[i], 3, sign=True)))
        for i, name in answers_of(table)
    ]
    head = (_answer(), math("r_i"), text(say("worksheet.leave_one_out.above")))
    return Exercise("leave_one_out", "Variants", EASY, head=head, rows=rows)


def rules(table: GroupTable) -> Exercise:
    """What each rule makes of the same ratios."""
    logs = table.new_logp[:, None], table.old_logp[:, None]
    weights = {
        name: rule.push(*logs, table.advantage).weight[:, 0] for name, rule in _RULES.items()
    }
    rows = [
        (
            name,
            math(number(table.advantage[i], sign=True)),
            math(ratio(table.ratio[i])),
            *(blank(number(weight[i], 2, sign=True)) for weight in weights.values()),
        )
        for i, name in answers_of(table, NARROW)
    ]
    head = (_answer(), math("A_i"), math("rho_i"), *map(text, weights))
    return Exercise("rules", "Variants", HARD, head=head, rows=rows)


def _pushes(table: GroupTable, i: int) -> bool:
    return bool(table.advantage[i]) and not table.binds[i]


def _window(table: GroupTable) -> dict[str, str]:
    low, high = f"{1 - table.eps_low:g}", f"{1 + table.eps_high:g}"
    return {"low": low, "high": high}
