import type { Recovery } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { askOnce, tellFailure, tellUndo } from '../../../ui/ask.tsx'
import { createResources } from '../../../ui/resource.ts'
import { adopt, editContent, flush, type OpenDraft } from '../drafts.ts'

/** Drafts of a template, by its id, that were replaced before they were a version; newest first. */
export const setAside = createResources(
  async (template) => (await rpc.template.listRecoveries({ template })).items,
)

/** Puts a content in place of the draft. What the draft held can be brought back with one click. */
export async function replaceDraft(
  { template: { id }, content: before }: OpenDraft,
  put: () => ReturnType<typeof rpc.template.get>,
  said: string,
): Promise<void> {
  try {
    await flush(id)
    adopt(await put())
    setAside.refresh(id)
    tellUndo(said, () => editContent(id, () => before))
  } catch (error) {
    tellFailure(error)
  }
}

export function discard(template: string, recovery: Recovery): void {
  askOnce({
    title: 'Discard this draft?',
    text: 'It was never a version: nothing brings it back.',
    confirm: 'Discard it',
    onConfirm: () =>
      void rpc.template
        .discardRecovery({ template, recovery: recovery.id })
        .then(({ items }) => setAside.put(template, items), tellFailure),
  })
}
