// Writes the declarations of the package's `./client` export: plain `.d.ts` files that any consumer's
// compiler reads, without our sources, our import aliases, or packages the consumer does not have.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Declarations of the whole program the client is part of, as the compiler writes them, into `outDir`. */
function declare(outDir) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const options = { declaration: true, emitDeclarationOnly: true, noEmit: false }
  const args = Object.entries({ ...options, outDir, rootDir: root }).flatMap(([name, value]) => [
    `--${name}`,
    String(value),
  ])
  const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', 'shared/client', ...args], {
    cwd: root,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`The client's types cannot be written:\n${stdout}`)
}

const specifier = /(from\s*|import\()(['"])((?:\.{1,2}|#shared)\/[^'"]+)\.ts\2/g

/** Copies `file` and all it imports from `from` to `to`, with imports that need no settings to be found. */
function copy(file, from, to, done) {
  if (done.has(file)) return
  done.add(file)
  const text = readFileSync(join(from, file), 'utf8')
  const needed = []
  const plain = text.replace(specifier, (_, before, quote, path) => {
    const target = path.startsWith('#shared/')
      ? join('shared', path.slice('#shared/'.length))
      : relative(from, resolve(from, dirname(file), path))
    needed.push(`${target}.d.ts`)
    const way = relative(dirname(file), target).replaceAll('\\', '/')
    return `${before}${quote}${way.startsWith('.') ? way : `./${way}`}.js${quote}`
  })
  mkdirSync(dirname(join(to, file)), { recursive: true })
  writeFileSync(join(to, file), plain)
  for (const one of needed) copy(one, from, to, done)
}

/** Writes the types into the folder `outDir`; their entry is `shared/client/client.d.ts` in it. */
export function buildTypes(outDir) {
  const whole = mkdtempSync(join(tmpdir(), 'galley-types-'))
  try {
    declare(whole)
    rmSync(outDir, { recursive: true, force: true })
    copy(join('shared', 'client', 'client.d.ts'), whole, outDir, new Set())
  } finally {
    rmSync(whole, { recursive: true, force: true })
  }
}

const [, script, outDir] = process.argv
if (script === fileURLToPath(import.meta.url) && outDir !== undefined) buildTypes(outDir)
