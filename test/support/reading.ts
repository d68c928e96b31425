import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StoredCase } from '#core/datasets/cases.ts'
import { CaseReading } from '#core/datasets/reading.ts'
import { type FileToRead, readFileRows } from '#core/datasets/uploads/read-file.ts'
import type { DatasetId } from '#shared/contract/base.ts'
import { testFolder } from './core.ts'

/** Reads a file as the reading thread does, in this thread: what an import would make of it. */
export async function readBytes(
  fileName: string,
  bytes: Uint8Array | string,
  options: Omit<FileToRead, 'path' | 'fileName'> = {},
) {
  const path = join(testFolder(), 'file')
  writeFileSync(path, bytes)
  return readPath(path, fileName, options)
}

export async function readPath(
  path: string,
  fileName: string,
  options: Omit<FileToRead, 'path' | 'fileName'> = {},
) {
  const cases: StoredCase[] = []
  const reading = new CaseReading({
    fileName,
    mapping: {},
    datasetId: '0190a000-0000-7000-8000-000000000000' as DatasetId,
    splitPlan: null,
    rules: null,
    take: (one) => void cases.push(one),
  })
  const facts = await readFileRows({ path, fileName, ...options }, reading, async () => {})
  const inputs: unknown[] = cases.map(({ inputsJson }) => JSON.parse(inputsJson))
  return { ...reading.end(), ...facts, cases, inputs }
}
