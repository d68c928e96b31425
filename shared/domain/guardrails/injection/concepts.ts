/**
 * The vocabulary of prompt takeovers, by idea rather than by language: "ignore", "vergiss" and "忽略"
 * are the same evidence. What is learnt about one language so holds for the others.
 * A stem matches the start of a word; `=` asks for the whole word; scripts without spaces match anywhere.
 */
export const concepts = [
  'IGNORE',
  'BEFORE',
  'ALL',
  'INSTRUCTION',
  'SYSTEM',
  'REVEAL',
  'SECRET',
  'ROLE',
  'UNLIMITED',
  'NOW',
  'AUTHORITY',
  'MODEL',
  'OBEY',
  'WORDS',
  'YOU',
  'SEND',
] as const
export type Concept = (typeof concepts)[number]

export const stems: Record<Concept, string> = {
  IGNORE:
    'ignor disregard forget forgot neglect overlook bypass overrid overrul discard dismiss =skip abandon nullif cancel supersed obsolete outdated erase ' +
    'suspend delete =drop vergiss vergess missacht oubli néglig olvid descart =omite esquec esqueç desconsider dimentic scord trascur negeer vergeet zignoruj zapomnij pomiń =pomin ' +
    'игнор забуд забыт проигнор отброс отмен ігнор yoksay =yok unut görmezden تجاهل انس تغاض התעלם שכח अनदेख भूल नजरअंदाज नज़रअंदाज उपेक्ष উপেক্ষা ভুলে abaikan lupakan quên =bỏ ' +
    'zaboravi zanemari glöm glem unohda ohita zapomeň felejts αγνόησ ξέχνα نادیده faramosh uită vtaber sbetrg qvfertneq erongi tegrof',
  BEFORE:
    'previous prior =above =before earlier preced foregoing former initial original =first =last =past beginning =top vorherig bisherig vorig vorang vorhergehend vorangegang davor obig zuvor =oben ' +
    'précéd antérieur =avant =dessus anterior previ =antes prévi acima precedent =prima =sopra vorige eerder bovenstaand poprzedn wcześniej предыдущ прежн =выше раньше прошл =до попередн önceki السابق سابق קודמ הקודמ ' +
    'पिछल पहले আগে পূর্ব sebelum trước prethodn tidigare föregående tidligere předchoz korábbi προηγούμεν قبلی cerivbhf suoiverp',
  ALL:
    '=all everything =every =any anything entire whole =full =alles =alle =tout =toutes =tous =todo =todos =todas =todo =tudo =tutte =tutti =tutto =ciò wszystk =все =всё =всех всем =tüm =herşey =كل =جميع =כל =הכל =सभी =सब =সব =semua =tất ' +
    '=alla =allt =alt =kaikki všechn minden όλες όλα',
  INSTRUCTION:
    'instruct instuct intruct directive direction command =order =orders =rule =rules guideline prompt programming polic constraint restrict limitation task assignment guidance anweis befehl =regel =regeln vorgab aufgab auftrag ' +
    'consigne règle =ordre =ordres instrucc =orden =órdenes regla instruç instruçõ regra istruzion regol comand instructie opdracht polece polecen instrukcj zasad инструкц указан правил команд приказ інструкц talimat komut kural تعليم أوامر قواعد הורא כללים ' +
    'निर्देश नियम নির্দেশ instruksi perintah aturan hướng =chỉ uputstv naredb pokyn utasítás οδηγίες دستور instruktion vafgehpgvba snoitcurtsni',
  SYSTEM:
    '=system =sys developer hidden internal configured setup preamble systemprompt système sistema systém системн систем sistem النظام המערכת सिस्टम hệ źródłow =im_start =inst backend',
  REVEAL:
    'reveal =show display =print =output repeat =tell =give disclos =leak expos =dump recite verbatim =spell divulge share encode hint zeig verrat nenne =gib wiederhol ausgeb révèl =montre montrez affich répèt =donne =dis =dites ' +
    'revel muestr mostr repit =dime =dame =diga mostra ripet rivel =dimmi ujawnij pokaż powiedz podaj раскр покаж скаж повтор вывед назов söyle göster اكشف أظهر أخبر كشف חשוף הראה גלה खुलासा बता दिखा প্রকাশ tampilkan beri =cho tiết erirny cevag',
  SECRET:
    'password passwrod passphrase passcode =pass =pwd secret =key =keys credential api_key confidential =token =tokens personal passwort kennwort geheim schlüssel passe motdepasse contraseñ =clave senha =chave segret hasł tajn парол секрет ключ şifre gizli parola ' +
    'السر سرية السرية المرور סיסמ सोद पासवर्ड गुप्त গোপন পাসওয়ার্ড sandi rahasia khẩu =bí lösenord heslo jelszó κωδικ رمز cnffjbeq drowssap',
  ROLE:
    'pretend =act =acting roleplay roleplaying simulat imagin persona character impersonat hypothetical fictional scenario =game =mode immerse =spiel stell =rolle prétend imagine =rôle =jeu finge finja fingir imagina simula fingi =ruolo udawaj wciel притвор представ роль ' +
    '=rol davran تظاهر تخيل דמיין kalpanā berpura =đóng =hãy',
  UNLIMITED:
    'unrestrict unfilter uncensor amoral immoral unethic jailbreak limitless unlimit unbound unrestrained uncontroll =dan =dans =stan =evil =dude =moral =morals moralit ethic filter censor safeguard warning disclaim illegal offensive nsfw profan =sudo =root =god refuse refusal decline unbeschränkt uneingeschränkt hemmungslos ' +
    'illimité =filtre restriction =límites =filtros filtro limiti ograniczeń ограничен фильтр sınırsız filtresiz قيود מגבלות प्रतिबंध',
  NOW: '=now henceforth instead =new =next begin start =jetzt =nun =neue =neuen maintenant désormais nouvel nouveau =ahora =agora =adesso =ora =nuevo =nueva =nuevas =nova =novas nuov =nu =teraz =odtąd теперь сейчас отныне =новые şimdi artık الآن עכשיו =अब =এখন sekarang =bây =giờ =đây',
  AUTHORITY:
    'admin administrator president police officer =god =creator =owner openai anthropic =ceo maintenance debug audit override authoriz authoris enforcement emergency supervisor engineer developer entwickler präsident polizei président développeur presidente desarrollad administrador sviluppator prezydent президент разработчик başkan geliştirici الرئيس مطور राष्ट्रपति डेवलपर tổng',
  MODEL:
    '=ai =chatgpt =gpt assistant =model =chatbot =bot =llm =llms =claude =bard =gemini agent =ki modell modèle =ia modelo modello =ии модель yapay الذكاء एआई',
  OBEY: '=must =always =never obey comply compl respond answer follow immediat gehorch befolg antworte =immer =niemals obéi répond =toujours =jamais obedec respond =siempre =nunca obbed rispond =sempre =mai odpowiadaj слуш отвеча всегда никогда',
  WORDS:
    '=word =words =sentence =text =letter =letters =phrase document conversation message =paragraph =chat contents =line =lines =character =phrase string =wort =satz =texte =phrase =palabra =texto =parola =słow слов',
  YOU: '=you =your =yours =yourself =u =ur =ya =du =dein =deine =deinen =dir =sie =ihre =ihren =tu =te =ton =ta =tes =vous =votre =vos =tú =tus =usted =você =seu =sua =tuo =tua =ti =ci =ты =твой =твои =вы =sen =jij =je =jouw =twoj =twoje',
  SEND: 'exfiltrat forward upload =send transmit webhook redirect =url =http =https append embed fetch =curl =post =click enviar envoy schick sende invia отправ',
}

