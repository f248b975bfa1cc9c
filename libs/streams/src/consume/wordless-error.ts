import { LintelError } from '@lintel/contracts';

/**
 * Makes an error safe to log although it involves personal data: a LintelError loses `expected` and `received`; of all
 * others only the type and the stack location are kept.
 */
export function wordlessError(error: unknown): Error {
  if (error instanceof LintelError) {
    const { code, problem, cure, retryable } = error;
    return new LintelError(code, { problem, cure, retryable });
  }
  const { name, stack } = error instanceof Error ? error : { name: 'unknown error', stack: undefined };
  const wordless = new Error(`${name}; the message is omitted because it may contain personal data`);
  wordless.name = name;
  const frames = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  wordless.stack = [wordless.message, ...frames].join('\n');
  return wordless;
}
