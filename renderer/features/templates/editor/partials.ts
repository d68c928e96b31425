import { rpc } from '../../../rpc/page.ts'
import { createResources } from '../../../ui/resource.ts'

/** The partials of a draft by template: which version was taken over, and which is the newest. */
export const partialsOf = createResources(async (template: string) => {
  const { items } = await rpc.template.listPartials({ template })
  return items
})

/** The templates that have taken a template over as a partial, by its id. */
export const including = createResources(
  async (template: string) => (await rpc.template.listIncluding({ template })).items,
)
