import { z } from 'zod'
import {
  jsonSchema,
  method,
  nameSchema,
  pageInputSchema,
  pageOf,
  templateIdSchema,
} from './base.ts'
import {
  contentSchema,
  draftSchema,
  facetsSchema,
  recoverySchema,
  templateRefSchema,
  templateSchema,
  templateStateSchema,
  templateSummarySchema,
  versionSchema,
  versionSummarySchema,
} from './template.ts'

const byRef = z.object({ template: templateRefSchema })
const versionRef = byRef.extend({ version: z.number().int().positive() })

const listInput = pageInputSchema.extend({
  query: z.string().max(200).optional(),
  category: z.string().optional(),
  tag: z.string().optional(),
  /** As last seen in the shared stores. */
  label: z.string().optional(),
  state: templateStateSchema.optional(),
  isArchived: z.boolean().default(false),
})

const descriptors = {
  category: z.string().max(100),
  description: z.string().max(5000),
  tags: z.array(z.string().min(1).max(50)).max(50),
  sampleBindings: z.record(z.string(), jsonSchema),
}

const createInput = z.object({
  name: nameSchema,
  content: contentSchema,
  category: descriptors.category.default(''),
  description: descriptors.description.default(''),
  tags: descriptors.tags.default([]),
  sampleBindings: descriptors.sampleBindings.default({}),
})

/** No defaults here: what is left out stays as it is. */
const updateInput = z.object(descriptors).partial().extend({
  template: templateRefSchema,
  name: nameSchema.optional(),
})

/** What can be asked of templates. */
export const template = {
  list: method
    .route({
      method: 'GET',
      path: '/templates',
      summary: 'Lists templates; `query` searches names, texts and tags.',
    })
    .input(listInput)
    .output(pageOf(templateSummarySchema).extend({ total: z.number().int() })),
  facets: method
    .route({
      method: 'GET',
      path: '/template-facets',
      summary: 'Categories, tags, labels and states of the templates, with counts.',
    })
    .output(facetsSchema),
  get: method
    .route({
      method: 'GET',
      path: '/templates/{template}',
      summary: 'One template with its draft.',
    })
    .input(byRef)
    .output(templateSchema),
  create: method
    .route({
      method: 'POST',
      path: '/templates',
      summary: 'Creates a template; its content becomes the draft.',
    })
    .input(createInput)
    .output(templateSchema),
  update: method
    .route({
      method: 'PATCH',
      path: '/templates/{template}',
      summary: 'Changes name, category, tags, description or samples.',
    })
    .input(updateInput)
    .output(templateSchema),
  duplicate: method
    .route({
      method: 'POST',
      path: '/templates/{template}/duplicate',
      summary: 'Copies the draft into a new template.',
    })
    .input(byRef.extend({ name: nameSchema }))
    .output(templateSchema),
  archive: method
    .route({
      method: 'POST',
      path: '/templates/{template}/archive',
      summary: 'Hides a template (or shows it again); nothing is deleted.',
    })
    .input(byRef.extend({ isArchived: z.boolean().default(true) }))
    .output(templateSchema),
  updateDraft: method
    .route({
      method: 'PUT',
      path: '/templates/{template}/draft',
      summary: 'Saves the draft; a stale revision is a conflict.',
    })
    .input(
      byRef.extend({
        content: contentSchema,
        revision: z.number().int(),
        /** Keeps what is replaced as a recovery copy, for who saves over somebody else's draft. */
        keepsReplaced: z.boolean().optional(),
      }),
    )
    .output(draftSchema),
  listPartials: method
    .route({
      method: 'GET',
      path: '/templates/{template}/partials',
      summary: 'The templates that the draft includes, with the version taken over and the newest.',
    })
    .input(byRef)
    .output(
      z.object({
        items: z.array(
          z.object({
            name: z.string(),
            /** The template of that name; null where there is none. */
            templateId: templateIdSchema.nullable(),
            /** The number of the version taken over; null where there is none or it came from elsewhere. */
            taken: z.number().int().nullable(),
            newest: z.number().int().nullable(),
            /** Why nothing can be taken over; null where all is well. */
            problem: z.string().nullable(),
          }),
        ),
      }),
    ),
  listIncluding: method
    .route({
      method: 'GET',
      path: '/templates/{template}/included-by',
      summary: 'The templates whose drafts include this one, with the version they took over.',
    })
    .input(byRef)
    .output(
      z.object({
        items: z.array(
          z.object({
            templateId: templateIdSchema,
            name: z.string(),
            /** Null where the text came from elsewhere. */
            taken: z.number().int().nullable(),
          }),
        ),
      }),
    ),
  updatePartials: method
    .route({
      method: 'POST',
      path: '/templates/{template}/partials/update',
      summary: 'Takes over the newest version of every template that the draft includes.',
    })
    .input(byRef)
    .output(draftSchema),
  createVersion: method
    .route({
      method: 'POST',
      path: '/templates/{template}/versions',
      summary:
        'Freezes the draft as the next version; an unchanged draft gives back the version it equals.',
    })
    .input(
      byRef.extend({
        note: z.string().max(2000).default(''),
        author: z.string().max(200).optional(),
      }),
    )
    .output(versionSchema),
  listVersions: method
    .route({
      method: 'GET',
      path: '/templates/{template}/versions',
      summary: 'The history of a template, newest first.',
    })
    .input(byRef.extend(pageInputSchema.shape))
    .output(pageOf(versionSummarySchema)),
  getVersion: method
    .route({
      method: 'GET',
      path: '/templates/{template}/versions/{version}',
      summary: 'One immutable version.',
    })
    .input(z.object({ template: templateRefSchema, version: z.coerce.number().int().positive() }))
    .output(versionSchema),
  restoreVersion: method
    .route({
      method: 'POST',
      path: '/templates/{template}/versions/{version}/restore',
      summary: 'Copies a version into the draft; the draft it replaces is kept as a recovery copy.',
    })
    .input(versionRef)
    .output(templateSchema),
  listRecoveries: method
    .route({
      method: 'GET',
      path: '/templates/{template}/recoveries',
      summary: 'Drafts that were replaced before they were a version, newest first.',
    })
    .input(byRef)
    .output(z.object({ items: z.array(recoverySchema) })),
  recoverDraft: method
    .route({
      method: 'POST',
      path: '/templates/{template}/recover',
      summary:
        'Puts a recovery copy back into the draft; the draft it replaces is kept in its turn.',
    })
    .input(byRef.extend({ recovery: z.uuid() }))
    .output(templateSchema),
  discardRecovery: method
    .route({
      method: 'DELETE',
      path: '/templates/{template}/recoveries/{recovery}',
      summary: 'Throws a recovery copy away, for good.',
    })
    .input(byRef.extend({ recovery: z.uuid() }))
    .output(z.object({ items: z.array(recoverySchema) })),
  diff: method
    .route({
      method: 'GET',
      path: '/templates/{template}/diff',
      summary: 'Two versions, or a version and the draft, as line changes.',
    })
    .input(byRef.extend({ from: z.number().int(), to: z.number().int().or(z.literal('draft')) }))
    .output(
      z.object({
        changes: z.array(
          z.object({
            kind: z.enum(['same', 'added', 'removed']),
            line: z.string(),
            field: z.string(),
          }),
        ),
      }),
    ),
}
