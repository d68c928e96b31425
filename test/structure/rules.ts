import type { Edge } from './imports.ts'

/** Which of our folders a folder may import from. The longest matching prefix counts. */
const mayImport: Record<string, string[]> = {
  'shared/domain': ['shared/domain'],
  'shared/contract': ['shared/contract', 'shared/domain'],
  'shared/render': ['shared/render', 'shared/domain'],
  'shared/client': ['shared/client', 'shared/contract', 'shared/domain', 'shared/render'],
  'electron/core': ['electron/core', 'shared/contract', 'shared/domain', 'shared/render'],
  'electron/core/publishing': [
    'electron/core',
    'shared/contract',
    'shared/domain',
    'shared/render',
    'shared/client',
  ],
  'electron/core/executions': [
    'electron/core',
    'shared/contract',
    'shared/domain',
    'shared/render',
    'shared/client',
  ],
  // The command line answers `--cases` files with the pure functions themselves.
  'electron/hosts': [
    'electron/hosts',
    'electron/core',
    'shared/contract',
    'shared/domain',
    'shared/render',
  ],
  // The demo stands for a production service: it is the one place of a host that uses the client.
  'electron/hosts/cli/demo': [
    'electron/hosts',
    'electron/core',
    'shared/contract',
    'shared/domain',
    'shared/render',
    'shared/client',
  ],
  'electron/main': ['electron/main', 'shared/contract'],
  'electron/preload': ['electron/preload', 'shared/contract'],
  'renderer/rpc': ['renderer/rpc', 'shared/contract'],
  'renderer/ui': ['renderer/ui'],
  'renderer/features': [
    'renderer/features',
    'renderer/rpc',
    'renderer/ui',
    'shared/contract',
    'shared/domain',
    'shared/render',
  ],
  'renderer/app': [
    'renderer/app',
    'renderer/features',
    'renderer/rpc',
    'renderer/ui',
    'shared/contract',
    'shared/domain',
    'shared/render',
  ],
}

/** Folders of the core that are tools of every noun, not nouns. */
const sharedRooms = ['db', 'models', 'rendering']

/** What outsiders may import from `shared/render`: its doors. */
const renderDoors = [
  'engine.ts',
  'messages.ts',
  'analysis.ts',
  'guarded.ts',
  'expression.ts',
  'language.ts',
  'cases.ts',
]

const within = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)

function ruleFor(path: string): [string, string[]] | null {
  const hits = Object.entries(mayImport).filter(([folder]) => within(path, folder))
  return hits.sort(([a], [b]) => b.length - a.length)[0] ?? null
}

/** The folder of a noun below a parent: `templates` for `electron/core/templates/store.ts`. */
function nounOf(path: string, parent: string): string | null {
  if (!within(path, parent)) return null
  const parts = path.slice(parent.length + 1).split('/')
  return parts.length > 1 ? (parts[0] ?? null) : null
}

function crossesNouns(edge: Edge, to: string): string | null {
  const fromNoun = nounOf(edge.from, 'electron/core')
  const toNoun = nounOf(to, 'electron/core')
  if (fromNoun && toNoun && fromNoun !== toNoun && !sharedRooms.includes(toNoun)) {
    // Types are the interfaces that core.ts hands over; values would be a hidden dependency.
    if (!edge.isTypeOnly) return 'a noun reaches another noun only through what core.ts hands it'
  }
  const fromFeature = nounOf(edge.from, 'renderer/features')
  const toFeature = nounOf(to, 'renderer/features')
  if (fromFeature && toFeature && fromFeature !== toFeature)
    return 'a feature never imports a feature'
  return null
}

/** Why an import is refused, or null where it is fine. */
export function refusal(edge: Edge): string | null {
  const rule = ruleFor(edge.from)
  if (rule === null) return null
  const [folder, allowed] = rule
  if (edge.to === null) return refusedPackage(edge, folder)
  const to = edge.to
  if (to === 'package.json') return null // the version, for people
  if (!allowed.some((target) => within(to, target)))
    return `${folder} may import only ${allowed.join(', ')}`
  if (within(to, 'shared/render') && !within(edge.from, 'shared/render')) {
    const isDoor = renderDoors.some((door) => to === `shared/render/${door}`)
    if (!isDoor)
      return `outside the engine only its doors may be imported: ${renderDoors.join(', ')}`
  }
  return crossesNouns(edge, to)
}

/** Packages that would break a host: Electron under plain Node starts a download, Node has no page. */
function refusedPackage(edge: Edge, folder: string): string | null {
  const inPage =
    folder.startsWith('renderer') ||
    ['shared/domain', 'shared/contract', 'shared/render'].includes(folder)
  if (edge.specifier === 'electron' && !['electron/main', 'electron/preload'].includes(folder)) {
    const isUtilityTypes = edge.isTypeOnly && folder === 'electron/hosts'
    return isUtilityTypes ? null : 'electron is imported by main and preload only'
  }
  if (inPage && edge.specifier.startsWith('node:'))
    return 'this code also runs in a page: no Node modules'
  return null
}
