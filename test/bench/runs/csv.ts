/** Rows like those of a small question dataset; the same text for every tool that is measured. */
export function makeCsv(rows: number): string {
  const lines = ['number,question,expected']
  for (let row = 1; row <= rows; row += 1) {
    lines.push(`${row},"What is the capital of country ${row}, and why?",capital of country ${row}`)
  }
  return lines.join('\n')
}
