/** Names of the entities that occur in ordinary text; the full HTML table would triple the page's bundle. */
const NAMED: ReadonlyMap<string, string> = new Map(
  Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    nbsp: '\u00a0',
    copy: '©',
    reg: '®',
    trade: '™',
    hellip: '…',
    mdash: '—',
    ndash: '–',
    lsquo: '‘',
    rsquo: '’',
    ldquo: '“',
    rdquo: '”',
    laquo: '«',
    raquo: '»',
    bull: '•',
    middot: '·',
    sect: '§',
    para: '¶',
    deg: '°',
    plusmn: '±',
    times: '×',
    divide: '÷',
    frac12: '½',
    frac14: '¼',
    frac34: '¾',
    euro: '€',
    pound: '£',
    yen: '¥',
    cent: '¢',
    auml: 'ä',
    ouml: 'ö',
    uuml: 'ü',
    Auml: 'Ä',
    Ouml: 'Ö',
    Uuml: 'Ü',
    szlig: 'ß',
    eacute: 'é',
    egrave: 'è',
    ecirc: 'ê',
    euml: 'ë',
    aacute: 'á',
    agrave: 'à',
    acirc: 'â',
    aring: 'å',
    aelig: 'æ',
    ccedil: 'ç',
    iacute: 'í',
    igrave: 'ì',
    icirc: 'î',
    iuml: 'ï',
    ntilde: 'ñ',
    oacute: 'ó',
    ograve: 'ò',
    ocirc: 'ô',
    oslash: 'ø',
    otilde: 'õ',
    uacute: 'ú',
    ugrave: 'ù',
    ucirc: 'û',
    alpha: 'α',
    beta: 'β',
    gamma: 'γ',
    delta: 'δ',
    pi: 'π',
    sigma: 'σ',
    omega: 'ω',
    mu: 'μ',
    lambda: 'λ',
    larr: '←',
    rarr: '→',
    uarr: '↑',
    darr: '↓',
    harr: '↔',
    infin: '∞',
    ne: '≠',
    le: '≤',
    ge: '≥',
    asymp: '≈',
    sum: '∑',
    minus: '−',
    radic: '√',
    iexcl: '¡',
    iquest: '¿',
    shy: '\u00ad',
    ensp: '\u2002',
    emsp: '\u2003',
    thinsp: '\u2009',
    zwnj: '\u200c',
    zwj: '\u200d',
  }),
)

/** Old names that HTML also accepts without the semicolon. */
const BARE: ReadonlySet<string> = new Set(['amp', 'lt', 'gt', 'quot', 'nbsp', 'copy', 'reg'])

/** Turns `&lt;`, `&#60;` and `&#x3c;` into characters; unknown entities stay as they are. */
export const unescapeHtml = (text: string): string => {
  if (!text.includes('&')) return text
  return text.replace(
    /&(?:#[xX]([0-9a-fA-F]{1,8})|#(\d{1,8})|([a-zA-Z][a-zA-Z0-9]{0,15}));?/g,
    decode,
  )
}

const decode = (
  whole: string,
  hex: string | undefined,
  decimal: string | undefined,
  name: string | undefined,
): string => {
  if (name !== undefined) {
    return whole.endsWith(';') || BARE.has(name) ? (NAMED.get(name) ?? whole) : whole
  }
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : '\ufffd'
}
