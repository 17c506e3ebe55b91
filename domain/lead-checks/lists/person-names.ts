/**
 * How common words are as given and as family names. Own list, from general knowledge of national name statistics,
 * in two classes only, because the checks that read it ask for a clear difference and not for a rank.
 * Lower case, accents removed.
 */
export const PERSON_NAMES_LIST = 'Assay list of common names 1, 2026-11-22';

/** Bearers per million people. */
const VERY_COMMON = 4000;
const COMMON = 800;
/** What a name in no list is taken to have. */
const RARE = 10;

const GIVEN_VERY_COMMON =
  'james john robert michael william david richard joseph thomas charles christopher daniel matthew anthony mark steven paul ' +
  'andrew joshua kenneth kevin brian george edward ronald timothy jason jeffrey ryan jacob gary nicholas eric jonathan stephen ' +
  'mary patricia jennifer linda elizabeth barbara susan jessica sarah karen lisa nancy betty margaret sandra ashley kimberly ' +
  'emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon laura cynthia kathleen amy angela ' +
  'maria anna jose juan luis carlos antonio francisco pedro miguel ana carmen mohammed mohamed muhammad ahmed ali fatima ' +
  'peter hans michel pierre jean marie andrea marco giuseppe giovanni jan piotr ivan olga elena alexander thomas martin';
const GIVEN_COMMON =
  'shirley brenda pamela emma nicole helen samantha katherine christine debra rachel carolyn janet catherine heather diane ' +
  'julie joyce victoria kelly christina lauren joan evelyn olivia judith megan cheryl andrea hannah jacqueline martha gloria ' +
  'teresa ann sara madison frances kathryn janice jean abigail alice julia judy sophia grace denise amber doris marilyn danielle ' +
  'beverly isabella theresa diana natalie brittany charlotte marie kayla alexis lori larry justin scott brandon benjamin samuel ' +
  'gregory alexander frank patrick raymond jack dennis jerry tyler aaron henry nathan douglas zachary kyle noah ethan jeremy ' +
  'walter christian keith roger terry austin sean gerald carl harold dylan arthur lawrence jordan jesse bryan billy bruce ' +
  'gabriel joe logan alan willie albert wayne roy ralph randy eugene vincent russell louis bobby philip johnny bradley lewis ' +
  'mason carter parker cooper harrison jackson hunter hudson brooks bennett lincoln morgan taylor cameron riley craig graham ' +
  'simon ian neil nigel gareth stuart fiona nicola tracey alison gillian claire louise lucy sophie chloe jake liam connor callum ' +
  'klaus wolfgang jurgen andreas stefan uwe bernd dieter manfred helmut gerhard werner heinz gunter ralf torsten sebastian ' +
  'sabine petra monika ursula renate brigitte ingrid heike birgit gisela karin claudia anja katrin silke susanne martina ' +
  'philippe alain nathalie isabelle sylvie francois christophe laurent olivier thierry pascal didier stephane sandrine valerie ' +
  'francesca luca matteo alessandro lorenzo paolo roberto stefano chiara giulia valentina federica silvia simona davide ' +
  'javier alejandro fernando manuel rafael pablo diego jorge sergio raul alberto angel isabel dolores pilar lucia marta rosa ' +
  'joao paulo marcos lucas fernanda juliana adriana patricia ricardo eduardo rodrigo thiago tiago bruno felipe ' +
  'krzysztof andrzej tomasz pawel marcin michal katarzyna agnieszka malgorzata joanna magdalena ewa barbara zofia ' +
  'sergey sergei vladimir dmitry dmitri aleksandr alexei alexey andrei andrey nikolai mikhail igor oleg tatiana natalia svetlana ' +
  'irina ekaterina anastasia yulia mehmet mustafa ayse hatice huseyin hasan ibrahim ismail omar khalid yusuf hassan aisha ' +
  'lars erik anders johan mikael karl nils per bjorn ole kari ingrid johanna kristina jeroen pieter kees joost sanne ' +
  'priya rahul amit sanjay rajesh suresh ramesh sunita anita pooja neha deepak vijay anil ashok wei hiroshi kenji yuki akira takashi';

