import { GalleyError } from '#shared/contract/errors.ts'
import type { Content } from '#shared/contract/template.ts'
import { type CaseChecks, isTemplated, renderTexts } from '#shared/domain/assertions/case-checks.ts'
import { type Check, compileChecks } from '#shared/domain/assertions/check.ts'
import { AssertionRefused } from '#shared/domain/assertions/refused.ts'
import { type Assertion, assertionSchema } from '#shared/domain/assertions/schema.ts'
import type { AssertionServices } from '#shared/domain/assertions/services.ts'
import type { Renderer } from '../../rendering/renderer.ts'
import type { RunCase } from '../ports.ts'

/** What judges the outputs of one case. */
export interface CheckMaker {
  /** Rejects with a GalleyError where the case's assertions cannot be made: each of its cells says so. */
  of(one: Pick<RunCase, 'checksJson' | 'inputsJson'>): Promise<Check>
}

/**
 * The run's assertions with those of each case. Where neither has templates or checks of its own,
 * which is nearly always, all cases share one compiled check.
 */
export function openChecks(
  assertions: readonly Assertion[],
  threshold: number | undefined,
  renderer: Renderer,
  services: AssertionServices,
): CheckMaker {
  const isShared = !isTemplated(assertions)
  const shared = isShared ? compileChecks(assertions, threshold, services) : null
  return {
    async of({ checksJson, inputsJson }) {
      if (checksJson === null && shared !== null) return shared
      const checks: CaseChecks | null = checksJson === null ? null : JSON.parse(checksJson)
      const all = [...assertions, ...(checks?.assertions ?? [])]
      const ready = await Promise.all(all.map((one) => rendered(one, inputsJson, renderer)))
      return compile(ready, checks?.threshold ?? threshold, services)
    },
  }
}

async function rendered(
  assertion: Assertion,
  bindingsJson: string,
  renderer: Renderer,
): Promise<Assertion> {
  if (!isTemplated(assertion)) return assertion
  const made = await renderTexts(assertion, async (text) => {
    const prompt = await renderer.render(contentOf(text), { bindingsJson }, assertion.type)
    return prompt.kind === 'text' ? prompt.text : ''
  })
  // What came out may no longer be a value the assertion takes, e.g. an empty text to contain.
  const parsed = assertionSchema.safeParse(made)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new GalleyError(
    'invalid_input',
    `The assertion "${assertion.type}" with this case's inputs: ${issue?.message ?? 'not valid'}`,
    { fix: 'Correct the assertion or the inputs of the case.' },
  )
}

const contentOf = (text: string): Content => ({
  body: { kind: 'text', text },
  dialect: 'jinja2',
  undefinedPolicy: 'strict',
  variables: [],
  modelSettings: {},
})

function compile(
  assertions: readonly Assertion[],
  threshold: number | undefined,
  services: AssertionServices,
): Check {
  try {
    return compileChecks(assertions, threshold, services)
  } catch (error) {
    if (!(error instanceof AssertionRefused)) throw error
    throw new GalleyError('invalid_input', error.message, { cause: error })
  }
}
