import { type Entry, openPromise, type ZipFile } from 'yauzl'
import { UnreadableFile } from '../files/parsed.ts'

/** Above these a workbook is a bomb or a mistake; checked before a byte is inflated. */
const limits = {
  entries: 5000,
  /** Bytes of all entries together after inflating. */
  total: 2 * 1024 ** 3,
  /** Inflated by packed size, for entries above `judged` bytes; real sheets stay far below 100. */
  ratio: 250,
  judged: 1024 ** 2,
}

const refused = (message: string) => new UnreadableFile(1, null, message)

/** The named parts of a workbook file. */
export interface Package {
  has(name: string): boolean
  /** Inflated bytes of a part. */
  sizeOf(name: string): number
  /** The text of a part, as it is inflated; throws `UnreadableFile` where the file is damaged. */
  read(name: string): AsyncGenerator<string>
  close(): void
}

/** Opens a zip file and judges it by what its directory says; nothing of it is unpacked to disk. */
export async function openPackage(path: string): Promise<Package> {
  let zip: ZipFile
  try {
    // Sizes are compared again while inflating: a directory that lies is found out at that byte.
    zip = await openPromise(path, { validateEntrySizes: true, autoClose: false })
  } catch (cause) {
    throw refused(`This is no XLSX workbook, or a damaged one: ${sentence(cause)}`)
  }
  try {
    return packageOf(zip, await readDirectory(zip))
  } catch (cause) {
    zip.close()
    throw cause instanceof UnreadableFile
      ? cause
      : refused(`The workbook is damaged: ${sentence(cause)}`)
  }
}

const sentence = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))

async function readDirectory(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > limits.entries) {
    throw refused(`The workbook has ${zip.entryCount} parts; ${limits.entries} are the most.`)
  }
  const entries = new Map<string, Entry>()
  let total = 0
  for await (const entry of zip.eachEntry()) {
    total += entry.uncompressedSize
    refuseBomb(entry, total)
    if (entries.has(entry.fileName)) throw refused('The workbook has two parts of one name.')
    entries.set(entry.fileName, entry)
  }
  return entries
}

function refuseBomb(entry: Entry, total: number): void {
  const { uncompressedSize, compressedSize } = entry
  const isSuspect = uncompressedSize > limits.judged
  if (isSuspect && uncompressedSize > limits.ratio * compressedSize) {
    const ratio = Math.round(uncompressedSize / Math.max(1, compressedSize))
    throw refused(
      `A part of the workbook would inflate ${ratio}-fold; more than ${limits.ratio} is refused as a zip bomb.`,
    )
  }
  if (total > limits.total) {
    throw refused('The workbook would inflate to more than 2 GB: export it as CSV.')
  }
  if (entry.isEncrypted()) throw refused('The workbook is encrypted: save it without a password.')
}

function packageOf(zip: ZipFile, entries: Map<string, Entry>): Package {
  return {
    has: (name) => entries.has(name),
    sizeOf: (name) => entries.get(name)?.uncompressedSize ?? 0,
    async *read(name) {
      const entry = entries.get(name)
      if (entry === undefined) throw refused(`The workbook has no part "${name}".`)
      const decoder = new TextDecoder('utf-8', { fatal: true })
      try {
        for await (const chunk of await zip.openReadStreamPromise(entry)) {
          yield decoder.decode(chunk, { stream: true })
        }
        yield decoder.decode()
      } catch (cause) {
        if (cause instanceof UnreadableFile) throw cause
        throw refused(`The part "${name}" of the workbook is damaged: ${sentence(cause)}`)
      }
    },
    close: () => zip.close(),
  }
}
