import { profaneWords } from '@2toad/profanity'
import { unleet, type Word } from '../text/word.ts'

/**
 * Words of the kept list that are ordinary in another sense or another field (medicine, zoology, names,
 * chess): a list match alone would be a false alarm for them.
 */
const ordinary = new Set(
  (
    'anal anus ass balls bastard bastards beastial bellend bloody bondage boner boob boobs breasts bum butt chink cipa clit clitoris clits cock cocks cok coon cox crap cum ' +
    'cummer cumming damn dick dildo dildos dink dinks dirsa doggin dogging doosh duche dyke ejaculate ejaculated ejaculates ejaculating ejaculatings ejaculation ' +
    'erection fag fags fanny fanyy feck fellate fellatio flange fook goatse hell hoar hoare hoer hoes homo hore horny hotsex jap jism kawk knob kock kondum kondums kum kums ' +
    'labia lust lusting masochist masturbate masturbation muff nazi nob orgasm orgasms p0rn pawn pecker penis poop porn porno pornography pornos prick pricks pron pube pussy rectum ' +
    'sadist screwing scrote scrotum semen sex shag shagger shaggin shagging shemale skank smut snatch spac spunk teets teez testical testicle tit tits titt turd vagina ' +
    'viagra vulva wang willies willy xrated xxx bestiality beastiality orgasim orgasims god-dam god-damned bust cyberfuc retard buttmuch hoare sadist as$ a_s_s bi+ch ' +
    'mo-fo mofo buceta cawk cyalis testicles doggie fux pusse pussi phuq butthole'
  ).split(' '),
)

/** Insults that are no swear words, by language; the kept list has none of them. */
const insults =
  'asshole assholes a-hole jackass jackasses dumbass dumbasses smartass dipshit dumbfuck douche douchebag douchebags moron morons imbecile imbeciles retarded scumbag scumbags dickhead ' +
  'shithole wtf stfu gtfo fck fckin fuckface bullshitter tosspot bellends nutjob arsehat twat prickface ' +
  'arschloch arschlöcher wichser hurensohn missgeburt fotze drecksau scheißkerl vollidiot hackfresse miststück schlampe ' +
  'connard connards connasse salope enculé enculer pute putain merde salaud ordure bâtard ' +
  'gilipollas cabrón cabron imbécil pendejo mierda puta puto hijueputa maricón estúpido cállate ' +
  'caralho foda fodase merda arrombado babaca nojento viado desgraçado ' +
  'stronzo stronza coglione vaffanculo cazzo puttana bastardo deficiente cretino ' +
  'kurwa skurwysyn spierdalaj pierdol chuj kretyn kretynem idiotą debil debilem ' +
  'klootzak kutwijf hoer lul eikel kankerlijer mongool ' +
  'сука блять блядь хуй пизда ебать мудак долбоёб долбоеб дебил тупой тупая ублюдок мразь тварь уёбок ' +
  'orospu siktir piç gerizekalı aptal salak şerefsiz ' +
  'jävla fitta hora idiotjävel perkele vittu mulkku'
/** Insults in scripts without spaces between words. */
export const unspacedToxic =
  /白痴|傻逼|傻屄|操你|妈的|他妈|去死|混蛋|王八蛋|滚蛋|废物|馬鹿|バカ野郎|ばかやろう|死ね|クソ野郎|くたばれ|消えろ|キモい|씨발|개새끼|병신|지랄|꺼져|닥쳐|죽어라|멍청/gu

function builtIn(): Set<string> {
  const words = new Set(insults.split(' '))
  for (const entry of profaneWords.get('en') ?? []) {
    const word = entry.toLowerCase()
    // Kept the way tokens are read: figures and signs as letters.
    if (!ordinary.has(word) && !/[\s*]/.test(word)) words.add(unleet(word))
  }
  return words
}

export const toxicWords: ReadonlySet<string> = builtIn()

/** `f*ck`, `sh**`: the listed word whose other letters agree, by length and first letter. */
export function censoredForms(words: ReadonlySet<string>): Map<string, string[]> {
  const byForm = new Map<string, string[]>()
  for (const word of words) {
    if (!/^[a-z]{4,12}$/.test(word)) continue
    const form = `${word.charAt(0)}${word.length}`
    byForm.set(form, [...(byForm.get(form) ?? []), word])
  }
  return byForm
}

/** Whether the built-in list has the word; looked up once per word. */
export function isListed(word: Word): boolean {
  if (word.toxic < 0) word.toxic = toxicWords.has(word.reading) ? 1 : 0
  return word.toxic === 1
}
