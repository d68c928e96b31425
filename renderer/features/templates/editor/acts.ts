import { useMemo } from 'react'
import type { Template } from '#shared/contract/template.ts'
import { rpc } from '../../../rpc/page.ts'
import { tellFailure, tellUndo } from '../../../ui/ask.tsx'
import { type Command, useCommands } from '../../../ui/shell/commands.ts'
import { formatRoute, navigate } from '../../../ui/shell/route.ts'
import { editorCommands } from '../commands.ts'
import { freeName } from '../list/free-name.ts'

type Known = Pick<Template, 'id' | 'name'>

const act = (work: Promise<unknown>) => void work.catch(tellFailure)

export const runOver = ({ id }: Known) => formatRoute(['runs', 'new'], { template: id })

export const publishIt = ({ id }: Known) => formatRoute(['publishing', 'publish'], { template: id })

/** The copy is opened; a click takes it back, into the archive. */
export const duplicate = (template: Known) => act(makeCopy(template))

/** Hides a template, or shows it again; the other way round is one click away. */
export const archive = (template: Known, isArchived: boolean) => act(putAway(template, isArchived))

async function makeCopy(template: Known): Promise<void> {
  const name = await freeName(`${template.name} copy`)
  const made = await rpc.template.duplicate({ template: template.id, name })
  navigate(formatRoute(['templates', made.id]))
  tellUndo(`${name} is a copy of ${template.name}.`, () =>
    act(
      rpc.template
        .archive({ template: made.id })
        .then(() => navigate(formatRoute(['templates', template.id]))),
    ),
  )
}

async function putAway({ id, name }: Known, isArchived: boolean): Promise<void> {
  await rpc.template.archive({ template: id, isArchived })
  tellUndo(isArchived ? `${name} is in the archive.` : `${name} is back in the list.`, () =>
    act(rpc.template.archive({ template: id, isArchived: !isArchived })),
  )
}

/** What the menu of an open template does, for the palette. */
export function useTemplateCommands(template: Template, setEditing: (isOpen: boolean) => void) {
  const { id, name, archivedAt, latestVersion } = template
  const isArchived = archivedAt !== null
  const hasVersion = latestVersion !== null
  const commands = useMemo(() => {
    const known = { id, name }
    const { details, duplicate: copy, archive: put, runOver: over, publish } = editorCommands
    const title = isArchived ? 'Take this template out of the archive' : put.title
    const ofVersions: readonly Command[] = [
      { ...over, run: () => navigate(runOver(known)) },
      { ...publish, run: () => navigate(publishIt(known)) },
    ]
    return [
      { ...details, run: () => setEditing(true) },
      { ...copy, run: () => duplicate(known) },
      ...(hasVersion ? ofVersions : []),
      { ...put, title, run: () => archive(known, !isArchived) },
    ]
  }, [id, name, isArchived, hasVersion, setEditing])
  useCommands(commands)
}
