import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { type AssignedPhase, assignArm } from '#shared/domain/assignment/assign.ts'
import { assignLegacy } from '#shared/domain/assignment/legacy.ts'
import { PYTHON_SNIPPET, SQL_BUCKET_EXPRESSION } from '#shared/domain/assignment/snippets.ts'
import { root } from '../../support/repository.ts'

const hasPython = spawnSync('python3', ['--version']).status === 0
const phase: AssignedPhase = {
  salt: '107e134a3e545ffb',
  coverageSalt: '0881cc2aee29895e',
  coverageBp: 4_000,
  arms: [
    { key: 'control', weightBp: 5_000 },
    { key: 'off', weightBp: 0 },
    { key: 'concise', weightBp: 5_000 },
  ],
  layer: { salt: 'layer-salt-0000001', fromBp: 1_000, toBp: 9_000 },
}
const legacy = [
  { key: 'control', percent: 34 },
  { key: 'concise', percent: 66 },
]
const odd = ['\u00e9', 'e\u0301', '用户536', '👩‍🚀', ' padded ', 'x'.repeat(5_000)]
const units = [...odd, ...Array.from({ length: 10_000 - odd.length }, (_, i) => `user-${i}`)]

test.skipIf(!hasPython)(
  'the Python snippet gives the same arm for 10,000 ids, by both rules',
  () => {
    const { layer } = phase
    const program = `${PYTHON_SNIPPET}
import json, sys
given = json.load(sys.stdin)
phase = given["phase"]
arms = [(arm["key"], arm["weightBp"]) for arm in phase["arms"]]
layer = (phase["layer"]["salt"], phase["layer"]["fromBp"], phase["layer"]["toBp"])
legacy = [(arm["key"], arm["percent"]) for arm in given["legacy"]]
print(json.dumps([
    [assign(unit, phase["salt"], phase["coverageSalt"], phase["coverageBp"], arms, layer), assign_legacy(unit, legacy)]
    for unit in given["units"]
]))
`
    const input = JSON.stringify({ phase, legacy, units })
    const output = execFileSync('python3', ['-c', program], {
      input,
      encoding: 'utf8',
      maxBuffer: 1e8,
    })
    const mine = units.map((unit) => {
      const assignment = assignArm(phase, unit)
      return [assignment.kind === 'assigned' ? assignment.arm : null, assignLegacy(legacy, unit)]
    })
    expect(layer).toBeDefined()
    expect(JSON.parse(output)).toEqual(mine)
  },
)

test('the README shows the expressions that the code uses', () => {
  const readme = readFileSync(join(root, 'shared/domain/assignment/README.md'), 'utf8')
  const inner = SQL_BUCKET_EXPRESSION.slice(1, -1)
  expect(readme).toContain(inner)
  const [, python = ''] = /(def bucket[\s\S]*?)\n\n\n/.exec(PYTHON_SNIPPET) ?? []
  expect(readme).toContain(python)
})
