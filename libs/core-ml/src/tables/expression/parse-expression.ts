import { expressionError, tokensOf, type Token } from './tokens';

/** An expression as a tree. `at` is the position in the source, from 0. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number; readonly at: number }
  | { readonly kind: 'text'; readonly value: string; readonly at: number }
  | { readonly kind: 'column'; readonly name: string; readonly at: number }
  /** Operators are functions too, named by their sign; the minus of one value is `negate`. */
  | { readonly kind: 'call'; readonly name: string; readonly inputs: readonly Expression[]; readonly at: number };

const BINDING: ReadonlyMap<string, number> = new Map([
  ['or', 1],
  ['and', 2],
  ...['==', '!=', '<', '<=', '>', '>='].map((sign): [string, number] => [sign, 4]),
  ['+', 5],
  ['-', 5],
  ['*', 6],
  ['/', 6],
  ['^', 8],
]);
const NOT = 3;
const NEGATE = 7;
const DEEPEST = 100;

/**
 * Parses an expression (operator precedence as in Pratt 1973): from weakest to strongest `or`, `and`, `not`,
 * comparisons, `+ -`, `* /`, minus sign, `^` (from the right).
 * @throws LintelError INVALID_CONFIGURATION with the position
 */
export function parseExpression(source: string): Expression {
  const tokens = tokensOf(source);
  let next = 0;
  let depth = 0;
  const peek = (): Token => tokens[next]!;
  const take = (): Token => tokens[next++]!;
  const isOperator = (text: string): boolean => peek().kind === 'operator' && peek().text === text;
  const wrong = (token: Token, expected: string): Error =>
    expressionError(source, token.at, `cannot be read from "${token.text}" on`, expected);
  const expectOperator = (text: string): void => {
    if (!isOperator(text)) throw wrong(peek(), `"${text}"`);
    next++;
  };

  const operand = (): Expression => {
    const token = take();
    const { at } = token;
    if (token.kind === 'number') return { kind: 'number', value: Number(token.text), at };
    if (token.kind === 'text') return { kind: 'text', value: token.text, at };
    if (token.kind === 'quoted-name') return { kind: 'column', name: token.text, at };
    if (token.kind === 'operator' && token.text === '-')
      return { kind: 'call', name: 'negate', inputs: [expression(NEGATE)], at };
    if (token.kind === 'operator' && token.text === '(') {
      const inner = expression(0);
      expectOperator(')');
      return inner;
    }
    if (token.kind === 'name' && token.text === 'not')
      return { kind: 'call', name: 'not', inputs: [expression(NOT)], at };
    if (token.kind !== 'name' || BINDING.has(token.text)) throw wrong(token, 'a number, a column, a function or "("');
    return isOperator('(') ? call(token) : { kind: 'column', name: token.text, at };
  };

  const call = ({ text: name, at }: Token): Expression => {
    take();
    const inputs: Expression[] = [];
    while (!isOperator(')')) {
      if (inputs.length > 0) expectOperator(',');
      inputs.push(expression(0));
    }
    take();
    return { kind: 'call', name, inputs, at };
  };

  const expression = (weakest: number): Expression => {
    if (++depth > DEEPEST)
      throw expressionError(source, peek().at, 'is nested too deeply', `at most ${DEEPEST} levels`);
    let left = operand();
    for (;;) {
      const { kind, text, at } = peek();
      const binding = kind === 'operator' || kind === 'name' ? BINDING.get(text) : undefined;
      if (binding === undefined || binding <= weakest) break;
      take();
      const right = expression(text === '^' ? NEGATE : binding);
      left = { kind: 'call', name: text, inputs: [left, right], at };
    }
    depth--;
    return left;
  };

  const whole = expression(0);
  if (peek().kind !== 'end') throw wrong(peek(), 'an operator, or the end of the expression');
  return whole;
}
