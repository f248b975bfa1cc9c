export type MarkdownInline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly children: readonly MarkdownInline[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly MarkdownInline[] };

const PUNCTUATION = /[!-/:-@[-`{-~]/;
const WORD = /[\p{L}\p{N}]/u;
/** Any other scheme stays text: a link never runs a script. */
const LINK = /^\[([^\]]+)\]\((https?:\/\/[^\s()]+)\)/;
const MARKERS = ['**', '__', '*', '_'] as const;
type Marker = (typeof MARKERS)[number];

/** A line of Markdown: emphasis, code, links to the web and escaped characters. HTML is plain text. */
export function parseInline(line: string): MarkdownInline[] {
  const parsed: MarkdownInline[] = [];
  let text = '';
  let at = 0;
  const push = (inline: MarkdownInline, length: number): void => {
    if (text !== '') parsed.push({ kind: 'text', text });
    text = '';
    parsed.push(inline);
    at += length;
  };
  while (at < line.length) {
    const span = spanAt(line, at);
    if (span !== null) {
      push(span.inline, span.length);
      continue;
    }
    // A backslash before punctuation makes it literal.
    if (isEscape(line, at)) at += 1;
    text += line.charAt(at);
    at += 1;
  }
  if (text !== '') parsed.push({ kind: 'text', text });
  return parsed;
}

function spanAt(line: string, at: number): { readonly inline: MarkdownInline; readonly length: number } | null {
  if (line[at] === '`') {
    const end = line.indexOf('`', at + 1);
    return end <= at + 1 ? null : { inline: { kind: 'code', text: line.slice(at + 1, end) }, length: end + 1 - at };
  }
  if (line[at] === '[') {
    const [whole, words, href] = LINK.exec(line.slice(at)) ?? [];
    if (whole === undefined || words === undefined || href === undefined) return null;
    return { inline: { kind: 'link', href, children: parseInline(words) }, length: whole.length };
  }
  const marker = MARKERS.find((known) => line.startsWith(known, at));
  if (marker === undefined || !opens(line, at, marker)) return null;
  const end = closing(line, at + marker.length, marker);
  if (end === null) return null;
  const children = parseInline(line.slice(at + marker.length, end));
  const kind = marker.length === 2 ? 'strong' : 'emphasis';
  return { inline: { kind, children }, length: end + marker.length - at };
}

function opens(line: string, at: number, marker: Marker): boolean {
  if (!/\S/.test(line[at + marker.length] ?? ' ')) return false;
  return !marker.startsWith('_') || !WORD.test(line[at - 1] ?? ' ');
}

/** Position of the closing marker, outside of code. */
function closing(line: string, from: number, marker: Marker): number | null {
  for (let at = from; at < line.length; at += 1) {
    if (isEscape(line, at)) at += 1;
    else if (line[at] === '`') {
      const end = line.indexOf('`', at + 1);
      if (end > at) at = end;
    } else if (line.startsWith(marker, at) && closes(line, at, marker, from)) return at;
  }
  return null;
}

function closes(line: string, at: number, marker: Marker, from: number): boolean {
  if (at === from || !/\S/.test(line[at - 1] ?? ' ')) return false;
  // `*a **b** c*`: the double one belongs to the inner text.
  if (marker.length === 1 && (line[at + 1] === marker || (line[at - 1] === marker && at - 1 > from))) return false;
  return !marker.startsWith('_') || !WORD.test(line[at + marker.length] ?? ' ');
}

function isEscape(line: string, at: number): boolean {
  return line[at] === '\\' && PUNCTUATION.test(line[at + 1] ?? '');
}
