import { type OutputUnit, type Schema, Validator } from '@cfworker/json-schema'

export interface Misfit {
  /** Names and indexes that lead to what does not fit, joined by "."; empty for the whole value. */
  readonly path: string
  readonly message: string
}

/**
 * Makes the check of values against a JSON Schema (2020-12). The validator walks the schema and never
 * makes code of it, so it runs in a page too. Throws where a reference leads nowhere.
 */
export function compileFitting(
  schema: Readonly<Record<string, unknown>>,
): (value: unknown) => Misfit[] {
  const validator = new Validator(schema as Schema, '2020-12', false)
  return (value) => {
    const { valid, errors } = validator.validate(value)
    return valid ? [] : deepest(errors).map(toMisfit)
  }
}

/** Every error comes with those of the schemas around it; only the inmost say what is wrong. */
function deepest(errors: readonly OutputUnit[]): OutputUnit[] {
  const isOuter = (error: OutputUnit) =>
    errors.some(
      (other) => other !== error && other.keywordLocation.startsWith(`${error.keywordLocation}/`),
    )
  return errors.filter((error) => !isOuter(error))
}

const toMisfit = ({ instanceLocation, error }: OutputUnit): Misfit => ({
  path: instanceLocation.replace(/^#\/?/, '').replaceAll('/', '.'),
  message: error,
})
