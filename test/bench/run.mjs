// `npm run bench -- area`: runs the benchmark of one area; without an area it lists them.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { enterNode } from '../../electron/hosts/launch/node.mjs'

enterNode(import.meta.url)

const folder = fileURLToPath(new URL('.', import.meta.url))
const areas = readdirSync(folder)
  .filter((name) => name.endsWith('.ts'))
  .map((name) => name.slice(0, -'.ts'.length))
  .sort()

const [area, ...rest] = process.argv.slice(2)
if (area === undefined) {
  console.log(`Areas: ${areas.join(', ')}. Run one with: npm run bench -- ${areas[0] ?? 'AREA'}`)
  process.exit(0)
}
if (!areas.includes(area)) {
  console.error(`There is no benchmark "${area}". Areas: ${areas.join(', ')}.`)
  process.exit(2)
}
const { status } = spawnSync(process.execPath, [join(folder, `${area}.ts`), ...rest], {
  stdio: 'inherit',
})
process.exit(status ?? 1)
