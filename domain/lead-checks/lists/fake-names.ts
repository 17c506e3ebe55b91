/** Names people type who do not want to give theirs. Own list, from general knowledge. Lower case, accents removed. */
export const FAKE_NAMES_LIST = 'Assay list of placeholder names 1, 2026-11-22';

/** Nobody is called so, whatever else stands in the name. */
const NEVER_A_NAME = new Set(
  (
    'test tests testing testuser testtest testlead testperson dummy asdf asdfg asdfgh asdfasdf qwer qwert ' +
    'qwerty qwertz azerty zxcv zxcvb foobar lorem ipsum firstname lastname surname fullname forename vorname nachname ' +
    'username undefined anonymous anonymus placeholder noname xxx xxxx abcd abcde abcdef blah blabla prueba probando teszt'
  ).split(' '),
);

/** Words that are somebody's name somewhere, and a placeholder when the whole name is made of them. */
const PLACEHOLDERS = new Set(
  (
    'null nil none nobody unknown na nan void user name first last given family admin administrator guest customer client company ' +
    'person someone somebody anybody anon foo bar baz abc xyz aaa bbb me you no not applicable hello hi fake false true yes sample demo tester ' +
    'nombre apellido nom prenom nome cognome naam achternaam imie nazwisko mr mrs ms n a x y z blank empty private'
  ).split(' '),
);

const WHOLE_NAMES = new Set(
  [
    'john doe,jane doe,johnny doe,john q public,joe bloggs,fred bloggs,joe blow,joe schmoe,max mustermann,erika mustermann',
    'max musterman,otto normalverbraucher,monsieur x,madame x,fulano de tal,pinco pallino,ivan ivanovich ivanov',
    'mickey mouse,minnie mouse,mickey maus,micky maus,donald duck,daisy duck,scrooge mcduck,goofy goof,bugs bunny,daffy duck',
    'elmer fudd,porky pig,homer simpson,bart simpson,lisa simpson,marge simpson,ned flanders,fred flintstone',
    'barney rubble,peter pan,harry potter,hermione granger,ron weasley,albus dumbledore,severus snape',
    'luke skywalker,darth vader,han solo,leia organa,obi wan kenobi,master yoda,james bond,indiana jones,sherlock holmes',
    'bruce wayne,clark kent,tony stark,spider man,spiderman,superman,batman,wonder woman,iron man,captain america',
    'frodo baggins,bilbo baggins,gandalf,gandalf the grey,santa claus,father christmas,easter bunny,tooth fairy,pippi longstocking',
    'winnie the pooh,bob the builder,sponge bob,spongebob,spongebob squarepants,super mario,lara croft,hello kitty,winnie pooh',
    'jesus christ,adolf hitler,osama bin laden,saddam hussein,joseph stalin,vladimir putin,donald trump,joe biden,barack obama',
    'hillary clinton,angela merkel,kim jong un,elon musk,bill gates,jeff bezos,mark zuckerberg,steve jobs,elvis presley',
    'britney spears,justin bieber,taylor swift,lady gaga,kim kardashian,kanye west,chuck norris,brad pitt',
    'seymour butts,hugh jass,ben dover,heywood jablome,phil mccracken,amanda hugginkiss,i p freely,dick head',
    'no name,not given,not available,not provided,do not know,dont know,no one,big bird,humpty dumpty',
  ].flatMap((line) => line.split(',')),
);

/** The placeholder in a name's words (lower case, accents removed); undefined for a name people may have. */
export function fakeName(tokens: readonly string[]): string | undefined {
  const never = tokens.find((token) => NEVER_A_NAME.has(token));
  if (never !== undefined) return never;
  const whole = tokens.join(' ');
  if (WHOLE_NAMES.has(whole)) return whole;
  return tokens.length > 0 && tokens.every((token) => PLACEHOLDERS.has(token)) ? whole : undefined;
}
