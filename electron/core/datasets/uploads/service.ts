import type { ColumnMapping, Dataset } from '#shared/contract/dataset/dataset.ts'
import type { ImportProgress } from '#shared/contract/dataset/upload.ts'
import type { CoreEnvironment } from '../../environment.ts'
import type { Input } from '../../inputs.ts'
import { refuseProblems } from '../problems.ts'
import type { ReadingOptions } from '../reading.ts'
import { addVersion, type VersionParts } from '../versions.ts'
import { eventsOf } from './events.ts'
import type { ReadOutcome, ReadProgress } from './protocol.ts'
import type { FileToRead } from './read-file.ts'
import { UploadSpool } from './spool.ts'
import { adoptStaged, dropOrphans, dropStaged, stageCases } from './staging.ts'
import { readInThread } from './thread.ts'

/** What an import into a dataset of this name, new or not, is done with. */
export type ImportTarget = (
  name: string,
) => Pick<ReadingOptions, 'datasetId' | 'splitPlan' | 'rules'>

export interface UploadParts extends VersionParts {
  environment: Pick<CoreEnvironment, 'clock' | 'newId' | 'dataFolder' | 'resources'>
  targetOf: ImportTarget
}

type Reading = Omit<FileToRead, 'path' | 'fileName'> & { upload: string; mapping: ColumnMapping }

export type PreviewEvent = ImportProgress | ({ kind: 'preview' } & Omit<ReadOutcome, 'facts'>)
export type ImportEvent = ImportProgress | { kind: 'imported'; dataset: Dataset }

/** Imports of files that come in pieces and are read in a thread: stored whole or not at all. */
export class UploadService {
  readonly #parts: UploadParts
  readonly #spool: UploadSpool

  constructor(parts: UploadParts) {
    this.#parts = parts
    this.#spool = new UploadSpool(parts.environment)
  }

  openUpload({ fileName, byteLength }: Input<'dataset', 'openUpload'>): { upload: string } {
    const { id } = this.#spool.open(fileName, byteLength)
    const underWay = this.#spool.ids()
    this.#parts.writer.transaction((transaction) => dropOrphans(transaction, underWay), {
      survives: 'process',
    })
    return { upload: id }
  }

  upload({ upload, offset, base64 }: Input<'dataset', 'upload'>): { receivedBytes: number } {
    return { receivedBytes: this.#spool.add(upload, offset, Buffer.from(base64, 'base64')) }
  }

  closeUpload({ upload }: Input<'dataset', 'closeUpload'>): Record<never, never> {
    this.#spool.close(upload)
    return {}
  }

  /** What an import would make of the file, with its problems instead of a refusal. */
  previewUpload(
    input: Input<'dataset', 'previewUpload'>,
    signal?: AbortSignal,
  ): AsyncGenerator<PreviewEvent> {
    return eventsOf<PreviewEvent>(async (emit, ends) => {
      const outcome = await this.#read(input, '', null, emit, ends)
      const { facts: _, ...preview } = outcome
      return { kind: 'preview', ...preview }
    }, signal)
  }

  /** Throws `malformed_file` when a single row cannot be taken; the upload stays for another try. */
  importUpload(
    input: Input<'dataset', 'importUpload'>,
    signal?: AbortSignal,
  ): AsyncGenerator<ImportEvent> {
    return eventsOf<ImportEvent>(async (emit, ends) => {
      try {
        return { kind: 'imported', dataset: await this.#import(input, emit, ends) }
      } finally {
        this.#change((transaction) => dropStaged(transaction, input.upload))
      }
    }, signal)
  }

  close(): void {
    this.#spool.closeAll()
  }

  async #import(
    input: Input<'dataset', 'importUpload'>,
    emit: (event: ImportProgress) => void,
    signal: AbortSignal,
  ): Promise<Dataset> {
    const { name, description, upload } = input
    const { fileName } = this.#spool.whole(upload)
    const target = this.#parts.targetOf(name)
    const outcome = await this.#read(input, name, upload, emit, signal, target)
    refuseProblems(fileName, outcome)
    const dataset = addVersion(this.#parts, {
      datasetId: target.datasetId,
      name,
      description,
      fileName,
      note: `Imported from ${fileName}`,
      deed: 'was imported',
      facts: outcome.facts,
      write: (transaction, made) => adoptStaged(transaction, upload, made),
    })
    this.#spool.close(upload)
    return dataset
  }

  #read(
    { upload, mapping, format, encoding, sheet }: Reading,
    name: string,
    stageAs: string | null,
    emit: (event: ImportProgress) => void,
    signal: AbortSignal,
    target = this.#parts.targetOf(name),
  ): Promise<ReadOutcome> {
    const { clock, resources } = this.#parts.environment
    const { path, fileName, controller } = this.#spool.whole(upload)
    const startedMs = clock.now().getTime()
    const task = { ...target, path, fileName, mapping, format, encoding, sheet }
    return readInThread(
      resources.readerThread,
      { ...task, handsOverCases: stageAs !== null },
      {
        signal: AbortSignal.any([signal, controller.signal]),
        onProgress: (progress) => emit(withTimeLeft(progress, clock.now().getTime() - startedMs)),
        onCases: (cases) => {
          if (stageAs === null) return
          this.#change((transaction) => stageCases(transaction, stageAs, cases))
        },
      },
    )
  }

  /** What is staged can be read again from the file: no need to wait for the disk. */
  #change(work: Parameters<VersionParts['writer']['transaction']>[0]): void {
    this.#parts.writer.transaction(work, { survives: 'process' })
  }
}

/** Time left by the bytes read so far; unknown before a tenth of a second has passed. */
function withTimeLeft(progress: ReadProgress, elapsedMs: number): ImportProgress {
  const { doneBytes, totalBytes } = progress
  const isKnown = elapsedMs > 100 && doneBytes > 0
  const remainingMs = isKnown ? ((totalBytes - doneBytes) / doneBytes) * elapsedMs : null
  return { kind: 'progress', ...progress, remainingMs }
}
