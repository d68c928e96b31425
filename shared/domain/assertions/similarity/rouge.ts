import { treebankTokens } from './tokens.ts'

/**
 * ROUGE-1 as F1 (Lin 2004, beta 1): how many tokens output and reference share, each as often as it
 * is in both, against the tokens of either. Case counts; the best reference does.
 */
export function rouge1(candidate: string, references: readonly string[]): number {
  const tokens = treebankTokens(candidate)
  return Math.max(...references.map((reference) => f1(tokens, treebankTokens(reference))))
}

function f1(candidate: readonly string[], reference: readonly string[]): number {
  const left = new Map<string, number>()
  for (const token of reference) left.set(token, (left.get(token) ?? 0) + 1)
  let shared = 0
  for (const token of candidate) {
    const count = left.get(token) ?? 0
    if (count === 0) continue
    shared += 1
    left.set(token, count - 1)
  }
  return shared === 0 ? 0 : (2 * shared) / (candidate.length + reference.length)
}
