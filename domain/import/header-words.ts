/**
 * What files call the fields of a lead: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, the
 * Nordic languages, Turkish, Russian, Arabic, Chinese, Japanese and Korean, and the exports of the big ad platforms and
 * CRMs. Words are separated by bars; they are brought to plain form (see `plainWords`) on loading.
 */
import type { LeadTarget } from '#contract/import.ts';
import { plainWords } from './words.ts';

const HEADER_WORDS: Record<LeadTarget, string> = {
  external_id:
    'id|lead id|record id|external id|unique id|rec id|customer id|contact id|person id|uid|uuid|guid|reference|ref|lead number|lead no|transaction id|' +
    'submission id|response id|entry id|lead nr|leadnummer|kundennummer|kontakt id|vorgangsnummer|identifiant|numero|no client|' +
    'identificador|codigo|identificativo|codice|identyfikator|kennung|идентификатор|номер|编号|线索id|リードid|番号|번호|معرف',
  email:
    'email|e mail|mail|email address|e mail address|mail address|emailaddress|work email|business email|contact email|user email|' +
    'customer email|primary email|email 1|your email|email id|personal email|e mail adresse|email adresse|mailadresse|emailadresse|' +
    'adresse e mail|adresse email|adresse mail|courriel|adresse electronique|mel|correo|correo electronico|direccion de correo|' +
    'direccion de correo electronico|indirizzo email|indirizzo e mail|posta elettronica|endereco de email|endereco de e mail|' +
    'correio eletronico|e mailadres|emailadres|mailadres|adres email|adres e mail|poczta|epost|e post|e postadress|e postadresse|' +
    'sahkoposti|e posta|eposta|почта|электронная почта|емейл|имейл|эл почта|邮箱|电子邮件|电子邮箱|邮件|電子郵件|メール|メールアドレス|' +
    '이메일|이메일 주소|بريد|البريد الإلكتروني|بريد إلكتروني|ايميل|דואל|อีเมล',
  name:
    'name|full name|fullname|contact name|lead name|customer name|person|contact|client name|your name|display name|voller name|' +
    'vollstandiger name|ansprechpartner|kontakt|kontaktperson|kunde|nom complet|nom et prenom|prenom et nom|nombre completo|' +
    'nombre y apellidos|nombre y apellido|contacto|nome completo|nome e cognome|contatto|nominativo|volledige naam|naam|' +
    'imie i nazwisko|imie nazwisko|fullstandigt namn|namn|navn|nimi|fulde navn|ad soyad|adi soyadi|имя и фамилия|фио|полное имя|' +
    '姓名|名字|客户姓名|联系人|氏名|お名前|名前|이름|성명|성함|الاسم|الاسم الكامل|اسم',
  given_name:
    'first name|firstname|given name|forename|fname|first|christian name|vorname|prenom|nombre|primer nombre|nombre de pila|nome|' +
    'nome proprio|primeiro nome|voornaam|imie|fornamn|fornavn|etunimi|ad|adi|isim|имя|名|ファーストネーム|이름(성 제외)|الاسم الأول',
  family_name:
    'last name|lastname|surname|family name|lname|last|second name|nachname|familienname|zuname|nom|nom de famille|apellido|' +
    'apellidos|cognome|sobrenome|apelido|ultimo nome|achternaam|familienaam|nazwisko|efternamn|etternavn|efternavn|sukunimi|' +
    'soyad|soyadi|soyisim|фамилия|姓|苗字|ラストネーム|성|اسم العائلة|اللقب|الكنية',
  phone:
    'phone|phone number|telephone|telephone number|tel|tel no|mobile|mobile number|mobile phone|cell|cell phone|cellphone|' +
    'contact number|phone no|phone 1|primary phone|work phone|home phone|business phone|daytime phone|msisdn|whatsapp|' +
    'whatsapp number|telefon|telefonnummer|rufnummer|handy|handynummer|mobil|mobilnummer|mobiltelefon|telefonnr|tel nr|' +
    'telephone portable|numero de telephone|portable|gsm|telefono|numero de telefono|movil|celular|telefono movil|' +
    'numero di telefono|cellulare|recapito telefonico|telefone|telemovel|numero de telefone|telefoon|telefoonnummer|mobiel|' +
    'mobiele nummer|numer telefonu|nr telefonu|komorka|telefon komorkowy|puhelin|puhelinnumero|telefonnummer mobil|cep telefonu|' +
    'telefon numarasi|телефон|номер телефона|мобильный|мобильный телефон|手机|手机号|手机号码|电话|电话号码|联系电话|電話|電話番号|' +
    '携帯|携帯電話|전화|전화번호|휴대폰|휴대전화|연락처|هاتف|الهاتف|رقم الهاتف|جوال|رقم الجوال|موبايل|טלפון|โทรศัพท์',
  company:
    'company|company name|organisation|organization|organisation name|organization name|account|account name|business|' +
    'business name|employer|firm|firma|firmenname|unternehmen|unternehmensname|betrieb|entreprise|societe|nom de l entreprise|' +
    'raison sociale|organisme|empresa|nombre de la empresa|compania|razon social|azienda|societa|ragione sociale|' +
    'nome azienda|nome da empresa|companhia|bedrijf|bedrijfsnaam|nazwa firmy|przedsiebiorstwo|foretag|foretagsnamn|bedrift|' +
    'virksomhed|yritys|sirket|firma adi|sirket adi|компания|организация|название компании|公司|公司名称|企业|企业名称|単位|会社|' +
    '会社名|企業名|貴社名|회사|회사명|شركة|الشركة|اسم الشركة',
  message:
    'message|comment|comments|note|notes|remark|remarks|enquiry|inquiry|question|questions|description|details|free text|' +
    'your message|nachricht|kommentar|bemerkung|bemerkungen|anmerkung|anmerkungen|notiz|anfrage|mitteilung|commentaire|' +
    'commentaires|remarque|demande|mensaje|comentario|comentarios|notas|consulta|observaciones|messaggio|commento|commenti|' +
    'richiesta|mensagem|observacoes|bericht|opmerking|opmerkingen|vraag|wiadomosc|komentarz|uwagi|tresc|meddelande|besked|' +
    'viesti|mesaj|aciklama|сообщение|комментарий|примечание|вопрос|留言|备注|消息|メッセージ|お問い合わせ内容|備考|메시지|문의내용|' +
    '비고|رسالة|الرسالة|ملاحظات',
  source:
    'source|lead source|source name|original source|traffic source|vendor|vendor name|supplier|publisher|partner|affiliate|' +
    'provider|seller|channel|platform|origin|marketing channel|lead origin|how did you hear about us|quelle|herkunft|lead quelle|' +
    'leadquelle|kanal|lieferant|anbieter|origine|canal|provenance|source du lead|fournisseur|fuente|origen|origen del lead|' +
    'proveedor|fonte|provenienza|canale|fornitore|origem|origem do lead|fornecedor|bron|leadbron|herkomst|kanaal|zrodlo|' +
    'zrodlo leada|pochodzenie|kalla|kilde|lahde|kaynak|источник|канал|来源|渠道|线索来源|流入元|参照元|媒体|소스|유입경로|출처|' +
    'المصدر|مصدر|القناة',
  'source_details.campaign_id':
    'campaign id|campaignid|gad campaignid|utm id|kampagnen id|id campagne|id campana|id campagna|id campanha|campagne id|id kampanii|广告计划id',
  'source_details.ad_group_id':
    'ad group id|adgroup id|adgroupid|adset id|ad set id|adsetid|anzeigengruppen id|ad group|adgroup|ad set name|adset name|ad group name|adset|anzeigengruppe|id groupe d annonces',
  'source_details.keyword':
    'keyword|keywords|search keyword|search term|search query|matched keyword|suchbegriff|schlusselwort|mot cle|mots cles|palabra clave|parola chiave|palavra chave|zoekwoord|slowo kluczowe|ключевое слово|关键词|キーワード|키워드',
  'source_details.referrer':
    'referrer|referer|referring url|http referer|http referrer|referral url|document referrer|verweis|referent|pagina de referencia|refererende url',
  'source_details.utm_source': 'utm source|utmsource|first utm source|latest utm source',
  'source_details.utm_medium': 'utm medium|utmmedium|medium|marketing medium|source medium',
  'source_details.utm_campaign':
    'utm campaign|utmcampaign|campaign|campaign name|kampagne|kampagnenname|campagne|nom de la campagne|campana|nombre de la campana|campagna|nome campagna|campanha|nome da campanha|campagnenaam|kampania|nazwa kampanii|kampanj|kampanya|кампания|广告系列|活动名称|キャンペーン|キャンペーン名|캠페인|الحملة|حملة',
  'source_details.utm_term': 'utm term|utmterm|term',
  'source_details.utm_content':
    'utm content|utmcontent|ad content|ad name|creative|creative name|ad|anzeige|anzeigenname|annonce|anuncio|annuncio',
  'source_details.landing_page':
    'landing page|landing page url|landingpage|landing url|page url|entry url|entry page|source url|conversion page|url|link|website url|page|lp|zielseite|seite|page de destination|page d atterrissage|pagina de destino|pagina di destinazione|landingspagina|strona docelowa|целевая страница|着陆页|ランディングページ',
  'source_details.gclid': 'gclid|google click id|gcl id|google clickid|wbraid|gbraid',
  'source_details.fbclid': 'fbclid|facebook click id|fbc|meta click id',
  'source_details.ttclid': 'ttclid|tiktok click id',
  'source_details.li_fat_id': 'li fat id|lifatid|linkedin click id',
  'source_details.twclid': 'twclid|twitter click id|x click id',
  'address.street':
    'street|street address|address|address 1|address line 1|address line 2|address 2|address1|address2|addr|mailing address|home address|strasse|strasse nr|strasse und hausnummer|anschrift|adresse|rue|adresse postale|voie|calle|direccion|domicilio|via|indirizzo|rua|endereco|morada|straat|adres|straat en huisnummer|straatnaam|ulica|gata|gatuadress|gateadresse|vej|katuosoite|sokak|улица|адрес|地址|街道|住所|주소|العنوان|شارع',
  'address.city':
    'city|town|suburb|locality|municipality|stadt|ort|wohnort|ville|commune|ciudad|localidad|poblacion|citta|comune|cidade|localidade|stad|plaats|woonplaats|miasto|miejscowosc|postort|by|poststed|kaupunki|sehir|il|город|населенный пункт|城市|市|市区町村|都市|도시|시|المدينة|مدينة',
  'address.region':
    'state|region|province|county|state province|state code|state region|territory|bundesland|kanton|departement|provincia|estado|comunidad autonoma|regione|regiao|distrito|uf|provincie|wojewodztwo|lan|fylke|bolge|ilce|область|регион|край|省|省份|地区|州|都道府県|지역|도|المنطقة|المحافظة',
  'address.postal_code':
    'zip|zip code|zipcode|postal code|postcode|post code|postal|zip postal code|plz|postleitzahl|code postal|cp|codigo postal|cap|codice postale|cep|codigo de endereco postal|kod pocztowy|postnummer|postinumero|posta kodu|индекс|почтовый индекс|邮编|邮政编码|郵便番号|우편번호|الرمز البريدي',
  'address.country':
    'country|country code|country name|country region|nation|land|lander|landercode|landeskennung|pays|code pays|pais|codigo de pais|paese|nazione|stato|kraj|panstwo|maa|ulke|страна|国家|国家地区|国|국가|나라|الدولة|البلد|دولة',
  'device.ip':
    'ip|ip address|ipaddress|client ip|user ip|remote ip|remote addr|visitor ip|lead ip|ip adresse|adresse ip|direccion ip|indirizzo ip|endereco ip|ip adres|adres ip|ip адрес|ip地址|ipアドレス|ip 주소|عنوان ip',
  'device.user_agent': 'user agent|useragent|ua|browser|http user agent|browser user agent|agent utilisateur',
  'device.platform_hint': 'sec ch ua platform|ch platform|ua platform|platform hint|operating system|os',
  'device.mobile_hint': 'sec ch ua mobile|ua mobile|mobile hint|is mobile|ismobile',
  'device.language':
    'language|lang|locale|browser language|accept language|preferred language|sprache|langue|idioma|lingua|taal|jezyk|sprak|dil|язык|语言|言語|언어|اللغة',
  'device.time_zone':
    'time zone|timezone|tz|browser time zone|zeitzone|fuseau horaire|zona horaria|fuso orario|fuso horario|tijdzone|strefa czasowa|часовой пояс|时区|タイムゾーン|시간대',
  'device.time_zone_offset_minutes': 'time zone offset|timezone offset|tz offset|utc offset|time zone offset minutes',
  'device.device_id':
    'device id|deviceid|client id|visitor id|visitorid|anonymous id|cookie id|session id|ga client id|fingerprint|gerate id',
  'form.form_id': 'form id|formid|form|form name|formular|formulaire|formulario|modulo|formularz|форма|表单|フォーム',
  'form.seconds_on_form':
    'seconds on form|time on form|form time|form duration|form seconds|fill time|completion time|seconds on page|time to complete|lead duration|duration seconds|ausfulldauer',
  'form.field_count': 'field count|fields|number of fields|form fields',
  'form.key_events': 'key events|keystrokes|key presses|keydown events|key event count',
  'form.paste_events': 'paste events|pastes|paste count',
  'form.autofill_events': 'autofill events|autofills|autofill count',
  'form.honeypot': 'honeypot|hp|hidden field|honey pot|trap field',
  'consent.given_at':
    'consent at|consent date|consent time|consent timestamp|consent given at|opt in date|optin date|opt in time|opt in at|gdpr consent date|gdpr date|consented at|permission date|einwilligung am|einwilligungsdatum|zustimmung am|datum der einwilligung|date de consentement|date consentement|fecha de consentimiento|data consenso|data do consentimento|datum toestemming|data zgody|дата согласия|同意日時|同意时间',
  'consent.withdrawn_at':
    'consent withdrawn at|opt out date|optout date|opt out at|unsubscribed at|unsubscribe date|withdrawal date|revoked at|widerruf am|widerrufsdatum|date de retrait|fecha de baja|data revoca|data wycofania zgody',
  'consent.text_version':
    'consent version|consent text version|consent text|privacy policy version|policy version|disclosure version|tcpa version|einwilligungstext|texte de consentement',
  'consent.form_id': 'consent form|consent form id|consent id',
  'consent.channels':
    'consent channels|consent channel|channels|contact preference|contact preferences|communication preferences|preferred contact method|kontaktwege|einwilligung kanale|canaux|canales',
  conversion_status:
    'status|lead status|conversion status|stage|lead stage|sales stage|deal stage|opportunity stage|lifecycle stage|pipeline stage|disposition|outcome|result|converted|is converted|leadstatus|phase|verkaufsphase|vertriebsstatus|ergebnis|statut|etape|statut du lead|estado del lead|etapa|fase|situacion|stato lead|situacao|etapa do funil|status do lead|leadfase|etap|wynik|status leada|durum|asama|статус|этап|стадия|状态|阶段|线索状态|ステータス|状況|상태|단계|الحالة|حالة|المرحلة',
  conversion_date:
    'conversion date|converted at|converted date|conversion time|close date|closed date|closed at|won date|won at|deal close date|sale date|sold date|purchase date|order date|abschlussdatum|konversionsdatum|verkaufsdatum|gewonnen am|date de conversion|date de cloture|date de vente|fecha de conversion|fecha de cierre|fecha de venta|data di conversione|data chiusura|data conversione|data de conversao|data de fechamento|conversiedatum|sluitdatum|data konwersji|data zamkniecia|дата конверсии|дата закрытия|成交时间|成交日期|成約日|전환일',
  revenue:
    'revenue|value|deal value|deal amount|amount|order value|sale amount|sales amount|conversion value|purchase value|total|price|lead value|opportunity amount|contract value|turnover|income|umsatz|wert|betrag|auftragswert|summe|preis|dealwert|chiffre d affaires|montant|valeur|revenu|prix|ingresos|importe|valor|monto|precio|ricavo|ricavi|fatturato|importo|valore|prezzo|receita|faturamento|montante|preco|omzet|bedrag|waarde|prijs|przychod|kwota|wartosc|cena|intakt|belopp|omsetning|omsaetning|belob|gelir|tutar|выручка|сумма|доход|стоимость|收入|金额|成交金额|销售额|売上|金額|受注金額|매출|금액|الإيرادات|المبلغ|القيمة',
  currency:
    'currency|currency code|wahrung|devise|monnaie|moneda|divisa|valuta|moeda|waluta|para birimi|валюта|货币|币种|通貨|통화|العملة',
  clicked_at:
    'clicked at|click time|click date|click timestamp|clicked|ad click time|klickzeit|geklickt am|heure du clic|date du clic|fecha de clic|data clic|点击时间|クリック日時',
  created_at:
    'created at|created|create date|created date|created time|created on|creation date|creation time|date created|date|datetime|date time|timestamp|time|submitted at|submitted|submission date|submission time|date submitted|submit date|lead date|lead created|received at|received|date added|added on|entry date|signup date|registered at|registration date|event time|inserted at|time stamp|erstellt|erstellt am|erstellungsdatum|erstelldatum|datum|zeitpunkt|zeitstempel|eingang|eingangsdatum|eingegangen am|angelegt am|anlagedatum|date de creation|cree le|date d envoi|date de soumission|horodatage|horodateur|date d inscription|fecha|fecha de creacion|creado|creado el|fecha de registro|fecha de envio|fecha de alta|marca temporal|data|data di creazione|data creazione|creato il|data inserimento|data di invio|informazioni cronologiche|data de criacao|criado em|data de envio|data de cadastro|carimbo de data hora|aangemaakt|aangemaakt op|aanmaakdatum|datum aangemaakt|ingezonden op|tijdstempel|data utworzenia|utworzono|data dodania|data zgloszenia|sygnatura czasowa|skapad|skapad datum|opprettet|oprettet|luotu|olusturma tarihi|tarih|дата|дата создания|создан|дата заявки|创建时间|创建日期|提交时间|日期|时间|登録日|作成日|作成日時|日時|日付|送信日時|생성일|등록일|작성일|날짜|일시|تاريخ|التاريخ|تاريخ الإنشاء|تاريخ التسجيل|الوقت',
  delivered_at:
    'delivered at|delivery date|delivery time|delivered|delivered on|handed over at|transferred at|sold at|posted at|zugestellt am|lieferdatum|ubergeben am|date de livraison|fecha de entrega|data di consegna|data de entrega|leverdatum|data dostarczenia',
};

/** Plain words of a header to the field; where two languages claim a word, the first field in the list has it. */
export const TARGET_BY_HEADER: ReadonlyMap<string, LeadTarget> = headerMap();

function headerMap(): Map<string, LeadTarget> {
  const found = new Map<string, LeadTarget>();
  for (const [target, words] of Object.entries(HEADER_WORDS) as [LeadTarget, string][]) {
    for (const word of [target.split('.').at(-1)!, target, ...words.split('|')]) {
      const plain = plainWords(word);
      if (!found.has(plain)) found.set(plain, target);
    }
  }
  return found;
}
