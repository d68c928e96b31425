import { create } from 'zustand'
import {
  type ColumnMapping,
  type Dataset,
  expectedNames,
  type FileFormat,
  type ImportPreview,
} from '#shared/contract/dataset/dataset.ts'
import {
  type FileEncoding,
  type ImportProgress,
  uploadPieceBytes,
} from '#shared/contract/dataset/upload.ts'
import { rpc } from '../../../rpc/page.ts'
import { endJob, reportJob } from '../../../ui/shell/jobs.ts'
import { formatRoute } from '../../../ui/shell/route.ts'

interface Reading {
  readonly format?: FileFormat
  readonly encoding?: FileEncoding
  readonly sheet?: string
}

interface ImportState {
  readonly fileName: string
  readonly upload: string | null
  readonly name: string
  readonly description: string
  readonly mapping: ColumnMapping
  /** What was chosen instead of what was found out. */
  readonly reading: Reading
  readonly preview:
    | (ImportPreview & {
        readonly format: FileFormat
        readonly encoding: FileEncoding | null
        readonly sheets: readonly string[]
      })
    | null
  readonly state: 'empty' | 'sending' | 'reading' | 'ready' | 'importing'
  readonly progress: Pick<ImportProgress, 'doneBytes' | 'totalBytes' | 'remainingMs'> | null
  readonly error: unknown
}

const empty: ImportState = {
  fileName: '',
  upload: null,
  name: '',
  description: '',
  mapping: {},
  reading: {},
  preview: null,
  state: 'empty',
  progress: null,
  error: null,
}

/** What is being imported; kept while one looks at other tabs. */
export const useImport = create<ImportState>(() => empty)

/** What is done with the file while one waits. */
export const stepWords = { sending: 'Sending', reading: 'Reading', importing: 'Importing' } as const

const job = 'dataset import'

/** It goes on while one looks at other pages, and is told and stopped from there. */
useImport.subscribe(({ state, fileName, progress }) => {
  if (state === 'empty' || state === 'ready') return endJob(job)
  reportJob({
    id: job,
    title: `${stepWords[state]} ${fileName}`,
    href: formatRoute(['datasets', 'import']),
    done: progress?.doneBytes ?? 0,
    total: progress?.totalBytes ?? 0,
    remainingMs: progress?.remainingMs ?? null,
    stop: resetImport,
    isOfPage: true,
  })
})

/** Ends what is under way when another file or nothing is wanted. */
let stop = new AbortController()

/** Forgets the file here and in the core, which stops whatever reads it. */
export function resetImport(): void {
  stop.abort()
  stop = new AbortController()
  const { upload } = useImport.getState()
  if (upload !== null) void rpc.dataset.closeUpload({ upload }).catch(() => {})
  useImport.setState(empty)
}

/** Sends a file in slices, then asks what importing it would make. Nothing is stored yet. */
export async function chooseFile(file: File): Promise<void> {
  resetImport()
  const { signal } = stop
  const name = file.name.replace(/\.[^.]+$/, '').slice(0, 255)
  useImport.setState({ state: 'sending', fileName: file.name, name })
  try {
    const { upload } = await rpc.dataset.openUpload({ fileName: file.name, byteLength: file.size })
    useImport.setState({ upload })
    for (let offset = 0; offset < file.size; offset += uploadPieceBytes) {
      if (signal.aborted) return
      const base64 = await asBase64(file.slice(offset, offset + uploadPieceBytes))
      await rpc.dataset.upload({ upload, offset, base64 })
      const doneBytes = Math.min(file.size, offset + uploadPieceBytes)
      useImport.setState({ progress: { doneBytes, totalBytes: file.size, remainingMs: null } })
    }
    await readFirst()
  } catch (error) {
    if (!signal.aborted) useImport.setState({ state: 'ready', progress: null, error })
  }
}

/** A data address has the bytes behind its comma; the browser makes it without blocking the page. */
const asBase64 = (slice: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''))
    reader.onerror = () => reject(reader.error)
    reader.readAsDataURL(slice)
  })

/** Says what a column is, and asks again what that would make. */
export async function mapColumn(column: string, to: ColumnMapping[string]): Promise<void> {
  await readPreview({ ...useImport.getState().mapping, [column]: to })
}

/** Reads the file another way: as another format, encoding or sheet. */
export async function readAs(reading: Reading): Promise<void> {
  useImport.setState({ reading: { ...useImport.getState().reading, ...reading } })
  await readFirst()
}

/** Reads the columns and takes the one that is called so for the expected answer; it can be changed. */
async function readFirst(): Promise<void> {
  await readPreview({})
  const { mapping, preview } = useImport.getState()
  const found = (preview?.columns ?? []).filter(
    (column) => expectedNames.test(column) && mapping[column]?.to === 'input',
  )
  const [column] = found
  const isTaken = Object.values(mapping).some(({ to }) => to === 'expected')
  if (column !== undefined && found.length === 1 && !isTaken) {
    await mapColumn(column, { to: 'expected' })
  }
}

async function readPreview(mapping: ColumnMapping): Promise<void> {
  const { upload, reading } = useImport.getState()
  if (upload === null) return
  const { signal } = stop
  useImport.setState({ state: 'reading', error: null })
  try {
    const events = await rpc.dataset.previewUpload({ upload, mapping, ...reading }, { signal })
    for await (const event of events) {
      if (event.kind === 'progress') useImport.setState({ progress: event })
      else useImport.setState({ preview: event, mapping: event.mapping })
    }
    useImport.setState({ state: 'ready', progress: null })
  } catch (error) {
    if (!signal.aborted) useImport.setState({ state: 'ready', progress: null, error })
  }
}

/** Imports all rows or none. Null when the core refused or it was stopped; the reason is in the store. */
export async function importNow(): Promise<Dataset | null> {
  const { upload, reading, mapping, name, description } = useImport.getState()
  if (upload === null) return null
  const { signal } = stop
  useImport.setState({ state: 'importing', error: null })
  const input = { upload, mapping, name, description, ...reading }
  try {
    for await (const event of await rpc.dataset.importUpload(input, { signal })) {
      if (event.kind === 'progress') useImport.setState({ progress: event })
      else {
        useImport.setState(empty)
        return event.dataset
      }
    }
  } catch (error) {
    if (!signal.aborted) useImport.setState({ state: 'ready', progress: null, error })
  }
  return null
}
