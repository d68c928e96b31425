import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeTestCore } from '../support/core.ts'

test('opening a core in an empty folder makes a workspace there', async () => {
  const core = await makeTestCore()
  expect(existsSync(join(core.environment.dataFolder, 'workspace.sqlite'))).toBe(true)
  expect(core.database.schemaVersion).toBeGreaterThan(0)
})
