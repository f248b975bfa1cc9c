import { LintelError, tableSchemaSchema, type TableSchema } from '@lintel/contracts';
import { checkDerived } from './read-table';

/**
 * Reads a schema from the text of a JSON file, which a person may have edited.
 * @param file name of the file in messages
 * @throws LintelError INVALID_CONFIGURATION that names the line (JSON), the field (values and unknown fields) or the
 *   derived column and the character (expressions)
 */
export function parseTableSchema(text: string, file: string): TableSchema {
  const content = parseJson(text, file);
  const result = tableSchemaSchema.safeParse(content);
  if (!result.success) {
    const [issue] = result.error.issues;
    const place = fieldName(content, issue?.path ?? []);
    throw invalid(file, place, issue?.message ?? 'a valid schema', describe(valueAt(content, issue?.path ?? [])));
  }
  const unknown = unknownField(content, result.data, []);
  if (unknown !== undefined) {
    const place = fieldName(content, unknown);
    throw invalid(file, place, 'a field that schemas have; check the spelling', describe(valueAt(content, unknown)));
  }
  checkDerived(result.data);
  return result.data;
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw new LintelError('INVALID_CONFIGURATION', {
      problem: `The schema ${file} is not valid JSON, in line ${lineOfError(text)}.`,
      expected: 'JSON as `lintel tables describe` writes it',
      received: cause instanceof Error ? cause.message : String(cause),
      cure: 'Correct the line, or write the schema again.',
      cause,
    });
  }
}

/** The first line up to which the text is wrong rather than incomplete; not every message of JSON.parse has a place. */
function lineOfError(text: string): number {
  const lines = text.split('\n');
  const at = lines.findIndex((_, index) => isWrong(lines.slice(0, index + 1).join('\n')));
  return at < 0 ? lines.length : at + 1;
}

function isWrong(text: string): boolean {
  try {
    JSON.parse(text);
    return false;
  } catch (error) {
    const { message } = error as Error;
    if (/end of JSON input|Unterminated string/.test(message)) return false;
    const place = /at position (\d+)/.exec(message)?.[1];
    return place === undefined || Number(place) < text.length;
  }
}

type Path = readonly PropertyKey[];

/** The first field of the file that the schema does not keep. */
function unknownField(given: unknown, kept: unknown, path: Path): Path | undefined {
  if (typeof given !== 'object' || given === null || typeof kept !== 'object' || kept === null) return undefined;
  for (const [key, value] of Object.entries(given)) {
    const here = [...path, Array.isArray(given) ? Number(key) : key];
    if (!Object.hasOwn(kept, key)) return here;
    const found = unknownField(value, (kept as Record<string, unknown>)[key], here);
    if (found !== undefined) return found;
  }
  return undefined;
}

const valueAt = (content: unknown, path: Path): unknown =>
  path.reduce((value: unknown, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], content);

/** Such as `columns[3].monotone of "age"`. */
function fieldName(content: unknown, path: Path): string {
  const text = path.reduce<string>(
    (name, key) => (typeof key === 'number' ? `${name}[${key}]` : name === '' ? String(key) : `${name}.${String(key)}`),
    '',
  );
  const owner = valueAt(content, [...path.slice(0, 2), 'name']);
  return path.length > 2 && typeof owner === 'string' ? `${text} of "${owner}"` : text || 'its content';
}

const describe = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 200));

const invalid = (file: string, place: string, expected: string, received: string): LintelError =>
  new LintelError('INVALID_CONFIGURATION', {
    problem: `The schema ${file} is invalid at ${place}.`,
    expected,
    received,
    cure: 'Correct this field; `lintel tables describe` writes a valid schema to compare with.',
  });
