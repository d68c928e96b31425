import { z } from 'zod'
import { instantSchema, jsonSchema, method, nameSchema, pageInputSchema, pageOf } from './base.ts'
import { templateRefSchema } from './template.ts'

export const guardrailStageSchema = z.enum(['input', 'prompt', 'output'])
export const guardrailActionSchema = z.enum(['allow', 'warn', 'redact', 'block'])
export const severitySchema = z.enum(['critical', 'high', 'medium', 'low'])

export const violationSchema = z.object({
  guardrailId: z.string(),
  guardrailName: z.string(),
  type: z.string(),
  severity: severitySchema,
  action: guardrailActionSchema,
  entity: z.string().nullable(),
  /** UTF-16 offsets into the text (or variable) that was checked. */
  start: z.number().int(),
  end: z.number().int(),
  score: z.number().nullable(),
  variable: z.string().nullable(),
  masked: z.string(),
  message: z.string(),
})

export const checkResultSchema = z.object({
  action: guardrailActionSchema,
  violations: z.array(violationSchema),
  /** Guardrails that could not be evaluated: counted and shown, never silently "fine". */
  failures: z.array(z.object({ guardrailName: z.string(), message: z.string() })),
})
export type CheckResultView = z.infer<typeof checkResultSchema>

/** Empty lists mean "all". */
const guardrailScopeSchema = z.object({
  templates: z.array(z.string()),
  categories: z.array(z.string()),
  labels: z.array(z.string()),
})

const guardrailSampleSchema = z.object({
  id: z.string().min(1).max(100),
  text: z.string().max(100_000),
  expected: z.enum(['violation', 'clean']),
})
export type GuardrailSampleView = z.infer<typeof guardrailSampleSchema>

const samplesSchema = z.array(guardrailSampleSchema).max(500)

/** What a person decides about a guardrail. The rule is validated by `shared/domain/guardrails`. */
const definitionShape = {
  stages: z.array(guardrailStageSchema),
  severity: severitySchema,
  action: guardrailActionSchema,
  /** The rule in the shape of `shared/domain/guardrails`, validated there. */
  rule: z.looseObject({ type: z.string() }),
  appliesTo: guardrailScopeSchema,
  onError: z.enum(['open', 'closed']),
  isEnabled: z.boolean(),
  description: z.string().max(2000),
}

const countersShape = {
  /** Calls that it judged in runs. */
  checks: z.number().int(),
  violations: z.number().int(),
  /** Times it could not be evaluated. */
  failures: z.number().int(),
  /** Violations that a person marked as none. */
  falsePositives: z.number().int(),
}

const guardrailSchema = z.object({
  id: z.string(),
  name: z.string(),
  ...definitionShape,
  samples: samplesSchema,
  counters: z.object(countersShape),
  isArchived: z.boolean(),
})
export type GuardrailView = z.infer<typeof guardrailSchema>

const changeSchema = z.object(definitionShape).partial()

const recordedViolationSchema = violationSchema.extend({
  id: z.string(),
  at: instantSchema,
  runId: z.string(),
  /** The cell it was found in; null where that was asked again since. */
  resultId: z.number().int().nullable(),
  ordinal: z.number().int(),
  template: z.string(),
  isFalsePositive: z.boolean(),
})
export type RecordedViolation = z.infer<typeof recordedViolationSchema>

const verdictSchema = z.object({
  id: z.string(),
  /** `violation`: a violation found earlier, read again from its dataset and shown masked. */
  source: z.enum(['sample', 'violation']),
  text: z.string(),
  expected: z.enum(['violation', 'clean']),
  actual: z.enum(['violation', 'clean']),
  /** Null when the guardrail could not be evaluated. */
  isExpected: z.boolean().nullable(),
  failure: z.string().nullable(),
  violations: z.array(violationSchema),
})
export type SampleVerdictView = z.infer<typeof verdictSchema>

const guardrailTestSchema = z.object({
  verdicts: z.array(verdictSchema),
  /** Against the stored guardrail; both empty without a change. */
  newlyCaught: z.array(verdictSchema),
  newlyMissed: z.array(verdictSchema),
  /** Verdicts as expected. */
  agreement: z.object({
    before: z.number().int(),
    after: z.number().int(),
    of: z.number().int(),
  }),
  /** Recent violations tried again, and those whose text is kept nowhere. */
  recent: z.object({ tried: z.number().int(), gone: z.number().int() }),
})
export type GuardrailTest = z.infer<typeof guardrailTestSchema>

/** How a guardrail stands in a shared store, compared with here. */
const sharedGuardrailSchema = z.object({
  name: z.string(),
  /** `only_there`: published by somebody else; nothing happens to it. */
  state: z.enum(['new', 'changed', 'same', 'only_there']),
  isEnabledHere: z.boolean().nullable(),
  isEnabledThere: z.boolean().nullable(),
  /** When it was last changed there, as the store says it; null where it is new. */
  changedAt: z.string().nullable(),
  /** What of it cannot be used by Galley's services, as sentences. */
  problems: z.array(z.string()),
})
export type SharedGuardrail = z.infer<typeof sharedGuardrailSchema>

/** A guardrail of a shared store as the last pull saw it: it judges nothing here until it is taken over. */
const pulledGuardrailSchema = z.object({
  remote: z.string(),
  name: z.string(),
  /** Types of its rules: rows of the original schema can hold several. */
  types: z.array(z.string()),
  action: guardrailActionSchema,
  isEnabled: z.boolean(),
  seenAt: instantSchema,
  /** Whether this workspace has one of that name. */
  isHere: z.boolean(),
})
export type PulledGuardrail = z.infer<typeof pulledGuardrailSchema>

