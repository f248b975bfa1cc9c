import { parseInline, type MarkdownInline } from './inline';

type Line = readonly MarkdownInline[];

export type MarkdownBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly content: Line }
  | { readonly kind: 'paragraph'; readonly content: Line }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly MarkdownBlock[])[] }
  | { readonly kind: 'code'; readonly text: string }
  | {
      readonly kind: 'table';
      readonly head: readonly Line[];
      readonly rows: readonly (readonly Line[])[];
      /** True if the column contains numbers, which are aligned to the right. */
      readonly right: readonly boolean[];
    };

const FENCE = /^\s*```/;
const HEADING = /^(#{1,6})\s+(.+?)\s*#*$/;
const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const DELIMITERS = /^\s*\|?(\s*:?-+:?\s*\|)*\s*:?-+:?\s*\|?\s*$/;

interface Taken {
  readonly block: MarkdownBlock;
  /** Number of source lines. */
  readonly lines: number;
}

/** The subset of Markdown that reports use: headings, paragraphs, lists, tables and code. */
export function parseBlocks(markdown: string): MarkdownBlock[] {
  return blocksOf(markdown.split(/\r?\n/));
}

function blocksOf(lines: readonly string[]): MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  for (let at = 0; at < lines.length;) {
    if (isBlank(lines[at])) {
      at += 1;
      continue;
    }
    const rest = lines.slice(at);
    const taken = takeCode(rest) ?? takeHeading(rest) ?? takeTable(rest) ?? takeList(rest) ?? takeParagraph(rest);
    blocks.push(taken.block);
    at += taken.lines;
  }
  return blocks;
}

function takeCode(lines: readonly string[]): Taken | null {
  if (!FENCE.test(lines[0] ?? '')) return null;
  const end = lines.findIndex((line, index) => index > 0 && FENCE.test(line));
  const inside = lines.slice(1, end === -1 ? undefined : end);
  return { block: { kind: 'code', text: inside.join('\n') }, lines: inside.length + (end === -1 ? 1 : 2) };
}

function takeHeading(lines: readonly string[]): Taken | null {
  const [, marks, words] = HEADING.exec(lines[0] ?? '') ?? [];
  if (marks === undefined || words === undefined) return null;
  return { block: { kind: 'heading', level: marks.length, content: parseInline(words) }, lines: 1 };
}

function takeTable(lines: readonly string[]): Taken | null {
  const [head = '', delimiters = ''] = lines;
  if (!head.includes('|') || !delimiters.includes('-') || !DELIMITERS.test(delimiters)) return null;
  const columns = cellsOf(head).map(parseInline);
  const after = lines.slice(2);
  const end = after.findIndex((line) => !line.includes('|'));
  const rows = (end === -1 ? after : after.slice(0, end)).map((line) => {
    const cells = cellsOf(line).map(parseInline);
    return columns.map((_, column) => cells[column] ?? []);
  });
  const right = cellsOf(delimiters).map((cell) => cell.endsWith(':') && !cell.startsWith(':'));
  return { block: { kind: 'table', head: columns, rows, right }, lines: 2 + rows.length };
}

/** An escaped bar is part of its cell; the inline parser removes the backslash. */
function cellsOf(line: string): string[] {
  const inside = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inside.split(/(?<!\\)\|/).map((cell) => cell.trim());
}

function takeList(lines: readonly string[]): Taken | null {
  const [, indent, mark] = ITEM.exec(lines[0] ?? '') ?? [];
  if (indent === undefined || mark === undefined) return null;
  const ordered = /\d/.test(mark);
  const items: string[][] = [];
  let taken = 0;
  for (const line of lines) {
    const [, itsIndent, itsMark, words] = ITEM.exec(line) ?? [];
    const isNext = itsIndent === indent && words !== undefined && /\d/.test(itsMark ?? '') === ordered;
    const isInside = line.startsWith(`${indent}  `) || (!isBlank(line) && startsNothing(line));
    if (isNext) items.push([words]);
    else if (isBlank(line) ? itGoesOn(lines.slice(taken + 1), indent) : isInside) {
      items.at(-1)?.push(line.slice(indent.length).replace(/^ {1,3}/, ''));
    } else break;
    taken += 1;
  }
  return { block: { kind: 'list', ordered, items: items.map(blocksOf) }, lines: taken };
}

/** Whether a list continues after an empty line. */
function itGoesOn([next = '']: readonly string[], indent: string): boolean {
  return next.startsWith(`${indent}  `) || ITEM.exec(next)?.[1] === indent;
}

function takeParagraph(lines: readonly string[]): Taken {
  const end = lines.findIndex((line, index) => index > 0 && !startsNothing(line));
  const own = end === -1 ? lines : lines.slice(0, end);
  return {
    block: { kind: 'paragraph', content: parseInline(own.map((line) => line.trim()).join(' ')) },
    lines: own.length,
  };
}

/** True for a line that can only continue the previous one. */
function startsNothing(line: string): boolean {
  return !isBlank(line) && !FENCE.test(line) && !HEADING.test(line) && !ITEM.test(line) && !line.startsWith('|');
}

function isBlank(line: string | undefined): boolean {
  return (line ?? '').trim() === '';
}
