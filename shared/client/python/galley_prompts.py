"""Reads and renders in Python what Galley published: the same bytes as the workbench and the
TypeScript client. Copy this file into a service; it needs Python 3.10, jinja2 3.1 and psycopg 3.

    prompt = active_prompt(connection, "welcome", user_id="user-42")
    messages = prompt.messages({"name": "Ada"})

Run as a script it renders JSON lines {"content", "variables"} from standard input, which is how
Galley's tests compare the two languages.
"""

import json
import sys
from dataclasses import dataclass

from jinja2 import DictLoader, StrictUndefined, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

ROLES = ("system", "user", "assistant", "tool")


@dataclass(frozen=True)
class Prompt:
    """A published version, as one user gets it. ``content`` is what the version's hash covers."""

    name: str
    version: int
    arm: str | None
    content: dict

    def messages(self, variables: dict) -> list[dict]:
        """The rendered messages; a template of one text gives one user message. Raises jinja2's errors."""
        rendered = render(self.content, variables)
        return rendered if isinstance(rendered, list) else [{"role": "user", "content": rendered}]


def active_prompt(connection, name, user_id=None, label="production") -> Prompt | None:
    """The version that ``user_id`` gets, or None where nothing is published under the label."""
    row = connection.execute(
        "select name, version, ab_test_group, template_text, content"
        " from galley.get_active_prompt(%s, %s, %s)",
        (name, user_id, label),
    ).fetchone()
    if row is None:
        return None
    name, version, arm, text, content = row
    # A row that a service inserted by itself has a text and no content.
    return Prompt(name, version, arm, content or {"body": {"kind": "text", "text": text}})


def render(content: dict, variables: dict) -> str | list[dict]:
    """One text, or a list of messages. Values are never read as templates, and add no role."""
    environment = _environment(content)
    body = content["body"]
    if body["kind"] == "text":
        return environment.from_string(body["text"]).render(variables)
    messages = []
    for part in body["messages"]:
        if "placeholder" in part:
            messages.extend(_inserted(part["placeholder"], variables))
        else:
            text = environment.from_string(part["content"]).render(variables)
            messages.append({"role": part["role"], "content": text})
    return messages


def _environment(content: dict) -> ImmutableSandboxedEnvironment:
    if content.get("dialect", "jinja2") != "jinja2":
        raise ValueError("Only templates of the jinja2 dialect are published for other languages.")
    is_strict = content.get("undefinedPolicy", "strict") == "strict"
    partials = {name: taken["text"] for name, taken in content.get("partials", {}).items()}
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined if is_strict else Undefined, loader=DictLoader(partials)
    )


def _inserted(name: str, variables: dict) -> list[dict]:
    given = variables.get(name)
    if not isinstance(given, (list, tuple)):
        raise TypeError(f"{name!r} must be a list of messages; give an empty list for none.")
    for message in given:
        if message.get("role") not in ROLES or not isinstance(message.get("content"), str):
            raise TypeError(f"A message of {name!r} has no known role or no text.")
    return [{"role": message["role"], "content": message["content"]} for message in given]


if __name__ == "__main__":
    for line in sys.stdin:
        case = json.loads(line)
        print(json.dumps(render(case["content"], case["variables"])))
