"""The reference simulation with numpy, as the statistics cases describe it: times one scenario per line.

Reads scenarios (JSON, one per line) from standard input and writes seconds for 20,000 trials of both
hypotheses, best of seven.
"""
import json
import sys
import time

import numpy as np

TRIALS = 20_000


def draw(rng, metric, arm, gained):
    """Sums and sums of squares per trial and look, of the users gained since the look before."""
    if metric["type"] == "binary":
        ones = rng.binomial(gained, metric["rates"][arm], (TRIALS, len(gained))).astype(float)
        return ones, ones
    sums = np.empty((TRIALS, len(gained)))
    squares = np.empty((TRIALS, len(gained)))
    for look, users in enumerate(gained):
        if metric["type"] == "lognormal":
            values = rng.lognormal(metric["mu_log"][arm], metric["sigma_log"], (TRIALS, users))
        else:
            values = rng.choice(metric["levels"], (TRIALS, users), p=metric["probabilities"][arm])
        sums[:, look] = values.sum(axis=1)
        squares[:, look] = (values * values).sum(axis=1)
    return sums, squares


def statistics(case, arms, looks, users):
    """z or t per trial, look and variant."""
    binary = case["metric"]["type"] == "binary"
    found = []
    n0 = users[0] * looks
    s0, q0 = arms[0]
    for (s1, q1), per_day in zip(arms[1:], users[1:]):
        n1 = per_day * looks
        p0, p1 = s0 / n0, s1 / n1
        if binary and case["rule"] != "always_valid":
            pooled = (s0 + s1) / (n0 + n1)
            variance = pooled * (1 - pooled) * (1 / n0 + 1 / n1)
        elif binary:
            variance = p0 * (1 - p0) / n0 + p1 * (1 - p1) / n1
        else:
            variance = (q0 - s0 * p0) / (n0 - 1) / n0 + (q1 - s1 * p1) / (n1 - 1) / n1
        with np.errstate(divide="ignore", invalid="ignore"):
            found.append(np.where(variance > 0, (p1 - p0) / np.sqrt(variance), 0.0))
    return np.stack(found, axis=2)


def play(case, bounds, metric, rng):
    looks = np.array([case["horizon_days"]] if case["rule"] == "fixed" else case["look_days"])
    users = np.array(case["users_per_day_by_arm"])
    gaps = np.diff(looks, prepend=0)
    arms = []
    for arm, per_day in enumerate(users):
        sums, squares = draw(rng, metric, arm, gaps * per_day)
        arms.append((sums.cumsum(axis=1), squares.cumsum(axis=1)))
    z = statistics(case, arms, looks, users)
    if not metric["higher_is_better"]:
        z = -z
    sizes = -np.sort(-np.abs(z), axis=2)
    if bounds["holm"]:
        steps = np.array(bounds["holm"])
        depth = np.cumprod(sizes >= steps, axis=2).sum(axis=2, keepdims=True)
        threshold = np.where(depth > 0, np.take_along_axis(sizes, np.maximum(depth - 1, 0), 2), np.inf)
        beyond = np.abs(z) >= threshold
    else:
        beyond = np.abs(z) >= np.array(bounds["z"])[None, :, None]
    better = (beyond & (z > 0)).any(axis=2)
    worse = (beyond & (z < 0)).all(axis=2)
    decided = better | worse
    first = np.where(decided.any(axis=1), decided.argmax(axis=1), len(looks) - 1)
    lead = np.where(beyond & (z > 0), z, -np.inf)[np.arange(TRIALS), first]
    winner = np.where(better[np.arange(TRIALS), first], lead.argmax(axis=1) + 1, 0)
    return decided.any(axis=1).mean(), looks[first].mean() * users.sum(), np.bincount(winner)


def without_effect(metric):
    same = dict(metric)
    for key in ("rates", "mu_log", "probabilities"):
        if key in metric:
            same[key] = [metric[key][0]] * len(metric[key])
    return same


for line in sys.stdin:
    case = json.loads(line)
    best = float("inf")
    for repeat in range(7):
        rng = np.random.default_rng(repeat)
        start = time.perf_counter()
        play(case, case["bounds"], without_effect(case["metric"]), rng)
        play(case, case["bounds"], case["metric"], rng)
        best = min(best, time.perf_counter() - start)
    print(json.dumps({"id": case["id"], "seconds": best}), flush=True)
