/** Names of the entities that occur in ordinary text, each before its character; the full HTML table would triple the page's bundle. */
const NAMED: ReadonlyMap<string, string> = new Map(
  [
    ...(
      `amp&lt<gt>quot"apos'nbsp\u00a0copy©reg®trade™hellip…mdash—ndash–lsquo‘rsquo’ldquo“rdquo”laquo«` +
      `raquo»bull•middot·sect§para¶deg°plusmn±times×divide÷frac12½frac14¼frac34¾euro€pound£yen¥cent¢` +
      `aumläoumlöuumlüAumlÄOumlÖUumlÜszligßeacuteéegraveèecircêeumlëaacuteáagraveàacircâaringåaeligæ` +
      `ccedilçiacuteíigraveìicircîiumlïntildeñoacuteóograveòocircôoslashøotildeõuacuteúugraveùucircû` +
      `alphaαbetaβgammaγdeltaδpiπsigmaσomegaωmuμlambdaλlarr←rarr→uarr↑darr↓harr↔infin∞ne≠le≤ge≥asymp≈` +
      `sum∑minus−radic√iexcl¡iquest¿shy\u00adensp\u2002emsp\u2003thinsp\u2009zwnj\u200czwj\u200d`
    ).matchAll(/([a-zA-Z\d]+)([^a-zA-Z\d])/g),
  ].map(([, name = '', char = '']) => [name, char]),
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
