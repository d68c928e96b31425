/** $12.40, $0.0031; a dash where no cost is known, which is not the same as no cost. */
export function formatMoney(usd: number | null): string {
  if (usd === null) return '–'
  return `$${usd >= 1 || usd === 0 ? usd.toFixed(2) : usd.toPrecision(2)}`
}
