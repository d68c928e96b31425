import { hasLoneSurrogate } from '../hashing/utf8.ts'

/** Why a unit id cannot be assigned. */
export type UnitRefusal = 'empty' | 'nul' | 'lone_surrogate'

/** Thrown when a unit id would not be the same string in every language that assigns it. */
export class UnitRefusedError extends Error {
  readonly reason: UnitRefusal

  constructor(reason: UnitRefusal) {
    super(MESSAGES[reason])
    this.name = 'UnitRefusedError'
    this.reason = reason
  }
}

const MESSAGES: Record<UnitRefusal, string> = {
  empty: 'The unit id is empty. Give the id of the user or session that is to be assigned.',
  nul: 'The unit id contains a NUL character, which PostgreSQL cannot store. Remove it.',
  lone_surrogate:
    'The unit id is not valid Unicode (half of a surrogate pair). Send the id as it was stored.',
}

/**
 * The reason why `unit` is refused, or null. PostgreSQL text holds no NUL; a lone surrogate has no UTF-8
 * form; and an empty id is nearly always a missing one, which would put all of them into one arm.
 * Ids are otherwise taken as given: no trimming, case folding or Unicode normalisation.
 */
export function unitRefusal(
  unit: string,
  options?: { readonly allowEmpty?: boolean },
): UnitRefusal | null {
  if (unit === '' && options?.allowEmpty !== true) return 'empty'
  let mayBeBroken = false
  for (let i = 0; i < unit.length; i++) {
    const code = unit.charCodeAt(i)
    if (code === 0) return 'nul'
    if (code >= 0xd800 && code <= 0xdfff) mayBeBroken = true
  }
  return mayBeBroken && hasLoneSurrogate(unit) ? 'lone_surrogate' : null
}

/** Throws {@link UnitRefusedError} when `unit` is refused. */
export function requireUnit(unit: string, options?: { readonly allowEmpty?: boolean }): void {
  const reason = unitRefusal(unit, options)
  if (reason !== null) throw new UnitRefusedError(reason)
}
