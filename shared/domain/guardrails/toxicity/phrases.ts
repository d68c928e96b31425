/**
 * Hostility carries few swear words: it shows in how somebody is addressed. Each pattern names its kind;
 * all quantifiers are bounded.
 */
export interface HostilePhrase {
  kind: 'insult' | 'threat' | 'contempt'
  pattern: RegExp
}

const gap = "(?:[\\p{L}'-]{1,15} ){0,3}"
const insult =
  '(?:idiots?|morons?|imbeciles?|losers?|scum|trash|garbage|creeps?|cretins?|fools?|pigs?|cows?|rats?|vermin|parasites?|bastards?|bitch(?:es)?|sluts?|whores?|jackass(?:es)?|clowns?|freaks?|cunts?|retards?|pricks?|dicks?|liars?|worthless|pathetic|disgusting|stupid|dumb|useless|braindead|brainless|ugly|fat)'
const group =
  '(?:women|men|girls|immigrants|migrants|refugees|foreigners|muslims|jews|christians|blacks|whites|asians|arabs|mexicans|gays|lesbians|trans(?:gender)? people|old people|poor people|disabled (?:people|folks)|people like you|you people|they|those people|that (?:whole )?country|all of (?:you|them))'
const phrase = (kind: HostilePhrase['kind'], body: string): HostilePhrase => ({
  kind,
  pattern: new RegExp(`(?<![\\p{L}\\p{N}])(?:${body})(?![\\p{L}\\p{N}])`, 'giu'),
})

