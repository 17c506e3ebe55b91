import assert from 'node:assert/strict';
import { test } from 'node:test';
import iconv from 'iconv-lite';
import { sniffEncoding } from './sniff-encoding.ts';

const RUSSIAN =
  'имя;телефон;город\nАнна Петрова;+7 495 123 45 67;Москва\nИван Сидоров;+7 812 765 43 21;Санкт-Петербург\nМария Иванова;+7 495 111 22 33;Нижний Новгород\n';
const JAPANESE =
  '氏名,会社名,電話番号\n山田太郎,株式会社テスト,03-1234-5678\n佐藤花子,東京商事株式会社,06-8765-4321\n鈴木一郎,大阪工業,052-111-2222\n';
const CHINESE =
  '姓名,公司,电话\n王伟,北京科技有限公司,13800138000\n李娜,上海贸易有限公司,13900139000\n张敏,广州进出口公司,13700137000\n';
const POLISH =
  'imię;nazwisko;miasto\nŁukasz;Wiśniewski;Łódź\nMałgorzata;Kamińska;Gdańsk\nZbigniew;Wójcik;Świętochłowice\nŻaneta;Dąbrowska;Częstochowa\n';
const ARABIC = 'الاسم,المدينة\nمحمد علي,القاهرة\nفاطمة حسن,الرياض\n';
const KOREAN = '이름,전화,회사\n김철수,010-1234-5678,삼성전자\n이영희,010-2222-3333,현대자동차\n';
const GERMAN = 'Vorname;Nachname;Straße\nJörg;Müller;Königstraße 5\nJürgen;Schäfer;Große Gasse 7\n';

test('tells the encodings of business files apart', () => {
  const cases: [string, string][] = [
    [RUSSIAN, 'windows-1251'],
    [JAPANESE, 'shift_jis'],
    [JAPANESE, 'euc-jp'],
    [RUSSIAN, 'koi8-r'],
    [CHINESE, 'gb18030'],
    [POLISH, 'windows-1250'],
    [POLISH, 'iso-8859-2'],
    [ARABIC, 'windows-1256'],
    [KOREAN, 'euc-kr'],
    [GERMAN, 'windows-1252'],
    [RUSSIAN, 'utf-8'],
    [JAPANESE, 'utf-8'],
    [POLISH, 'utf-8'],
    [GERMAN, 'utf-16le'],
    [GERMAN, 'utf-16be'],
  ];
  for (const [text, encoding] of cases) {
    assert.equal(sniffEncoding(iconv.encode(text.repeat(3), encoding)).encoding, encoding);
  }
});

test('a short file with an accent is Windows-1252, whatever statistics make of it', () => {
  assert.equal(sniffEncoding(Buffer.from('email,name\na@b.co,Jos\xe9\n', 'latin1')).encoding, 'windows-1252');
});

test('a character cut off by the end of the sample does not make UTF-8 something else', () => {
  const bytes = Buffer.from('name\nZoë漢😀');
  for (let length = 1; length <= bytes.length; length++) {
    assert.equal(sniffEncoding(bytes.subarray(0, length)).encoding, 'utf-8', `${length} bytes`);
  }
});
