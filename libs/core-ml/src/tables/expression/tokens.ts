import { LintelError } from '@lintel/contracts';

export interface Token {
  readonly kind: 'number' | 'text' | 'name' | 'quoted-name' | 'operator' | 'end';
  readonly text: string;
  /** Position of the first character in the expression, from 0. */
  readonly at: number;
}

const PATTERNS: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['number', /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y],
  ['text', /"[^"]*"|'[^']*'/y],
  ['quoted-name', /`[^`]+`/y],
  ['name', /[\p{L}_][\p{L}\p{N}_]*/uy],
  ['operator', /==|!=|<=|>=|[-+*/^<>(),]/y],
];

/** @throws LintelError INVALID_CONFIGURATION with the position */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < source.length) {
    const found = PATTERNS.map(([kind, pattern]) => {
      pattern.lastIndex = at;
      return { kind, text: pattern.exec(source)?.[0] };
    }).find(({ text }) => text !== undefined);
    if (!found) {
      throw expressionError(source, at, 'contains a character that has no meaning', 'numbers, names, + - * / ^ ( ) ,');
    }
    const text = found.text!;
    if (found.kind !== 'space') {
      const isQuoted = found.kind === 'text' || found.kind === 'quoted-name';
      tokens.push({ kind: found.kind, text: isQuoted ? text.slice(1, -1) : text, at });
    }
    at += text.length;
  }
  return [...tokens, { kind: 'end', text: 'the end', at: source.length }];
}

/** An error about one place of an expression. */
export function expressionError(source: string, at: number, problem: string, expected: string): LintelError {
  return new LintelError('INVALID_CONFIGURATION', {
    problem: `The expression ${problem}, at character ${at + 1}.`,
    expected,
    received: `${source}\n            ${' '.repeat(at)}^`,
    cure: 'Correct the expression; put names with other characters in backquotes, such as `air temperature`.',
  });
}
