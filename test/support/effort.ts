/**
 * How often a test repeats what it draws at random: `base` times, or as many times more as
 * `GALLEY_TEST_EFFORT` says. The default keeps the whole suite short; a night can afford 10.
 */
export function effort(base: number): number {
  const factor = Number(process.env.GALLEY_TEST_EFFORT ?? 1)
  if (!(factor > 0)) throw new Error('GALLEY_TEST_EFFORT has to be a number above 0.')
  return Math.ceil(base * factor)
}
