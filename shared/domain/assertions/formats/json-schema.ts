import { Ajv, type ValidateFunction } from 'ajv'
import { AssertionRefused } from '../refused.ts'
import { compileLinear } from '../regex/regex.ts'

/** A schema's `pattern` goes through the same linear-time matcher as the `regex` assertion. */
const linearPattern = Object.assign(
  (source: string, flags: string) => {
    const matcher = compileLinear(source, flags.includes('u'))
    return { test: (text: string) => matcher.matcher(text).find() }
  },
  // Ajv writes this text into code it exports; Galley never exports any.
  { code: 'linearPattern' },
)

/** A validator of a JSON Schema. @throws AssertionRefused that names `what` the schema is of. */
export function compileSchema(schema: boolean | object, what: string): ValidateFunction {
  try {
    const ajv = new Ajv({ strict: false, logger: false, code: { regExp: linearPattern } })
    return ajv.compile(schema)
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error)
    throw new AssertionRefused(`The JSON Schema of ${what} cannot be used: ${cause}.`)
  }
}
