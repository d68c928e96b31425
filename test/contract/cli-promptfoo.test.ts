import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testFolder } from '../support/core.ts'
import { galley } from './support/cli.ts'

const config = `prompts: [file://prompt.txt]
providers: [echo, openai:gpt-4o]
tests: file://cases.csv
`

/** A folder with a configuration and, beside it, a file that it must not reach. */
function place(text = config) {
  const outer = testFolder()
  const cwd = join(outer, 'capitals')
  mkdirSync(cwd)
  writeFileSync(join(cwd, 'promptfooconfig.yaml'), text)
  writeFileSync(join(cwd, 'prompt.txt'), 'Capital of {{ country }}?')
  writeFileSync(
    join(cwd, 'cases.csv'),
    'country,__expected\nFrance,contains:France\nSpain,contains:Italy\n',
  )
  writeFileSync(join(outer, 'secret.csv'), 'country\nsecret\n')
  return { cwd, home: join(outer, 'home') }
}

test('a configuration is run straight away; results have the shape of promptfoo’s', async () => {
  const at = place()
  const args = ['run', '--config', 'promptfooconfig.yaml', '-o', 'out.json', '-o', 'out.html']
  const { code, out, err } = await galley(args, at)
  expect(code).toBe(100)
  expect(out).toContain('echo')
  expect(err).toContain('not taken over: promptfooconfig.yaml:2 providers.1: There is no provider')
  const { results, vars } = JSON.parse(readFileSync(join(at.cwd, 'out.json'), 'utf8'))
  expect(vars).toEqual(['country'])
  expect(results).toMatchObject({
    version: 3,
    stats: { successes: 1, failures: 1, errors: 0 },
    prompts: [
      { raw: 'Capital of {{ country }}?', provider: 'echo', metrics: { testPassCount: 1 } },
    ],
    results: [
      { testIdx: 0, promptIdx: 0, success: true, failureReason: 0, vars: { country: 'France' } },
      {
        testIdx: 1,
        success: false,
        failureReason: 1,
        response: { output: 'Capital of Spain?' },
        gradingResult: {
          pass: false,
          componentResults: [{ pass: false, assertion: { type: 'contains' } }],
        },
      },
    ],
  })
  expect(results.results[0].promptId).toBe(results.prompts[0].id)
  expect(readFileSync(join(at.cwd, 'out.html'), 'utf8')).toContain('<!doctype html>')
})

test('a run goes out as a configuration that runs again', async () => {
  const at = place()
  await galley(['run', '--config', 'promptfooconfig.yaml'], at)
  const listed = await galley(['run', 'list', '--json'], at)
  const [run] = JSON.parse(listed.out).items
  await galley(['export', run.id, '-o', 'again.yaml'], at)
  const again = await galley(['run', '--config', 'again.yaml', '--pass-rate', '0.5'], at)
  expect(again).toMatchObject({ code: 0 })
})

test('nothing outside the configuration’s folder is read, and code is not run', async () => {
  const at = place(`prompts: [file://prompt.txt]
providers: [echo]
tests: [file://../secret.csv, file://cases.csv, file:///etc/passwd, file://tests.js]
`)
  const { err, out } = await galley(['import', 'promptfooconfig.yaml'], at)
  expect(out).toContain('dataset capitals version 1 with 2 cases')
  expect(err.match(/own folder/g)).toHaveLength(2)
  expect(err).toContain('no foreign code')
  const refused = await galley(['run', '--config', 'promptfooconfig.js'], at)
  expect(refused).toMatchObject({ code: 2, err: expect.stringContaining('no foreign code') })
})

test('a configuration without a model that can be asked is refused', async () => {
  const at = place('prompts: [hi]\nproviders: [openai:gpt-4o]\n')
  const { code, err } = await galley(['run', '--config', 'promptfooconfig.yaml'], at)
  expect(code).toBe(2)
  expect(err).toContain('None of the providers')
})

test('a link to nothing is a file that is missing', async () => {
  const at = place(config.replace('cases.csv', '*.csv'))
  symlinkSync(join(at.cwd, 'gone'), join(at.cwd, 'dangling.csv'))
  const { code, err } = await galley(['run', '--config', 'promptfooconfig.yaml'], at)
  expect(err).not.toContain('mistake')
  expect(code).toBe(100)
})
