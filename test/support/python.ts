import { spawnSync } from 'node:child_process'

/** Debian's own Python has Debian's modules, whatever another installation on the PATH has. */
const candidates = ['python3', '/usr/bin/python3']

/** A Python that can import all of the modules, or null. */
export function findPython(...modules: string[]): string | null {
  const probe = ['-c', `import ${modules.join(', ')}`]
  return candidates.find((program) => spawnSync(program, probe).status === 0) ?? null
}
