import { InvalidArgumentError, Option } from 'commander'

/** Collects an option that may be given several times. */
export const repeated = (value: string, before: string[] | undefined): string[] => [
  ...(before ?? []),
  value,
]

export const integer = (value: string): number => {
  if (!/^-?\d+$/.test(value)) throw new InvalidArgumentError('It has to be a whole number.')
  return Number(value)
}

export const decimal = (value: string): number => {
  const number = Number(value)
  if (value.trim() === '' || !Number.isFinite(number)) {
    throw new InvalidArgumentError('It has to be a number.')
  }
  return number
}

/** `a,b,c` */
export const list = (value: string): string[] =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** `0.7,0.75` */
export const decimals = (value: string): number[] => list(value).map(decimal)

/** `100,200,500` */
export const integers = (value: string): number[] => list(value).map(integer)

export interface ArmWeight {
  key: string
  weightBp: number
}

/** `control=5000,short=5000` */
export const armWeights = (value: string): ArmWeight[] =>
  list(value).map((part) => {
    const [key = '', weight = ''] = part.split('=')
    if (key === '') throw new InvalidArgumentError('Write ARM=BASISPOINTS, e.g. control=5000.')
    return { key, weightBp: integer(weight) }
  })

/** `NAME@3`: a template and one of its versions. A name may hold "@" itself; the last one counts. */
export function templateVersion(value: string): { template: string; version: number } {
  const match = /^(.+)@(\d+)$/s.exec(value)
  if (match?.[1] === undefined || match[2] === undefined) {
    throw new InvalidArgumentError('Write NAME@VERSION, e.g. topic-extraction@2.')
  }
  return { template: match[1], version: Number(match[2]) }
}

/** An option with a closed set of values; another one is refused with the list of them. */
export const choice = (flags: string, description: string, values: readonly string[]): Option =>
  new Option(flags, description).choices(values)

export const dialectOption = (description: string): Option =>
  choice('--dialect <dialect>', description, ['jinja2', 'nunjucks'])

export const undefinedOption = (description: string): Option =>
  choice('--undefined <policy>', description, ['strict', 'lenient'])
