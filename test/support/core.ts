import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import { onTestFinished } from 'vitest'
import { type Core, openCore } from '#core/core.ts'
import type { CoreEnvironment, Logger, SecretStore } from '#core/environment.ts'
import { root } from './repository.ts'

/** A clock that moves on by one millisecond per look, so that times differ and are the same every run. */
export function testClock(start = '2026-01-01T00:00:00.000Z') {
  let ms = Date.parse(start)
  return {
    now: () => new Date(ms++),
    advance(byMs: number) {
      ms += byMs
    },
  }
}

let idMakers = 0
const nextPrefix = () => (0x0190a000 + idMakers++).toString(16).padStart(8, '0')

/**
 * UUIDv7-shaped ids that count up: they sort like real ones and are the same every run. Every maker
 * has its own beginning, so that two cores on one file never make the same id.
 */
export function testIds(prefix = nextPrefix()): () => string {
  let count = 0
  return () => `${prefix}-0000-7000-8000-${(count++).toString(16).padStart(12, '0')}`
}

export function memorySecrets(): SecretStore {
  const kept = new Map<string, string>()
  return {
    kind: 'memory of the test',
    get: async (key) => kept.get(key) ?? null,
    set: async (key, value) => void kept.set(key, value),
    delete: async (key) => void kept.delete(key),
  }
}

/** Keeps what was logged, for tests that look. */
export function listLogger(): Logger & { lines: string[] } {
  const lines: string[] = []
  const log = (level: string) => (message: string, facts?: Record<string, unknown>) => {
    lines.push(`${level} ${message}${facts ? ` ${JSON.stringify(facts)}` : ''}`)
  }
  return { lines, info: log('info'), warn: log('warn'), error: log('error') }
}

/** A fresh folder that is removed when the test (or, in a hook, the hook's test) is over. */
export function testFolder(name = 'galley-test-'): string {
  const folder = mkdtempSync(join(tmpdir(), name))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** The parts of an installation as they lie in the repository. */
export const testResources: CoreEnvironment['resources'] = {
  sqliteMigrations: join(root, 'migrations/sqlite'),
  postgresMigrations: join(root, 'migrations/postgres'),
  samples: join(root, 'electron/core/samples'),
  nunjucksChild: join(root, 'electron/core/rendering/nunjucks-child.ts'),
  scriptChild: join(root, 'electron/core/scripts/child.ts'),
  simulationWorker: join(root, 'electron/core/experiments/simulation/worker.ts'),
  readerThread: join(root, 'electron/core/datasets/uploads/reader-thread.ts'),
}

export function testEnvironment(changed: Partial<CoreEnvironment> = {}): CoreEnvironment {
  return {
    clock: testClock(),
    newId: testIds(),
    dataFolder: changed.dataFolder ?? testFolder(),
    secrets: memorySecrets(),
    logger: listLogger(),
    author: 'Tess Tester',
    resources: testResources,
    ...changed,
  }
}

/** For hooks: the same without the clean-up; call `dispose` in the hook that ends. */
export async function openTestCore(changed: Partial<CoreEnvironment> = {}) {
  const dataFolder = changed.dataFolder ?? mkdtempSync(join(tmpdir(), 'galley-test-'))
  const environment = testEnvironment({ ...changed, dataFolder })
  const core: Core = await openCore(environment)
  return {
    ...core,
    /** The contract's methods, called in process but through the router: parsed in and out. */
    client: createRouterClient(core.router),
    environment,
    async dispose() {
      await core.close()
      if (changed.dataFolder === undefined) rmSync(dataFolder, { recursive: true, force: true })
    },
  }
}

/**
 * A whole core on a fresh real workspace file. Call inside a test: the core is closed and its folder
 * removed when the test is over. Two calls with the same `dataFolder` are two cores on one file.
 */
export async function makeTestCore(changed: Partial<CoreEnvironment> = {}) {
  const core = await openTestCore(changed)
  onTestFinished(() => core.dispose())
  return core
}
