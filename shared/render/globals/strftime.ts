const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const two = (value: number): string => String(value).padStart(2, '0')

const DAY_MS = 86_400_000

/** In UTC, so that a change of the clocks is no part of a day. */
const dayOfYear = (date: Date): number => {
  const start = new Date(date.getFullYear(), 0, 1)
  const noon = (day: Date): number => Date.UTC(day.getFullYear(), day.getMonth(), day.getDate())
  return Math.round((noon(date) - noon(start)) / DAY_MS) + 1
}

/** Week of the year, weeks starting at `firstDay` (0 Sunday, 1 Monday); days before the first are week 0. */
const weekOfYear = (date: Date, firstDay: number): number =>
  Math.floor((dayOfYear(date) - 1 + 7 - ((date.getDay() - firstDay + 7) % 7)) / 7)

/** ISO 8601 year and week: week 1 holds the first Thursday. */
const isoWeek = (date: Date): { year: number; week: number } => {
  const day = date.getDay() || 7
  const thursday = new Date(date.getFullYear(), date.getMonth(), date.getDate() + 4 - day)
  return { year: thursday.getFullYear(), week: Math.floor((dayOfYear(thursday) - 1) / 7) + 1 }
}

const dayName = (date: Date): string => DAYS[date.getDay()] ?? ''
const monthName = (date: Date): string => MONTHS[date.getMonth()] ?? ''
const hour12 = (date: Date): number => date.getHours() % 12 || 12

type Field = (date: Date) => string

const FIELDS: ReadonlyMap<string, Field> = new Map<string, Field>([
  ['a', (date) => dayName(date).slice(0, 3)],
  ['A', dayName],
  ['w', (date) => String(date.getDay())],
  ['u', (date) => String(date.getDay() || 7)],
  ['d', (date) => two(date.getDate())],
  ['e', (date) => String(date.getDate()).padStart(2)],
  ['b', (date) => monthName(date).slice(0, 3)],
  ['h', (date) => monthName(date).slice(0, 3)],
  ['B', monthName],
  ['m', (date) => two(date.getMonth() + 1)],
  ['y', (date) => two(date.getFullYear() % 100)],
  ['Y', (date) => String(date.getFullYear())],
  ['C', (date) => two(Math.floor(date.getFullYear() / 100))],
  ['H', (date) => two(date.getHours())],
  ['k', (date) => String(date.getHours()).padStart(2)],
  ['I', (date) => two(hour12(date))],
  ['l', (date) => String(hour12(date)).padStart(2)],
  ['p', (date) => (date.getHours() < 12 ? 'AM' : 'PM')],
  ['P', (date) => (date.getHours() < 12 ? 'am' : 'pm')],
  ['M', (date) => two(date.getMinutes())],
  ['S', (date) => two(date.getSeconds())],
  ['f', (date) => String(date.getMilliseconds() * 1000).padStart(6, '0')],
  ['s', (date) => String(Math.floor(date.getTime() / 1000))],
  // The moment has no zone of its own, like Python's naive datetime.
  ['z', () => ''],
  ['Z', () => ''],
  ['j', (date) => String(dayOfYear(date)).padStart(3, '0')],
  ['U', (date) => two(weekOfYear(date, 0))],
  ['W', (date) => two(weekOfYear(date, 1))],
  ['V', (date) => two(isoWeek(date).week)],
  ['G', (date) => String(isoWeek(date).year)],
  ['c', (date) => formatTime(date, '%a %b %e %H:%M:%S %Y')],
  ['x', (date) => formatTime(date, '%m/%d/%y')],
  ['X', (date) => formatTime(date, '%H:%M:%S')],
  ['D', (date) => formatTime(date, '%m/%d/%y')],
  ['T', (date) => formatTime(date, '%H:%M:%S')],
  ['R', (date) => formatTime(date, '%H:%M')],
  ['F', (date) => formatTime(date, '%Y-%m-%d')],
  ['r', (date) => formatTime(date, '%I:%M:%S %p')],
  ['n', () => '\n'],
  ['t', () => '\t'],
  ['%', () => '%'],
])

/** Python's strftime in the C locale, on the date's local fields; `%-d` leaves out the padding. */
export const formatTime = (date: Date, format: string): string =>
  format.replace(/%([-_^#]?)([a-zA-Z%])/g, (whole: string, flag: string, letter: string) => {
    const text = FIELDS.get(letter)?.(date)
    if (text === undefined) return whole
    if (flag === '-') return text.replace(/^[0 ]+(?=.)/, '')
    if (flag === '_') return text.replace(/^0+(?=.)/, (zeros) => ' '.repeat(zeros.length))
    return flag === '^' ? text.toUpperCase() : text
  })
