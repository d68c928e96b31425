/** One line per entry, `name: what it does`: what completion and hover say about the language. */
const table = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text
      .trim()
      .split('\n')
      .map((line) => {
        const at = line.indexOf(':')
        return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
      }),
  )

/** Filters; their signatures come from the functions themselves. */
export const filterDocs = table(`
abs: The size of a number, without its sign.
attr: The attribute of that name, never an item.
batch: Rows of that many items each; the last is filled up if a filling is given.
capitalize: First letter upper case, all others lower.
center: The text in the middle of that many characters.
count: How many items or characters there are.
d: The value, or another one where it is undefined.
default: The value, or another one where it is undefined (with true: also where it is empty).
dictsort: Pairs of key and value in order of the keys or values.
e: Escapes the signs that mean something in HTML.
escape: Escapes the signs that mean something in HTML.
filesizeformat: A number of bytes as people read it, such as 1.2 MB.
first: The first item.
float: The value as a number with decimals; a default where it is none.
forceescape: Escapes HTML even in what is marked as safe.
format: Fills the placeholders of a %-format.
groupby: Groups of items that agree in an attribute, in order of it.
indent: Puts spaces before every line but the first.
int: The value as a whole number; a default where it is none.
items: Pairs of key and value of a dict; nothing for an undefined one.
join: The items in one text, with a separator between.
last: The last item.
length: How many items or characters there are.
list: The items as a list.
lower: All letters lower case.
map: Applies a filter to every item, or takes an attribute of each.
max: The largest item.
min: The smallest item.
pprint: The value as Python shows it, broken into lines.
random: One of the items by chance.
reject: The items that fail a test.
rejectattr: The items with an attribute that fails a test.
replace: Puts one text in place of another.
reverse: The items or characters from the end.
round: The number rounded to so many decimals.
safe: Marks a text as HTML that needs no escaping.
select: The items that pass a test.
selectattr: The items with an attribute that passes a test.
slice: The items in that many columns.
sort: The items in order.
string: The value as text.
striptags: The text without HTML tags.
sum: All numbers added up.
title: Every word with an upper-case first letter.
tojson: The value as JSON.
trim: The text without white space at its ends.
truncate: At most that many characters, with an ending where something was cut.
unique: The items without repetitions.
upper: All letters upper case.
urlencode: The text as it may stand in an address.
urlize: Addresses in the text become links.
wordcount: How many words there are.
wordwrap: Lines of at most that many characters.
xmlattr: A dict as attributes of an HTML tag.
`)

/** Tests, as they stand after `is`. */
export const testDocs = table(`
boolean: It is true or false.
callable: It can be called.
defined: It exists.
divisibleby: It can be divided by a number without rest.
eq: It equals a value.
equalto: It equals a value.
escaped: It is marked as safe HTML.
even: It is an even number.
false: It is false.
filter: There is a filter of that name.
float: It is a number with decimals.
ge: It is at least as large.
greaterthan: It is larger.
gt: It is larger.
in: It is one of the items.
integer: It is a whole number.
iterable: A loop can walk it.
le: It is at most as large.
lessthan: It is smaller.
lower: Its letters are lower case.
lt: It is smaller.
mapping: It is a dict.
ne: It differs from a value.
none: It is none.
number: It is a number.
odd: It is an odd number.
sameas: It is the very same object.
sequence: It can be indexed.
string: It is a text.
test: There is a test of that name.
true: It is true.
undefined: It does not exist.
upper: Its letters are upper case.
`)

/** Functions that every template has. */
export const globalDocs = table(`
cycler: Hands out its values in turn, by next().
dict: A dict from pairs and keyword arguments.
joiner: Empty when first called, the separator from then on.
lipsum: Paragraphs of filler text.
namespace: Attributes that can be set inside loops.
range: Whole numbers from a start up to, not including, an end.
`)

/** Tags, and what has to end them. */
export const statementDocs = table(`
if: Shows its body only where the condition holds.
elif: Another condition, asked where those before do not hold.
else: What to show where no condition holds, or a loop has no items.
for: Repeats its body for every item.
set: Gives a value a name.
with: Names that hold only inside its body.
macro: A piece of template that can be called.
call: Hands its body to a macro as caller().
filter: Applies a filter to its body.
include: Renders another template in this place.
import: Another template's macros under one name.
from: Some of another template's macros.
extends: Fills the blocks of another template.
block: A part that templates extending this one can replace.
raw: Shows its body as it is written.
autoescape: Switches HTML escaping on or off for its body.
endif: Ends if.
endfor: Ends for.
endset: Ends set.
endwith: Ends with.
endmacro: Ends macro.
endcall: Ends call.
endfilter: Ends filter.
endblock: Ends block.
endraw: Ends raw.
endautoescape: Ends autoescape.
`)

/** What the variable `loop` knows inside a loop. */
export const loopDocs = table(`
index: Number of this turn, from 1.
index0: Number of this turn, from 0.
revindex: Turns left with this one, down to 1.
revindex0: Turns left after this one.
first: Whether this is the first turn.
last: Whether this is the last turn.
length: Number of all items.
previtem: The item before; undefined in the first turn.
nextitem: The item after; undefined in the last turn.
depth: How deep a recursive loop is, from 1.
depth0: How deep a recursive loop is, from 0.
cycle: One of the given values after the other.
changed: Whether the value differs from that of the last turn.
`)

/** Words that stand between values. */
export const WORD_OPERATORS = 'and or not in is if else true false none'.split(' ')
