import { createCueIndex, label } from '../text/context.ts'

/** Words that name a kind of number, in the languages prompts come in. */
export const piiCues = createCueIndex(
  [
    [
      label.phone,
      'phone*, telephone*, tel, mobile*, cell, cells, cellphone*, cellular*, fax*, whatsapp, viber, sms, telegram, hotline*, landline*, helpline*, voicemail, pager, gsm, ' +
        'handy, handynummer, mobil*, rufnummer*, telefon*, téléphon*, tél, portable, fijo, móvil*, movil*, celular*, teléfono*, telemóv*, telemov*, cellular*, telefoon*, mobiel*, ' +
        'puhelin*, matkapuhelin*, cep, tlf, tlfnr, telp, telpon, nomor, komórk*, komork*, thoại, đt, sđt, телефон*, тел, моб*, мобильн*, номер*, τηλ*, κινητ*, טלפון, נייד, הטלפון, ' +
        'هاتف*, الهاتف, جوال*, الجوال, موبايل, تلفن*, फ़ोन, फोन, मोबाइल, emergency contact, ph, mob, cel, fon, fono, tfno, tlfn',
    ],
    [
      label.phoneWeak,
      'call, calls, called, calling, dial, dialed, dialled, ring, reach, reached, contact*, text me, text us, text him, text her, text them, office, home, work, international, ' +
        'llam*, appel*, chiam*, ligar, ligue, liga, anrufen, ruf, bel, bellen, ringe*, zadzwo*, позвон*, звон*, answering, messages, registered, signal',
    ],
    [
      label.phoneCounter,
      'order*, invoice*, ticket*, serial*, sku, isbn, issn, tracking, barcode, ean, upc, version*, build*, section*, paragraph*, chapter*, score*, lap, revenue, amount*, total, ' +
        'price*, sum, id, ids, uuid, guid, account*, acct, konto*, iban, card, cards, visa, ssn, social, coordinates, lat, lon, lng, latitude, longitude, port, ports, ' +
        'limit, select, zip, postcode, plz, npi, mrn, passport*, license, licence, ref, reference*, timestamp*, epoch, date*, dob, born, year*, usd, eur, gbp, purchase, ' +
        'po, quote, routing, aba, sin, nhs, medicare, itin, ein, vat, siret, siren, part, parts, model, asset, case, page*, range, pin, otp, salary, budget, population',
    ],
    [
      label.ssn,
      'ssn, ssns, social, socials, soc, seguro social, seguridad social, sécurité sociale, sicurezza sociale, segurança social, tax id, tin, taxpayer*, sozialversicherung*, ss, социальн*, ssnr',
    ],
    [
      label.ssnCounter,
      'order*, invoice*, ticket*, part, serial*, sku, isbn, tracking, phone*, tel, telefon*, fax, zip, itin, ein, routing, aba, passport*, account*, acct, sin, license, licence, po',
    ],
    [
      label.card,
      'card, cards, cc, ccn, pan, visa, mastercard*, master card, amex, american express, discover, diners, jcb, maestro, unionpay, union pay, credit, debit, creditcard*, carte*, ' +
        'tarjeta*, carta, cartão, cartao, karta, karty, kartu, karte, kaart, kort, kartı, kreditkarte*, kreditkort*, kartennummer*, карт*, بطاقة*, البطاقة, כרטיס, הכרטיס, कार्ड, thẻ',
    ],
    [
      label.ip,
      'ip, ips, ipv4, ipv6, host*, address*, server*, gateway, dns, client*, from, subnet, ping',
    ],
    [
      label.version,
      'version*, ver, v, release*, build*, section*, chapter*, clause*, paragraph*, oid, firmware, upgrade*, update*, assembly, kernel, driver, article, figure, table, rev, revision, версии, версия',
    ],
    [label.at, 'at, ät, arroba, chez'],
    [label.dot, 'dot, punkt, punto, point'],
    [label.digitWord, 'zero, oh, one, two, three, four, five, six, seven, eight, nine'],
    [label.number, 'number*, no, nr, num, numéro, número, numero, numer, nummer'],
    [label.phoneWeak, 'number*, num'],
  ],
  [
    [label.phone, /电话|手机|電話|手機|携帯|連絡先|联系方式|전화|휴대폰|연락처|โทร|มือถือ/gu],
    [label.ssn, /社会保障|社会保险|社保/gu],
    [label.card, /卡|カード|카드|บัตร/gu],
    [label.version, /版本|バージョン|버전/gu],
  ],
)