/** Scripts that write words without spaces, or glue particles to them: found anywhere in the text. */
export const unspacedStems: readonly (readonly [RegExp, Concept])[] = [
  [
    /忽略|忽视|忘记|忘掉|无视|無視|忘れ|不要理会|不用理会|撤销|무시|잊어|잊으|잊고|เพิกเฉย|ลืม|ละเว้น|ไม่สนใจ/gu,
    'IGNORE',
  ],
  [
    /之前|以上|先前|前面|此前|以前|前の|これまで|上記|今まで|이전|앞의|앞서|위의|ก่อนหน้า|ที่ผ่านมา|ข้างต้น/gu,
    'BEFORE',
  ],
  [/所有|一切|全部|すべて|全て|あらゆる|모든|전부|ทั้งหมด|ทุก/gu, 'ALL'],
  [
    /指示|指令|说明|說明|规则|規則|命令|ルール|プロンプト|提示词|지시|명령|규칙|프롬프트|คำสั่ง|คําสั่ง|กฎ/gu,
    'INSTRUCTION',
  ],
  [/系统|系統|システム|시스템|ระบบ|开发者|開発者|개발자/gu, 'SYSTEM'],
  [
    /显示|顯示|透露|告诉|告訴|重复|重複|输出|輸出|泄露|教えて|表示して|見せ|出力|繰り返|보여|알려|공개|반복|บอก|แสดง|เปิดเผย/gu,
    'REVEAL',
  ],
  [/密码|密碼|密钥|秘密|パスワード|キー|비밀번호|비밀|암호|키|รหัสผ่าน|ความลับ|ลับ/gu, 'SECRET'],
  [/扮演|假装|假設|想象|模拟|演じ|なりきっ|ふり|역할|가정|가장|สมมติ|แกล้ง|บทบาท/gu, 'ROLE'],
  [/限制|无限制|不受|道德|审查|制限|無制限|検閲|倫理|제한|검열|윤리|ข้อจำกัด|ไม่มีข้อ/gu, 'UNLIMITED'],
  [/现在|現在|从现在|今から|これから|지금|이제|ตอนนี้|新的|新しい|새로운/gu, 'NOW'],
  [
    /管理员|管理員|总统|總統|警察|上帝|管理者|大統領|神です|관리자|대통령|경찰|ประธานาธิบดี|ผู้ดูแล/gu,
    'AUTHORITY',
  ],
  [/人工智能|模型|助手|モデル|アシスタント|인공지능|모델/gu, 'MODEL'],
  [/必须|必須|总是|永远|服从|必ず|従って|答えて|반드시|항상|대답|ต้อง|เสมอ/gu, 'OBEY'],
  [/你|您|あなた|お前|당신|너의|너는|คุณ/gu, 'YOU'],
]
