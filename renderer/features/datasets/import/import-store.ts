import { create } from 'zustand'
import type { ColumnMapping, Dataset } from '#shared/contract/dataset.ts'
import { rpc } from '../../../rpc/page.ts'

type ImportPreview = Awaited<ReturnType<typeof rpc.dataset.previewImport>>

interface ImportState {
  readonly fileName: string
  readonly text: string
  readonly name: string
  readonly description: string
  readonly mapping: ColumnMapping
  readonly preview: ImportPreview | null
  readonly state: 'empty' | 'reading' | 'ready' | 'importing'
  readonly error: unknown
}

const empty: ImportState = {
  fileName: '',
  text: '',
  name: '',
  description: '',
  mapping: {},
  preview: null,
  state: 'empty',
  error: null,
}

/** What is being imported; kept while one looks at other tabs. */
export const useImport = create<ImportState>(() => empty)

export const resetImport = (): void => useImport.setState(empty)

/** Takes a file and asks what importing it would make. Nothing is stored yet. */
export async function chooseFile(file: File): Promise<void> {
  useImport.setState({
    ...empty,
    state: 'reading',
    fileName: file.name,
    name: file.name.replace(/\.[^.]+$/, '').slice(0, 255),
  })
  useImport.setState({ text: await file.text() })
  await readPreview({})
}

/** Says what a column is, and asks again what that would make. */
export async function mapColumn(column: string, to: ColumnMapping[string]): Promise<void> {
  await readPreview({ ...useImport.getState().mapping, [column]: to })
}

async function readPreview(mapping: ColumnMapping): Promise<void> {
  const { fileName, text } = useImport.getState()
  try {
    const preview = await rpc.dataset.previewImport({ fileName, text, mapping })
    useImport.setState({ preview, mapping: preview.mapping, state: 'ready', error: null })
  } catch (error) {
    useImport.setState({ state: 'ready', error })
  }
}

/** Imports all rows or none. Null when the core refused; the reason is in the store. */
export async function importNow(): Promise<Dataset | null> {
  const { fileName, text, mapping, name, description } = useImport.getState()
  useImport.setState({ state: 'importing', error: null })
  try {
    const dataset = await rpc.dataset.import({ fileName, text, mapping, name, description })
    resetImport()
    return dataset
  } catch (error) {
    useImport.setState({ state: 'ready', error })
    return null
  }
}
