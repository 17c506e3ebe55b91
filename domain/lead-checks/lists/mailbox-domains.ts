/** Well-known mailbox providers: never throw-away, never a typing error. Own list, from general knowledge. */

const ONE_COUNTRY_EACH: [labels: string, suffixes: string][] = [
  [
    'yahoo',
    'ae at be bg ca ch cl cn co.id co.il co.in co.jp co.kr co.nz co.th co.uk co.za com com.ar com.au com.br com.cn com.co com.hk com.mx com.my com.pe com.ph com.sg com.tr com.tw com.ve com.vn cz de dk es fi fr gr hu ie in it jp nl no pl pt ro ru se sk',
  ],
  [
    'hotmail',
    'be ca ch cl co.id co.il co.in co.jp co.kr co.nz co.th co.uk co.za com com.ar com.au com.br com.hk com.mx com.tr com.tw com.vn cz de dk es fi fr gr hu it jp my nl no ph pt ro rs se sg sk',
  ],
  [
    'live',
    'at be ca cl cn co.in co.kr co.uk co.za com com.ar com.au com.mx com.my com.ph com.pt com.sg de dk fi fr hk ie in it jp nl no ru se',
  ],
  [
    'outlook',
    'at be cl co.id co.il co.nz co.th co.uk com com.ar com.au com.br com.gr com.tr com.vn cz de dk es fr hu ie in it jp kr lv my nl ph pt sa sg sk',
  ],
  ['gmx', 'at ch co.uk com de es eu fr info li net org us'],
  ['aol', 'co.uk com com.au com.br de es fr in it nl se'],
  ['yandex', 'by com com.tr kz ru ua'],
  ['tutanota', 'com de'],
  ['zoho', 'com com.au eu in'],
  ['icloud me mac', 'com'],
  ['gmail googlemail', 'com'],
];

const SINGLE =
  'googlemail.co.uk msn.com windowslive.com passport.com ymail.com rocketmail.com myyahoo.com aim.com ' +
  'proton.me protonmail.com protonmail.ch pm.me fastmail.com fastmail.fm hey.com tuta.com tutamail.com tuta.io keemail.me ' +
  'mail.com email.com usa.com consultant.com engineer.com europe.com post.com hushmail.com zohomail.com zohomail.eu ' +
  'mailo.com posteo.de posteo.net mailbox.org mailfence.com runbox.com startmail.com disroot.org riseup.net ' +
  'web.de t-online.de freenet.de arcor.de online.de vodafone.de mail.de email.de kabelmail.de unitybox.de gmx-topmail.de ' +
  'orange.fr wanadoo.fr laposte.net free.fr sfr.fr neuf.fr bbox.fr numericable.fr club-internet.fr aliceadsl.fr ' +
  'libero.it virgilio.it alice.it tin.it tiscali.it inwind.it iol.it fastwebnet.it poste.it pec.it aruba.it ' +
  'comcast.net verizon.net att.net sbcglobal.net bellsouth.net charter.net cox.net earthlink.net optonline.net ' +
  'roadrunner.com rr.com juno.com netzero.net frontier.com windstream.net centurylink.net q.com pacbell.net ameritech.net ' +
  'rogers.com sympatico.ca shaw.ca telus.net bell.net videotron.ca cogeco.ca eastlink.ca ' +
  'btinternet.com bt.com sky.com virginmedia.com talktalk.net ntlworld.com blueyonder.co.uk tiscali.co.uk plusnet.com ' +
  'bigpond.com bigpond.net.au optusnet.com.au iinet.net.au tpg.com.au dodo.com.au xtra.co.nz ' +
  'mail.ru bk.ru inbox.ru list.ru internet.ru rambler.ru ya.ru ukr.net i.ua meta.ua ' +
  'wp.pl o2.pl onet.pl interia.pl interia.eu op.pl poczta.fm gazeta.pl tlen.pl vp.pl seznam.cz email.cz centrum.cz post.cz ' +
  'azet.sk zoznam.sk freemail.hu citromail.hu abv.bg mail.bg telenet.be skynet.be proximus.be scarlet.be ' +
  'ziggo.nl kpnmail.nl planet.nl hetnet.nl home.nl chello.nl xs4all.nl casema.nl upcmail.nl quicknet.nl ' +
  'bluewin.ch hispeed.ch sunrise.ch chello.at aon.at telia.com bredband.net comhem.se spray.se online.no ' +
  'uol.com.br bol.com.br terra.com.br ig.com.br globo.com globomail.com sapo.pt telefonica.net terra.es movistar.es ' +
  'prodigy.net.mx qq.com foxmail.com 163.com 126.com yeah.net sina.com sina.cn sohu.com 139.com 189.cn aliyun.com tom.com ' +
  'naver.com hanmail.net daum.net nate.com kakao.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp i.softbank.jp au.com nifty.com ' +
  'rediffmail.com indiatimes.com sify.com walla.co.il walla.com bezeqint.net mynet.com gawab.com hamrah.com';

/** Lower case, ASCII. */
export const MAILBOX_DOMAINS: ReadonlySet<string> = new Set([
  ...SINGLE.split(' '),
  ...ONE_COUNTRY_EACH.flatMap(([labels, suffixes]) =>
    labels.split(' ').flatMap((label) => suffixes.split(' ').map((suffix) => `${label}.${suffix}`)),
  ),
]);
