import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MessageChannel } from 'node:worker_threads'
import { createORPCClient } from '@orpc/client'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { portSecrets } from '#hosts/desktop-secrets.ts'
import type { Rpc } from '#renderer/rpc/client.ts'
import { type SecretRequest, secretRequestSchema } from '#shared/contract/desktop.ts'
import { isOurs, startAddress } from '../../electron/main/origin.ts'
import { testFolder } from '../support/core.ts'
import { root } from '../support/repository.ts'
import { startTestDesktop } from './support/desktop.ts'

describe('the desktop’s pages', () => {
  test.each([
    'https://galley/index.html',
    'app://galley.evil.example/',
    'app://evil/galley',
    'app:galley',
    'file:///etc/passwd',
    'about:blank',
    'javascript:alert(1)',
    '',
  ])('%s is not one of them', (address) => {
    expect(isOurs(address)).toBe(false)
  })

  test('the start page is', () => {
    expect(isOurs(startAddress)).toBe(true)
    expect(isOurs(`${startAddress}#/templates`)).toBe(true)
  })
})

/** Electron's ports wrap what they deliver; these are the real ones of worker_threads, wrapped alike. */
function wrapped(port: MessageChannel['port1']) {
  return {
    on: (_event: string, listen: (event: { data: unknown }) => void) =>
      port.on('message', (data) => listen({ data })),
    postMessage: (message: unknown) => port.postMessage(message),
    start: () => port.start(),
  } as unknown as Parameters<typeof portSecrets>[0]
}

describe('secrets over a port', () => {
  test('questions and answers find each other, a refusal is an error with a way out', async () => {
    const { port1, port2 } = new MessageChannel()
    const kept = new Map<string, string>()
    port2.on('message', (message: unknown) => {
      const request = secretRequestSchema.parse(message)
      const refusal = request.key === 'locked' ? 'The keyring is locked.' : null
      if (request.verb === 'set' && refusal === null) kept.set(request.key, request.value)
      if (request.verb === 'delete') kept.delete(request.key)
      const value = request.verb === 'get' ? (kept.get(request.key) ?? null) : null
      port2.postMessage({ id: request.id, value, refusal })
    })
    const secrets = portSecrets(wrapped(port1))
    await Promise.all([secrets.set('a', '1'), secrets.set('b', '2')])
    expect(await Promise.all([secrets.get('b'), secrets.get('a')])).toEqual(['2', '1'])
    await secrets.delete('a')
    expect(await secrets.get('a')).toBeNull()
    await expect(secrets.set('locked', 'x')).rejects.toMatchObject({
      code: 'missing_part',
      message: 'The keyring is locked.',
    })
    port1.close()
  })
})

describe('the core’s process', () => {
  test('serves two pages at once, and a second start finds what the first one kept', async () => {
    const home = testFolder()
    const first = await startTestDesktop(home)
    expect(first.told).toEqual({ kind: 'ready' })
    const lines = [first.openPage(), first.openPage()]
    const [one, two] = lines.map(({ link }) => createORPCClient<Rpc>(link))
    const content = { body: { kind: 'text' as const, text: 'x' } }
    await one?.template.create({ name: 'kept', content })
    expect((await two?.template.get({ template: 'kept' }))?.name).toBe('kept')
    for (const line of lines) line.close()
    expect(await first.stop()).toBe(0)

    const second = await startTestDesktop(home)
    const line = second.openPage()
    const rpc = createORPCClient<Rpc>(line.link)
    expect((await rpc.template.get({ template: 'kept' })).name).toBe('kept')
    // A page gets the workspace that its address names, and sees by the id where that is gone.
    const { id } = await rpc.workspace.create({ folder: join(testFolder(), 'second') })
    const others = [second.openPage(id), second.openPage('gone')]
    const answers = others.map(({ link }) => createORPCClient<Rpc>(link).workspace.get())
    expect((await Promise.all(answers)).map((workspace) => workspace.id)).toEqual([id, 'home'])
    for (const open of [line, ...others]) open.close()
    expect(await second.stop()).toBe(0)
  })

  test('a workspace that cannot be opened is told with its fix, and a page gets no line', async () => {
    const folder = testFolder()
    writeFileSync(join(folder, 'file'), '')
    const desktop = await startTestDesktop(join(folder, 'file', 'home'))
    expect(desktop.told).toMatchObject({
      kind: 'failed',
      code: 'workspace_unusable',
      problem: { fix: expect.stringContaining('GALLEY_HOME') },
    })
    await desktop.openPage().closed
    expect(await desktop.stop()).toBe(0)
  })

  test('asks the main process for the secrets of a remote', async () => {
    const desktop = await startTestDesktop(testFolder())
    const asked: SecretRequest[] = []
    desktop.secrets.on('message', (message: unknown) => {
      const request = secretRequestSchema.parse(message)
      asked.push(request)
      desktop.secrets.postMessage({ id: request.id, value: null, refusal: null })
    })
    const line = desktop.openPage()
    const rpc = createORPCClient<Rpc>(line.link)
    const connectionString = 'postgres://galley:secret@127.0.0.1:1/prompts'
    const added = await rpc.remote.add({ name: 'main', connectionString })
    expect(JSON.stringify(added)).not.toContain('secret')
    expect(asked).toMatchObject([{ verb: 'set', key: 'remote.main', value: connectionString }])
    line.close()
    expect(await desktop.stop()).toBe(0)
  })
})

describe('the package', () => {
  const config = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'))

  test('carries no second Node and no sources, and rebuilds nothing', () => {
    expect(config.npmRebuild).toBe(false)
    expect(config.files).toContain('!node_modules/**')
    const packed: string[] = config.files.filter((entry: string) => !entry.startsWith('!'))
    expect(packed.some((entry) => /^(shared|renderer|test)|node-linux/.test(entry))).toBe(false)
  })

  test('has its fuses set', () => {
    expect(config.electronFuses).toMatchObject({
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      grantFileProtocolExtraPrivileges: false,
    })
  })
})
