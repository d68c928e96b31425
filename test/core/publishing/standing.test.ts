import { expect, test } from 'vitest'
import { StandingTrials } from '#core/publishing/trial/standing.ts'
import type { RemoteId } from '#shared/contract/base.ts'
import type { Remote } from '#shared/contract/remote.ts'
import { listLogger, testEnvironment } from '../../support/core.ts'

const remote = (name: string, kind: Remote['kind']): Remote => ({
  id: name as RemoteId,
  name,
  kind,
  address: 'this machine',
  createdAt: '2026-01-01T00:00:00.000Z',
})

test('a trial store that does not start is logged and keeps no other from answering', async () => {
  const logger = listLogger()
  const environment = { ...testEnvironment({ dataFolder: '' }), logger, wait: async () => {} }
  const asked: string[] = []
  const { promise: last, resolve } = Promise.withResolvers<void>()
  const withStore = async ({ name }: Remote) => {
    asked.push(name)
    if (name === 'broken') throw new Error('no disk')
    resolve()
    return undefined as never
  }
  const remotes = [remote('broken', 'trial'), remote('theirs', 'postgres'), remote('try', 'trial')]
  const trials = new StandingTrials({ environment }, { withStore }, () => remotes)
  trials.start()
  trials.start()
  await last
  await trials.close()
  expect(asked).toEqual(['broken', 'try'])
  expect(logger.lines).toEqual([
    'warn A trial store could not be started. {"remote":"broken","error":{}}',
  ])
})
