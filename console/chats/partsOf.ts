/** A piece of a text; one with `href` is a link. */
export interface Part {
  text: string;
  href?: string;
}

const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"]+/giu;
/** What ends a sentence around a link is not part of it. */
const AFTER = /[.,;:!?'*_~]+$/u;

function bareLink(found: string): string {
  const link = found.replace(AFTER, '');
  // A bracket belongs to the link when it was opened in it.
  if (link.endsWith(')') && !link.includes('(')) return bareLink(link.slice(0, -1));
  return link;
}

/** Splits a text into words and links. */
export function partsOf(text: string): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(LINK)) {
    const link = bareLink(found);
    const href = link.toLowerCase().startsWith('www.') ? `https://${link}` : link;
    if (!URL.canParse(href)) continue;
    if (index > end) parts.push({ text: text.slice(end, index) });
    parts.push({ text: link, href });
    end = index + link.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end) });
  return parts;
}

/** So many emoji alone are shown large. */
const FEW = 3;
const EMOJI = /^(?:\p{Extended_Pictographic}|\p{Regional_Indicator}{2}|[#*\d]\uFE0F?\u20E3)/u;

/** One to three emoji and nothing else. */
export function isFewEmoji(text: string): boolean {
  const bare = text.replace(/\s/gu, '');
  if (bare === '' || bare.length > 50) return false;
  const signs = [...new Intl.Segmenter().segment(bare)];
  return signs.length <= FEW && signs.every(({ segment }) => EMOJI.test(segment));
}
