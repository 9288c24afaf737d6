/** Words of several languages that dates, promises and what only looks like a name are known by. Data. */

const table = (rows: readonly string[]): Readonly<Record<string, number>> =>
  Object.fromEntries(rows.flatMap((row, index) => row.split(" ").map((word) => [word, index + 1])));

/** Names of months, 1 for January; short forms without a dot. */
export const MONTH_WORDS: Readonly<Record<string, number>> = table([
  "january jan januar janvier enero gennaio januari janeiro stycznia",
  "february feb februar février febrero febbraio februari fevereiro lutego",
  "march mar märz mars marzo maart março marca",
  "april apr avril abril aprile kwietnia",
  "may mai mayo maggio mei maio maja",
  "june jun juni juin junio giugno junho czerwca",
  "july jul juli juillet julio luglio julho lipca",
  "august aug août agosto augustus sierpnia",
  "september sep sept septembre septiembre settembre setembro września",
  "october oct oktober okt octobre octubre ottobre outubro października",
  "november nov novembre noviembre novembro listopada",
  "december dec dezember dez décembre diciembre dicembre dezembro grudnia",
]);

/** Names of weekdays, 1 for Monday. */
export const DAY_WORDS: Readonly<Record<string, number>> = table([
  "monday montag lundi lunes lunedì maandag poniedziałek",
  "tuesday dienstag mardi martes martedì dinsdag wtorek",
  "wednesday mittwoch mercredi miércoles mercoledì woensdag środa",
  "thursday donnerstag jeudi jueves giovedì donderdag czwartek",
  "friday freitag vendredi viernes venerdì vrijdag piątek",
  "saturday samstag sonnabend samedi sábado sabato zaterdag sobota",
  "sunday sonntag dimanche domingo domenica zondag niedziela",
]);

/** What a sentence holds in which the writer commits himself. */
export const PROMISE = new RegExp(
  [
    "\\b(?:I|we)(?:['’]ll| will| shall|['’]m going to| am going to|['’]re going to| are going to| promise| can have| commit| guarantee)\\b",
    "\\b(?:ich|wir) (?:werde|werden|verspreche|schicke|sende|bringe|mache|melde|kümmere|überweise|liefere|garantiere)\\b",
    "\\bwerde(?:n)? (?:ich|wir)\\b",
    "\\b(?:je vais|nous allons|je vous enverrai|je promets|je ferai)\\b",
    "\\b(?:voy a|vamos a|prometo|enviaré)\\b",
    "\\b(?:ik zal|wij zullen|ik stuur|ik beloof)\\b",
  ].join("|"),
  "iu",
);

/** Words that stand with a capital and are no names: openings, greetings, what every mail is made of. */
export const NOT_NAMES: ReadonlySet<string> = new Set(
  (
    "i i'm i'll i've i'd a an the this that these those it its is are was were be been have has had do does did can could " +
    "will would shall should may might must not no yes ok okay and or but if so as at by for from in into of off on out to " +
    "up with about after all also any because before both each every few here how just like more most much my our your his " +
    "her their there then they them we what when where which while who why you me us once only other over same since some " +
    "such than too very well dear hi hello hey good morning afternoon evening thanks thank many best kind regards warm " +
    "cheers sincerely yours bye love take care talk soon see let please sorry great sure attached re fw fwd ps mr mrs ms dr " +
    "sir madam team everyone both today tomorrow yesterday tonight next last week month year time day days subject " +
    "liebe lieber liebes hallo guten tag morgen abend sehr geehrte geehrter danke vielen dank viele herzliche beste grüße " +
    "gruß mit freundlichen grüßen ich du er sie wir ihr der die das den dem ein eine einen und oder aber wenn dass ja nein " +
    "bitte bis heute gestern frau herr bonjour cher chère merci cordialement bien je nous vous le la les un une et ou oui non " +
    "hola gracias saludos querido querida el los las y sí ciao grazie saluti caro cara hoi dank groet groeten beste"
  ).split(" "),
);
