import type { Lacking } from '#shared/contract/run/run.ts'
import { nearestName } from '#shared/domain/names/nearest.ts'
import type { Input } from '../inputs.ts'
import { checkContent } from '../rendering/analysis.ts'
import type { RunParts } from './ports.ts'

/**
 * What would fail in every cell of some cases: variables that a version cannot be rendered without and
 * that these cases do not have. What stands behind a default or a test is not needed.
 * @throws GalleyError `not_found` for a dataset, template or version that is not there.
 */
export function findLacking(
  { templates, datasets }: Pick<RunParts, 'templates' | 'datasets'>,
  { dataset, versions, splits }: Input<'run', 'checkInputs'>,
): Lacking[] {
  const { id: datasetId, version: number, inputNames } = datasets.get({ dataset })
  return versions.flatMap(({ template: ref, version }) => {
    const { id: templateId, name: templateName } = templates.get({ template: ref })
    const { content } = templates.getVersion({ template: ref, version })
    // An empty text is what a lenient template is meant to give for what is missing.
    if (content.undefinedPolicy === 'lenient') return []
    const needed = checkContent(content, templateName)
      .variables.filter(({ isRequired }) => isRequired)
      .map(({ name }) => name)
    const found = datasets.countLacking({ datasetId, number }, needed, splits ?? null)
    return found.map(({ name, ...where }) => ({
      ...{ templateId, templateName, version, variable: name, ...where },
      suggestion: nearestName(
        name,
        inputNames.filter((input) => !needed.includes(input)),
      ),
    }))
  })
}
