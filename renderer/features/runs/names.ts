import { rpc } from '../../rpc/page.ts'
import { createResources } from '../../ui/resource.ts'

/** What a list is narrowed to is known by its id; a list without rows does not tell its name. */
const names = {
  template: createResources(async (template) => (await rpc.template.get({ template })).name),
  dataset: createResources(async (dataset) => (await rpc.dataset.get({ dataset })).name),
}

type Named = keyof typeof names

/** The name of the template or dataset of an id; until it is known, and where it is gone, "one template". */
export function useName(noun: Named, id: string | undefined): string {
  const resource = names[noun].use(id ?? null)
  return resource.state === 'ready' ? resource.value : `one ${noun}`
}

/** A template or a dataset changed, its name perhaps too. */
export const refreshNames = (noun: Named): void => names[noun].refresh()
