import { sha256Hex } from './sha256.ts'

/**
 * JSON with the members of every object in the order of their names (by UTF-16 code unit) and without
 * undefined members, in the manner of RFC 8785: equal values give equal text whoever wrote them.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null'
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
  return `{${members.join(',')}}`
}

/** What identifies a version everywhere: SHA-256 of its content's canonical JSON, as 64 hex digits. */
export function contentHash(content: unknown): string {
  return sha256Hex(canonicalJson(content))
}
