import { Button, Text, Tooltip } from '@mantine/core'
import {
  IconArrowBackUp,
  IconArrowForwardUp,
  IconCopy,
  IconPlus,
  IconTrash,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import type { Dataset } from '#shared/contract/dataset/dataset.ts'
import type { DatasetDraft, DraftRow } from '#shared/contract/dataset/editing.ts'
import { askOnce, tell } from '../../../ui/ask.tsx'
import { discardDraft, drafts, editCases, redoEdit, saveDraft, undoEdit } from '../store.ts'
import classes from './CasesPane.module.css'

interface EditBarProps {
  dataset: Dataset
  /** The row that edits of whole rows are about. */
  current: DraftRow | null
  onError: (error: unknown) => void
}

/** What can be done with rows, and with the draft as a whole. */
export function EditBar({ dataset, current, onError }: EditBarProps) {
  const resource = drafts.use(dataset.id)
  const draft = resource.state === 'ready' ? resource.value : null
  const { id } = dataset
  const empty = Object.fromEntries(dataset.inputNames.map((name) => [name, '']))
  const content = {
    inputs: empty,
    expected: null,
    tags: [],
    metadata: {},
    recordedOutputs: {},
    checks: null,
    split: null,
  }
  const row = current?.row ?? null
  return (
    <div className={classes.bar} role="toolbar" aria-label="Edit cases">
      <Tool
        label="Add a case"
        hint="A new row behind the current one"
        icon={<IconPlus size={14} aria-hidden />}
        onClick={() => editCases(id, { kind: 'add', after: row, content })}
      />
      <Tool
        label="Duplicate"
        hint="A copy of the current row"
        isOff={row === null}
        icon={<IconCopy size={14} aria-hidden />}
        onClick={() => row !== null && editCases(id, { kind: 'duplicate', row })}
      />
      <Tool
        label="Delete"
        hint="Takes the current row away; undo brings it back"
        isOff={row === null}
        icon={<IconTrash size={14} aria-hidden />}
        onClick={() => row !== null && editCases(id, { kind: 'remove', rows: [row] })}
      />
      <Tool
        label="Undo"
        hint="Takes back the last edit"
        isOff={!draft?.canUndo}
        icon={<IconArrowBackUp size={14} aria-hidden />}
        onClick={() => undoEdit(id)}
      />
      <Tool
        label="Redo"
        hint="Does it again"
        isOff={!draft?.canRedo}
        icon={<IconArrowForwardUp size={14} aria-hidden />}
        onClick={() => redoEdit(id)}
      />
      {draft !== null && <DraftState dataset={dataset} draft={draft} onError={onError} />}
    </div>
  )
}

interface DraftStateProps {
  dataset: Dataset
  draft: DatasetDraft
  onError: (error: unknown) => void
}

function DraftState({ dataset, draft, onError }: DraftStateProps) {
  if (!draft.canUndo) {
    return (
      <Text size="sm" c="dimmed">
        Enter or a double click writes in a cell; a click on the number shows everything of a case.
      </Text>
    )
  }
  const save = async () => {
    try {
      tell(`Saved as version ${await saveDraft(dataset.id)}.`)
      onError(null)
    } catch (error) {
      onError(error)
    }
  }
  const { changed, added, removed } = draft
  return (
    <>
      <Text size="sm" role="status">
        {changed} changed, {added} added, {removed} removed: kept as a draft.
      </Text>
      <Button onClick={save}>Save as version {dataset.version + 1}</Button>
      <Button
        variant="default"
        onClick={() =>
          askOnce({
            title: 'Discard all edits?',
            text: `The rows are again as in version ${draft.baseVersion}.`,
            confirm: 'Discard',
            onConfirm: () => void discardDraft(dataset.id),
          })
        }
      >
        Discard
      </Button>
    </>
  )
}

interface ToolProps {
  label: string
  hint: string
  icon: ReactNode
  isOff?: boolean
  onClick: () => unknown
}

function Tool({ label, hint, icon, isOff = false, onClick }: ToolProps) {
  return (
    <Tooltip label={hint}>
      <Button variant="default" leftSection={icon} disabled={isOff} onClick={onClick}>
        {label}
      </Button>
    </Tooltip>
  )
}
