/**
 * Finds words in a document that look like an instruction to a language model rather than to a person.
 *
 * Pure, and only a notice for the owner: nothing is left out or changed because of it, since mail about such attacks
 * reads the same. Content cannot act as format whether it is found here or not (main/core/prompt/escape.ts).
 */

const MODEL = String.raw`(?:ai|a\.i\.|ki|ia|ии|assistant|assistent|asistente|language model|llm|chat ?bot|chatgpt|gpt|copilot|gemini|claude|llama|model)`;
const BEFORE = `(?:all |any |the |your |these |those |of |my |other )*(?:previous|prior|earlier|above|preceding|foregoing|existing|original|initial|system)`;
const RULES = `(?:instructions?|rules?|prompts?|directions?|guidelines?|orders?|commands?|context)`;

const SIGNS: readonly RegExp[] = [
  new RegExp(String.raw`\b(?:ignore|disregard|forget|override|bypass|drop|do not follow)\s+${BEFORE}\s+${RULES}`, "iu"),
  /\b(?:ignore|disregard|forget|override)\s+(?:everything|anything|all)\s+(?:above|before|you (?:were|have been) told)/iu,
  new RegExp(
    String.raw`\b(?:note|message|instructions?|attention|warning|notice|hinweis|anweisung)\s+(?:to|for|an|für)\s+(?:the |any |all |die |das |den )?${MODEL}\b`,
    "iu",
  ),
  /\b(?:dear|hey|hello|hi|attention)[,:]?\s+(?:ai|assistant|language model|llm|chat ?bot|chatgpt|copilot|gemini|claude|llama)\b/iu,
  /\bif you are (?:an? |the )?(?:ai|llm|language model|automated|assistant|chat ?bot)\b/iu,
  new RegExp(
    String.raw`\byou are (?:now|no longer)\s+(?:an? |the |in )?(?:${MODEL}|unrestricted|jailbroken|dan\b|developer mode|root|admin)`,
    "iu",
  ),
  /\b(?:new|updated|secret|hidden|real|actual)\s+(?:system\s+)?(?:instructions?|prompt)\s*:/iu,
  /\b(?:reveal|print|repeat|output|show|leak|send)\s+(?:me\s+)?(?:your|the)\s+(?:entire\s+|full\s+|hidden\s+)?(?:system\s+)?(?:prompt|instructions|context window)/iu,
  /\b(?:do not|don't|never)\s+(?:tell|inform|mention|reveal|show)\b.{0,40}\b(?:user|owner|human|reader)\b/iu,
  /\b(?:tell|inform|convince|instruct)\s+the\s+(?:user|owner|human|reader)\s+(?:that|to)\b/iu,
  /\b(?:when|whenever)\s+(?:summari[sz]ing|answering|replying to|asked about)\b.{0,60}\b(?:always|must|say|include|add|insert|respond|reply)\b/iu,
  /\b(?:respond|answer|reply)\s+(?:only|exactly|always)\s+(?:with|by)\b/iu,
  /\b(?:end|begin|start)\s+of\s+(?:the\s+)?(?:archive|context|documents|system (?:prompt|message)|user (?:prompt|message))\b/iu,
  /\b(?:ignoriere|vergiss|missachte)\s+(?:alle|sämtliche|die)?\s*(?:bisherigen|vorherigen|vorigen|obigen|früheren)\s+(?:anweisungen|regeln|befehle)/iu,
  /\b(?:ignore[zs]?|oublie[zs]?)\s+(?:toutes\s+)?(?:les|tes|vos)\s+(?:instructions|consignes|règles)(?:\s+(?:précédentes|antérieures))?/iu,
  /\b(?:ignora|olvida)\s+(?:todas\s+)?(?:las|tus|sus)\s+(?:instrucciones|reglas)/iu,
  /игнорируй(?:те)?\s+(?:все\s+)?(?:предыдущие|прежние)\s+(?:инструкции|указания)/iu,
  /(?:忽略|无视|無視)(?:之前|以上|前面|先前|所有)?.{0,6}(?:指令|指示|说明|說明|命令)/u,
  /(?:以前|これまで|上記)の(?:すべての)?(?:指示|命令).{0,4}(?:無視|忘れ)/u,
  // Control tokens of the known families have no business in a mail.
  /<\|(?:im_start|im_end|start_header_id|end_header_id|eot_id|begin_of_text|system|user|assistant|endoftext|end)\|>|<\/?(?:start|end)_of_turn>|\[\/?INST\]|<<\/?SYS>>|<｜[^｜]{1,40}｜>/u,
  /^\s*(?:#{2,3}\s*)?(?:system|assistant)\s*(?:prompt|message)?\s*:\s*\S/imu,
];

/** Words shown around what was found. */
const AROUND = 40;

/** The words that look like an instruction to a model, with a little around them; undefined where there are none. */
export function instructionIn(text: string): string | undefined {
  let first: RegExpExecArray | undefined;
  for (const sign of SIGNS) {
    const match = sign.exec(text);
    if (match !== null && (first === undefined || match.index < first.index)) first = match;
  }
  if (first === undefined) return undefined;
  const start = Math.max(0, first.index - AROUND);
  const end = Math.min(text.length, first.index + first[0].length + AROUND);
  return `${start > 0 ? "…" : ""}${text.slice(start, end).replace(/\s+/g, " ").trim()}${end < text.length ? "…" : ""}`;
}
