"""Renders cases with Python's Jinja2: one JSON object in and out per line."""
import datetime
import json
import signal
import sys

import jinja2
import jinja2.sandbox

KINDS = {
    "StrictUndefined": jinja2.StrictUndefined,
    "ChainableUndefined": jinja2.ChainableUndefined,
    "DebugUndefined": jinja2.DebugUndefined,
}


def plain_tojson(value, ensure_ascii=False, indent=None, separators=None, sort_keys=False):
    return json.dumps(
        value, ensure_ascii=ensure_ascii, indent=indent, separators=separators, sort_keys=sort_keys
    )


def raise_exception(message):
    raise jinja2.TemplateError(message)


def environment(options):
    known = dict(options)
    plain = known.pop("tojson", None) == "plain"
    names = known.pop("globals", [])
    kind = KINDS.get(known.pop("undefined", None), jinja2.Undefined)
    extensions = ["jinja2.ext." + name for name in known.pop("extensions", [])]
    env = jinja2.Environment(undefined=kind, extensions=extensions, cache_size=0, **known)
    if plain:
        env.filters["tojson"] = plain_tojson
    if "raise_exception" in names:
        env.globals["raise_exception"] = raise_exception
    if "strftime_now" in names:
        moment = datetime.datetime(2025, 7, 10, 12, 0, 0)
        env.globals["strftime_now"] = moment.strftime
    return env


class Timeout(Exception):
    """Python has no budgets: a loop over a list that grows would never end."""


def stop(_signal, _frame):
    raise Timeout()


def run(case):
    phase = "compile"
    try:
        signal.setitimer(signal.ITIMER_REAL, 1)
        template = environment(case["options"]).from_string(case["template"])
        phase = "render"
        return {"output": template.render(json.loads(case["context_json"]))}
    except Exception as error:
        return {"error": {"class": type(error).__name__, "phase": phase, "message": str(error)[:200]}}
    finally:
        # Or it would go off later, between two cases.
        signal.setitimer(signal.ITIMER_REAL, 0)


signal.signal(signal.SIGALRM, stop)
for line in sys.stdin:
    print(json.dumps(run(json.loads(line))), flush=True)
