/** What sales teams and CRMs call the stages of a lead, in the words of the specification. */
import type { ConversionStatus } from '#contract/lead.ts';
import { plainWords } from './words.ts';

/** Words separated by a bar; in plain form (see `plainWords`). HubSpot, Salesforce, Pipedrive and Zoho names included. */
const WORDS: Record<ConversionStatus, string> = {
  new:
    'new|open|open not contacted|not contacted|untouched|unread|raw|fresh|incoming|submitted|created|received|lead|subscriber|' +
    'uncontacted|unworked|no|false|0|neu|offen|nicht kontaktiert|eingegangen|unbearbeitet|nein|nouveau|nouvelle|ouvert|' +
    'non contacte|a contacter|non|nuevo|nueva|abierto|sin contactar|nuovo|nuova|aperto|da contattare|novo|nova|aberto|nao|' +
    'nieuw|nieuwe|niet gecontacteerd|nee|nowy|nowa|nowe|otwarty|nie|ny|uusi|yeni|novy|новыи|новая|新規|新的|新建|新|جديد|신규',
  contacted:
    'contacted|working|working contacted|attempted|attempted to contact|attempted contact|contact attempted|in progress|' +
    'contact in future|follow up|following up|nurture|nurturing|called|emailed|reached|replied|responded|engaged|connected|' +
    'open deal|assigned|kontaktiert|in bearbeitung|angerufen|in arbeit|wiedervorlage|contacte|en cours|rappele|relance|' +
    'contactado|contactada|en proceso|en curso|llamado|contattato|contattata|in corso|in lavorazione|em andamento|em contato|' +
    'gecontacteerd|benaderd|in behandeling|gebeld|skontaktowano|kontakt|w trakcie|kontaktad|kontaktet|в работе|связались|' +
    '連絡済み|対応中|已联系|跟进中|تم الاتصال|연락함',
  qualified:
    'qualified|mql|sql|sal|pql|marketing qualified|marketing qualified lead|sales qualified|sales qualified lead|' +
    'sales accepted|sales accepted lead|pre qualified|qualified lead|opportunity|prospect|hot|interested|meeting|' +
    'meeting scheduled|meeting booked|appointment|appointment scheduled|appointment set|demo|demo scheduled|demo booked|' +
    'proposal|proposal sent|quote|quoted|quote sent|negotiation|pipeline|qualifiziert|qualifizierter lead|termin|' +
    'termin vereinbart|angebot|angebot versendet|verhandlung|interessiert|qualifie|qualifiee|rendez vous|rdv|devis|' +
    'devis envoye|opportunite|calificado|calificada|cualificado|cualificada|oportunidad|presupuesto|cita|qualificato|' +
    'qualificata|opportunita|preventivo|appuntamento|qualificado|qualificada|oportunidade|proposta|gekwalificeerd|' +
    'kans|offerte|afspraak|zakwalifikowany|zakwalifikowana|kwalifikowany|oferta|spotkanie|kvalificerad|kvalificeret|' +
    'квалифицирован|квалифицированныи|有望|已确认|合格|مؤهل|적격',
  converted:
    'converted|won|closed won|closed  won|close won|deal won|customer|client|sale|sold|purchased|purchase|paid|bought|ordered|' +
    'signed|contract signed|subscribed|enrolled|funded|issued|approved|success|successful|complete|completed|yes|true|1|' +
    'conversion|gewonnen|abgeschlossen gewonnen|kunde|verkauft|gekauft|bezahlt|unterschrieben|erfolgreich|abschluss|ja|' +
    'konvertiert|gagne|gagnee|conclu|converti|convertie|vendu|achete|paye|signe|oui|ganado|ganada|cerrado ganado|cliente|' +
    'convertido|convertida|vendido|vendida|comprado|pagado|si|vinto|vinta|chiuso vinto|convertito|convertita|venduto|' +
    'acquistato|ganho|ganha|fechado|fechado ganho|pago|sim|gewonnen deal|klant|verkocht|betaald|geconverteerd|wygrany|' +
    'wygrana|wygrane|klient|sprzedany|sprzedane|oplacony|skonwertowany|tak|vunnen|vunnet|kund|kazanildi|выигран|продано|' +
    'клиент|успешно|да|成約|受注|已成交|成交|赢单|تم البيع|مكسوب|성사|수주',
  lost:
    'lost|closed lost|closed  lost|close lost|deal lost|closed not converted|not converted|unqualified|disqualified|' +
    'not qualified|dead|dead lead|rejected|declined|junk|junk lead|spam|invalid|bad|bad timing|bad lead|not interested|' +
    'no interest|unsubscribed|cancelled|canceled|refunded|churned|archived|do not contact|unreachable|no answer|cold|' +
    'verloren|abgeschlossen verloren|abgelehnt|kein interesse|nicht qualifiziert|disqualifiziert|storniert|unqualifiziert|' +
    'perdu|perdue|refuse|rejete|pas interesse|non qualifie|annule|sans suite|perdido|perdida|cerrado perdido|rechazado|' +
    'no interesado|no calificado|descartado|cancelado|perso|persa|chiuso perso|rifiutato|non interessato|non qualificato|' +
    'scartato|annullato|fechado perdido|rejeitado|sem interesse|desqualificado|afgewezen|geen interesse|niet gekwalificeerd|' +
    'geannuleerd|przegrany|przegrana|przegrane|utracony|odrzucony|niezainteresowany|forlorad|tabt|kaybedildi|потерян|' +
    'проигран|отказ|失注|已流失|输单|مفقود|خسارة|실패|실주',
};

const STATUS_BY_WORD = new Map<string, ConversionStatus>();
for (const [status, words] of Object.entries(WORDS) as [ConversionStatus, string][]) {
  for (const word of words.split('|')) STATUS_BY_WORD.set(plainWords(word), status);
}

/** The conversion status a word stands for, undefined where it is none we know. A leading ordinal (`3 - Won`) is dropped. */
export function conversionStatus(text: string): ConversionStatus | undefined {
  const words = plainWords(text);
  return STATUS_BY_WORD.get(words) ?? STATUS_BY_WORD.get(words.replace(/^\d+ (?=\D)/, ''));
}