export const hostilePhrases: readonly HostilePhrase[] = [
  phrase(
    'insult',
    `(?:you(?: guys| people| all)?(?: are|'re| r)|ur|she is|he is|they are|she's|he's|they're) (?:all |just |really |truly |nothing but )?(?:a |an |such a |the )?(?:bunch of )?${gap}${insult}`,
  ),
  phrase(
    'insult',
    `(?:you|such an?|this|what an?) (?:absolute |complete |total |utter |fucking |bloody |damn |stupid |dumb |useless |pathetic |lying |filthy |dirty |worthless |ugly |fat ){1,3}${insult}`,
  ),
  phrase(
    'insult',
    `you (?:idiot|moron|imbecile|loser|creep|cretin|fool|pig|bastard|bitch|slut|retard|clown|scum|piece of (?:shit|crap|trash|garbage)|suck)s?`,
  ),
  phrase(
    'insult',
    `(?:are|is) (?:a |an )?(?:bunch of )?(?:total |complete |utter )?(?:idiots|morons|imbeciles|cretins|scum|vermin|parasites|subhuman|animals|savages|thieves and parasites|a (?:waste of space|burden nobody wants|disgrace to))`,
  ),
  phrase(
    'contempt',
    `${group} (?:are|is) (?:all |just |too |so |full of |nothing but |a )?${gap}(?:scum|vermin|parasites|animals|stupid|dumb|inferior|filthy|dirty|lazy|criminals|thieves|disgusting|subhuman|waste of (?:space|air|oxygen)|burden|plague|disease|cancer)`,
  ),
  phrase('contempt', '(?:nobody|no one) (?:likes|loves|wants|cares about|would miss) you'),
  phrase(
    'contempt',
    '(?:shut (?:the (?:hell|fuck) )?up|shut your (?:mouth|face|trap)|piss off|fuck off|screw (?:you|off)|get lost|go to hell|burn in hell|rot in hell|drop dead|kiss my ass|eat shit|up yours|suck my|go fuck)',
  ),
  phrase(
    'contempt',
    '(?:kill yourself|kys|go die|go hang yourself|end your(?:self| life)|you should (?:just )?(?:die|disappear)|just disappear)',
  ),
  phrase(
    'contempt',
    'your (?:work|code|answer|service|bot|product) is (?:crap|shit|trash|garbage)',
  ),
  phrase(
    'threat',
    "(?:i(?:'ll| will| am going to|'m going to|'m gonna| am gonna| want to| would love to| swear i will)|we(?:'ll| will| should| are going to)) (?:\\p{L}{1,12} ){0,2}(?:kill|hurt|punch|beat|stab|shoot|strangle|smash|murder|destroy|find|slap|choke|burn) (?:you|your|u|him|her|them|that|every one|each one|all of)",
  ),
  phrase(
    'threat',
    '(?:you|they|he|she|all of you) (?:\\p{L}{1,12} )?(?:deserves?|ought|need) to (?:die|suffer|be (?:shot|killed|beaten|hanged))',
  ),
  phrase(
    'threat',
    '(?:i )?(?:hope|wish) (?:that )?(?:you|your|he|she|they|u)(?: and)? (?:\\p{L}{1,12} ){0,4}(?:die|dies|suffers?|gets? (?:sick|cancer|hurt|killed)|rots?|chokes?)',
  ),
  phrase(
    'threat',
    "(?:watch your back|i know where you live|you will regret|you(?:'ll| will) pay for this|you are (?:a )?dead (?:man|meat)?)",
  ),
  phrase(
    'threat',
    '(?:should|must|ought to) be (?:exterminated|eliminated|wiped out|thrown out|got rid of|gotten rid of|deported|hanged|shot|gassed)',
  ),
  phrase(
    'contempt',
    '(?:help me |how (?:do|can|to) (?:i )?|ways to |draft a message to |a plan to )(?:bully|harass|humiliate|torment|intimidate|stalk) (?:a|the|my|her|his|him|someone|somebody|that)',
  ),
  phrase(
    'insult',
    'du (?:bist|dumme[rs]?|blöde[rs]?) (?:\\p{L}{1,15} ){0,3}(?:idiot|trottel|schwein|sau|arsch|depp|versager|kuh)|halt (?:die fresse|dein maul|die schnauze)|verpiss dich|fick dich|leck mich',
  ),
  phrase(
    'insult',
    "(?:ferme|fermez) (?:ta|vos) gueules?|espèce d[e'] ?\\p{L}{3,15}|va te faire|nique ta|(?:tu es|t'es|vous êtes) (?:\\p{L}{1,12} ){0,2}(?:idiote?|imbécile|nul|stupide|débile|con|conne)s?",
  ),
  phrase(
    'insult',
    '(?:eres|sois) (?:\\p{L}{1,12} ){0,2}(?:idiota|imbécil|estúpid[oa]|inútil|tont[oa]|basura)|vete a la mierda|hijo de puta|que te jodan|cállate la boca',
  ),
  phrase(
    'insult',
    '(?:você é|és|que) (?:\\p{L}{1,12} ){0,2}(?:idiota|imbecil|estúpid[oa]|inútil|lixo|burro)|cala a boca|vai se foder|vai tomar no|filho da puta',
  ),
  phrase(
    'insult',
    '(?:sei|siete) (?:\\p{L}{1,12} ){0,2}(?:idiota|stupid[oa]|cretin[oa]|scem[oa]|deficiente)|vai a quel paese|vaffanculo|figlio di puttana|chiudi il becco',
  ),
  phrase(
    'insult',
    '(?:jesteś|jestes) (?:\\p{L}{1,12} ){0,2}(?:idiot|kretyn|debil|głupi|śmieci)\\p{L}{0,5}|zamknij się|odpierdol|spierdalaj',
  ),
  phrase(
    'insult',
    'ты (?:\\p{L}{1,12} ){0,2}(?:идиот|дурак|дура|тупой|тупая|урод|ничтожество|дебил)|заткнись|иди (?:на|в) \\p{L}{2,8}|пош[её]л (?:ты|на)',
  ),
  phrase(
    'insult',
    '(?:je bent|jij) (?:\\p{L}{1,12} ){0,2}(?:idioot|sukkel|eikel|trut|loser)|hou je (?:bek|mond)|rot op|(?:sen|siz) (?:\\p{L}{1,12} ){0,2}(?:aptal|salak|gerizekalı)\\p{L}{0,6}|kapa çeneni',
  ),
]