const named = z.object({ name: z.string() })

export const guardrail = {
  list: method
    .route({ method: 'GET', path: '/guardrails', summary: 'All guardrails of the workspace.' })
    .input(
      z.object({
        /** Only those whose scope takes this template in, on or off. */
        template: templateRefSchema.optional(),
      }),
    )
    .output(z.object({ items: z.array(guardrailSchema) })),
  get: method
    .route({ method: 'GET', path: '/guardrails/{name}', summary: 'One guardrail.' })
    .input(named)
    .output(guardrailSchema),
  create: method
    .route({ method: 'POST', path: '/guardrails', summary: 'Adds a guardrail.' })
    .input(
      changeSchema.extend({
        name: nameSchema,
        rule: definitionShape.rule,
        samples: samplesSchema.default([]),
      }),
    )
    .output(guardrailSchema),
  update: method
    .route({
      method: 'PATCH',
      path: '/guardrails/{name}',
      summary: 'Changes a guardrail: its rule, scope, action, switch or samples.',
    })
    .input(
      changeSchema.extend({
        name: z.string(),
        newName: nameSchema.optional(),
        samples: samplesSchema.optional(),
      }),
    )
    .output(guardrailSchema),
  archive: method
    .route({
      method: 'POST',
      path: '/guardrails/{name}/archive',
      summary: 'Takes a guardrail out of use, or back into it.',
    })
    .input(named.extend({ isArchived: z.boolean().default(true) }))
    .output(guardrailSchema),
  test: method
    .route({
      method: 'POST',
      path: '/guardrails/{name}/test',
      summary: 'Runs a guardrail on its samples, and shows what a change of it would do.',
    })
    .input(
      named.extend({
        change: changeSchema.optional(),
        samples: samplesSchema.optional(),
        /** How many recent violations a change is tried on. */
        recentLimit: z.number().int().min(0).max(500).default(100),
      }),
    )
    .output(guardrailTestSchema),
  listViolations: method
    .route({
      method: 'GET',
      path: '/guardrail-violations',
      summary: 'Violations found in runs, newest first; masked.',
    })
    .input(pageInputSchema.extend({ guardrail: z.string().optional() }))
    .output(pageOf(recordedViolationSchema)),
  markViolation: method
    .route({
      method: 'POST',
      path: '/guardrail-violations/{id}/mark',
      summary: 'Marks a violation as a false positive, or takes the mark back.',
    })
    .input(z.object({ id: z.string(), isFalsePositive: z.boolean() }))
    .output(recordedViolationSchema),
  listCounts: method
    .route({
      method: 'GET',
      path: '/guardrail-counts',
      summary: 'What guardrails did in runs, by day.',
    })
    .input(
      z.object({
        guardrail: z.string().optional(),
        days: z.number().int().min(1).max(3660).default(30),
      }),
    )
    .output(z.object({ items: z.array(z.object({ day: z.iso.date(), ...countersShape })) })),
  setSecret: method
    .route({
      method: 'PUT',
      path: '/guardrail-secrets/{name}',
      summary: 'Keeps the key of a moderation service in the secret store; it is never read back.',
    })
    .input(named.extend({ value: z.string().min(1).max(10_000) }))
    .output(z.object({ isStored: z.boolean() })),
  compareShared: method
    .route({
      method: 'GET',
      path: '/shared-guardrails',
      summary: 'How the guardrails of this workspace stand in a shared store; changes nothing.',
    })
    .input(z.object({ remote: z.string() }))
    .output(z.object({ items: z.array(sharedGuardrailSchema) })),
  publish: method
    .route({
      method: 'POST',
      path: '/shared-guardrails',
      summary:
        'Puts guardrails into a shared store, all or none; production clients follow at once.',
    })
    .input(
      z.object({
        remote: z.string(),
        /** Default: all that are new or changed. */
        names: z.array(z.string()).min(1).max(500).optional(),
        /** By name, `changedAt` as seen; what changed since is a conflict. */
        expected: z.record(z.string(), z.string().nullable()).optional(),
      }),
    )
    .output(z.object({ items: z.array(sharedGuardrailSchema) })),
  listPulled: method
    .route({
      method: 'GET',
      path: '/pulled-guardrails',
      summary: 'The guardrails of shared stores as they were last pulled, with their origin.',
    })
    .output(z.object({ items: z.array(pulledGuardrailSchema) })),
  adopt: method
    .route({
      method: 'POST',
      path: '/shared-guardrails/adopt',
      summary: 'Takes a guardrail of a shared store over into this workspace, as it stands there.',
    })
    .input(z.object({ remote: z.string(), name: z.string() }))
    .output(z.object({ items: z.array(guardrailSchema) })),
  check: method
    .route({
      method: 'POST',
      path: '/guardrails/check',
      summary: 'Checks one text with the enabled guardrails.',
    })
    .input(
      z.object({
        text: z.string().max(2_000_000),
        stage: guardrailStageSchema.default('input'),
        /** Name, category and labels that scopes are compared with. */
        template: z
          .object({
            name: z.string(),
            category: z.string().optional(),
            labels: z.array(z.string()).optional(),
          })
          .optional(),
        variables: z.record(z.string(), jsonSchema).optional(),
        metadata: z.record(z.string(), jsonSchema).optional(),
      }),
    )
    .output(checkResultSchema.extend({ redactedText: z.string().nullable() })),
}
