/**
 * Building blocks of random templates, as Jinja2 source, separated by a bar that occurs in none of them.
 */
const pool = (text: string): string[] => text.split('¦').map((part) => part.trim())

export const FORMATS = pool(`
  '%05d|%x' % (i, j) ¦ '%.2f' % f ¦ '%s %r' % (s, t) ¦ '%-8s|' % s ¦ '%+d' % i ¦ '%e' % f ¦
  '%g' % f ¦ '%10.3f|' % f ¦ '%%' % () ¦ '{:>10}|{:<5}|{:^7}'.format(s, i, b) ¦
  '{:,}'.format(j) ¦ '{:.3f}'.format(f) ¦ '{:08.2f}'.format(f) ¦ '{!r}'.format(s) ¦
  '{0}{1}{0}'.format(i, s) ¦ '{a[0]}'.format(a=xs) ¦ '{:x}'.format(i) ¦ '{:e}'.format(f) ¦
  '{:.3g}'.format(f) ¦ '{:%}'.format(f) ¦ '{:.4}'.format(s) ¦ '{:.4}'.format(f) ¦
  '{:+}'.format(i) ¦ '%(a)s-%(b)d' % dict(a=s, b=i) ¦ '%*d' % (5, i) ¦ '%c' % 'x' ¦ '%s' % xs ¦
  '{:_}'.format(j) ¦ '{:#x}'.format(i) ¦ '{:>+9.1f}'.format(f)
`)

export const NUMBER_FILTERS = pool(`
  abs ¦ int ¦ int(5) ¦ float ¦ round ¦ round(1) ¦ round(1, 'floor') ¦ round(2, 'ceil') ¦
  round(-1) ¦ default(3)
`)

export const TEXT_FILTERS = pool(`
  upper ¦ lower ¦ title ¦ capitalize ¦ trim ¦ trim('a ') ¦ string ¦ d('dflt') ¦
  default('x', true) ¦ escape ¦ e ¦ safe ¦ forceescape ¦ striptags ¦ urlencode ¦ wordwrap(10) ¦
  wordwrap(5, false) ¦ wordwrap(7, wrapstring='|') ¦ truncate(8) ¦ truncate(5, true) ¦
  truncate(9, false, '..', 0) ¦ center(20) ¦ indent ¦ indent(2, true) ¦
  indent('> ', blank=true) ¦ replace('a', 'X') ¦ replace('l', '', 1) ¦ urlize ¦ reverse ¦
  format('a', 2) ¦ tojson ¦ pprint
`)

export const ANY_FILTERS = pool(`
  string ¦ tojson ¦ tojson(indent=2) ¦ pprint ¦ e ¦ d(1) ¦ string|length ¦ list ¦ length ¦
  first ¦ last ¦ join ¦ upper ¦ urlencode ¦ int ¦ float ¦ filesizeformat ¦ xmlattr ¦
  attr('name') ¦ unknownfilter ¦ items|list ¦ safe
`)

export const LIST_FILTERS = pool(`
  sort ¦ sort(reverse=true) ¦ sort(case_sensitive=true) ¦ unique|list ¦ reverse|list ¦
  batch(2)|list ¦ batch(3, '-')|list ¦ slice(2)|list ¦ slice(3, '-')|list ¦ list ¦
  map('string')|list ¦ map('upper')|list ¦ select|list ¦ reject('none')|list ¦
  select('string')|list ¦ map('default', 0)|list ¦ map('tojson')|list
`)

export const METHODS = pool(`
  upper() ¦ lower() ¦ title() ¦ strip() ¦ strip('a') ¦ replace('o', '0') ¦ center(11, '*') ¦
  zfill(6) ¦ ljust(9) ¦ rjust(9, ".") ¦ capitalize() ¦ swapcase() ¦ casefold() ¦
  expandtabs(4) ¦ removeprefix('He') ¦ join(['p', 'q']) ¦ lstrip() ¦ rstrip('d') ¦
  removesuffix('d') ¦ replace('l', 'LL', 1)
`)

export const ANY_METHODS = pool(`
  items()|list ¦ keys()|list ¦ pop() ¦ split() ¦ bit_length() ¦ get('a') ¦ copy() ¦
  index('zz') ¦ format(1, 2) ¦ clear() ¦ update({}) ¦ encode()
`)

export const TESTS = pool(`
  defined ¦ undefined ¦ none ¦ string ¦ number ¦ integer ¦ float ¦ mapping ¦ sequence ¦
  iterable ¦ boolean ¦ true ¦ false ¦ lower ¦ upper ¦ callable ¦ escaped ¦ sameas none ¦
  in [1, 2] ¦ eq 1 ¦ ne "a" ¦ filter ¦ test ¦ odd ¦ gt(2)
`)

export const SLICES = pool(`
  [0] ¦ [-1] ¦ [1:] ¦ [:2] ¦ [::-1] ¦ [::2] ¦ [1:-1] ¦ [5] ¦ [:-1:2] ¦ .0 ¦ [i] ¦ .missing ¦
  .name
`)

export const LOOP_PARTS = pool(`
  loop.index ¦ loop.index0 ¦ loop.first ¦ loop.last ¦ loop.length ¦ loop.revindex ¦
  loop.depth ¦ loop.cycle('a', 'b') ¦ loop.changed(x) ¦ loop ¦ loop.previtem ¦
  loop.nextitem|default("-") ¦ x ¦ x|string|upper
`)
