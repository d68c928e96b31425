/**
 * Words and punctuation marks as the Penn Treebank splits them: "don't" is "do" + "n't", "it's" is
 * "it" + "'s", marks stand alone, and dots and commas inside numbers and abbreviations stay.
 */
export function treebankTokens(text: string): string[] {
  return text.match(token) ?? []
}

const token = new RegExp(
  [
    // The clitics first, so that the word before them ends where they begin.
    String.raw`n['’]t(?![\p{L}\p{N}])`,
    String.raw`['’](?:ll|re|ve|[smd])(?![\p{L}\p{N}])`,
    String.raw`(?:\p{L}\.){2,}`,
    String.raw`[\p{L}\p{N}](?:(?!n['’]t(?![\p{L}\p{N}]))(?:[\p{L}\p{N}\p{M}_-]|[.,:](?=\p{N})))*`,
    String.raw`\.{3}|--`,
    String.raw`[^\s\p{L}\p{N}]`,
  ].join('|'),
  'giu',
)
