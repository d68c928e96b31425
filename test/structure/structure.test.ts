import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from '../support/repository.ts'
import { importCircles } from './circles.ts'
import { type Edge, importsOf, sourceFiles } from './imports.ts'
import { refusal } from './rules.ts'

const ours = ['electron', 'renderer', 'shared'].flatMap(sourceFiles)

function refused(edges: Edge[]): string[] {
  return edges.flatMap((edge) => {
    const why = refusal(edge)
    return why === null ? [] : [`${edge.from}:${edge.line} → ${edge.specifier}: ${why}`]
  })
}

describe('who may import whom', () => {
  it('finds no forbidden import', () => {
    expect(refused(ours.flatMap(importsOf))).toEqual([])
  })

  it.each([
    ['shared/domain/diff/diff.ts', '#shared/contract/base.ts', 'shared/contract/base.ts'],
    ['renderer/ui/grid.tsx', '../rpc/client.ts', 'renderer/rpc/client.ts'],
    [
      'renderer/features/runs/view.tsx',
      '../templates/store.ts',
      'renderer/features/templates/store.ts',
    ],
    ['electron/core/runs/service.ts', '../templates/store.ts', 'electron/core/templates/store.ts'],
    ['electron/main/main.ts', '#core/core.ts', 'electron/core/core.ts'],
    ['renderer/app/shell.tsx', '#shared/render/lexer.ts', 'shared/render/lexer.ts'],
  ])('would refuse %s importing %s', (from, specifier, to) => {
    expect(refusal({ from, line: 1, specifier, to, isTypeOnly: false })).not.toBeNull()
  })

  it('would refuse Node modules in code that runs in a page, and Electron outside its host', () => {
    const edge = { line: 1, to: null, isTypeOnly: false }
    expect(
      refusal({ ...edge, from: 'shared/render/engine.ts', specifier: 'node:fs' }),
    ).not.toBeNull()
    expect(
      refusal({ ...edge, from: 'electron/core/core.ts', specifier: 'electron' }),
    ).not.toBeNull()
  })
})

describe('circles of imports', () => {
  // A grammar is recursive: an expression holds a call, which holds expressions; a block holds statements.
  // At run time a template knows its environment, whose functions are called with the template's frame;
  // methods reach members, and the members of a text are methods, of which `format` reaches members.
  const recursive = [
    ...['syntax/', 'compile/', 'methods/', 'runtime/'],
    ...['environment.ts', 'format/braces.ts'],
  ].map((path) => `shared/render/${path}`)
  const isByNature = (circle: string[]) =>
    circle.every((path) => recursive.some((place) => path.startsWith(place)))

  it('finds none but where the thing itself is recursive', () => {
    const circles = importCircles(['electron', 'renderer', 'shared'])
    expect(circles.filter((circle) => !isByNature(circle))).toEqual([])
  })
})

describe('size and style', () => {
  // Tables that a script wrote are data, however they are spelt.
  const written = ours.filter((path) => !/generated|\.d\.ts$/.test(path))
  const lines = (path: string) => readFileSync(join(root, path), 'utf8').split('\n').length

  it('keeps every file at 500 lines or less', () => {
    expect(written.filter((path) => lines(path) > 500)).toEqual([])
  })

  it('has no room for leftovers', () => {
    expect(ours.filter((path) => /\/(utils?|helpers?|misc|common)(\.|\/)/.test(path))).toEqual([])
  })

  it('names no path of a machine and no registry', () => {
    const tracked = execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' })
      .split('\0')
      .filter((path) => /\.(ts|tsx|mjs|json|md|yml|yaml|sql|sh|html|css)$|^\.ci\//.test(path))
      .filter((path) => !path.startsWith('test/structure/'))
    const telltale = /\/work\/|registry\.npmjs|deb\.debian\.org|\.\.\/shared\/data/
    const hits = tracked.filter((path) => {
      try {
        return telltale.test(readFileSync(join(root, path), 'utf8'))
      } catch {
        return false // deleted in the working tree, not yet committed
      }
    })
    expect(hits).toEqual([])
  })
})
