/**
 * The assignment rule for services that do not run TypeScript. Tests run the Python text where Python is
 * installed; the SQL text is what the shared store's functions are built from.
 */

/** Python 3, standard library only. */
export const PYTHON_SNIPPET = `import hashlib


def bucket(salt, unit):
    digest = hashlib.md5(f"{salt}:{unit}".encode("utf-8")).hexdigest()
    return int(digest[:13], 16) % 10000


def assign(unit, salt, coverage_salt, coverage_bp, arms, layer=None, rest=None):
    """arms: ordered list of (key, weight in basis points), control first. None: not in the experiment.

    rest: the arm of those outside the coverage (a canary's control).
    """
    if unit == "" or "\\0" in unit:
        raise ValueError("the unit id is empty or contains NUL")
    if layer is not None:
        layer_salt, from_bp, to_bp = layer
        if not from_bp <= bucket(layer_salt, unit) < to_bp:
            return None
    if bucket(coverage_salt, unit) >= coverage_bp:
        return rest
    place, end = bucket(salt, unit), 0
    for key, weight_bp in arms:
        end += weight_bp
        if place < end:
            return key
    raise ValueError("the weights do not add up to 10000")


def assign_legacy(unit, arms):
    """The original rule: arms as an ordered list of (key, percent)."""
    place, end = int(hashlib.md5(unit.encode("utf-8")).hexdigest(), 16) % 100, 0
    for key, percent in arms:
        end += percent
        if place < end:
            return key
    return None
`

/** PostgreSQL, in a UTF-8 database: the bucket of a unit under a salt. */
export const SQL_BUCKET_EXPRESSION =
  "(('x' || substr(md5(salt || ':' || unit), 1, 13))::bit(52)::bigint % 10000)"
