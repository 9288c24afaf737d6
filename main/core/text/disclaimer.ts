/**
 * Disclaimers: what companies and services append to every mail, in the words that lawyers use.
 *
 * Owns the words by language. Believed only of a paragraph of some length; who sent it before is for the caller. Pure.
 */

const MIN_LENGTH = 100;

/** Two different ones of these make a disclaimer; one alone may be somebody's sentence. */
const WORDS: readonly RegExp[] = [
  /\bconfidential|\bprivileged\b|\bvertraulich|\bconfidentiel|\bconfidencial|\briservat|\bvertrouwelijk/i,
  /\bintended (?:only |solely )?(?:recipient|for|addressee)|\bintended for the\b|\baddressee|\baddressed to\b|\bnamed recipient/i,
  /\b(?:bestimmt|empfänger|adressat)|\bdestinataire|\bdestinatario|\bdestinatário|\bgeadresseerde/i,
  /\bin error\b|\birrtümlich|\bpar erreur\b|\bpor error\b|\bper errore\b|\bten onrechte\b/i,
  /\b(?:notify|inform|contact) (?:the sender|us)\b|\bdelete (?:it|this|the)\b|\bvernichten|\blöschen|\bdétruire|\belimin/i,
  /\bunauthori[sz]ed|\bprohibited\b|\bdisclos|\bdissemination\b|\bdistribution\b|\bunzulässig|\binterdit|\bprohibid/i,
  /\bunsubscribe\b|\bopt[- ]out\b|\bmailing list\b|\bremoved? from\b|\babmelden\b|\bdésabonner|\bdarse de baja/i,
  /\bdo not necessarily (?:reflect|represent)|\bviews? (?:or opinions? )?expressed|\bliabilit|\bviruses\b|\bscanned\b/i,
  /\b(?:this|the) (?:e-?mail|message|communication|transmission)\b|\bdiese (?:e-?mail|nachricht)|\bce (?:message|courriel)/i,
  /\bregistered (?:office|in)\b|\bgeschäftsführer|\bhandelsregister|\bamtsgericht|\bsiège social|\bcompany (?:no|number|reg)/i,
];

/** Whether a paragraph is what is appended to every mail and written to nobody. */
export function isDisclaimer(paragraph: string): boolean {
  if (paragraph.length < MIN_LENGTH) return false;
  const text = paragraph.replace(/\s+/g, " ");
  return WORDS.filter((word) => word.test(text)).length >= 3;
}