const FAMILY_VERY_COMMON =
  'smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson taylor ' +
  'moore martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker young nguyen wright evans roberts ' +
  'muller mueller schmidt schneider fischer silva santos oliveira rossi russo ferrari dubois bernard kumar singh wang li zhang ' +
  'liu chen yang kim park choi ivanov kowalski nowak novak jensen nielsen hansen johansson andersson de-jong fernandez gomez ' +
  'patel khan tanaka suzuki sato yilmaz';
const FAMILY_COMMON =
  'jackson thomas allen king scott torres hill flores green adams nelson baker hall rivera campbell mitchell carter gomez phillips ' +
  'turner diaz parker cruz edwards collins reyes stewart morris morales murphy cook rogers gutierrez ortiz morgan cooper ' +
  'peterson bailey reed kelly howard ramos cox ward richardson watson brooks chavez wood bennett gray mendoza ruiz hughes price ' +
  'alvarez castillo sanders myers long ross foster jimenez powell jenkins perry russell sullivan bell coleman butler henderson ' +
  'barnes fisher simmons graham jordan patterson wallace hamilton james west cole hayes bryant gibson ellis stevens murray ford ' +
  'marshall owens mcdonald kennedy wells webb simpson stevenson tucker porter hunter hicks crawford henry boyd mason harrison ' +
  'shaw holmes rice robertson hunt black daniels palmer mills nichols grant knight ferguson stone hawkins dunn spencer pearce ' +
  'davies wood thompson clarke jackson patel lloyd griffiths rees owen chapman mcleod fraser macdonald cameron lincoln hudson ' +
  'weber meyer wagner becker schulz hoffmann schafer koch bauer richter klein wolf schroder neumann schwarz zimmermann braun ' +
  'kruger hofmann hartmann lange schmitt werner krause lehmann schmid kohler maier konig ' +
  'durand leroy moreau simon laurent lefebvre michel david bertrand roux vincent fournier girard bonnet dupont lambert fontaine ' +
  'esposito bianchi romano colombo ricci marino greco bruno gallo conti costa giordano mancini rizzo lombardi moretti ' +
  'moreno munoz alonso navarro dominguez vazquez serrano blanco molina castro ortega rubio souza pereira ferreira almeida ' +
  'costa ribeiro carvalho gomes lima rocha wisniewski wojcik kowalczyk kaminski lewandowski zielinski szymanski wozniak dabrowski ' +
  'petrov smirnov kuznetsov popov sokolov volkov svoboda novotny horvath nagy szabo toth kovacs popescu ionescu papadopoulos ' +
  'larsen olsen pedersen eriksson karlsson nilsson svensson gustafsson virtanen korhonen jansen bakker visser smit mulder vries ' +
  'sharma gupta verma mehta joshi reddy shah yamamoto watanabe ito nakamura kobayashi kaya demir celik sahin hassan ahmed ' +
  'paul george charles joseph michael lawrence john daniel matthew arthur alexander oliver francis patrick ali mohamed ibrahim';

const GIVEN = frequencies(GIVEN_VERY_COMMON, GIVEN_COMMON);
const FAMILY = frequencies(FAMILY_VERY_COMMON, FAMILY_COMMON);

function frequencies(veryCommon: string, common: string): ReadonlyMap<string, number> {
  const classes = new Map<string, number>();
  for (const name of common.split(' ')) classes.set(name, COMMON);
  for (const name of veryCommon.split(' ')) classes.set(name, VERY_COMMON);
  return classes;
}

/** Bearers of the given name per million; 10 for one in no list. */
export function givenFrequency(name: string): number {
  return GIVEN.get(name) ?? RARE;
}

/** Bearers of the family name per million; 10 for one in no list. */
export function familyFrequency(name: string): number {
  return FAMILY.get(name) ?? RARE;
}

export function isGivenName(name: string): boolean {
  return GIVEN.has(name);
}

export function isFamilyName(name: string): boolean {
  return FAMILY.has(name);
}
