import { Text } from '@mantine/core'
import { useMemo, useState } from 'react'
import { findJsonError } from '#shared/domain/json/error.ts'
import { placeOfPath } from '#shared/domain/json/place.ts'
import type { SchemaProblem } from '#shared/domain/variables/schema-problems.ts'
import { CodeEditor } from '../../../ui/editor/CodeEditor.tsx'
import type { Mark } from '../../../ui/editor/marks.ts'
import classes from './SchemaFields.module.css'

interface SchemaJsonProps {
  label: string
  path: string
  value: unknown
  /** What keeps a value from being taken; none: it is taken. */
  check: (value: unknown) => readonly SchemaProblem[]
  onChange: (value: unknown) => void
}

const print = (value: unknown) => JSON.stringify(value, null, 2)

/**
 * The same value as the form beside it, as JSON. Only what can be read and means something is taken; the
 * rest stays in the editor with its squiggles.
 */
export function SchemaJson({ label, path, value, check, onChange }: SchemaJsonProps) {
  const [typed, setTyped] = useState({ text: print(value), of: value })
  // What came from elsewhere meanwhile (the form, another tab, a restore) goes before what stands here.
  const isOurs = typed.of === value || print(typed.of) === print(value)
  const text = isOurs ? typed.text : print(value)
  const marks = useMemo(() => marksOf(text, check), [text, check])
  const read = (next: string) => {
    const isTaken = marksOf(next, check).length === 0
    const taken: unknown = isTaken ? JSON.parse(next) : value
    setTyped({ text: next, of: taken })
    if (isTaken && print(taken) !== print(value)) onChange(taken)
  }
  return (
    <div className={classes.json}>
      <div className={classes.editor}>
        <CodeEditor
          label={label}
          path={path}
          language="json"
          value={text}
          marks={marks}
          onChange={read}
        />
      </div>
      {marks[0] !== undefined && (
        <Text size="xs" className={classes.refused} role="status">
          Not taken yet: line {marks[0].line}: {marks[0].message}
        </Text>
      )}
    </div>
  )
}

function marksOf(text: string, check: SchemaJsonProps['check']): Mark[] {
  const broken = findJsonError(text)
  if (broken !== null) {
    return [markAt(text, { from: broken.index, to: broken.index + 1 }, broken.message)]
  }
  return check(JSON.parse(text)).map(({ path, message }) =>
    markAt(text, placeOfPath(text, path), message),
  )
}

function markAt(text: string, { from, to }: { from: number; to: number }, message: string): Mark {
  const start = lineAndColumn(text, from)
  const end = lineAndColumn(text, to)
  return {
    severity: 'error',
    message,
    ...start,
    endLine: end.line,
    endColumn: end.column,
  }
}

function lineAndColumn(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 }
}
