import { spawn } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { root } from '../support/repository.ts'

const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith('galley-demo-'))

test('the demo plays the whole path and prints real figures', async () => {
  const before = leftovers()
  const script = join(root, 'electron/hosts/launch/galley.mjs')
  const child = spawn(process.execPath, [script, 'demo'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)))
  const [code, out, err] = await Promise.all([ended, text(child.stdout), text(child.stderr)])
  expect(code, err).toBe(0)

  expect(out).toContain('1319 cases')
  expect(out).toContain('pass rates 0.2168, 0.3472, 0.3904, 0.5625')
  expect(out).toMatch(
    /1319 pairs, difference 0\.2153, 95% interval 0\.\d{4} … 0\.\d{4}, p = \S+ \(McNemar/,
  )
  expect(out).toMatch(/chance to find the better one: 50 users 0\.\d+, 100 users 0\.\d+/)
  expect(out).toMatch(/Postgres \d+\.\d+ of our own/)

  // What was published is what another process read back, and what the shared store recorded.
  const published = /has production; id (\S+), hash ([0-9a-f]{64})/.exec(out)
  const read = /read version 2: id (\S+), hash ([0-9a-f]{64})/.exec(out)
  expect(published?.slice(1)).toEqual(read?.slice(1))
  expect(out).toMatch(/execution [0-9a-f-]{36}: word-problems@2 for student-1, success in \d/)
  expect(leftovers()).toEqual(before)
}, 180_000)
