import { rpc } from '../../../rpc/page.ts'

/** The name, or "name 2", "name 3", …: the first that no template has. */
export async function freeName(wanted: string): Promise<string> {
  const archived = { query: wanted, limit: 1000, isArchived: true }
  const [shown, hidden] = await Promise.all([
    rpc.template.list({ ...archived, isArchived: false }),
    rpc.template.list(archived),
  ])
  const taken = new Set([...shown.items, ...hidden.items].map(({ name }) => name))
  let number = 1
  const candidate = () => (number === 1 ? wanted : `${wanted} ${number}`)
  while (taken.has(candidate())) number += 1
  return candidate()
}
